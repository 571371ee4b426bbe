/** An age in words: short for a tile, whole for the footer. */
import type { Age, Cause } from '../age.ts';
import { clock, nameIn } from '../format.ts';
import { type Lang, textIn } from '../text.ts';

/** Words under a figure; those before may be left out where there is no room. */
export interface AgeNote {
  before: string;
  words: string;
}

/** What stands under a figure instead of its note; null while it is fresh. */
export function ageNote(age: Age, nowMs: number, timeZone: string, lang: Lang): AgeNote | null {
  const text = textIn(lang);
  if (age.level === 'fresh') return null;
  if (age.asOfMs === null || (age.level === 'dead' && !age.cause)) {
    return { before: '', words: text.causeNoSource };
  }
  if (age.level === 'dead' && age.cause) return { before: '', words: shortCause(age.cause, lang) };
  if (age.level === 'stale') return { before: text.asOf, words: clock(age.asOfMs, timeZone) };
  return { before: '', words: text.secondsOld(Math.floor((nowMs - age.asOfMs) / 1000)) };
}

/** Who fell silent, with its name and reason. */
export function causeWords(cause: Cause, lang: Lang): string {
  const text = textIn(lang);
  switch (cause.kind) {
    case 'network':
      return text.causeNetwork;
    case 'services':
      return text.causeService(cause.services.join(', '));
    case 'source':
      return cause.reason
        ? `${text.causeSource(nameIn(cause.name, lang))} (${cause.reason})`
        : text.causeSource(nameIn(cause.name, lang));
    case 'no-source':
      return text.causeNoSource;
  }
}

function shortCause(cause: Cause, lang: Lang): string {
  const text = textIn(lang);
  return cause.kind === 'no-source' ? text.causeNoSource : text.causeShort[cause.kind];
}
