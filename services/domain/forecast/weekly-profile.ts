import { at, type DaySheet } from './day-sheet.ts';

/** How a profile is drawn from the rows before an origin. */
export interface ProfileRule {
  /** Days after which a row counts half. */
  halfLifeDays: number;
  /** Log level of each row, taken out before averaging; none = rows as they are. */
  level?: Float64Array;
  /** 0 to 1 for each row: how far it is trusted. */
  trust?: Float64Array;
}

/**
 * Expected contacts by weekday and slot (7 × slots) at level 1.
 *
 * Averaged as square roots with exponential weights: on that scale counts have
 * an even variance, and one wild slot does not carry the mean (Brown et al.
 * 2005, Weinberg et al. 2007). A slot of a weekday that was never counted is closed.
 */
export function weeklyProfile(sheet: DaySheet, origin: number, rule: ProfileRule): Float64Array {
  const { slots, ordinary, weekday } = sheet;
  const sums = new Float64Array(7 * slots);
  const weights = new Float64Array(7 * slots);
  const rowsOf = new Float64Array(7);
  const decay = 0.5 ** (1 / rule.halfLifeDays);
  const first = Math.max(0, origin - Math.ceil(8 * rule.halfLifeDays));
  for (let row = first; row < origin; row++) {
    const day = at(weekday, row);
    if (!sheet.holidays.has(row)) rowsOf[day] = at(rowsOf, day) + 1;
    const weight = decay ** (origin - 1 - row) * (rule.trust ? at(rule.trust, row) : 1);
    const scale = rule.level ? Math.exp(-0.5 * at(rule.level, row)) : 1;
    for (let s = 0, i = row * slots, p = day * slots; s < slots; s++, i++, p++) {
      const y = at(ordinary, i);
      if (Number.isNaN(y)) continue;
      sums[p] = at(sums, p) + weight * scale * Math.sqrt(y);
      weights[p] = at(weights, p) + weight;
    }
  }
  const profile = new Float64Array(7 * slots);
  for (let p = 0; p < profile.length; p++) {
    profile[p] = at(weights, p) > 0 ? (at(sums, p) / at(weights, p)) ** 2 : 0;
  }
  fillUnseenWeekdays(profile, rowsOf, slots);
  return profile;
}

/** A weekday that the history does not reach yet is taken for the mean of the others. */
function fillUnseenWeekdays(profile: Float64Array, rowsOf: Float64Array, slots: number): void {
  const seen = [...rowsOf.keys()].filter((day) => at(rowsOf, day) > 0);
  if (seen.length === 0 || seen.length === 7) return;
  for (let day = 0; day < 7; day++) {
    if (at(rowsOf, day) > 0) continue;
    for (let s = 0; s < slots; s++) {
      const sum = seen.reduce((total, other) => total + at(profile, other * slots + s), 0);
      profile[day * slots + s] = sum / seen.length;
    }
  }
}
