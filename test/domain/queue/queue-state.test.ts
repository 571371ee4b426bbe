import fc from 'fast-check';
import t from 'tap';
import { queueResidual } from '../../../services/domain/queue/conservation.ts';
import {
  type ContactFact,
  type ContactHappening,
  contactFactId,
  legId,
} from '../../../services/domain/queue/contact-fact.ts';
import { contactFigures, queueFigures } from '../../../services/domain/queue/figures.ts';
import { queueIntervals, spanCounts } from '../../../services/domain/queue/intervals.ts';
import {
  advanceQueues,
  applyContactFact,
  emptyQueues,
  type QueuesState,
  readQueues,
  recountLegs,
  writeQueues,
} from '../../../services/domain/queue/queue-state.ts';
import {
  defaultQueueSettings,
  noSettings,
  type Settings,
  withSetting,
} from '../../../services/domain/settings/settings.ts';

const startMs = Date.UTC(2026, 2, 2, 9);
const endMs = startMs + 3_600_000;

t.test('one call, from the offer to the end of its after-call work', async (t) => {
  const settings = measuredBy({ wrapUpMs: 10_000 });
  const state = emptyQueues();
  const call = caller('sales', 1, startMs);
  apply(state, settings, call(0, { kind: 'offered' }));
  t.match(figures(state, settings, startMs + 20_000), { waiting: 1, talking: 0 });
  t.match(levels(state, settings, startMs + 20_000, 'missed'), { counted: 0, ratio: null });
  t.match(levels(state, settings, startMs + 20_001, 'missed'), { met: 0, counted: 1, ratio: 0 });

  apply(state, settings, call(30_000, { kind: 'answered', agent: 'Ann', waitMs: 30_000 }));
  apply(state, settings, call(40_000, { kind: 'held', agent: 'Ann' }));
  t.match(figures(state, settings, startMs + 41_000), { waiting: 0, talking: 1 });
  apply(state, settings, call(45_000, { kind: 'resumed', agent: 'Ann' }));
  apply(
    state,
    settings,
    call(90_000, { kind: 'completed', agent: 'Ann', talkMs: 60_000, endedBy: 'agent' }),
  );
  const wrappingUp = figures(state, settings, startMs + 99_999);
  t.match(wrappingUp, { talking: 0, today: { handled: 0, ahtMs: null } });
  const done = figures(state, settings, startMs + 100_000);
  const times = { talkMs: 55_000, holdMs: 5_000, acwMs: 10_000, ahtMs: 70_000 };
  t.match(done.today, { handled: 1, asaMs: 30_000, blocked: null, ...times });
});

t.test(
  'of two readers each tells what it knows best: the reason of one, the time of other',
  async (t) => {
    const tellings = [
      caller('sales', 1, startMs)(12_345, { kind: 'left', reason: 'unnamed', waitMs: 12_345 }),
      {
        ...caller('sales', 1, startMs)(12_000, { kind: 'left', reason: 'timeout', waitMs: 12_000 }),
        precisionMs: 1_000,
      },
    ];
    for (const order of [tellings, tellings.toReversed()]) {
      const state = emptyQueues();
      apply(state, noSettings, caller('sales', 1, startMs)(0, { kind: 'offered' }), ...order);
      const { today } = figures(state, noSettings, endMs);
      t.match(today, { offered: 1, left: { timeout: 1, unnamed: 0 }, maxWaitMs: 12_345 });
    }
  },
);

t.test('blocked is unknown until a source tells of one, and never offered', async (t) => {
  const state = emptyQueues();
  apply(state, noSettings, caller('sales', 1, startMs)(0, { kind: 'offered' }));
  t.equal(figures(state, noSettings, endMs).today.blocked, null);
  const turnedAway = caller('sales', 2, startMs);
  apply(state, noSettings, turnedAway(0, { kind: 'blocked', reason: 'FULL' }));
  t.match(figures(state, noSettings, endMs).today, { offered: 1, blocked: 1 });
});

