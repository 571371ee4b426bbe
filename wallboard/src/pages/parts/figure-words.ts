/** Figures as the pages of a desk show them; a dash where one cannot be computed. */
import { dash, localeOf } from '../../format.ts';
import type { Lang } from '../../text.ts';

/** A number with so many decimals at most. */
export function amount(value: number | null | undefined, lang: Lang, decimals = 0): string {
  if (value === null || value === undefined) return dash;
  const style = { maximumFractionDigits: decimals, signDisplay: 'negative' } as const;
  return new Intl.NumberFormat(localeOf[lang], style).format(value);
}

/** A ratio in percent with one decimal. */
export function percent(ratio: number | null | undefined, decimals = 1): string {
  return ratio === null || ratio === undefined ? dash : `${(ratio * 100).toFixed(decimals)}%`;
}

/** A difference in percent, with its sign. */
export function signed(ratio: number | null | undefined, decimals = 1): string {
  if (ratio === null || ratio === undefined) return dash;
  return `${ratio > 0 ? '+' : ratio < 0 ? '−' : '±'}${Math.abs(ratio * 100).toFixed(decimals)}%`;
}

/** A figure of staffing by its name: a time, a share or a number. */
export function staffingFigure(name: string, value: number | null | undefined, lang: Lang): string {
  if (value === null || value === undefined) return dash;
  if (name === 'queueLength') return amount(value, lang, 2);
  return name.endsWith('S') ? `${amount(value, lang, 1)} s` : percent(value);
}

/** An instant of a decision as it is read. */
export function moment(iso: string | null, timeZone: string, lang: Lang): string {
  if (!iso) return dash;
  const style = { dateStyle: 'medium', timeStyle: 'short', timeZone } as const;
  return new Intl.DateTimeFormat(localeOf[lang], style).format(Date.parse(iso));
}
