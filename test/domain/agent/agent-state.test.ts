import assert from 'node:assert/strict';
import fc from 'fast-check';
import t from 'tap';
import type { AgentFact } from '../../../services/domain/agent/agent-fact.ts';
import {
  agentIntervals,
  agentSnapshot,
  agentSpans,
  queueStaffing,
} from '../../../services/domain/agent/agent-figures.ts';
import {
  type Agents,
  advanceAgents,
  applyAgentFact,
  applyContactToAgents,
  emptyAgents,
} from '../../../services/domain/agent/agent-state.ts';
import { occupancy } from '../../../services/domain/agent/agent-sums.ts';
import { readAgents, writeAgents } from '../../../services/domain/agent/agent-writing.ts';
import type { ContactFact } from '../../../services/domain/queue/contact-fact.ts';
import {
  noSettings,
  type Settings,
  withSetting,
} from '../../../services/domain/settings/settings.ts';
import { agentFact, eight, leg, minute } from './story.ts';

type Told = AgentFact | ContactFact;
const second = 1_000;

function tell(
  facts: readonly Told[],
  settings: Settings = noSettings,
  state = emptyAgents(),
): Agents {
  for (const fact of facts) {
    if (fact.about === 'agent') applyAgentFact(state, fact);
    else applyContactToAgents(state, fact, settings);
  }
  return state;
}

function wrapUp(ms: number, fromMs = 0, before: Settings = noSettings): Settings {
  const value = {
    name: { en: 'sales', zh: '' },
    site: 'hq',
    targetMs: 20_000,
    goal: 0.8,
    rule: 'missed' as const,
    shortAbandonMs: 5_000,
    wrapUpMs: ms,
    position: 1,
    skills: [],
  };
  return withSetting(before, { kind: 'queue', id: 'hq/sales', effectiveFromMs: fromMs, value });
}

const anna = (state: Agents, nowMs: number, dayStartMs = eight) => {
  const found = agentSnapshot(state, 'pbx/anna', nowMs, dayStartMs);
  if (!found) throw new Error('nobody has heard of anna');
  return found;
};
const ready = { queues: { sales: null } };
const signIn = agentFact('anna', eight, 'signed-in', ready, 'sales');

/** A contact from offer to end: 10 s of ringing. */
function call(id: string, startMs: number, talkMs: number, agent = 'anna'): ContactFact[] {
  const told = leg(id, 'sales', startMs);
  const answeredMs = startMs + 10 * second;
  return [
    told({ kind: 'offered' }, startMs),
    told({ kind: 'ringing', agent }, startMs),
    told({ kind: 'answered', agent, waitMs: 10 * second }, answeredMs),
    told({ kind: 'completed', agent, talkMs, endedBy: 'customer' }, answeredMs + talkMs),
  ];
}

t.test('each state shows in its turn, since the event that made it', async (t) => {
  const told = leg('c1', 'sales', eight + minute);
  const at = (s: number) => eight + minute + s * second;
  const state = tell([signIn], wrapUp(30 * second));
  const settings = wrapUp(30 * second);
  const expect = (s: number, shown: string, since: number) => {
    const { state: is, sinceMs } = anna(state, at(s));
    t.same([is, sinceMs], [shown, since], `${s} s`);
  };
  expect(-30, 'ready', eight);
  tell([told({ kind: 'ringing', agent: 'anna' }, at(0))], settings, state);
  expect(5, 'ringing', at(0));
  tell([told({ kind: 'answered', agent: 'anna', waitMs: 0 }, at(10))], settings, state);
  expect(15, 'talking', at(10));
  tell([told({ kind: 'held', agent: 'anna' }, at(20))], settings, state);
  expect(25, 'holding', at(20));
  tell([told({ kind: 'resumed', agent: 'anna' }, at(40))], settings, state);
  expect(45, 'talking', at(40));
  const done = { kind: 'completed', agent: 'anna', talkMs: 50_000, endedBy: 'agent' } as const;
  tell([told(done, at(60))], settings, state);
  expect(89, 'after-call-work', at(60));
  expect(91, 'ready', at(90));
  const { today } = anna(state, at(100));
  t.match(today, { ringingMs: 10_000, talkMs: 30_000, holdMs: 20_000, acwMs: 30_000 });
  t.equal(today.readyMs, minute + 10_000);
  t.equal(today.signedInMs, minute + 100_000);
});

