import type { NatsConnection } from '@nats-io/transport-node';
import { DomainError } from '../domain/domain-error.ts';
import { contentsToApply } from '../domain/schedule/acts/apply-act.ts';
import type { ScheduleAct } from '../domain/schedule/schedule-act.ts';
import type { Log } from '../lib/log.ts';
import { pause } from '../lib/pause.ts';
import { type Following, follow } from '../lib/stream.ts';
import { streams, subjects } from '../lib/subjects.ts';
import { decodeAct } from './act-wire.ts';
import type { Book } from './book.ts';
import type { Changes } from './changes.ts';
import type { HeldContents, RosterStore } from './store.ts';

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
  const { book, changes, signal, log } = deps;
  const source = {
    stream: streams.decisions.name,
    subjects: subjects.schedules(),
    fromSequence: 1,
  };
  return follow(
    nats,
    source,
    async (data, { sequence, subject }) => {
      const { tenant, site, ...decided } = decodeAct(data);
      if (subjects.schedule(tenant, site) !== subject) {
        throw new DomainError('invalid', `a schedule of "${tenant}" at "${site}" is on ${subject}`);
      }
      const act = { ...decided, position: sequence };
      const contents = await patiently(deps, tenant, act.act);
      const { before, after } = book.apply({ tenant, site }, act, contents);
      changes.told({ tenant, site }, act, { before, after });
    },
    { signal, log },
  );
}

const tries = 40;
const betweenMs = 500;

/** A store that is away for a moment must not lose a publication: it is asked again. */
async function patiently(
  { store, signal, log }: FollowDeps,
  tenant: string,
  act: ScheduleAct,
): Promise<HeldContents> {
  for (let left = tries; ; left -= 1) {
    try {
      return await store.contents(tenant, contentsToApply(act));
    } catch (error) {
      if (signal.aborted || left === 0) throw error;
      log.warn({ act: act.kind, why: String(error) }, 'contents are asked for again');
      await pause(betweenMs, signal);
    }
  }
}
