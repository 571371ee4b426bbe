// Random days of many actors. What must hold is computed here anew, not by the code under test.
import fc from 'fast-check';
import t from 'tap';
import { DomainError } from '../../../../services/domain/domain-error.ts';
import type { Decided, LoggedAct } from '../../../../services/domain/schedule/acts/acting.ts';
import { applyAct } from '../../../../services/domain/schedule/acts/apply-act.ts';
import { decideAct } from '../../../../services/domain/schedule/acts/decide-act.ts';
import type { ScheduleAct } from '../../../../services/domain/schedule/schedule-act.ts';
import type { Shift } from '../../../../services/domain/schedule/shift.ts';
import {
  emptySchedule,
  type SiteSchedule,
} from '../../../../services/domain/schedule/site-schedule.ts';
import { employee, flat, siteStory } from './site-story.ts';

const people = ['p1', 'p2', 'p3', 'p4', 'p5', 'p6'];
const days = ['2026-11-09', '2026-11-10', '2026-11-11', '2026-11-12', '2026-11-13', '2026-11-14'];
const midnight = Date.parse('2026-11-09T00:00:00+08:00');
const slotMs = 1_800_000;

const story = siteStory({ people: people.map((person) => employee(person)) });
story.publish(
  people.flatMap((person, at) =>
    days
      .filter((_, day) => (day + at) % 3 !== 0)
      .map((day) => `${person} ${day} ${at % 2 === 0 ? 'early' : 'late'}`),
  ),
  flat('a', 2, midnight, 6 * 48),
);
story.act('planner', {
  kind: 'approval-rules-decided',
  rules: [
    approval('swaps', { maxShortfall: 0, minHoursAhead: 216 }),
    approval('leave', { of: 'leave', maxAway: 1 }),
  ],
});
const base = story.state;
const baseLog = [...story.log];

/** What was done in all runs, so that the checks are known to have had something to check. */
const done = new Map<string, number>();

const noLeave: Extract<ScheduleAct, { kind: 'leave-asked' }> = {
  kind: 'leave-asked',
  leaveId: '',
  person: '',
  leaveKind: 'annual',
  from: '',
  to: '',
  fromMinute: 0,
  toMinute: 0,
  reason: '',
  minutes: 0,
  state: 'asked',
  place: 0,
  approvalRule: '',
  edits: [],
  version: 0,
};

const noOffer: Extract<ScheduleAct, { kind: 'offer-made' }> = {
  kind: 'offer-made',
  offerId: '',
  of: 'overtime',
  fromMs: 0,
  toMs: 0,
  places: 2,
  people: [],
  mode: 'first-come',
  seedDigest: '',
  closesAtMs: null,
  message: '',
};

/** Numbers that decide what is done next, and by whom. */
const steps = fc.array(fc.tuple(fc.nat(11), fc.nat(5), fc.nat(5), fc.nat(60), fc.nat(60)), {
  minLength: 12,
  maxLength: 24,
});

t.test('whatever many actors do: no hard rule, no lost cover unseen, no half swap', async (t) => {
  fc.assert(
    fc.property(steps, (moves) => {
      const run = newRun();
      for (const move of moves) {
        const before = run.state;
        const decided = run.do(move);
        if (!decided) continue;
        const { act } = decided;
        const kind =
          'outcome' in act && act.outcome ? `${act.kind} ${act.outcome.state}` : act.kind;
        done.set(kind, (done.get(kind) ?? 0) + 1);
        keepsRules(run.state);
        tellsLostCover(before, run.state, decided);
        keepsWork(before, run.state, decided.act);
      }
      return replaysTheSame(run.log, run.state);
    }),
    { numRuns: 40, seed: 20_261_128 },
  );
  for (const kind of ['swap-answered done', 'swap-decided done', 'leave-cancelled']) {
    t.ok((done.get(kind) ?? 0) > 0, `${kind}: ${done.get(kind)} times`);
  }
});

t.test('a repeated command changes nothing', async (t) => {
  const last = baseLog.at(-3);
  if (!last) return t.fail('no log');
  t.strictSame({ ...applyAct(base, last, story.contents), position: base.position }, base);
});

