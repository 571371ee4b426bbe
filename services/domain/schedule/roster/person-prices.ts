import type { LinePrices } from './line-pricing.ts';
import type { RosterPerson, RosterProblem } from './roster-problem.ts';

/**
 * What a person's wishes cost cell by cell, relative to `base`; infinite where leave, settled
 * cells or a contract rule the work out.
 */
export function pricesOf(
  problem: RosterProblem,
  person: RosterPerson,
): { prices: LinePrices; base: number } {
  const { days, shifts } = problem;
  const cell = new Float64Array(days * shifts.length);
  const offPrice = new Float64Array(days);
  let base = 0;
  for (const { day, shift, kind, weight } of person.wishes) {
    if (kind === 'on') base += weight;
    const sign = kind === 'on' ? -weight : weight;
    const which = shift === null ? shifts.map((_, at) => at) : [shift];
    for (const at of which)
      cell[day * shifts.length + at] = (cell[day * shifts.length + at] as number) + sign;
  }
  const forbid = (day: number, shift: number) => {
    cell[day * shifts.length + shift] = Number.POSITIVE_INFINITY;
  };
  for (let shift = 0; shift < shifts.length; shift += 1) {
    if (person.limits.maxOfShift[shift] !== 0) continue;
    for (let day = 0; day < days; day += 1) forbid(day, shift);
  }
  for (const day of person.unavailable)
    shifts.forEach((_, shift) => {
      forbid(day, shift);
    });
  for (const { day, shift } of person.pins) {
    shifts.forEach((_, at) => {
      if (at !== shift) forbid(day, at);
    });
    if (shift !== null) offPrice[day] = Number.POSITIVE_INFINITY;
  }
  return { prices: { cell, off: offPrice }, base };
}
