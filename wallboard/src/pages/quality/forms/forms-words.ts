/** Words of building forms, by language. */
import type { Lang } from '../../../text.ts';
import { type FormsWords, formsEn } from './forms-words-en.ts';
import { formsZh } from './forms-words-zh.ts';

/** The words of a language. */
export function formsWords(lang: Lang): FormsWords {
  return lang === 'zh' ? formsZh : formsEn;
}