function newRun() {
  let state = base;
  const log = [...baseLog];
  return {
    get state() {
      return state;
    },
    log,
    do: (move: readonly number[]): Decided | null => {
      const [by, act] = moveOf(state, move);
      const acting = () => story.acting(by, { newId: counter(log.length) });
      let decided: Decided;
      try {
        decided = decideAct(state, act, acting(), null);
      } catch (error) {
        if (error instanceof DomainError) return null;
        throw error;
      }
      const again = decideAct(state, act, acting(), null);
      if (json(again) !== json(decided)) throw new Error(`${act.kind} is not decided the same`);
      const position = log.length + 1;
      const logged: LoggedAct = {
        commandId: `r${position}`,
        author: by,
        atMs: story.nowMs,
        position,
        act: decided.act,
      };
      log.push(logged);
      state = applyAct(state, logged, story.contents);
      return decided;
    },
  };
}

function counter(from: number) {
  let given = 0;
  return () => {
    given += 1;
    return `n${from}-${given}`;
  };
}

/** An act out of five numbers; many of them are refused, as they should be. */
function moveOf(
  state: SiteSchedule,
  [what = 0, a = 0, b = 0, c = 0, d = 0]: readonly number[],
): [string, ScheduleAct] {
  const [me, other] = [people[a] ?? 'p1', people[b] ?? 'p2'];
  const pick = <Value>(map: ReadonlyMap<string, Value>): [string, Value] | undefined =>
    [...map][Math.min(map.size - 1, c % Math.max(1, map.size))];
  const mine = state.published.byPerson.get(me) ?? [];
  const shift = mine[c % Math.max(1, mine.length)];
  const theirs = state.published.byPerson.get(other) ?? [];
  const back = theirs[d % Math.max(1, theirs.length)];
  const cut = shift ? shift.fromMs + (d % 15) * slotMs : 0;
  const part = { giver: me, taker: other, shiftId: shift?.shiftId ?? '', fromMs: null, toMs: null };
  const [swapId = '', swap] = [...state.swaps].findLast(([, one]) => one.state !== 'done') ?? [];
  const [toApprove = ''] = [...state.swaps].find(([, one]) => one.state === 'to-approve') ?? [];
  switch (what) {
    case 0: {
      const returned = {
        giver: other,
        taker: me,
        shiftId: back?.shiftId ?? '',
        fromMs: null,
        toMs: null,
      };
      return [me, proposed([part, returned])];
    }
    case 1:
      return [
        me,
        proposed([{ ...part, fromMs: d % 2 === 0 ? cut : null, toMs: d % 2 === 1 ? cut : null }]),
      ];
    case 2:
      return [me, proposed([{ ...part, taker: '' }])];
    case 3:
    case 4: {
      const waits = swap?.parts.find(({ taker }) => !swap.answers.has(taker))?.taker || me;
      return [
        waits,
        {
          kind: 'swap-answered',
          swapId,
          agreed: d % 7 !== 0,
          person: '',
          parts: [],
          outcome: null,
        },
      ];
    }
    case 5:
      return [
        'boss',
        { kind: 'swap-decided', swapId: toApprove, approved: true, reason: '', outcome: null },
      ];
    case 6:
      return [me, { ...noLeave, from: days[b] ?? '', to: days[b] ?? '' }];
    case 7:
      return [
        pick(state.leaves)?.[1].person ?? me,
        {
          kind: 'leave-cancelled',
          leaveId: pick(state.leaves)?.[0] ?? '',
          movedUp: [],
          edits: [],
          version: 0,
        },
      ];
    case 8:
      return [
        'planner',
        {
          kind: 'schedule-changed',
          edits: [moved(shift, d)],
          reason: '',
          version: 0,
          changeId: '',
          consents: [],
        },
      ];
    case 9:
      return [
        'boss',
        {
          ...noOffer,
          of: d % 2 === 0 ? 'overtime' : 'early-leave',
          fromMs: midnight + (c + 14) * slotMs,
          toMs: midnight + (c + 18) * slotMs,
          people,
        },
      ];
    case 10:
      return [
        me,
        {
          kind: 'offer-answered',
          offerId: pick(state.offers)?.[0] ?? '',
          agreed: true,
          person: '',
          edit: null,
          version: 0,
        },
      ];
    default: {
      const away = [...state.sickness.values()].flatMap(({ edits }) => edits)[0];
      if (away && d % 2 === 0)
        return [
          'boss',
          {
            kind: 'stand-in-assigned',
            shiftId: away.shiftId,
            person: other,
            edits: [],
            version: 0,
          },
        ];
      return [
        me,
        {
          kind: 'sickness-reported',
          sicknessId: '',
          person: '',
          from: days[b] ?? '',
          to: days[b] ?? '',
          edits: [],
          version: 0,
        },
      ];
    }
  }
}

function proposed(parts: Extract<ScheduleAct, { kind: 'swap-proposed' }>['parts']): ScheduleAct {
  return { kind: 'swap-proposed', swapId: '', parts, message: '', expiresAtMs: null };
}

