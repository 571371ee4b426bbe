/** Words of the agent's pages, in both languages. */
import type { Lang } from '../../text.ts';
import { en } from './agent-words-en.ts';
import { zh } from './agent-words-zh.ts';

/** Words of one language. */
export type AgentWords = typeof en;

/** The words of a language. */
export function agentWords(lang: Lang): AgentWords {
  return lang === 'zh' ? zh : en;
}
