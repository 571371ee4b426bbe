import {
  type AdherenceDay,
  type AdherenceInput,
  adherenceDay,
} from '../../../../services/domain/agent/adherence/adherence-day.ts';
import { defaultAdherenceRules } from '../../../../services/domain/agent/adherence/adherence-rules.ts';
import type { SeenSource } from '../../../../services/domain/agent/adherence/seen-day.ts';
import type { DisplayState } from '../../../../services/domain/agent/agent-display.ts';
import type { Shift } from '../../../../services/domain/schedule/shift.ts';
import { localDay } from '../../../../services/domain/time/local-day.ts';
import { activityKinds, type WorkedDay } from '../../../fixtures/adherence/worked-day.ts';

const states: Record<string, DisplayState> = {
  out: 'signed-out',
  ready: 'ready',
  ring: 'ringing',
  talk: 'talking',
  hold: 'holding',
  acw: 'after-call-work',
  break: 'break',
  other: 'other-contact',
  gone: 'unreachable',
};

/** What a worked day is counted from. */
export function inputOf(of: WorkedDay): AdherenceInput {
  const { day = '2026-03-02', zone = 'Asia/Shanghai' } = of;
  const clock = (text: string) => wallMs(text, day, zone);
  const span = (text: string) => {
    const [fromMs = 0, toMs = 0] = text.split('-').map(clock);
    return { fromMs, toMs };
  };
  const { startMs, endMs } = localDay(clock('12:00'), zone);
  const nowMs = of.now ? clock(of.now) : endMs + 12 * 3_600_000;
  const before = Temporal.PlainDate.from(day).subtract({ days: 1 }).toString();
  const shifts = (of.shifts ?? []).map((text, n) => shiftOf(text, { day, zone, id: `s${n}` }));
  const earlier = (of.dayBefore ?? []).map((text) => shiftOf(text, { day: before, zone, id: 'b' }));
  return {
    local: { day, startMs, endMs },
    shifts: of.shifts === null ? null : [...earlier, ...shifts],
    sources: Object.entries(of.seen).map(([source, text]) => sightOf(source, text, clock, nowMs)),
    outages: (of.outages ?? []).map((text) => ({ source: 'pbx', why: 'lost', ...span(text) })),
    marks: (of.marks ?? []).map(({ kind, span: text }, n) => {
      const made = { markId: `m${n}`, people: ['anna'], note: '', author: 'lead', atMs: nowMs };
      return { kind, ...made, ...span(text) };
    }),
    rulings: (of.rulings ?? []).map(({ cause, span: text, mostMinutes }, n) => {
      const mostMs = mostMinutes === undefined ? null : mostMinutes * 60_000;
      return { contestId: `c${n}`, day, cause, mostMs, ...span(text) };
    }),
    rules: defaultAdherenceRules,
    nowMs,
  };
}

/** A worked day, counted. */
export function countOf(of: WorkedDay): AdherenceDay {
  return adherenceDay(inputOf(of));
}

/** "08:00-10:00 work, 10:00-10:15 break" as a shift. */
export function shiftOf(
  text: string,
  { day, zone, id }: { day: string; zone: string; id: string },
): Shift {
  const activities = text.split(', ').map((part) => {
    const [span = '', word = ''] = part.split(' ');
    const kind = activityKinds.find((one) => one === word);
    if (!kind) throw new Error(`"${word}" in "${text}" is no activity`);
    const [fromMs = 0, toMs = 0] = span.split('-').map((wall) => wallMs(wall, day, zone));
    return { kind, fromMs, toMs, paid: true, group: '', note: '' };
  });
  const [fromMs, toMs] = [activities[0]?.fromMs ?? 0, activities.at(-1)?.toMs ?? 0];
  const made = { shiftId: id, person: 'anna', day, templateId: '', pinned: false };
  return { ...made, fromMs, toMs, activities, origin: 'planner' };
}

function sightOf(
  source: string,
  text: string,
  clock: (text: string) => number,
  nowMs: number,
): SeenSource {
  const told = text.split(', ').map((part) => {
    const [at = '', word = '', of = ''] = part.split(' ');
    const state = states[word];
    if (!state) throw new Error(`"${word}" in "${text}" is no state`);
    const onBreak = state === 'break';
    return { startMs: clock(at), state, reason: onBreak ? of : '', queue: onBreak ? '' : of };
  });
  const spans = told.map((one, n) => ({ ...one, endMs: told[n + 1]?.startMs ?? nowMs }));
  return { source, spans };
}

/** "+02:30b": the next day's 02:30, the second time it comes; "-23:50": the day before. */
function wallMs(text: string, day: string, zone: string): number {
  const found = /^([+-]?)(\d\d):(\d\d)(b?)$/.exec(text);
  if (!found) throw new Error(`"${text}" is no time`);
  const [, next = '', hour, minute, later] = found;
  const date = Temporal.PlainDate.from(day).add({ days: next === '+' ? 1 : next === '-' ? -1 : 0 });
  return date
    .toPlainDateTime({ hour: Number(hour), minute: Number(minute) })
    .toZonedDateTime(zone, { disambiguation: later ? 'later' : 'compatible' }).epochMilliseconds;
}
