import fc from 'fast-check';
import t from 'tap';
import {
  type AdherenceInput,
  adherenceDay,
} from '../../../../services/domain/agent/adherence/adherence-day.ts';
import { defaultAdherenceRules } from '../../../../services/domain/agent/adherence/adherence-rules.ts';
import {
  addSums,
  adherenceFigures,
  emptySums,
  total,
} from '../../../../services/domain/agent/adherence/adherence-sums.ts';
import { movedRests } from '../../../../services/domain/agent/adherence/planned-day.ts';
import { seenDay } from '../../../../services/domain/agent/adherence/seen-day.ts';
import type { DisplayState } from '../../../../services/domain/agent/agent-display.ts';
import type { ActivityKind, Shift } from '../../../../services/domain/schedule/shift.ts';
import { localDay } from '../../../../services/domain/time/local-day.ts';
import { breakDays } from '../../../fixtures/adherence/breaks.ts';
import { causeDays } from '../../../fixtures/adherence/causes.ts';
import { clockDays } from '../../../fixtures/adherence/clocks.ts';
import { plainShift, plainSight } from '../../../fixtures/adherence/worked-day.ts';
import { countOf, inputOf } from './tell-day.ts';

const minute = 60_000;
const days = [...breakDays, ...causeDays, ...clockDays];
const nobody = { customer: 0, system: 0, supervisor: 0, own: 0 };

t.test(`${days.length} worked days come to what was worked out by hand`, (t) => {
  t.ok(days.length >= 40);
  for (const worked of days) {
    const { sums, window, deviations, stretches } = countOf(worked);
    const minutes = (ms: number | null) => (ms === null ? null : ms / minute);
    const byCause = (of: typeof sums.outMs) =>
      Object.fromEntries(Object.entries(of).map(([cause, ms]) => [cause, ms / minute]));
    const { out = {}, extra = {}, window: length, lostBreak: _, ...plain } = worked.minutes;
    t.same(
      {
        scheduled: minutes(sums.scheduledMs),
        excused: minutes(sums.excusedMs),
        in: minutes(sums.inMs),
        tolerated: minutes(sums.toleratedMs),
        onQueue: minutes(sums.onQueueMs),
        scheduledOnQueue: minutes(sums.scheduledOnQueueMs),
        out: byCause(sums.outMs),
        extra: byCause(sums.extraMs),
      },
      {
        ...{ excused: 0, in: 0, tolerated: 0, scheduledOnQueue: 0 },
        ...plain,
        out: { ...nobody, ...out },
        extra: { ...nobody, ...extra },
      },
      worked.name,
    );
    if (length) t.equal((window.toMs - window.fromMs) / minute, length, `${worked.name}: the day`);
    if (worked.why) {
      const why = deviations.map((one) => one.why);
      t.same(why, worked.why, `${worked.name}: why`);
    }
    fillsItsDay(t, { stretches, window }, worked.name);
  }
  t.end();
});

t.test('figures: own is never below all, and nothing to divide by is null', (t) => {
  const lunch = breakDays.find(({ name }) => name.includes('longer than what was owed'));
  if (!lunch) throw new Error('the day is gone');
  t.same(adherenceFigures(countOf(lunch).sums), {
    adherence: 448 / 480,
    ownAdherence: 1 - 8 / 480,
    conformance: 412 / 420,
  });
  const leave = clockDays.find(({ name }) => name.startsWith('leave'));
  const off = clockDays.find(({ name }) => name.startsWith('a day off'));
  const none = { adherence: null, ownAdherence: null, conformance: null };
  for (const day of [leave, off]) {
    if (day) t.same(adherenceFigures(countOf(day).sums), none, day.name);
  }
  t.end();
});

t.test('a break owed beyond the end of the shift is told as lost', (t) => {
  const worked = breakDays.find(({ minutes }) => minutes.lostBreak);
  if (!worked) throw new Error('the day is gone');
  const moved = countOf(worked).stretches.flatMap((one) => one.moved ?? []);
  t.equal((moved[0]?.lostMs ?? 0) / minute, worked.minutes.lostBreak);
  t.end();
});

t.test('a week is the sum of its days, and days without a plan add their work only', (t) => {
  const days = clockDays.filter(({ name }) => /^(a day off|sick|nobody)/.test(name));
  const week = days.map((day) => countOf(day).sums).reduce(addSums, emptySums());
  t.equal((week.scheduledMs ?? 0) / minute, 480 + 240);
  t.equal(week.extraMs.own / minute, 60);
  t.equal(adherenceFigures(week).adherence, 240 / (720 - 240));
  t.end();
});

const state = fc.constantFrom<DisplayState>(
  'signed-out',
  'ready',
  'ringing',
  'talking',
  'after-call-work',
  'break',
  'other-contact',
  'unreachable',
);
const kind = fc.constantFrom<ActivityKind>('work', 'break', 'meal', 'training', 'split', 'sick');
const local = fc.constantFrom(
  { day: '2026-03-29', zone: 'Europe/Paris', minutes: 1_380 },
  { day: '2026-10-25', zone: 'Europe/Paris', minutes: 1_500 },
  { day: '2026-03-02', zone: 'Asia/Shanghai', minutes: 1_440 },
);
const anyDay = fc.record({
  local,
  begins: fc.integer({ min: 0, max: 700 }),
  plan: fc.array(fc.tuple(kind, fc.integer({ min: 1, max: 90 })), { minLength: 1, maxLength: 7 }),
  seen: fc.array(fc.array(fc.tuple(state, fc.integer({ min: 1, max: 90 })), { maxLength: 25 }), {
    maxLength: 2,
  }),
  outages: fc.array(fc.tuple(fc.integer({ min: 0, max: 1_300 }), fc.integer({ min: 1, max: 60 })), {
    maxLength: 3,
  }),
  now: fc.integer({ min: 1, max: 2_000 }),
});

