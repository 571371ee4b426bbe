import type { RuleBreak } from '../rule-break.ts';
import { numberOf, type RuleInForce } from '../rule-in-force.ts';
import type { RuleWindow } from '../rule-windows.ts';
import type { Timeline } from '../timeline.ts';

/**
 * Each window has `rests` unbroken rests of at least `min` minutes, or one of `orMin` instead.
 *
 * A rest counts with its part inside the window; one that is twice as long counts twice. Windows of
 * calendar weeks are right by 2003/88/EC Art. 5: the rest may lie anywhere within each seven-day
 * period (Court of Justice, C-306/16). Over 14 days (Art. 16(a)): two of 35 h, or one of 59 h.
 */
export function weeklyRest(line: Timeline, inForce: RuleInForce): RuleBreak[] {
  const { calendar, windows } = inForce;
  const [min, rests] = [numberOf(inForce, 'min', 2_100), numberOf(inForce, 'rests', 1)];
  const orMin = numberOf(inForce, 'orMin', 0);
  const found: RuleBreak[] = [];
  for (const window of windows) {
    if (!window.whole || window.from < line.engagedFrom || window.to > line.engagedTo) continue;
    const gaps = restsWithin(line, inForce, window);
    const longest = gaps.reduce((most, gap) => Math.max(most, gap), 0);
    const lacking = lackOf(gaps, min, rests);
    if (lacking <= 0 || (orMin > 0 && longest >= orMin)) continue;
    const names = { from: calendar.nameOf(window.from), to: calendar.nameOf(window.to - 1) };
    const facts = { value: longest, limit: min, rests, days: window.to - window.from, ...names };
    const day = Math.max(window.from, inForce.from);
    const told = { day, amount: lacking, sentence: rests > 1 ? 'several' : 'min', facts };
    const last = found.at(-1);
    const joins =
      inForce.rule.window === 'rolling-days' && String(last?.facts.to ?? '') >= names.from;
    if (joins && last) {
      if (lacking > last.amount) found[found.length - 1] = told;
    } else found.push(told);
  }
  return found;
}

/** Minutes lacking in sum to so many rests. */
function lackOf(gaps: readonly number[], min: number, rests: number): number {
  let left = rests;
  const parts: number[] = [];
  for (const gap of gaps) {
    left -= Math.floor(gap / min);
    parts.push(gap % min);
  }
  if (left <= 0) return 0;
  const best = parts.sort((a, b) => b - a).slice(0, left);
  return best.reduce((lack, part) => lack - part, left * min);
}

function restsWithin({ worked }: Timeline, { calendar }: RuleInForce, window: RuleWindow) {
  const startMs = calendar.days[window.from]?.startMs ?? 0;
  const endMs = calendar.days[window.to - 1]?.endMs ?? 0;
  const gaps: number[] = [];
  let freeMs = startMs;
  for (const { fromMs, toMs } of worked) {
    if (toMs <= startMs) continue;
    if (fromMs >= endMs) break;
    if (fromMs > freeMs) gaps.push((fromMs - freeMs) / 60_000);
    freeMs = Math.max(freeMs, toMs);
  }
  if (endMs > freeMs) gaps.push((endMs - freeMs) / 60_000);
  return gaps;
}
