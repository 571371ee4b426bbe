/** Words of team cards, in both languages. */
import type { Lang } from '../../../text.ts';
import { type CardsWords, en } from './cards-words-en.ts';
import { zh } from './cards-words-zh.ts';

export type { CardsWords };

/** The words of a language. */
export function cardsWords(lang: Lang): CardsWords {
  return lang === 'zh' ? zh : en;
}
