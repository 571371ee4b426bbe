import { type Column, linePrice } from './column.ts';
import { keyOfLine } from './line-key.ts';
import type { Line } from './roster-problem.ts';

/** Lines that were found once and may serve again, per person. */
export interface LinePool {
  keep(columns: readonly Column[]): void;
  /** The person's lines that look best at some prices of the cells, best first. */
  best(person: number, options: BestOptions): Column[];
}

/** Which lines are wanted from a pool. */
export interface BestOptions {
  cellPrices: Float64Array;
  count: number;
  /** Which lines will do at all. */
  suits: (line: Line) => boolean;
}

/** Most lines kept for one person; the oldest go first. */
const most = 4_000;

/** An empty pool for so many people. */
export function linePool(people: number): LinePool {
  const pool = Array.from({ length: people }, () => new Map<string, Column>());
  return {
    keep(columns) {
      for (const column of columns) {
        const its = pool[column.person] as Map<string, Column>;
        const key = keyOfLine(column.line);
        if (its.has(key)) continue;
        its.set(key, column);
        if (its.size > most) its.delete(its.keys().next().value as string);
      }
    },
    best(person, { cellPrices, count, suits }) {
      const rated: { column: Column; price: number }[] = [];
      for (const column of (pool[person] as Map<string, Column>).values()) {
        if (suits(column.line)) rated.push({ column, price: linePrice(column, cellPrices) });
      }
      rated.sort((a, b) => a.price - b.price);
      return rated.slice(0, count).map(({ column }) => column);
    },
  };
}
