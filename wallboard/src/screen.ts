/** How one screen is set: by its address, kept on the device, else by what the device asks for. */
import { type Lang, langOf } from './text.ts';

/** Theme of a screen; auto = as the device prefers. */
export type Theme = 'auto' | 'dark' | 'light';

/** The settings of one screen. */
export interface ScreenSettings {
  inches: number;
  metres: number;
  lang: Lang;
  theme: Theme;
  /** Only this site; empty = all. */
  site: string;
  /** Page of rows when a board has more than fit, from 1. */
  page: number;
}

const storageKey = 'floorcast.screen';
/** 55 inches read from 5 metres: a wall in a room of twenty desks. */
const usual = { inches: 55, metres: 5 };

/** Reads the settings. What the address says is kept for the next time. */
export function readScreen(
  search: string,
  languageTag: string,
  storage: Pick<Storage, 'getItem' | 'setItem'> | null,
): ScreenSettings {
  const kept = readKept(storage);
  const query = new URLSearchParams(search);
  const asked = (name: string, keptValue: unknown) => query.get(name) ?? keptValue;
  const settings: ScreenSettings = {
    inches: within(asked('inch', kept['inches']), 3, 500, usual.inches),
    metres: within(asked('m', kept['metres']), 0.2, 60, usual.metres),
    lang: oneOf(asked('lang', kept['lang']), ['en', 'zh'], langOf(languageTag)),
    theme: oneOf(asked('theme', kept['theme']), ['auto', 'dark', 'light'], 'auto'),
    site: String(query.get('site') ?? ''),
    page: within(query.get('page'), 1, 100, 1),
  };
  if (query.size > 0) keepScreen(settings, storage);
  return settings;
}

/** Keeps the settings on the device. A device without storage forgets them. */
export function keepScreen(
  settings: ScreenSettings,
  storage: Pick<Storage, 'setItem'> | null,
): void {
  const { inches, metres, lang, theme } = settings;
  try {
    storage?.setItem(storageKey, JSON.stringify({ inches, metres, lang, theme }));
  } catch {
    // A full or forbidden storage costs the memory, not the wall.
  }
}

/** The query of a wall's address with these settings. */
export function screenQuery({ inches, metres, lang, theme, site }: ScreenSettings): string {
  const query = new URLSearchParams({ inch: String(inches), m: String(metres), lang, theme });
  if (site) query.set('site', site);
  return String(query);
}

function readKept(storage: Pick<Storage, 'getItem'> | null): Record<string, unknown> {
  try {
    const read: unknown = JSON.parse(storage?.getItem(storageKey) ?? '{}');
    return read !== null && typeof read === 'object' ? (read as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}

function within(value: unknown, least: number, most: number, otherwise: number): number {
  const number = Number(value ?? Number.NaN);
  return number >= least && number <= most ? number : otherwise;
}

function oneOf<T extends string>(value: unknown, allowed: readonly T[], otherwise: T): T {
  return allowed.find((each) => each === value) ?? otherwise;
}
