/** Sentences of the services in the reader's language. */
import type { Lang } from '../../text.ts';
import { names } from './names-zh.ts';
import { planning } from './planning-zh.ts';
import { staffing } from './staffing-zh.ts';

/**
 * A sentence as a service says it, and the same in Chinese. `{}` stands for a value; in
 * Chinese `{1}` is the first one, `{2}` the second, `{1~}` one that is a sentence itself.
 */
export type Saying = readonly [english: string, chinese: string];

/** Of each part of the trade its own; the first that fits is taken. */
const catalogues: readonly (readonly Saying[])[] = [planning, staffing];

let patterns: { pattern: RegExp; chinese: string }[] | null = null;

/**
 * A service's sentence for the reader: in English as it came, in Chinese translated with
 * its values in place, and as it came where no translation is known.
 */
export function said(sentence: string, lang: Lang): string {
  if (lang === 'en' || sentence === '') return sentence;
  patterns ??= catalogues.flat().map(([english, chinese]) => {
    return { pattern: patternOf(english), chinese };
  });
  for (const { pattern, chinese } of patterns) {
    const found = pattern.exec(sentence);
    if (!found) continue;
    return chinese.replace(/\{(\d+)(~?)\}/g, (_, place: string, whole: string) => {
      const value = found[Number(place)] ?? '';
      return whole === '~' ? said(value, lang) : (names[value] ?? value);
    });
  }
  return names[sentence] ?? sentence;
}

function patternOf(english: string): RegExp {
  const parts = english.split('{}').map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${parts.join('([^]*?)')}$`);
}
