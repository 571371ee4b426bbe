import type { NatsConnection } from '@nats-io/transport-node';
import { DomainError } from '../domain/domain-error.ts';
import type { Log } from '../lib/log.ts';
import { type Following, follow } from '../lib/stream.ts';
import { streams, subjects } from '../lib/subjects.ts';
import type { Book } from './book.ts';
import { decodePlanning } from './decision-wire.ts';

/** Every decision about planning into the book, from the first on. */
export function followPlanning(
  nats: NatsConnection,
  book: Book,
  running: { signal: AbortSignal; log: Log },
): Following {
  const source = {
    stream: streams.decisions.name,
    subjects: subjects.plannings(),
    fromSequence: 1,
  };
  return follow(
    nats,
    source,
    (data, { sequence, subject }) => {
      const { tenant, site, decision } = decodePlanning(data);
      if (subjects.planning(tenant, site) !== subject) {
        throw new DomainError('invalid', `planning of "${tenant}" at "${site}" is on ${subject}`);
      }
      book.apply({ tenant, site, position: sequence }, decision);
    },
    running,
  );
}
