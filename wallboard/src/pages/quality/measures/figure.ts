/** Figures of measures as they are read: by the unit of their kind. */
import { dash, localeOf } from '../../../format.ts';
import type { Lang } from '../../../text.ts';
import { amount, percent } from '../../parts/figure-words.ts';
import type { MeasureKind } from '../quality-api.ts';

/** A figure with its unit; a dash where there is none. */
export function figureText(
  kind: Pick<MeasureKind, 'unit'> | undefined,
  figure: number | null,
  lang: Lang,
): string {
  if (figure === null || !Number.isFinite(figure)) return dash;
  switch (kind?.unit) {
    case 'ratio':
      return percent(figure);
    case 'seconds':
      return `${amount(figure, lang, 1)} ${lang === 'zh' ? '秒' : 's'}`;
    case 'grade':
      return amount(figure, lang, 2);
    case 'contacts':
      return amount(figure, lang, 0);
    default:
      return amount(figure, lang, 1);
  }
}

/** Points with one decimal; a dash where there are none. */
export function pointsText(points: number | null, lang: Lang): string {
  if (points === null) return dash;
  const style = { minimumFractionDigits: 1, maximumFractionDigits: 1 } as const;
  return new Intl.NumberFormat(localeOf[lang], style).format(points);
}

/** A gain or loss with its sign: "+1.4", "−0.3". */
export function change(by: number, lang: Lang, decimals = 1): string {
  const whole = amount(Math.abs(by), lang, decimals);
  if (Math.abs(by) < 0.5 * 10 ** -decimals) return `±${whole}`;
  return by > 0 ? `+${whole}` : `−${whole}`;
}
