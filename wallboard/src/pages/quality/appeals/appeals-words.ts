/** Words of the appeals desk, in both languages. */
import type { Lang } from '../../../text.ts';
import { type AppealsWords, en } from './appeals-words-en.ts';
import { zh } from './appeals-words-zh.ts';

export type { AppealsWords };

/** The words of a language. */
export function appealsWords(lang: Lang): AppealsWords {
  return lang === 'zh' ? zh : en;
}