t.test(
  'occupancy by hand: two calls of 4 and 6 minutes in an hour, 2 minutes of wrap-up each',
  async (t) => {
    // 4 + 6 minutes of talk, 2 + 2 of after-call work, 15 of break, 20 s of ringing:
    // busy 14 min; ready = 60 - 14 - 15 - 1/3 min.
    const settings = wrapUp(2 * minute);
    const facts = [
      signIn,
      ...call('c1', eight + 5 * minute, 4 * minute),
      ...call('c2', eight + 20 * minute, 6 * minute),
      agentFact('anna', eight + 40 * minute, 'chose', { queues: { sales: 'lunch' } }, 'sales'),
      agentFact('anna', eight + 55 * minute, 'chose', ready, 'sales'),
    ];
    const { today } = anna(tell(facts, settings), eight + 60 * minute);
    t.equal(today.talkMs, 10 * minute);
    t.equal(today.acwMs, 4 * minute);
    t.same([...today.breakByReasonMs], [['lunch', 15 * minute]]);
    t.equal(today.readyMs, 60 * minute - 14 * minute - 15 * minute - 20 * second);
    t.equal(occupancy(today), 14 / (60 - 15 - 1 / 3));
    t.equal(occupancy(anna(emptySignedOut(), eight + minute).today), null, 'nothing is not zero');
  },
);

function emptySignedOut(): Agents {
  return tell([agentFact('anna', eight, 'signed-out', { queues: {} }, 'sales')]);
}

t.test(
  'signing out in mid-call shows the talk until it ends, and no after-call work',
  async (t) => {
    const out = agentFact('anna', eight + 2 * minute, 'signed-out', { queues: {} }, 'sales');
    const facts = [signIn, ...call('c1', eight + minute, 3 * minute), out];
    const soFar = facts.filter(({ atMs }) => atMs <= eight + 3 * minute);
    const state = tell(facts, wrapUp(minute));
    t.equal(anna(tell(soFar), eight + 3 * minute).state, 'talking');
    const after = anna(state, eight + 5 * minute);
    t.same([after.state, after.sinceMs], ['signed-out', eight + 4 * minute + 10 * second]);
    t.equal(after.today.signedInMs, 2 * minute);
    t.equal(after.today.talkMs, 3 * minute);
    t.equal(after.today.acwMs, 0);
  },
);

t.test('a ring ends when the caller leaves, and when somebody else takes the call', async (t) => {
  const first = leg('c1', 'sales', eight);
  const state = tell([signIn, agentFact('bo', eight, 'signed-in', ready, 'sales')]);
  tell([first({ kind: 'ringing', agent: 'anna' }, eight + second)], noSettings, state);
  t.equal(anna(state, eight + 5 * second).state, 'ringing');
  tell([first({ kind: 'abandoned', waitMs: 9_000 }, eight + 9 * second)], noSettings, state);
  t.match(anna(state, eight + 10 * second), { state: 'ready', sinceMs: eight + 9 * second });

  const both = leg('c2', 'sales', eight + minute);
  tell(
    [
      both({ kind: 'answered', agent: 'bo', waitMs: 0 }, eight + minute + second),
      both({ kind: 'ringing', agent: 'anna' }, eight + minute),
      both({ kind: 'ringing', agent: 'bo' }, eight + minute, 2),
    ],
    noSettings,
    state,
  );
  const { state: is, today } = anna(state, eight + 2 * minute);
  t.equal(is, 'ready', 'though the answer was told before the ring');
  t.equal(today.ringingMs, 9 * second);
  t.equal(today.answered, 0);
  t.equal(today.ringNoAnswers, 0);
  t.equal(agentSnapshot(state, 'pbx/bo', eight + 2 * minute, eight)?.state, 'talking');
});

