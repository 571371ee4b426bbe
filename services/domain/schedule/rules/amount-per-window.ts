import type { RuleBreak } from './rule-break.ts';
import { numberOf, type RuleInForce } from './rule-in-force.ts';
import type { RuleWindow } from './rule-windows.ts';
import type { Timeline } from './timeline.ts';

/** What is counted over windows. */
export interface Counted {
  /** Amount of each day. */
  ofDay: Float64Array;
  /** Limits of a window in the same unit; the rule's `min` and `max` where it is not given. */
  limits?: (window: RuleWindow) => { min: number | null; max: number | null };
  /** Least amounts are asked of windows with absences too, since these count. */
  countsAbsence?: boolean;
  facts?: Readonly<Record<string, string | number>>;
}

/**
 * Breaks of a least and a most amount per window. A most amount holds in what is known of a
 * window; a least one is asked only of windows that are known whole, lie within the engagement and
 * have no absence in them. Of rolling windows that overlap and all break it the worst one is told.
 */
export function breaksPerWindow(line: Timeline, inForce: RuleInForce, counted: Counted) {
  const { calendar, windows, rule } = inForce;
  const before = sumsBefore(counted.ofDay);
  const own = { min: numberOf(inForce, 'min', null), max: numberOf(inForce, 'max', null) };
  const size = calendar.days.length;
  const found: RuleBreak[] = [];
  const last = { to: 0, sentence: '' };
  for (const window of windows) {
    const { min, max } = counted.limits?.(window) ?? own;
    const to = Math.min(window.to, size);
    const value = (before[to] ?? 0) - (before[Math.max(window.from, 0)] ?? 0);
    const over = max === null ? 0 : value - max;
    const under = min === null || !asksLeast(line, window, counted) ? 0 : min - value;
    if (over <= tolerance && under <= tolerance) continue;
    const sentence = over > tolerance ? 'max' : 'min';
    const amount = sentence === 'max' ? over : under;
    const limit = (sentence === 'max' ? max : min) ?? 0;
    const told = tellBreak(inForce, window, { amount, value, limit, sentence }, counted.facts);
    const joins = rule.window === 'rolling-days' && last.sentence === sentence;
    const worst = found.at(-1);
    if (joins && window.from < last.to && worst) {
      if (amount > worst.amount) found[found.length - 1] = told;
    } else found.push(told);
    Object.assign(last, { to: window.to, sentence });
  }
  return found;
}

/** Fractions of minutes by clock arithmetic are no break. */
const tolerance = 1e-6;

function asksLeast(line: Timeline, { from, to, whole }: RuleWindow, counted: Counted): boolean {
  if (!whole || from < line.engagedFrom || to > line.engagedTo) return false;
  return counted.countsAbsence || line.awayBefore[from] === line.awayBefore[to];
}

function tellBreak(
  { calendar, from }: RuleInForce,
  window: RuleWindow,
  {
    amount,
    value,
    limit,
    sentence,
  }: Record<'amount' | 'value' | 'limit', number> & {
    sentence: string;
  },
  more: Counted['facts'],
): RuleBreak {
  const span = { from: calendar.nameOf(window.from), to: calendar.nameOf(window.to - 1) };
  const facts = { value, limit, days: window.to - window.from, ...span, ...more };
  return { day: Math.max(window.from, from), amount, sentence, facts };
}

function sumsBefore(values: Float64Array): Float64Array {
  const sums = new Float64Array(values.length + 1);
  for (let at = 0; at < values.length; at += 1) sums[at + 1] = (sums[at] ?? 0) + (values[at] ?? 0);
  return sums;
}
