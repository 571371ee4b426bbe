/** Why a period was closed anew, in words: the service names what changed it, people write freely. */
import type { CardsWords } from './cards-words.ts';

/** What a cause names: in words, and where it can be looked at. */
export interface Cause {
  words: string;
  /** The step and the thing that tells more; null = none. */
  open: { step: 'appeals' | 'evaluate'; id: string } | null;
}

const parted = '; ';

/** Causes as they are read, in the order told; the same kind of one sort is told once with its count. */
export function causesIn(cause: string, words: CardsWords): Cause[] {
  const found = new Map<string, { cause: Cause; count: number }>();
  for (const one of cause.split(parted).filter(Boolean)) {
    const read = causeOf(one, words);
    const known = found.get(read.words);
    if (known) known.count += 1;
    else found.set(read.words, { cause: read, count: 1 });
  }
  return [...found.values()].map(({ cause: one, count }) =>
    count === 1 ? one : { words: `${one.words} × ${count}`, open: null },
  );
}

/** All causes in one line. */
export function causeWords(cause: string, words: CardsWords): string {
  return causesIn(cause, words)
    .map((one) => one.words)
    .join(', ');
}

function causeOf(cause: string, words: CardsWords): Cause {
  const [kind = '', id = '', more] = cause.split(' ');
  if (more !== undefined || id === '') return { words: cause, open: null };
  switch (kind) {
    case 'appeal':
      return { words: words.causes.appeal, open: { step: 'appeals', id } };
    case 'evaluation':
      return { words: words.causes.evaluation, open: { step: 'evaluate', id } };
    case 'surveys':
      return { words: words.causes.surveys(id), open: null };
    case 'test':
      return { words: words.causes.test, open: null };
    case 'visit':
      return { words: words.causes.visit, open: null };
    case 'figures':
      return { words: words.causes.figures(id), open: null };
    case 'adherence':
      return { words: words.causes.adherence(id), open: null };
    case 'more':
      return { words: words.causes.more(id), open: null };
    default:
      return { words: cause, open: null };
  }
}