t.test('the wrap-up is that of the setting at the completion, not of a later one', async (t) => {
  const settings = wrapUp(90 * second, eight + 10 * minute, wrapUp(20 * second));
  const facts = [
    signIn,
    ...call('c1', eight + minute, minute),
    ...call('c2', eight + 12 * minute, minute),
  ];
  const spans = agentSpans(facts, settings, { fromMs: eight, toMs: eight + 20 * minute });
  const acw = spans.get('pbx/anna')?.filter(({ state }) => state === 'after-call-work') ?? [];
  t.same(
    acw.map(({ startMs, endMs }) => endMs - startMs),
    [20 * second, 90 * second],
  );
});

t.test('after-call work ends when told, sooner or later than the setting says', async (t) => {
  const early = leg('c1', 'sales', eight + minute);
  const late = leg('c2', 'sales', eight + 12 * minute);
  const facts = [
    signIn,
    ...call('c1', eight + minute, minute),
    early({ kind: 'acw-ended', agent: 'anna' }, eight + 2 * minute + 15 * second),
    ...call('c2', eight + 12 * minute, minute),
    late({ kind: 'acw-ended', agent: 'anna' }, eight + 15 * minute + 10 * second),
  ];
  const { today } = anna(tell(facts, wrapUp(30 * second)), eight + 20 * minute);
  t.equal(today.acwMs, 5 * second + 2 * minute);
});

t.test('a break is being paused in all queues; its reason is that of the last pause', async (t) => {
  const both = (sales: string | null, support: string | null) => ({ queues: { sales, support } });
  const chose = (s: number, of: ReturnType<typeof both>, queue = 'sales') =>
    agentFact('anna', eight + s * second, 'chose', of, queue);
  const facts = [agentFact('anna', eight, 'signed-in', both(null, null), 'sales')];
  const state = tell(facts);
  tell([chose(10, both('lunch', null))], noSettings, state);
  t.equal(anna(state, eight + 20 * second).state, 'ready', 'paused in one of two queues');
  t.match(queueStaffing(state, eight + 20 * second), [
    { queue: 'sales', signedIn: 1, ready: 0, onBreak: 1 },
    { queue: 'support', signedIn: 1, ready: 1, onBreak: 0 },
  ]);
  tell([chose(30, both('lunch', 'lunch'), 'support')], noSettings, state);
  t.match(anna(state, eight + minute), {
    state: 'break',
    reason: 'lunch',
    sinceMs: eight + 30_000,
  });
  tell([chose(120, both('meeting', 'meeting'))], noSettings, state);
  t.match(anna(state, eight + 3 * minute), { reason: 'meeting', sinceMs: eight + 120_000 });
  tell([chose(240, both(null, null))], noSettings, state);
  const { today, state: is } = anna(state, eight + 5 * minute);
  t.equal(is, 'ready');
  t.same(Object.fromEntries(today.breakByReasonMs), { lunch: 90_000, meeting: 120_000 });
  t.equal(today.breakMs, 210_000);
});

t.test(
  'a pause in all queues told in one instant counts as a whole, in whatever order',
  async (t) => {
    const step = (queue: string, of: Record<string, string | null>) =>
      agentFact('anna', eight + minute, 'chose', { queues: of }, queue);
    const facts = [
      agentFact('anna', eight, 'signed-in', { queues: { a: null, b: null, c: null } }, 'a'),
      step('c', { a: null, b: null, c: 'lunch' }),
      step('a', { a: 'lunch', b: null, c: 'lunch' }),
      step('b', { a: 'lunch', b: 'lunch', c: 'lunch' }),
    ];
    t.equal(anna(tell(facts), eight + 2 * minute).state, 'break');
    t.equal(anna(tell(facts.toReversed()), eight + 2 * minute).state, 'break');
  },
);

t.test('two contacts at once count their time once, and the newest is at hand', async (t) => {
  // A Local/n agent is given the next call while the end of the last is still to come.
  const facts = [
    signIn,
    ...call('c1', eight + minute, 4 * minute),
    ...call('c2', eight + 3 * minute, 4 * minute),
  ];
  const soFar = tell(facts.filter(({ atMs }) => atMs <= eight + 4 * minute));
  t.match(anna(soFar, eight + 4 * minute), { contacts: 2, sinceMs: eight + 3 * minute + 10_000 });
  const { today } = anna(tell(facts), eight + 10 * minute);
  t.equal(today.answered, 2);
  t.equal(today.talkMs, 6 * minute);
});

