import type { NatsConnection } from '@nats-io/transport-node';
import { contentsToApply } from '../domain/schedule/acts/apply-act.ts';
import type { Log } from '../lib/log.ts';
import { followActs } from '../lib/site-following.ts';
import type { Following } from '../lib/stream.ts';
import { subjects } from '../lib/subjects.ts';
import { decodeAct } from './act-wire.ts';
import type { Book, OfSite } from './book.ts';
import type { Changes } from './changes.ts';
import type { RosterStore } from './store.ts';

/** What following works on. */
export interface FollowDeps {
  book: Book;
  store: RosterStore;
  changes: Changes;
  signal: AbortSignal;
  log: Log;
}

/** Every decision about schedules into the book, from the first on; contents are fetched first. */
export function followSchedules(nats: NatsConnection, deps: FollowDeps): Following {
  const { book, store, changes, signal, log } = deps;
  return followActs(nats, {
    subjects: subjects.schedules(),
    subjectOf: ({ tenant, site }: OfSite) => subjects.schedule(tenant, site),
    decode: decodeAct,
    contentsOf: (tenant, act) => store.contents(tenant, contentsToApply(act)),
    apply: (of, act, contents) => changes.told(of, act, book.apply(of, act, contents)),
    signal,
    log,
  });
}
