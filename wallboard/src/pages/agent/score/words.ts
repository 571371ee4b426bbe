/** Words of the own scores, in both languages. */
import type { Lang } from '../../../text.ts';
import { type ActWords, en as actEn } from './act-words-en.ts';
import { zh as actZh } from './act-words-zh.ts';
import { en, type ScoreWords } from './score-words-en.ts';
import { zh } from './score-words-zh.ts';

/** All words of the own scores. */
export type OwnWords = ScoreWords & { act: ActWords };

const words: Record<Lang, OwnWords> = {
  en: { ...en, act: actEn },
  zh: { ...zh, act: actZh },
};

/** The words of a language. */
export function ownWords(lang: Lang): OwnWords {
  return words[lang];
}
