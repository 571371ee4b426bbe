import type { NatsConnection } from '@nats-io/transport-node';
import type { Log } from '../lib/log.ts';
import type { OfSite } from '../lib/site-book.ts';
import { followActs } from '../lib/site-following.ts';
import type { Following } from '../lib/stream.ts';
import { subjects } from '../lib/subjects.ts';
import { decodeAct } from './act-wire.ts';
import type { Book } from './book.ts';

/** What following works on. */
export interface FollowDeps {
  book: Book;
  /** Hears of each act once it is folded in, also while catching up. */
  changed: (of: OfSite) => void;
  signal: AbortSignal;
  log: Log;
}

/** Every decision about scores into the book, from the first on. */
export function followScores(nats: NatsConnection, deps: FollowDeps): Following {
  const { book, changed, signal, log } = deps;
  return followActs(nats, {
    subjects: subjects.scoresAll(),
    subjectOf: ({ tenant, site }) => subjects.scores(tenant, site),
    decode: decodeAct,
    contentsOf: async () => null,
    apply: (of, act, contents) => {
      book.apply(of, act, contents);
      changed(of);
    },
    signal,
    log,
  });
}
