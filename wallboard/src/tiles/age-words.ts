/** An age in words: short for a tile, whole for the footer. */
import type { Age, Cause } from '../age.ts';
import { clock, nameIn } from '../format.ts';
import { type Lang, textIn } from '../text.ts';

/** What stands under a figure instead of its note; null while it is fresh. */
export function ageNote(age: Age, nowMs: number, timeZone: string, lang: Lang): string | null {
  const text = textIn(lang);
  if (age.level === 'fresh') return null;
  if (age.level === 'dead') return age.cause ? shortCause(age.cause, lang) : text.causeNoSource;
  if (age.asOfMs === null) return text.causeNoSource;
  if (age.level === 'late') return text.secondsOld(Math.floor((nowMs - age.asOfMs) / 1000));
  return text.asOf(clock(age.asOfMs, timeZone));
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
