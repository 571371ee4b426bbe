import { DomainError } from '../../domain-error.ts';
import type { ActivityPlaced } from '../schedule-act.ts';
import type { Activity, Shift } from '../shift.ts';
import { shiftsOfPerson } from '../shift-book.ts';
import { withStretch } from '../shift-cut.ts';
import type { ShiftEdit } from '../shift-edit.ts';
import type { Deed, SiteSchedule } from '../site-schedule.ts';
import type { Acting, Decided } from './acting.ts';
import { publishedSchedule } from './changes.ts';
import { consequencesOf, refuseBroken } from './consequences.ts';
import { withConsequences } from './decided.ts';
import { type MarginalCover, marginalCover } from './marginal-cover.ts';
import { mustStand } from './permission.ts';
import { nextVersion, withVersion } from './versions.ts';

const most = { people: 500, minutes: 720, spanMs: 31 * 86_400_000 };
/** Starts are tried every quarter of an hour. */
const stepMs = 15 * 60_000;

/**
 * Training or a meeting is placed where it costs least: for each person into work, never over a
 * break, where the fewest become too few, and among such where most are too many. Each placing is
 * seen by the next. Together: where most of them can take part, then where it costs least.
 */
export function decideActivity(
  state: SiteSchedule,
  asked: ActivityPlaced,
  acting: Acting,
): Decided {
  mustStand(acting, 'decides');
  checkAsked(asked);
  const act = { ...asked, people: [...new Set(asked.people)], placingId: acting.newId() };
  const span = { fromMs: Math.max(act.fromMs, acting.nowMs), toMs: act.toMs };
  const schedule = publishedSchedule(state, acting);
  const cover = marginalCover(state, state.published, span, schedule, acting);
  const places = act.people.map((person) => ({
    person,
    starts: startsOf(shiftsOfPerson(state.published, person), act, span),
  }));
  const edits: ShiftEdit[] = [];
  const leftOut = new Map<string, string>();
  const common = act.together ? commonStart(places, act, cover) : null;
  for (const { person, starts } of places) {
    const open = act.together ? starts.filter(({ atMs }) => atMs === common) : starts;
    const best = cheapest(open, act, cover);
    if (best) {
      cover.change([best.before], [best.after]);
      edits.push({ shiftId: best.before.shiftId, before: best.before, after: best.after });
    } else leftOut.set(person, whyNot(starts, act.together));
  }
  const done = consequencesOf(state, edits, schedule, acting);
  refuseBroken(done.violations);
  const version = done.edits.length > 0 ? nextVersion(state) : 0;
  return withConsequences({ ...act, edits: done.edits, version, leftOut }, done);
}

/** The state after activities were placed. */
export function applyActivity(state: SiteSchedule, act: ActivityPlaced, deed: Deed): SiteSchedule {
  const { version, edits, kind, note } = act;
  return withVersion(state, { version, edits, act: kind, reason: note }, deed);
}

interface Start {
  atMs: number;
  shift: Shift;
}

type Asked = Pick<ActivityPlaced, 'activity' | 'minutes' | 'note'>;

/** Starts at which a person is at work for the whole of it. */
function startsOf(
  shifts: readonly Shift[],
  { minutes }: Asked,
  { fromMs, toMs }: { fromMs: number; toMs: number },
): Start[] {
  const lengthMs = minutes * 60_000;
  return shifts.flatMap((shift) =>
    workStretches(shift.activities).flatMap((work) => {
      const first = Math.ceil(Math.max(work.fromMs, fromMs) / stepMs) * stepMs;
      const last = Math.min(work.toMs, toMs) - lengthMs;
      const count = Math.max(0, Math.floor((last - first) / stepMs) + 1);
      return Array.from({ length: count }, (_, at) => ({ atMs: first + at * stepMs, shift }));
    }),
  );
}

/** Work for one group that goes on as work for another is one stretch. */
function workStretches(activities: readonly Activity[]): { fromMs: number; toMs: number }[] {
  const stretches: { fromMs: number; toMs: number }[] = [];
  for (const { kind, fromMs, toMs } of activities) {
    if (kind !== 'work') continue;
    const last = stretches.at(-1);
    if (last && last.toMs === fromMs) last.toMs = toMs;
    else stretches.push({ fromMs, toMs });
  }
  return stretches;
}

/** The start at which most can take part; among equals the cheapest, then the earliest. */
function commonStart(
  places: readonly { starts: readonly Start[] }[],
  act: Asked,
  cover: MarginalCover,
): number | null {
  const at = new Map<number, Shift[]>();
  for (const { starts } of places) {
    for (const { atMs, shift } of starts) at.set(atMs, [...(at.get(atMs) ?? []), shift]);
  }
  const full = Math.max(0, ...[...at.values()].map(({ length }) => length));
  let best: { atMs: number; cost: number } | null = null;
  for (const [atMs, shifts] of [...at].sort(([a], [b]) => a - b)) {
    if (shifts.length < full) continue;
    const cost = costOf(
      cover,
      shifts,
      shifts.map((shift) => placed(shift, act, atMs)),
    );
    if (!best || cost < best.cost - 1e-9) best = { atMs, cost };
  }
  return best?.atMs ?? null;
}

function cheapest(
  starts: readonly Start[],
  act: Asked,
  cover: MarginalCover,
): { before: Shift; after: Shift } | null {
  let best: { before: Shift; after: Shift; cost: number } | null = null;
  for (const { atMs, shift } of starts) {
    const after = placed(shift, act, atMs);
    const cost = costOf(cover, [shift], [after]);
    if (!best || cost < best.cost - 1e-9) best = { before: shift, after, cost };
  }
  return best;
}

/** What becomes too few weighs; of equals the one that takes most from what is too many. */
function costOf(cover: MarginalCover, before: readonly Shift[], after: readonly Shift[]): number {
  const { under, over } = cover.after(before, after);
  return under + over / 1_000;
}

function placed(shift: Shift, { activity, minutes, note }: Asked, atMs: number): Shift {
  const laid = { kind: activity, fromMs: atMs, toMs: atMs + minutes * 60_000 };
  const activities = withStretch(shift.activities, { ...laid, paid: true, group: '', note });
  return { ...shift, activities };
}

function whyNot(starts: readonly Start[], together: boolean): string {
  if (starts.length === 0) return 'no work long enough in the span';
  return together ? 'not at work when most others are' : 'no place found';
}

function checkAsked({ activity, people, minutes, fromMs, toMs, note }: ActivityPlaced): void {
  const refuse = (why: string): never => {
    throw new DomainError('invalid', why);
  };
  if (!['training', 'meeting', 'coaching', 'other'].includes(activity)) {
    refuse(`"${activity}" is not placed into shifts: training, meeting, coaching or other`);
  }
  if (people.length === 0 || people.length > most.people) {
    refuse(`${people.length} people, but must be 1 to ${most.people}`);
  }
  if (!(minutes >= 5 && minutes <= most.minutes)) {
    refuse(`minutes is ${minutes}, but must be 5 to ${most.minutes}`);
  }
  if (!(toMs > fromMs && toMs - fromMs <= most.spanMs)) refuse('the span is none of up to 31 days');
  if (note.length > 500) refuse('a note of more than 500 characters');
}
