/** Sentences of the services in the reader's language. */
import type { Lang } from '../../text.ts';
import { conflict } from './conflict-zh.ts';
import { names } from './names-zh.ts';
import { planning } from './planning-zh.ts';
import type { Saying } from './saying.ts';
import { schedule } from './schedule-zh.ts';
import { score } from './score-zh.ts';
import { staffing } from './staffing-zh.ts';

/** Of each part of the trade its own; the first that fits is taken. */
const catalogues: readonly (readonly Saying[])[] = [planning, staffing, schedule, conflict, score];

interface Pattern {
  pattern: RegExp;
  chinese: string;
}

let known: readonly Pattern[] | null = null;
/** Patterns of sayings that came over the wire: one list of rules in one page. */
const taught = new WeakMap<readonly Saying[], readonly Pattern[]>();

/**
 * A service's sentence for the reader: in English as it came, in Chinese translated with
 * its values in place, and as it came where no translation is known.
 *
 * @param more - sayings that a service told itself: sentences of rules.
 */
export function said(sentence: string, lang: Lang, more: readonly Saying[] = noMore): string {
  if (lang === 'en' || sentence === '') return sentence;
  known ??= patternsOf(catalogues.flat());
  const own = taught.get(more) ?? patternsOf(more);
  taught.set(more, own);
  for (const { pattern, chinese } of [...known, ...own]) {
    const found = pattern.exec(sentence);
    if (!found) continue;
    return chinese.replace(/\{(\d+)(~?)\}/g, (_, place: string, whole: string) => {
      const value = found[Number(place)] ?? '';
      return whole === '~' ? said(value, lang, more) : (names[value] ?? value);
    });
  }
  return names[sentence] ?? sentence;
}

const noMore: readonly Saying[] = [];

function patternsOf(sayings: readonly Saying[]): readonly Pattern[] {
  return sayings.map(([english, chinese]) => ({ pattern: patternOf(english), chinese }));
}

function patternOf(english: string): RegExp {
  const parts = english.split('{}').map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${parts.join('([^]*?)')}$`);
}
