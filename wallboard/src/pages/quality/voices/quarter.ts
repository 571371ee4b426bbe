/** Quarters, "2026-Q4", and how a score moved between two. */
import { dash } from '../../../format.ts';
import type { Lang } from '../../../text.ts';
import { amount } from '../../parts/figure-words.ts';

/** The quarter that holds a local day. */
export function quarterOf(day: string): string {
  return `${day.slice(0, 4)}-Q${Math.ceil(Number(day.slice(5, 7)) / 3)}`;
}

/** "+3.5", "−2", "±0" points; a dash where one is not known. */
export function changeOf(now: number | null, before: number | null, lang: Lang): string {
  return now === null || before === null ? dash : signedPoints(now - before, lang);
}

/** A difference in points with its sign. */
export function signedPoints(change: number | null, lang: Lang): string {
  if (change === null) return dash;
  const rounded = Math.round(change * 10) / 10;
  const sign = rounded > 0 ? '+' : rounded < 0 ? '−' : '±';
  return `${sign}${amount(Math.abs(rounded), lang, 1)}`;
}