/** A shift some hours later, or on another day. */
function moved(shift: Shift | undefined, d: number) {
  const byMs = ((d % 9) - 4) * 4 * 3_600_000;
  if (!shift) return { shiftId: 'none', before: null, after: null };
  const fromMs = shift.fromMs + byMs;
  const after = {
    ...shift,
    fromMs,
    toMs: shift.toMs + byMs,
    day: new Date(fromMs + 8 * 3_600_000).toISOString().slice(0, 10),
    activities: shift.activities.map((one) => ({
      ...one,
      fromMs: one.fromMs + byMs,
      toMs: one.toMs + byMs,
    })),
  };
  return { shiftId: shift.shiftId, before: null, after };
}

function shiftsOf({ published }: SiteSchedule): Shift[] {
  return [...published.byPerson.values()].flat();
}

/** Eleven hours of rest, nobody twice at once, activities without a gap. */
function keepsRules(state: SiteSchedule): void {
  for (const [person, shifts] of state.published.byPerson) {
    let end = 0;
    for (const shift of shifts) {
      const ends = shift.activities.map(({ toMs }) => toMs);
      const begins = shift.activities.map(({ fromMs }) => fromMs);
      const filled = [shift.fromMs, ...ends].every(
        (at, place) => at === (begins[place] ?? shift.toMs),
      );
      if (!filled) throw new Error(`a gap in the shift of ${person}`);
      const work = shift.activities.filter(({ kind }) => kind !== 'leave' && kind !== 'sick');
      const [first, last] = [work[0], work.at(-1)];
      if (!first || !last) continue;
      if (first.fromMs - end < 11 * 3_600_000) throw new Error(`${person} rests too short`);
      end = last.toMs;
    }
  }
}

/** People at work in each half-hour, counted minute by minute of the activities. */
function counted(state: SiteSchedule): Map<number, number> {
  const counts = new Map<number, number>();
  for (const { activities } of shiftsOf(state)) {
    for (const { kind, fromMs, toMs } of activities) {
      if (kind !== 'work') continue;
      for (let at = fromMs; at < toMs; at += 300_000) {
        const slot = Math.floor(at / slotMs) * slotMs;
        counts.set(slot, (counts.get(slot) ?? 0) + 300_000 / slotMs);
      }
    }
  }
  return counts;
}

/** Where fewer people are at work than before, the act said so, with both figures. */
function tellsLostCover(before: SiteSchedule, after: SiteSchedule, decided: Decided): void {
  const [was, is] = [counted(before), counted(after)];
  const told = new Map(decided.after.map((slot) => [slot.startMs, slot.scheduled]));
  const toldBefore = new Map(decided.before.map((slot) => [slot.startMs, slot.scheduled]));
  for (const [slot, people] of was) {
    const now = is.get(slot) ?? 0;
    if (now > people - 1e-9) continue;
    const right =
      Math.abs((told.get(slot) ?? -1) - now) < 1e-6 &&
      Math.abs((toldBefore.get(slot) ?? -1) - people) < 1e-6;
    if (!right)
      throw new Error(`${decided.act.kind}: cover fell unseen at ${new Date(slot).toISOString()}`);
  }
}

/** A swap makes and loses no working minute: what one gives the other has. */
function keepsWork(before: SiteSchedule, after: SiteSchedule, act: ScheduleAct): void {
  if (act.kind !== 'swap-answered' && act.kind !== 'swap-decided') return;
  const sum = (state: SiteSchedule) =>
    Math.round([...counted(state).values()].reduce((all, one) => all + one, 0) * 1e6);
  if (sum(before) !== sum(after)) throw new Error('a swap lost or made work');
  if (act.outcome?.state !== 'done' && before.published !== after.published)
    throw new Error('half a swap');
}

function replaysTheSame(log: readonly LoggedAct[], state: SiteSchedule): boolean {
  let replayed: SiteSchedule = emptySchedule;
  for (const logged of log) replayed = applyAct(replayed, logged, story.contents);
  return json(replayed) === json(state);
}

function approval(ruleId: string, more: object) {
  const open = {
    minHoursAhead: 0,
    maxShortfall: null,
    sameTeam: false,
    leaveKinds: [],
    maxAway: 0,
  };
  return { ruleId, of: 'swap' as const, approve: true, ...open, ...more };
}

function json(value: unknown): string {
  return JSON.stringify(value, (_, one) =>
    one instanceof Map || one instanceof Set ? [...one] : one,
  );
}
