/** How a line comes to its figure: numerator and denominator out of what it was made from. */
import type { ScoreLine, TraceItem } from '../quality-api.ts';

/** A line's arithmetic. */
export interface LineSum {
  value: number;
  /** 0 = the figure is the sum of the values. */
  weight: number;
  /** null = nothing to divide. */
  figure: number | null;
  /** What is shown comes to the figure that is told. */
  agrees: boolean;
}

/** Adds a trace up; all weights 0 = the figure is the sum. */
export function sumOf({ trace, figure: told }: Pick<ScoreLine, 'trace' | 'figure'>): LineSum {
  const value = trace.reduce((sum, item) => sum + item.value, 0);
  const weight = trace.reduce((sum, item) => sum + item.weight, 0);
  const figure = trace.length === 0 ? null : weight === 0 ? value : value / weight;
  const agrees =
    figure === null || told === null
      ? figure === told
      : Math.abs(figure - told) <= 1e-9 * Math.max(1, Math.abs(told));
  return { value, weight, figure, agrees };
}

/** What all reach, out of a comparison; null = it cannot be told. */
export function siteMean({
  figure,
  expected,
  compared,
}: Pick<ScoreLine, 'figure' | 'expected' | 'compared'>): number | null {
  if (!figure || expected === null || compared === null) return null;
  return (compared * expected) / figure;
}

/** What is noteworthy first, then the newest. */
export function noteworthyFirst(trace: readonly TraceItem[]): TraceItem[] {
  const rank = (item: TraceItem) =>
    item.kind === 'correction' ? 0 : item.kind === 'day' ? 2 : item.note ? 1 : 2;
  return [...trace].sort((a, b) => rank(a) - rank(b) || (a.at ?? '').localeCompare(b.at ?? ''));
}
