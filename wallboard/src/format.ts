/** Figures as they are read: by locale, in fixed width, a dash when there is none. */

import type { Name } from '../../proto/gen/floorcast/directory/v1/setting.ts';
import type { Lang } from './text.ts';

/** Stands where a figure cannot be computed; never for zero. */
export const dash = '–';

/** The locale of a language of the screens. */
export const localeOf: Record<Lang, string> = { en: 'en-GB', zh: 'zh-CN' };

/** A whole number, grouped; a dash for none. */
export function count(value: number | null | undefined, lang: Lang): string {
  return value === null || value === undefined ? dash : numbers(lang).format(value);
}

/** A share with one decimal and without its sign: "78.4", "100". Never rounds up to 100. */
export function share(ratio: number | null | undefined): string {
  if (ratio === null || ratio === undefined) return dash;
  if (ratio >= 1) return '100';
  return (Math.floor(ratio * 1000 + 1e-9) / 10).toFixed(1);
}

/** Points of 100 with one decimal: "84.3". */
export function points(value: number | null | undefined): string {
  return value === null || value === undefined ? dash : value.toFixed(1);
}

/** A goal: "80". */
export function goal(ratio: number): string {
  return String(Math.round(ratio * 1000) / 10);
}

/** A running time: "0:08", "12:34", from 100 minutes on "1h40". Never negative. */
export function elapsed(ms: number | null | undefined, lang: Lang): string {
  if (ms === null || ms === undefined) return dash;
  const seconds = Math.max(0, Math.floor(ms / 1000));
  const minutes = Math.floor(seconds / 60);
  if (minutes < 100) return `${minutes}:${two(seconds % 60)}`;
  return `${Math.floor(minutes / 60)}${lang === 'zh' ? '时' : 'h'}${two(minutes % 60)}`;
}

/** Whole seconds of a target time, or minutes when it is whole minutes from two on. */
export function targetTime(ms: number, lang: Lang): string {
  const minutes = ms >= 120_000 && ms % 60_000 === 0;
  const value = minutes ? ms / 60_000 : ms / 1000;
  const unit = { en: minutes ? 'min' : 's', zh: minutes ? '分钟' : '秒' }[lang];
  return `${value} ${unit}`;
}

/** Time of day in a zone: "10:42:07". */
export function clock(atMs: number, timeZone: string): string {
  return formatter(
    `clock ${timeZone}`,
    () =>
      new Intl.DateTimeFormat('en-GB', {
        timeZone,
        hour: '2-digit',
        minute: '2-digit',
        second: '2-digit',
        hourCycle: 'h23',
      }),
  ).format(atMs);
}

/** Date and weekday in a zone. */
export function day(atMs: number, timeZone: string, lang: Lang): string {
  return formatter(
    `day ${timeZone} ${lang}`,
    () =>
      new Intl.DateTimeFormat(localeOf[lang], {
        timeZone,
        month: lang === 'zh' ? 'long' : 'short',
        day: 'numeric',
        weekday: 'short',
      }),
  ).format(atMs);
}

/** The hour of the day in a zone, 0 to 23. */
export function hourIn(atMs: number, timeZone: string): number {
  return Number(clock(atMs, timeZone).slice(0, 2));
}

/** A name in one language; the English one when there is no other. */
export function nameIn(name: Name | null | undefined, lang: Lang): string {
  return (lang === 'zh' && name?.zh) || name?.en || name?.zh || dash;
}

/** An agent's key as it may be shown where no name is: "pbx-1/PJSIP/1001" gives "1001". */
export function shortKey(key: string): string {
  const agent = key.slice(key.indexOf('/') + 1);
  const device = agent.slice(agent.lastIndexOf('/') + 1);
  return device.split(/[@;]/)[0] || agent;
}

function two(value: number): string {
  return String(value).padStart(2, '0');
}

function numbers(lang: Lang): Intl.NumberFormat {
  return lang === 'zh' ? numbersZh : numbersEn;
}

const numbersEn = new Intl.NumberFormat(localeOf.en);
const numbersZh = new Intl.NumberFormat(localeOf.zh);

// Formatters are dear to make. Bounded by the zones of one tenant; emptied at 100.
const formatters = new Map<string, Intl.DateTimeFormat>();

function formatter(key: string, make: () => Intl.DateTimeFormat): Intl.DateTimeFormat {
  const known = formatters.get(key);
  if (known) return known;
  if (formatters.size >= 100) formatters.clear();
  const made = make();
  formatters.set(key, made);
  return made;
}
