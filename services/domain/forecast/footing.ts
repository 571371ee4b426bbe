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
  /** Contacts by weekday and slot (7 × slots) at level 1. */
  profile: Float64Array;
  levels: DayLevels;
  course: LevelCourse;
  /** Log level of every row, seen from both sides up to the origin. */
  smooth: Float64Array;
}

/** Half-life of habits, in days: ten weeks. */
export const habitDays = 70;
/** Half-life of the level, in days. */
export const levelDays = 21;

/** Reads the rows before an origin: weekly profile, level of each day, wild days. */
export function footing(sheet: DaySheet, origin: number): Footing {
  const rough = weeklyProfile(sheet, origin, { halfLifeDays: habitDays });
  const roughLevels = dayLevels(sheet, origin, rough);
  const roughCourse = followLevel(roughLevels, levelDays);
  const level = smoothLevel(roughLevels, roughCourse, 7);
  const profile = weeklyProfile(sheet, origin, {
    halfLifeDays: habitDays,
    level,
    trust: roughCourse.trust,
  });
  const levels = dayLevels(sheet, origin, profile);
  const course = followLevel(levels, levelDays);
  return { sheet, origin, profile, levels, course, smooth: smoothLevel(levels, course, 7) };
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
    const scale = Math.exp(levelAhead(day));
    const from = at(weekday, origin + day) * slots;
    for (let s = 0; s < slots; s++) out[day * slots + s] = scale * at(profile, from + s);
  }
  return out;
}

/** Level ahead: where it stands, and what is left of the last known day's deviation. */
export function levelWithPersistence(course: LevelCourse): (daysAhead: number) => number {
  const { before, off, persistence } = course;
  let row = off.length - 1;
  while (row >= 0 && Number.isNaN(at(off, row))) row--;
  const last = row < 0 ? 0 : at(off, row);
  const age = off.length - row;
  const level = at(before, before.length - 1);
  return (day) => level + last * persistence ** (day + age);
}
