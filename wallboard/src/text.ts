/** Every word on the walls, in both languages. A message missing in one does not compile. */
import { en } from './text-en.ts';
import { zh } from './text-zh.ts';

/** Languages of the screens. */
export type Lang = 'en' | 'zh';

/** The messages of one language. */
export type Text = typeof en;

/** The BCP 47 tag for the page's `lang`. */
export const tagOf: Record<Lang, string> = { en: 'en', zh: 'zh-CN' };

/** The messages of a language. */
export function textIn(lang: Lang): Text {
  return lang === 'zh' ? zh : en;
}

/** The language a browser asks for. */
export function langOf(tag: string): Lang {
  return tag.toLowerCase().startsWith('zh') ? 'zh' : 'en';
}
