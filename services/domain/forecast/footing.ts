import { countRoot, rootCount } from './count-root.ts';
import {
  type DayLevels,
  dayLevels,
  followLevel,
  type LevelCourse,
  smoothLevel,
} from './day-level.ts';
import { at, type DaySheet } from './day-sheet.ts';
import { weeklyProfile } from './weekly-profile.ts';

/** What every method stands on: the rows before one origin, read once. */
export interface Footing {
  sheet: DaySheet;
  /** Row of the first day to forecast; rows from here on are not looked at. */
  origin: number;
  /** First row whose slots are looked at. */
  first: number;
  /** Rows × slots as roots, wild slots brought in; `NaN` where not known or special. */
  roots: Float64Array;
  /** Expected root by weekday and slot (7 × slots) at level 1. */
  profile: Float64Array;
  levels: DayLevels;
  course: LevelCourse;
  /** Log level of every row, seen from both sides up to the origin. */
  smooth: Float64Array;
  /** 0 to 1 by row: how far it is trusted. */
  trust: Float64Array;
}

/** Half-life of habits, in days: ten weeks. */
export const habitDays = 70;
/** Half-life of the level, in days. */
export const levelDays = 21;
/** Days back that slots are looked at; levels are read from the whole history. */
const reachDays = 420;
/** Standard deviations within which a slot is taken as it is. */
const slotLimit = 2;

/** Reads the rows before an origin: weekly profile, level of each day, wild days and slots. */
export function footing(sheet: DaySheet, origin: number): Footing {
  const { slots, ordinary } = sheet;
  const first = Math.max(0, origin - reachDays);
  const roots = new Float64Array(origin * slots).fill(Number.NaN);
  for (let i = first * slots; i < roots.length; i++) roots[i] = countRoot(at(ordinary, i));
  let rule = { first, halfLifeDays: habitDays };
  let profile = weeklyProfile(sheet, origin, roots, rule);
  let levels = dayLevels(sheet, origin, profile);
  let course = followLevel(levels, levelDays);
  let smooth = smoothLevel(levels, course, 7);
  for (let round = 0; round < 2; round++) {
    bringIn({ sheet, origin, first, roots, profile, levels, smooth });
    const learned = { ...rule, level: smooth, trust: course.trust };
    rule = learned;
    profile = weeklyProfile(sheet, origin, roots, learned);
    levels = dayLevels(sheet, origin, profile);
    course = followLevel(levels, levelDays);
    smooth = smoothLevel(levels, course, 7);
  }
  return { sheet, origin, first, roots, profile, levels, course, smooth, trust: course.trust };
}

/** The weekly profile with another memory than the footing's own. */
export function profileOf(from: Footing, halfLifeDays: number): Float64Array {
  const { sheet, origin, first, roots, smooth, trust } = from;
  const rule = { first, halfLifeDays, level: smooth, trust };
  return weeklyProfile(sheet, origin, roots, rule);
}

/** Brings slots beyond the limit in to it, measured by each slot's own spread about its day. */
function bringIn({
  sheet,
  origin,
  first,
  roots,
  profile,
  levels,
  smooth,
}: Omit<Footing, 'course' | 'trust'>): void {
  const { slots, ordinary, weekday } = sheet;
  const spreads = slotSpreads({ sheet, origin, first, roots, profile, levels, smooth });
  for (let row = first; row < origin; row++) {
    const log = at(levels.log, row);
    const scale = Math.exp(0.5 * (Number.isNaN(log) ? at(smooth, row) : log));
    for (let s = 0, i = row * slots, p = at(weekday, row) * slots; s < slots; s++, i++, p++) {
      const y = at(ordinary, i);
      if (Number.isNaN(y)) continue;
      const expected = scale * at(profile, p);
      const limit = slotLimit * at(spreads, s);
      const off = countRoot(y) - expected;
      roots[i] = expected + Math.max(-limit, Math.min(limit, off));
    }
  }
}

/** Standard deviation of each slot about its day's course, from medians of the last 90 rows. */
function slotSpreads({
  sheet,
  origin,
  first,
  profile,
  levels,
}: Omit<Footing, 'course' | 'trust'>): Float64Array {
  const { slots, ordinary, weekday } = sheet;
  const from = Math.max(first, origin - 90);
  const scales = levels.log.map((log) => Math.exp(0.5 * log));
  const values = new Float64Array(90);
  const raw = new Float64Array(slots);
  for (let s = 0; s < slots; s++) {
    let n = 0;
    for (let row = from; row < origin; row++) {
      const y = at(ordinary, row * slots + s);
      const expected = at(scales, row) * at(profile, at(weekday, row) * slots + s);
      // Slots that the weekday keeps closed say nothing of the others' spread.
      if (Number.isNaN(y) || !(expected > 0.5)) continue;
      values[n++] = Math.abs(countRoot(y) - expected);
    }
    raw[s] = n === 0 ? 0.5 : 1.4826 * at(values.subarray(0, n).sort(), n >> 1);
  }
  return raw.map((_, s) => {
    let sum = 0;
    for (let d = -2; d <= 2; d++) sum += at(raw, Math.max(0, Math.min(slots - 1, s + d)));
    return Math.max(0.3, sum / 5);
  });
}

/** Every day ahead as its weekday's profile, times a level in logs for each day. */
export function spread(
  { sheet, origin }: Footing,
  profile: Float64Array,
  levelAhead: (daysAhead: number) => number,
  days: number,
): Float64Array {
  const { slots, weekday } = sheet;
  const out = new Float64Array(days * slots);
  for (let day = 0; day < days; day++) {
    const scale = Math.exp(0.5 * levelAhead(day));
    const from = at(weekday, origin + day) * slots;
    for (let s = 0; s < slots; s++) {
      out[day * slots + s] = rootCount(scale * at(profile, from + s));
    }
  }
  return out;
}

/** Level ahead: where it stands, and what is left of the last known day's deviation. */
export function levelWithPersistence(
  from: Footing,
  { before, off, persistence }: LevelCourse,
): (daysAhead: number) => number {
  const last = lastKnown(from);
  const deviation = last < 0 ? 0 : at(off, last);
  const level = at(before, before.length - 1);
  const steps = openSteps(from, last);
  return (day) => level + deviation * persistence ** steps(day);
}

/** Last row before the origin that says something of the level; -1 if none. */
export function lastKnown({ levels, origin }: Footing): number {
  let row = origin - 1;
  while (row >= 0 && Number.isNaN(at(levels.log, row))) row--;
  return row;
}

/** Open days from a row to each day ahead: a memory fades by these, not over closed weekends. */
export function openSteps(
  { sheet, origin, profile }: Footing,
  last: number,
): (daysAhead: number) => number {
  const { slots, weekday } = sheet;
  const open = [0, 1, 2, 3, 4, 5, 6].map((day) =>
    profile.subarray(day * slots, (day + 1) * slots).some((root) => root > 0.5),
  );
  return (day) => {
    let steps = 0;
    for (let row = last + 1; row <= origin + day; row++) {
      if (open[at(weekday, row)] && !sheet.holidays.has(row)) steps++;
    }
    return Math.max(1, steps);
  };
}
