/** Words of the ladder, in both languages. */
import type { Lang } from '../../../text.ts';
import { en, type LadderWords } from './ladder-words-en.ts';
import { zh } from './ladder-words-zh.ts';

export type { LadderWords };

/** The words of a language. */
export function ladderWords(lang: Lang): LadderWords {
  return lang === 'zh' ? zh : en;
}
