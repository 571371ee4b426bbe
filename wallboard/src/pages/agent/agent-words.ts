/** Words of the agent's pages, in both languages. */
import type { Lang } from '../../text.ts';
import { type AgentWords, en } from './agent-words-en.ts';
import { zh } from './agent-words-zh.ts';

/** The words of a language. */
export function agentWords(lang: Lang): AgentWords {
  return lang === 'zh' ? zh : en;
}