t.test(
  'a device in conversation without a contact of a queue is another conversation',
  async (t) => {
    const seen = (s: number, device: 'talking' | 'idle' | 'unreachable') =>
      agentFact('anna', eight + s * second, 'seen', { ...ready, device });
    const state = tell([signIn, seen(60, 'talking')]);
    t.match(anna(state, eight + 90 * second), { state: 'other-contact', sinceMs: eight + 60_000 });
    tell([seen(120, 'idle'), seen(200, 'unreachable')], noSettings, state);
    t.equal(anna(state, eight + 130 * second).today.otherMs, 60_000);
    t.equal(anna(state, eight + 210 * second).state, 'unreachable');

    // The device tells the end of a queue's call 0.4 s after the queue: that is no other conversation.
    const calls = [signIn, seen(11, 'talking'), ...call('c1', eight, 20 * second)];
    const idleAgain = agentFact('anna', eight + 30_400, 'seen', { ...ready, device: 'idle' });
    t.equal(anna(tell([...calls, idleAgain]), eight + minute).today.otherMs, 0);
  },
);

t.test('an answered contact whose end never comes is over after a day', async (t) => {
  const told = leg('c1', 'sales', eight);
  const state = tell([signIn, told({ kind: 'answered', agent: 'anna', waitMs: 0 }, eight)]);
  t.equal(anna(state, eight + 23 * 60 * minute).state, 'talking');
  t.match(anna(state, eight + 25 * 60 * minute), {
    state: 'ready',
    sinceMs: eight + 1_440 * minute,
  });
});

t.test(
  'a fact beyond the window heals the state and is counted; a contact nobody knows is not',
  async (t) => {
    const state = tell([signIn, agentFact('bo', eight + 60 * minute, 'signed-in', ready, 'sales')]);
    const late = agentFact(
      'anna',
      eight + 20 * minute,
      'chose',
      { queues: { sales: 'lunch' } },
      'sales',
    );
    tell([late], noSettings, state);
    t.equal(state.tooLate, 1);
    t.match(anna(state, eight + 61 * minute), { state: 'break', sinceMs: eight + 55 * minute });
    tell([late, signIn], noSettings, state);
    t.equal(anna(state, eight + 61 * minute).state, 'break', 'an older state does not come back');
    tell(call('c9', eight + minute, minute), noSettings, state);
    t.equal(anna(state, eight + 61 * minute).today.answered, 0);
  },
);

t.test(
  'a night shift is cut at local midnight, and the day the clocks change has 23 hours',
  async (t) => {
    // Europe/Tallinn, 28 to 29 March 2026: midnight is 22:00 UTC, the next one 21:00 UTC.
    const evening = Date.UTC(2026, 2, 28, 20);
    const midnight = Date.UTC(2026, 2, 28, 22);
    const nextMidnight = Date.UTC(2026, 2, 29, 21);
    const state = tell([agentFact('anna', evening, 'signed-in', ready, 'sales')]);
    t.equal(anna(state, midnight, evening - 22 * 60 * minute).today.signedInMs, 120 * minute);
    t.equal(anna(state, midnight + minute, midnight).today.signedInMs, minute);
    t.equal(anna(state, nextMidnight, midnight).today.signedInMs, 23 * 60 * minute);
    t.equal(anna(state, nextMidnight, nextMidnight).today.signedInMs, 0);
  },
);

