/** Words of coaching, in both languages. */
import type { Lang } from '../../../text.ts';
import { en, type NotesWords } from './notes-words-en.ts';
import { zh } from './notes-words-zh.ts';

export type { NotesWords };

/** The words of a language. */
export function notesWords(lang: Lang): NotesWords {
  return lang === 'zh' ? zh : en;
}
