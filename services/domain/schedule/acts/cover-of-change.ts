import { curveOf, type WantedSlot } from '../cover-curve.ts';
import { setupOn } from '../setup-on.ts';
import type { CurveSlot } from '../shift.ts';
import { type ShiftBook, shiftsBetween } from '../shift-book.ts';
import type { ShiftEdit } from '../shift-edit.ts';
import { laterDay, siteCalendar } from '../site-calendar.ts';
import type { SiteSchedule } from '../site-schedule.ts';
import type { Acting, Curves } from './acting.ts';

/** Against what the cover of a schedule is held. */
export interface CoverGround {
  slotMinutes: number;
  /** What is required on a local day; `null` = nothing is known. */
  requiredOn: (day: string) => Curves | null;
}

/**
 * The curves of the slots that a change touches, before and after. Of every group whose people
 * differ, and of every one that the touched people serve.
 */
export function coverOf(
  state: SiteSchedule,
  { before, after, edits, people, days }: CoverChange,
  ground: CoverGround,
  acting: Acting,
): { before: CurveSlot[]; after: CurveSlot[] } {
  const day = [...days].sort()[0];
  if (day === undefined) return { before: [], after: [] };
  const { employees, templates } = setupOn(state.setup, day);
  const served = new Set(
    people.flatMap((person) => employees.get(person)?.groups.map(({ group }) => group) ?? []),
  );
  const groups = new Set(
    [...employees.values()].flatMap(({ groups }) => groups.map((one) => one.group)),
  );
  const starts = startsOf(edits, ground, acting.zone);
  const slots = slotsAt(starts, groups, ground, acting.zone);
  const [first, last] = [starts[0] ?? 0, (starts.at(-1) ?? 0) + ground.slotMinutes * 60_000];
  const curve = (book: ShiftBook) =>
    curveOf(shiftsBetween(book, first, last), { employees, templates }, slots, ground.slotMinutes);
  const [was, is] = [curve(before), curve(after)];
  const shown = (slot: CurveSlot, at: number) =>
    served.has(slot.group) || was[at]?.scheduled !== is[at]?.scheduled;
  return { before: was.filter(shown), after: is.filter(shown) };
}

interface CoverChange {
  before: ShiftBook;
  after: ShiftBook;
  edits: readonly ShiftEdit[];
  people: readonly string[];
  days: readonly string[];
}

/** Slots that a shift which differs touches before or after, by start. */
function startsOf(edits: readonly ShiftEdit[], ground: CoverGround, zone: string): number[] {
  const calendar = siteCalendar(zone);
  const slotMs = ground.slotMinutes * 60_000;
  const starts = new Set<number>();
  const midnights = new Map<string, number>();
  for (const shift of edits.flatMap(({ before, after }) => [before, after])) {
    if (!shift) continue;
    const midnight = midnights.get(shift.day) ?? calendar.instant(shift.day, 0);
    midnights.set(shift.day, midnight);
    const first = midnight + Math.floor((shift.fromMs - midnight) / slotMs) * slotMs;
    for (let start = first; start < shift.toMs; start += slotMs) starts.add(start);
  }
  return [...starts].sort((a, b) => a - b);
}

/** Every group in every slot, with what is required of it. */
export function slotsAt(
  starts: readonly number[],
  served: ReadonlySet<string>,
  { requiredOn }: CoverGround,
  zone: string,
): WantedSlot[] {
  const calendar = siteCalendar(zone);
  const required = new Map<string, number | null>();
  const days = new Set(starts.map((start) => calendar.dayOf(start)));
  const seen = new Set<Curves>();
  const wanted = new Set(starts);
  const groups = new Set(served);
  for (const day of days) {
    const curves = requiredOn(day);
    if (!curves || seen.has(curves)) continue;
    seen.add(curves);
    for (const slot of curves.slots) {
      groups.add(slot.group);
      if (wanted.has(slot.startMs)) required.set(`${slot.group} ${slot.startMs}`, slot.required);
    }
  }
  return starts.flatMap((startMs) =>
    [...groups].map((group) => ({
      group,
      startMs,
      required: required.get(`${group} ${startMs}`) ?? null,
    })),
  );
}

/** What is required of published days. */
export function publishedGround(state: SiteSchedule, acting: Acting): CoverGround {
  const standing = (day: string) =>
    state.requirements.findLast(({ from, to }) => from <= day && day <= to);
  const today = siteCalendar(acting.zone).dayOf(acting.nowMs);
  const latest = standing(today) ?? state.requirements.at(-1);
  const atHand = new Set(requirementsAround(state, today));
  return {
    slotMinutes: latest?.slotMinutes ?? 30,
    requiredOn: (day) => {
      const found = standing(day)?.requirement;
      return found && atHand.has(found) ? acting.contents.curves(found) : null;
    },
  };
}

/** Requirements of published days that a decision now may look at: from last week on. */
export function requirementsAround(state: SiteSchedule, today: string): string[] {
  const from = laterDay(today, -7);
  return [
    ...new Set(
      state.requirements
        .filter(({ to, requirement }) => requirement !== '' && to >= from)
        .map(({ requirement }) => requirement),
    ),
  ];
}