t.test('intervals of 5, 15 and 30 minutes sum to the day', async (t) => {
  const state = tell([signIn, ...call('c1', eight + 4 * minute, 12 * minute)], wrapUp(minute));
  const nowMs = eight + 47 * minute;
  const span = { fromMs: eight, toMs: eight + 60 * minute };
  const { today } = anna(state, nowMs);
  for (const [length, count] of [
    [5, 10],
    [15, 4],
    [30, 2],
  ] as const) {
    const intervals = agentIntervals(state, { ...span, lengthMs: length * minute }, nowMs);
    t.equal(intervals.length, count);
    t.equal(sum(intervals.map(({ sums }) => sums.talkMs)), today.talkMs);
    t.equal(sum(intervals.map(({ sums }) => sums.signedInMs)), 47 * minute);
  }
});

function sum(numbers: number[]): number {
  return numbers.reduce((a, b) => a + b, 0);
}

t.test('who signs out and stays silent for two days is forgotten', async (t) => {
  const state = emptySignedOut();
  t.same(advanceAgents(state, eight + 48 * 60 * minute).gone, []);
  t.same(advanceAgents(state, eight + 50 * 60 * minute).gone, ['pbx/anna']);
  t.equal(agentSnapshot(state, 'pbx/anna', eight, eight), null);
});

t.test('an end of after-call work comes due by itself', async (t) => {
  const state = tell([signIn, ...call('c1', eight, minute)], wrapUp(30 * second));
  t.same(advanceAgents(state, eight + 99 * second).changed, []);
  t.same(advanceAgents(state, eight + 101 * second).changed, ['pbx/anna']);
  t.same(advanceAgents(state, eight + 102 * second).changed, []);
});

/** Half an hour of two agents: calls that ring, are held, end, are refused; breaks; devices. */
const history = fc
  .array(
    fc.record({
      agent: fc.constantFrom('anna', 'bo'),
      what: fc.constantFrom('call', 'refused', 'gone', 'held', 'break', 'back', 'out', 'device'),
      atMs: fc.integer({ min: 0, max: 30 * 60 * 1_000 }),
      lengthMs: fc.integer({ min: 0, max: 400_000 }),
    }),
    { maxLength: 25 },
  )
  .map((steps) => steps.flatMap((step, n) => happen(step, n)));

function happen(
  { agent, what, atMs, lengthMs }: { agent: string; what: string; atMs: number; lengthMs: number },
  n: number,
): Told[] {
  const at = eight + atMs;
  const end = at + lengthMs;
  const told = leg(`c${n}`, 'sales', at);
  const other = agent === 'anna' ? 'bo' : 'anna';
  const done = { kind: 'completed', agent, talkMs: lengthMs, endedBy: 'customer' } as const;
  switch (what) {
    case 'call':
      return [
        ...call(`c${n}`, at, lengthMs, agent),
        told({ kind: 'ringing', agent: other }, at, 2),
      ];
    case 'held':
      return [
        told({ kind: 'answered', agent, waitMs: 0 }, at),
        told({ kind: 'held', agent }, at + lengthMs / 4),
        told({ kind: 'resumed', agent }, at + lengthMs / 2),
        told(done, end),
        told({ kind: 'acw-ended', agent }, end + 17_000),
      ];
    case 'refused':
      return [
        told({ kind: 'ringing', agent }, at),
        told({ kind: 'ring-no-answer', agent, ringMs: 15_000 }, at + 15_000),
        told({ kind: 'left', reason: 'timeout', waitMs: 15_000 }, at + 15_000),
      ];
    case 'gone':
      return [
        told({ kind: 'ringing', agent }, at),
        told({ kind: 'abandoned', waitMs: 3_000 }, at + 3_000),
      ];
    case 'break':
      return [agentFact(agent, at, 'chose', { queues: { sales: `reason ${n % 3}` } }, 'sales')];
    case 'back':
      return [agentFact(agent, at, 'chose', ready, 'sales')];
    case 'out':
      return [agentFact(agent, at, 'signed-out', { queues: {} }, 'sales')];
    default:
      return [agentFact(agent, at, 'seen', { ...ready, device: 'talking' })];
  }
}