t.test('what nobody ends is given up in the end, and marked estimated', async (t) => {
  const state = emptyQueues();
  apply(state, noSettings, caller('sales', 1, startMs)(0, { kind: 'offered' }));
  advanceQueues(state, startMs + 12 * 3_600_000, noSettings);
  const queue = only(state);
  t.equal(queue.waiting.size, 0);
  const counts = spanCounts(queue, { fromMs: startMs, toMs: endMs });
  t.match(counts, { offered: 1, left: { lost: 1 }, estimated: 1, maxWaitMs: null });
  advanceQueues(state, startMs + 15 * 3_600_000, noSettings);
  t.equal(queue.legs.size, 0, 'and the leg is forgotten, not its count');
  t.equal(spanCounts(queue, { fromMs: startMs, toMs: endMs }).offered, 1);
});

t.test('a clock that is wrong by a day disturbs only its own source', async (t) => {
  const state = emptyQueues();
  const call = caller('sales', 1, startMs);
  apply(state, noSettings, call(0, { kind: 'offered' }));
  const other = {
    ...caller('sales', 2, startMs + 86_400_000)(0, { kind: 'offered' }),
    source: 'b',
  };
  apply(state, noSettings, other);
  advanceQueues(state, Number.NEGATIVE_INFINITY, noSettings);
  const counts = spanCounts(only(state), { fromMs: startMs, toMs: endMs });
  t.match(counts, { waiting: 1, waitingLate: 0 });
});

t.test('a fact of a leg that was forgotten changes nothing and is counted', async (t) => {
  const state = emptyQueues();
  const call = caller('sales', 1, startMs);
  apply(state, noSettings, call(0, { kind: 'offered' }));
  apply(state, noSettings, call(9_000, { kind: 'abandoned', waitMs: 9_000 }));
  advanceQueues(state, endMs + 3 * 3_600_000, noSettings);
  const before = spanCounts(only(state), { fromMs: startMs, toMs: endMs });
  apply(state, noSettings, call(9_500, { kind: 'left', reason: 'timeout', waitMs: 9_500 }));
  t.same(spanCounts(only(state), { fromMs: startMs, toMs: endMs }), before);
  t.equal(state.tooLate, 1);
  t.test('but a whole leg told hours late counts, in any order', async (t) => {
    const late = caller('sales', 7, startMs + 1);
    apply(state, noSettings, late(5_000, { kind: 'answered', agent: 'Ann', waitMs: 5_000 }));
    apply(state, noSettings, late(0, { kind: 'offered' }));
    t.match(spanCounts(only(state), { fromMs: startMs, toMs: endMs }), { offered: 2, answered: 1 });
    t.equal(state.tooLate, 1);
  });
});

t.test('a setting counts legs by the target that stood at their offer', async (t) => {
  const state = emptyQueues();
  for (const [n, atMs] of [startMs, startMs + 600_000].entries()) {
    const call = caller('sales', n, atMs);
    apply(state, noSettings, call(0, { kind: 'offered' }));
    apply(state, noSettings, call(15_000, { kind: 'answered', agent: 'Ann', waitMs: 15_000 }));
  }
  const stricter = measuredBy({ targetMs: 10_000 }, startMs + 300_000);
  t.equal(recountLegs(state, stricter).length, 1, 'only the later call is counted anew');
  t.match(levels(state, stricter, endMs, 'missed'), { met: 1, counted: 2 });
  t.equal(recountLegs(state, stricter).length, 0);
});

t.test('repeats and shuffles within a minute change no figure', async () => {
  fc.assert(
    fc.property(centre, fc.infiniteStream(fc.nat(60_000)), (told, jitter) => {
      const facts = told.flatMap((fact, i) => (i % 3 === 0 ? [fact, fact] : [fact]));
      const shuffled = facts
        .map((fact) => ({ fact, at: fact.atMs + (jitter.next().value ?? 0) }))
        .sort((a, b) => a.at - b.at)
        .map(({ fact }) => fact);
      sameFigures(folded(told), folded(shuffled));
    }),
  );
});

