import type { MeasureItem } from '../measures/measure-item.ts';
import type { TraceItem } from '../scorecard.ts';
import { sum } from '../sums.ts';

/** Items of one line at most. */
export const mostTrace = 200;
/** Of these with a note, told one by one; the rest is told by day, of which a month has 31. */
const mostNoted = 150;

/**
 * A trace that is short and still adds up: as it is, or what is noteworthy (a short hang-up, a
 * transfer) one by one and all the rest summed by local day.
 */
export function condensedTrace(
  items: readonly MeasureItem[],
  dayOf: (atMs: number) => string,
): readonly TraceItem[] {
  if (items.length <= mostTrace) return items.map(toTrace);
  const single = new Set(items.filter(({ note }) => note !== '').slice(0, mostNoted));
  const rest = Map.groupBy(
    items.filter((item) => !single.has(item)),
    ({ atMs }) => dayOf(atMs),
  );
  const days = [...rest].map(
    ([id, of]): TraceItem => ({
      ...{ kind: 'day', id, atMs: of[0]?.atMs ?? 0, note: String(of.length) },
      value: sum(of, ({ value }) => value),
      weight: sum(of, ({ weight }) => weight),
    }),
  );
  return [...[...single].map(toTrace), ...days];
}

/** The figure that a trace adds up to; `null` = nothing to compute it from. */
export function figureOf(trace: readonly TraceItem[]): number | null {
  if (trace.length === 0) return null;
  const weight = sum(trace, (item) => item.weight);
  const value = sum(trace, (item) => item.value);
  return weight === 0 ? value : value / weight;
}

function toTrace({ kind, id, atMs, value, weight, note }: MeasureItem): TraceItem {
  return { kind, id, atMs, value, weight, note };
}
