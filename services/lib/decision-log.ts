import { JetStreamApiError, jetstream, jetstreamManager } from '@nats-io/jetstream';
import type { NatsConnection } from '@nats-io/transport-node';
import { DomainError } from '../domain/domain-error.ts';
import { streams } from './subjects.ts';

/** A decision as it stands in the log. */
export interface LoggedDecision {
  data: Uint8Array;
  /** Its position. */
  position: number;
}

/** A decision before it stands in the log. */
export interface NewDecision {
  subject: string;
  bytes: Uint8Array;
  tenant: string;
  /** A repeat of it within the log's memory is not written twice. */
  commandId: string;
  /** Position of the subject's last decision that was decided upon; 0 = there was none. */
  lastSequence: number;
}

/** JetStream's code for "the subject's last sequence is another one". */
const wrongLastSequence = 10_071;

/**
 * Appends a decision, if it was made upon the last one of its subject.
 *
 * @returns its position, or null when another decision came between.
 * @throws DomainError `unavailable` when the log does not answer.
 */
export async function appendDecision(
  nats: NatsConnection,
  { subject, bytes, tenant, commandId, lastSequence }: NewDecision,
): Promise<number | null> {
  try {
    const acknowledged = await jetstream(nats).publish(subject, bytes, {
      msgID: `${tenant} ${commandId}`,
      expect: { lastSubjectSequence: lastSequence },
    });
    return acknowledged.seq;
  } catch (error) {
    if (error instanceof JetStreamApiError && error.code === wrongLastSequence) return null;
    throw new DomainError('unavailable', `the log of decisions did not answer: ${String(error)}`);
  }
}

/** The last decision of a subject; null = there is none. */
export async function lastDecision(
  nats: NatsConnection,
  subject: string,
): Promise<LoggedDecision | null> {
  const manager = await jetstreamManager(nats);
  const name = streams.decisions.name;
  const message = await manager.streams.getMessage(name, { last_by_subj: subject });
  return message && { data: message.data, position: message.seq };
}

/** Deletes every decision on the subjects that fit; answers with how many there were. */
export async function eraseDecisions(nats: NatsConnection, filter: string): Promise<number> {
  const manager = await jetstreamManager(nats);
  return (await manager.streams.purge(streams.decisions.name, { filter })).purged;
}