t.test('contacts balance after every single step', async () => {
  fc.assert(
    fc.property(centre, (told) => {
      const state = emptyQueues();
      for (const fact of told) {
        applyContactFact(state, fact, settingsOfAll);
        for (const queue of state.queues.values()) {
          if (queueResidual(queue) !== 0) throw new Error(`unbalanced after ${fact.factId}`);
        }
      }
    }),
  );
});

t.test('a snapshot in the middle changes nothing, timers included', async () => {
  fc.assert(
    fc.property(centre, fc.nat(), (told, where) => {
      const cut = where % (told.length + 1);
      const half = emptyQueues();
      for (const fact of told.slice(0, cut)) applyContactFact(half, fact, settingsOfAll);
      const read = readQueues(writeQueues(half));
      if (writeQueues(read) !== writeQueues(half)) throw new Error('not read as written');
      // From some facts before the cut, as a replay does.
      for (const fact of told.slice(Math.max(0, cut - 5))) {
        applyContactFact(read, fact, settingsOfAll);
      }
      sameFigures(folded(told), read);
    }),
  );
});

t.test('counts kept step by step are the counts made once at the end', async () => {
  fc.assert(
    fc.property(centre, (told) => {
      const live = emptyQueues();
      for (const fact of told) {
        applyContactFact(live, fact, settingsOfAll);
        advanceQueues(live, fact.atMs, settingsOfAll);
      }
      sameFigures(folded(told), live);
    }),
  );
});

/** Up to 30 callers of two queues, told by a fine and by a coarse reader. */
const centre = fc
  .array(
    fc.record({
      queue: fc.constantFrom('sales', 'support'),
      offerMs: fc.nat(3_000_000),
      waitMs: fc.integer({ min: 0, max: 60_000 }),
      talkMs: fc.integer({ min: 0, max: 300_000 }),
      holdMs: fc.integer({ min: 0, max: 100_000 }),
      fate: fc.constantFrom('answered', 'abandoned', 'left', 'waiting', 'blocked', 'talking'),
      reason: fc.constantFrom('timeout', 'key', 'empty', 'unnamed', 'lost'),
      coarse: fc.boolean(),
    }),
    { maxLength: 30 },
  )
  .map((callers) => callers.flatMap((one, n) => story(one, n)).sort((a, b) => a.atMs - b.atMs));

type Caller = {
  queue: string;
  offerMs: number;
  waitMs: number;
  talkMs: number;
  holdMs: number;
  fate: string;
  reason: 'timeout' | 'key' | 'empty' | 'unnamed' | 'lost';
  coarse: boolean;
};

function story(one: Caller, n: number): ContactFact[] {
  const call = caller(one.queue, n, startMs + one.offerMs);
  const agent = `agent ${n % 4}`;
  const { waitMs, talkMs, reason } = one;
  const told: ContactFact[] = [];
  if (one.fate === 'blocked') return [call(0, { kind: 'blocked', reason: 'FULL' })];
  told.push(call(0, { kind: 'offered' }));
  if (one.fate === 'abandoned') told.push(call(waitMs, { kind: 'abandoned', waitMs }));
  if (one.fate === 'left') told.push(call(waitMs, { kind: 'left', reason, waitMs }));
  if (one.fate === 'answered' || one.fate === 'talking') {
    told.push(call(waitMs, { kind: 'answered', agent, waitMs }));
    told.push(call(waitMs, { kind: 'held', agent }));
    told.push(call(waitMs + one.holdMs, { kind: 'resumed', agent }));
  }
  if (one.fate === 'answered') {
    told.push(call(waitMs + talkMs, { kind: 'completed', agent, talkMs, endedBy: 'customer' }));
  }
  return one.coarse ? told.flatMap((fact) => [fact, coarsely(fact)]) : told;
}

