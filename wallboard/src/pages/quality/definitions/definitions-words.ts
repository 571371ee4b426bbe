/** Words of scorecard definitions, in both languages. */
import type { Lang } from '../../../text.ts';
import { type DefinitionsWords, en } from './definitions-words-en.ts';
import { zh } from './definitions-words-zh.ts';

export type { DefinitionsWords };

/** The words of a language. */
export function definitionsWords(lang: Lang): DefinitionsWords {
  return lang === 'zh' ? zh : en;
}
