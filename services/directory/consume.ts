import type { NatsConnection } from '@nats-io/transport-node';
import { DomainError } from '../domain/domain-error.ts';
import type { Log } from '../lib/log.ts';
import { decodeDecision } from '../lib/settings-wire.ts';
import { type Following, follow } from '../lib/stream.ts';
import { streams, subjects, tenantOf } from '../lib/subjects.ts';
import type { Book } from './book.ts';

/** Every decision about a setting into the book, from the first on. */
export function followDecisions(
  nats: NatsConnection,
  book: Book,
  running: { signal: AbortSignal; log: Log },
): Following {
  const source = {
    stream: streams.decisions.name,
    subjects: subjects.settings(),
    fromSequence: 1,
  };
  return follow(
    nats,
    source,
    (data, { sequence, subject }) => {
      const { tenant, setting, commandId, author, decidedAtMs } = decodeDecision(data);
      if (tenant !== tenantOf(subject)) {
        throw new DomainError('invalid', `a decision of "${tenant}" stands under ${subject}`);
      }
      book.apply(tenant, setting, { position: sequence, commandId, author, atMs: decidedAtMs });
    },
    running,
  );
}