/** The same fact as a log of whole seconds tells it. */
function coarsely(fact: ContactFact): ContactFact {
  const whole = (ms: number) => Math.floor(ms / 1_000) * 1_000;
  const { what } = fact;
  const blunt = 'waitMs' in what ? { ...what, waitMs: whole(what.waitMs) } : what;
  const reader = {
    precisionMs: 1_000,
    atMs: whole(fact.atMs),
    offeredAtMs: whole(fact.offeredAtMs),
  };
  return { ...fact, ...reader, what: blunt };
}

const settingsOfAll = measuredBy({ wrapUpMs: 20_000, targetMs: 30_000 }, startMs + 1_000_000);

function folded(facts: ContactFact[]): QueuesState {
  const state = emptyQueues();
  for (const fact of facts) applyContactFact(state, fact, settingsOfAll);
  return state;
}

function sameFigures(one: QueuesState, other: QueuesState): void {
  const seen = [one, other].map((state) => {
    advanceQueues(state, endMs + 600_000, settingsOfAll);
    return [...state.queues.entries()]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, queue]) => {
        const day = { startMs: startMs - 9 * 3_600_000, endMs: startMs + 15 * 3_600_000 };
        const { measuredBy: _, ...shown } = queueFigures(queue, {
          settings: settingsOfAll,
          nowMs: endMs,
          day,
        });
        const intervals = queueIntervals(queue, { fromMs: day.startMs, toMs: day.endMs }, 300);
        // A bucket left empty by a better time is no figure; versions count changes, not contacts.
        const counted = intervals
          .filter(({ counts }) => counts.offered > 0 || (counts.blocked ?? 0) > 0)
          .map(({ startMs, counts }) => [startMs, contactFigures(counts), counts]);
        return [key, shown, counted];
      });
  });
  if (JSON.stringify(seen[0]) !== JSON.stringify(seen[1])) fail(seen);
}

function fail(seen: unknown[]): never {
  throw new Error(`not the same: ${JSON.stringify(seen)}`);
}

function caller(queue: string, n: number, offeredAtMs: number) {
  const leg = legId({ source: 'pbx', uniqueId: String(n), queue, ordinal: 1 });
  return (afterMs: number, what: ContactHappening): ContactFact => ({
    about: 'contact',
    factId: contactFactId(leg, what.kind),
    atMs: offeredAtMs + afterMs,
    precisionMs: 1,
    site: 'hq',
    source: 'pbx',
    estimated: false,
    queue,
    legId: leg,
    contactId: leg,
    channel: 'voice',
    offeredAtMs,
    what,
  });
}

function apply(state: QueuesState, settings: Settings, ...facts: ContactFact[]): void {
  for (const fact of facts) applyContactFact(state, fact, settings);
}

function measuredBy(measure: Partial<typeof defaultQueueSettings>, effectiveFromMs = 0): Settings {
  const name = { en: 'Sales', zh: '' };
  const value = { ...defaultQueueSettings, ...measure, name, site: 'hq' };
  return withSetting(noSettings, { kind: 'queue', id: 'hq/sales', effectiveFromMs, value });
}

function only(state: QueuesState) {
  const [queue] = state.queues.values();
  if (!queue) throw new Error('no queue');
  return queue;
}

function figures(state: QueuesState, settings: Settings, nowMs: number) {
  advanceQueues(state, nowMs, settings);
  const day = { startMs: startMs - 9 * 3_600_000, endMs: startMs + 15 * 3_600_000 };
  return queueFigures(only(state), { settings, nowMs, day });
}

function levels(state: QueuesState, settings: Settings, nowMs: number, rule: string) {
  const { today } = figures(state, settings, nowMs);
  return today.serviceLevels.find((one) => one.rule === rule);
}
