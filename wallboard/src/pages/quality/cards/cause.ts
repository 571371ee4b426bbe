/** Why a period was closed anew, in words: the service names what changed it, people write freely. */
import type { CardsWords } from './cards-words.ts';

/** What a cause names: an appeal or evaluation with its id, or words. */
export interface Cause {
  words: string;
  /** The step and the thing that tells more; null = none. */
  open: { step: 'appeals' | 'evaluate'; id: string } | null;
}

/** A cause as it is read. */
export function causeIn(cause: string, words: CardsWords): Cause {
  const [kind = '', id = ''] = cause.split(' ');
  switch (kind) {
    case 'appeal':
      return { words: words.causeAppeal, open: id ? { step: 'appeals', id } : null };
    case 'evaluation':
      return { words: words.causeEvaluation, open: id ? { step: 'evaluate', id } : null };
    case 'surveys':
      return { words: words.causeSurveys, open: null };
    case 'figures':
      return { words: words.causeFigures, open: null };
    case 'test':
      return { words: words.causeTest, open: null };
    case 'round':
      return { words: words.causeRound, open: null };
    case 'visit':
    case 'mystery':
      return { words: words.causeMystery, open: null };
    case 'facts':
      return { words: words.causeFacts, open: null };
    default:
      return { words: cause, open: null };
  }
}
