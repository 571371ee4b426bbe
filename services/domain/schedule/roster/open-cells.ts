import type { LinePrices } from './line-pricing.ts';
import type { PersonLines, PricedLine } from './person-lines.ts';
import type { PersonModel, RosterModel } from './roster-model.ts';
import { type Line, off } from './roster-problem.ts';

/** What one person may still work while a part of the roster is being solved. */
export interface OpenCells {
  /** Prices of the wishes, infinite where a settled cell rules the work out. */
  readonly prices: LinePrices;
  /** Whether all days are settled. */
  isSettled(): boolean;
  /** From now on this line and nothing else. */
  settle(line: Line): void;
  /** Opens all that was settled after the beginning. */
  release(): void;
  /** The cheapest line that keeps what is settled. */
  cheapest(prices: LinePrices): PricedLine;
  /** Whether a line keeps what is settled. */
  suits(line: Line): boolean;
}

/** All of the person's cells are open, but those that `settledAs` gives a shift or `off`. */
export function openCells(
  model: RosterModel,
  person: number,
  settledAs: (day: number) => number | null,
): OpenCells {
  const { shifts, problem } = model;
  const { days } = problem;
  const { prices: wishes, lines } = model.people[person] as PersonModel;
  const prices = { cell: wishes.cell.slice(), off: wishes.off.slice() };
  const none = off - 1;
  const settled = new Int16Array(days).fill(none);
  /** Lines that keep what is settled; `null` when that changed. */
  let within: PersonLines | null = null;

  function settleDay(day: number, shift: number): void {
    settled[day] = shift;
    within = null;
    for (let other = 0; other < shifts; other += 1) {
      if (other !== shift) prices.cell[day * shifts + other] = Number.POSITIVE_INFINITY;
    }
    if (shift !== off) prices.off[day] = Number.POSITIVE_INFINITY;
  }

  function begin(): void {
    prices.cell.set(wishes.cell);
    prices.off.set(wishes.off);
    settled.fill(none);
    within = lines;
    for (let day = 0; day < days; day += 1) {
      const shift = settledAs(day);
      if (shift !== null) settleDay(day, shift);
    }
  }

  begin();
  return {
    prices,
    isSettled: () => !settled.includes(none),
    settle: (line) => {
      for (const [day, shift] of line.entries()) settleDay(day, shift);
    },
    release: begin,
    cheapest(asked) {
      within ??= lines.within(prices);
      return within.cheapest(asked);
    },
    suits: (line) => settled.every((shift, day) => shift === none || shift === line[day]),
  };
}
