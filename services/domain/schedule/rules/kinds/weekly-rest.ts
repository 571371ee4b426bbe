import type { RuleBreak } from '../rule-break.ts';
import type { RuleCalendar } from '../rule-calendar.ts';
import { numberOf, type RuleInForce } from '../rule-in-force.ts';
import type { RuleWindow } from '../rule-windows.ts';
import type { Timeline } from '../timeline.ts';

/**
 * Each window has `rests` unbroken rests of at least `min` minutes, or one of `orMin` instead.
 *
 * A rest that is twice as long counts twice. Windows of calendar weeks are right by 2003/88/EC
 * Art. 5: the rest may lie anywhere within each seven-day period (Court of Justice, C-306/16). Over
 * 14 days (Art. 16(a)): two of 35 h, or one of 59 h.
 */
export function weeklyRest(line: Timeline, inForce: RuleInForce): RuleBreak[] {
  const { calendar, windows } = inForce;
  const [min, wanted] = [numberOf(inForce, 'min', 2_100), numberOf(inForce, 'rests', 1)];
  const orMin = numberOf(inForce, 'orMin', 0);
  const rests = restsOf(line, calendar);
  const found: RuleBreak[] = [];
  for (const window of windows) {
    if (!window.whole || window.from < line.engagedFrom || window.to > line.engagedTo) continue;
    const gaps = restsWithin(rests, inForce, window);
    const longest = gaps.reduce((most, gap) => Math.max(most, gap), 0);
    const lacking = lackOf(gaps, min, wanted);
    if (lacking <= 0 || (orMin > 0 && longest >= orMin)) continue;
    const names = { from: calendar.nameOf(window.from), to: calendar.nameOf(window.to - 1) };
    const facts = {
      value: longest,
      limit: min,
      rests: wanted,
      days: window.to - window.from,
      ...names,
    };
    const day = Math.max(window.from, inForce.from);
    const told = { day, amount: lacking, sentence: wanted > 1 ? 'several' : 'min', facts };
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

/**
 * Minutes of each rest in a window. Of a rest over its border all counts where the greater part lies
 * inside, else that part; one that runs out of what is known may be as long again beyond it.
 */
function restsWithin(rests: readonly Rest[], { calendar }: RuleInForce, window: RuleWindow) {
  const startMs = calendar.days[window.from]?.startMs ?? 0;
  const endMs = calendar.days[window.to - 1]?.endMs ?? 0;
  const lengths: number[] = [];
  for (const { fromMs, toMs, isOpen } of rests) {
    const inside = Math.min(toMs, endMs) - Math.max(fromMs, startMs);
    if (inside <= 0) continue;
    const whole = isOpen ? inside * 2 : toMs - fromMs;
    lengths.push((inside * 2 >= whole ? whole : inside) / 60_000);
  }
  return lengths;
}

interface Rest {
  fromMs: number;
  toMs: number;
  /** It reaches the border of what is known. */
  isOpen: boolean;
}

/** The rests of a timeline, from the beginning to the end of what is known. */
function restsOf({ worked }: Timeline, { days }: RuleCalendar): Rest[] {
  const rests: Rest[] = [];
  let freeMs = days[0]?.startMs ?? 0;
  for (const [at, { fromMs, toMs }] of worked.entries()) {
    if (fromMs > freeMs) rests.push({ fromMs: freeMs, toMs: fromMs, isOpen: at === 0 });
    freeMs = Math.max(freeMs, toMs);
  }
  const endMs = days.at(-1)?.endMs ?? 0;
  if (endMs > freeMs) rests.push({ fromMs: freeMs, toMs: endMs, isOpen: true });
  return rests;
}