const shuffled = history.chain((facts) =>
  fc
    .array(fc.record({ lateMs: fc.integer({ min: 0, max: 60_000 }), twice: fc.boolean() }), {
      minLength: facts.length,
      maxLength: facts.length,
    })
    .map((how) => {
      const told = facts.flatMap((fact, n) => {
        const { lateMs = 0, twice = false } = how[n] ?? {};
        const at = fact.atMs + lateMs;
        return twice
          ? [
              { fact, at },
              { fact, at: fact.atMs + 30_000 },
            ]
          : [{ fact, at }];
      });
      return {
        facts: facts.toSorted((a, b) => a.atMs - b.atMs),
        delivered: told.sort((a, b) => a.at - b.at).map(({ fact }) => fact),
      };
    }),
);

function figures(state: Agents): unknown {
  const nowMs = eight + 45 * minute;
  const span = { fromMs: eight, toMs: nowMs, lengthMs: 5 * minute };
  return {
    anna: agentSnapshot(state, 'pbx/anna', nowMs, eight),
    bo: agentSnapshot(state, 'pbx/bo', nowMs, eight),
    staffing: queueStaffing(state, nowMs).sort((a, b) => (a.queue < b.queue ? -1 : 1)),
    intervals: agentIntervals(state, span, nowMs),
  };
}

const settings = wrapUp(30 * second);

t.test('facts delivered twice and shuffled within a minute give the same figures', async (t) => {
  let told = 0;
  fc.assert(
    fc.property(shuffled, ({ facts, delivered }) => {
      told += delivered.length;
      assert.deepEqual(figures(tell(delivered, settings)), figures(tell(facts, settings)));
    }),
    { numRuns: 300 },
  );
  t.ok(told > 3_000, `${told} facts`);
});

t.test('a snapshot anywhere in the middle changes nothing', async (t) => {
  fc.assert(
    fc.property(shuffled, fc.nat(100), ({ delivered }, part) => {
      const cut = Math.floor((delivered.length * part) / 100);
      const first = tell(delivered.slice(0, cut), settings);
      const written = writeAgents(first);
      const again = readAgents(written);
      assert.equal(writeAgents(again), written);
      const whole = figures(tell(delivered.slice(cut), settings, first));
      assert.deepEqual(figures(tell(delivered.slice(cut), settings, again)), whole);
    }),
    { numRuns: 100 },
  );
  t.throws(() => readAgents('{'), /not a written state of agents/);
});

t.test('a past read in late heals in the order in which it happened', async (t) => {
  const now = eight + 600 * minute;
  const state = tell([agentFact('ben', now, 'signed-in', { queues: { sales: null } })]);
  tell(
    [
      agentFact('anna', eight, 'signed-in', { queues: { sales: null } }),
      agentFact('anna', eight + 60 * minute, 'chose', { queues: { sales: 'rest' } }),
      agentFact('anna', eight + 70 * minute, 'chose', { queues: { sales: null } }),
      agentFact('anna', eight + 80 * minute, 'chose', { queues: { sales: 'rest' } }),
      agentFact('anna', eight + 90 * minute, 'chose', { queues: { sales: null } }),
    ],
    noSettings,
    state,
  );
  t.equal(agentSnapshot(state, 'pbx/anna', now, eight)?.state, 'ready');
});

t.test('spans follow one another, and the sums are theirs', async (t) => {
  const toMs = eight + 45 * minute;
  let spanned = 0;
  fc.assert(
    fc.property(shuffled, ({ delivered }) => {
      const state = tell(delivered, settings);
      for (const [key, spans] of agentSpans(delivered, settings, { fromMs: eight, toMs })) {
        const today = agentSnapshot(state, key, toMs, eight)?.today;
        let endMs = eight;
        for (const span of spans) {
          assert.ok(span.startMs >= endMs && span.endMs > span.startMs);
          endMs = span.endMs;
        }
        const shown = (is: string) =>
          sum(spans.filter(({ state }) => state === is).map((one) => one.endMs - one.startMs));
        assert.equal(shown('talking'), today?.talkMs);
        assert.equal(shown('ready'), today?.readyMs);
        assert.equal(shown('break'), today?.breakMs);
        assert.equal(shown('after-call-work'), today?.acwMs);
        spanned += spans.length;
      }
    }),
    { numRuns: 100 },
  );
  t.ok(spanned > 300, `${spanned} spans`);
});
