import type { LineAutomaton } from './line-automaton.ts';
import { type Line, off } from './roster-problem.ts';

/** What a line costs: a price for each cell (day × shifts + shift), and for each day off. */
export interface LinePrices {
  /** Infinite where the cell may not be worked. */
  cell: Float64Array;
  /** Infinite where the day may not be off. */
  off: Float64Array;
}

/** Finds cheapest lines of one automaton; its buffers are used again, so it is one thread's. */
export interface LinePricer {
  /**
   * @returns the cheapest line over the automaton's days and its price, `null` when no line is
   *   permitted.
   */
  cheapest(prices: LinePrices): { line: Line; price: number } | null;
}

/** A pricer of one automaton, for so many kinds of shift. */
export function linePricer(automaton: LineAutomaton, shifts: number): LinePricer {
  const { firstDay, days, labels, labelOfShift, dayEnd, arcStart, arcTo, arcLabel, root } =
    automaton;
  const value = new Float64Array(root + 1);
  const price = new Float64Array(days * labels);
  const best = new Int16Array(days * labels);

  function cheapestOfLabels({ cell, off: offPrice }: LinePrices): void {
    price.fill(Number.POSITIVE_INFINITY);
    for (let day = 0; day < days; day += 1) {
      const base = day * labels;
      price[base] = offPrice[firstDay + day] as number;
      best[base] = off;
      for (let shift = 0; shift < shifts; shift += 1) {
        const at = base + (labelOfShift[shift] as number);
        const asked = cell[(firstDay + day) * shifts + shift] as number;
        if (asked < (price[at] as number)) {
          price[at] = asked;
          best[at] = shift;
        }
      }
    }
  }

  function sweep(): void {
    for (let day = days - 1; day >= 0; day -= 1) {
      const base = day * labels;
      const end = dayEnd[day] as number;
      for (let node = dayEnd[day + 1] as number; node < end; node += 1) {
        let cheapest = Number.POSITIVE_INFINITY;
        const last = arcStart[node + 1] as number;
        for (let arc = arcStart[node] as number; arc < last; arc += 1) {
          const here =
            (price[base + (arcLabel[arc] as number)] as number) +
            (value[arcTo[arc] as number] as number);
          if (here < cheapest) cheapest = here;
        }
        value[node] = cheapest;
      }
    }
  }

  function walk(): Line {
    const line = new Int16Array(days);
    let node = root;
    for (let day = 0; day < days; day += 1) {
      const base = day * labels;
      const asked = value[node] as number;
      for (let arc = arcStart[node] as number; ; arc += 1) {
        const label = base + (arcLabel[arc] as number);
        const to = arcTo[arc] as number;
        if ((price[label] as number) + (value[to] as number) === asked) {
          line[day] = best[label] as number;
          node = to;
          break;
        }
      }
    }
    return line;
  }

  return {
    cheapest(prices) {
      if (root < 0) return null;
      cheapestOfLabels(prices);
      sweep();
      const cheapest = value[root] as number;
      return cheapest === Number.POSITIVE_INFINITY ? null : { line: walk(), price: cheapest };
    },
  };
}