type Any = typeof anyDay extends fc.Arbitrary<infer T> ? T : never;

t.test('minutes by cause sum to the deviation, and a day of any length is filled', (t) => {
  fc.assert(
    fc.property(anyDay, (any) => {
      const { sums, stretches, window, deviations } = adherenceDay(randomDay(any));
      const scheduled = sums.scheduledMs;
      const planned = sums.excusedMs + sums.inMs + total(sums.outMs);
      if (scheduled === null) return planned === 0;
      const counted = deviations.filter((one) => !one.tolerated);
      const byDeviation = counted.reduce((all, { fromMs, toMs }) => all + toMs - fromMs, 0);
      const { adherence, ownAdherence } = adherenceFigures(sums);
      const length = stretches.reduce((all, { fromMs, toMs }) => all + toMs - fromMs, 0);
      return (
        scheduled === planned &&
        byDeviation === total(sums.outMs) &&
        sums.outMs.own <= total(sums.outMs) &&
        (adherence === null || (ownAdherence ?? 0) >= adherence - 1e-12) &&
        length === window.toMs - window.fromMs &&
        length === any.local.minutes * minute
      );
    }),
    { numRuns: 400, seed: 4 },
  );
  t.end();
});

t.test('windows of days that follow one another share no instant and leave none out', (t) => {
  const night = clockDays[0];
  const after = clockDays[1];
  const call = clockDays[2];
  const behind = clockDays[3];
  if (!night || !after || !call || !behind) throw new Error('the days are gone');
  const day = 1_440 * minute;
  for (const [one, next] of [
    [night, after],
    [call, behind],
  ] as const) {
    const [first, second] = [countOf(one).window, countOf(next).window];
    // The second story is told on the same date: its own day lies one later.
    t.equal(first.toMs, second.fromMs + day, one.name);
  }
  t.end();
});

t.test('a rest that no contact ran into does not move', (t) => {
  const input = inputOf({
    name: 'plain',
    shifts: [plainShift],
    seen: { pbx: plainSight },
    minutes: { scheduled: 480, onQueue: 420 },
  });
  const span = { fromMs: input.local.startMs, toMs: input.local.endMs };
  const piece = { kind: 'meal', group: '', shiftId: 's', note: '' } as const;
  const noon = input.local.startMs + 720 * minute;
  const shift = { shiftFromMs: noon - 240 * minute, shiftToMs: noon + 240 * minute };
  const meal = { ...piece, ...shift, fromMs: noon, toMs: noon + 30 * minute };
  t.same(movedRests([meal], seenDay(input.sources, span)), []);
  t.end();
});

function randomDay({ local, begins, plan, seen, outages, now }: Any): AdherenceInput {
  const noon = Temporal.PlainDate.from(local.day).toZonedDateTime({
    timeZone: local.zone,
    plainTime: '12:00',
  });
  const bounds = localDay(noon.epochMilliseconds, local.zone);
  const at = (offset: number) => bounds.startMs + offset * minute;
  let end = begins;
  const activities = plan.map(([one, length]) => {
    const span = { fromMs: at(end), toMs: at(end + length) };
    end += length;
    return { kind: one, ...span, paid: true, group: '', note: '' };
  });
  const made = { shiftId: 's', person: 'p', day: local.day, templateId: '', pinned: false };
  const shift: Shift = {
    ...made,
    fromMs: at(begins),
    toMs: at(end),
    activities,
    origin: 'planner',
  };
  const sources = seen.map((told, n) => {
    let from = Math.max(0, begins - 30);
    const spans = told.map(([shown, length]) => {
      const span = { startMs: at(from), endMs: at(from + length) };
      from += length;
      return { ...span, state: shown, reason: '', queue: 'q' };
    });
    return { source: `s${n}`, spans };
  });
  return {
    local: { day: local.day, ...bounds },
    shifts: [shift],
    sources,
    outages: outages.map(([from, length]) => {
      return { source: 's0', fromMs: at(from), toMs: at(from + length), why: '' };
    }),
    marks: [],
    rulings: [],
    rules: defaultAdherenceRules,
    nowMs: at(now),
  };
}

function fillsItsDay(
  t: Tap,
  day: Pick<ReturnType<typeof adherenceDay>, 'stretches' | 'window'>,
  name: string,
): void {
  let at = day.window.fromMs;
  for (const { fromMs, toMs } of day.stretches) {
    if (fromMs !== at || toMs <= fromMs) t.fail(`${name}: a hole or overlap at ${fromMs}`);
    at = toMs;
  }
  t.equal(at, day.window.toMs, `${name}: filled to its end`);
}

type Tap = Pick<typeof t, 'equal' | 'fail'>;
