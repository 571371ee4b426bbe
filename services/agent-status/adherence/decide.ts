import { JetStreamApiError, jetstream, jetstreamManager } from '@nats-io/jetstream';
import type { NatsConnection } from '@nats-io/transport-node';
import type { AdherenceDecision } from '../../domain/agent/adherence/adherence-act.ts';
import { checkAdherenceAct } from '../../domain/agent/adherence/decide-adherence.ts';
import { DomainError } from '../../domain/domain-error.ts';
import { streams, subjects } from '../../lib/subjects.ts';
import type { AdherenceBook } from './book.ts';
import { encodeAdherence } from './decision-wire.ts';

/** A decision to be made about one site. */
export interface AdherenceCommand extends AdherenceDecision {
  tenant: string;
  site: string;
  oversees: boolean;
  zone: string;
}

/** Appends one decision and answers with its position in the log. */
export type DecideAdherence = (command: AdherenceCommand) => Promise<number>;

/** The log is read and the decision made anew at most so often. */
const maxAttempts = 5;
/** JetStream's code for "the subject's last sequence is another one". */
const wrongLastSequence = 10_071;

/** Decides on what stands, and appends only if nothing was decided about the site meanwhile. */
export function adherenceDecider(nats: NatsConnection, book: AdherenceBook): DecideAdherence {
  return async (command) => {
    const { tenant, site, commandId, act, author, oversees, atMs, zone } = command;
    for (let attempt = 1; attempt <= maxAttempts; attempt += 1) {
      const known = book.positionOf(tenant, commandId);
      if (known !== null) return known;
      const state = book.of(tenant, site);
      checkAdherenceAct(state, act, { author, oversees, nowMs: atMs, zone });
      const position = await append(nats, command, state.position);
      if (position !== null) {
        await book.reached(position);
        return position;
      }
      await readOn(nats, book, { tenant, site });
    }
    throw new DomainError('conflict', `adherence of "${site}" changes too fast: try again`);
  };
}

/** Deletes every decision about a tenant's adherence; answers with how many there were. */
export async function eraseAdherence(nats: NatsConnection, tenant: string): Promise<number> {
  const manager = await jetstreamManager(nats);
  const filter = subjects.adherencesOfTenant(tenant);
  return (await manager.streams.purge(streams.decisions.name, { filter })).purged;
}

/** The position, or null when another decision came between. */
async function append(
  nats: NatsConnection,
  command: AdherenceCommand,
  lastSubjectSequence: number,
): Promise<number | null> {
  const { tenant, site, commandId } = command;
  try {
    const subject = subjects.adherence(tenant, site);
    const acknowledged = await jetstream(nats).publish(subject, encodeAdherence(command), {
      msgID: `${tenant} ${commandId}`,
      expect: { lastSubjectSequence },
    });
    return acknowledged.seq;
  } catch (error) {
    if (error instanceof JetStreamApiError && error.code === wrongLastSequence) return null;
    throw new DomainError('unavailable', `the log of decisions did not answer: ${String(error)}`);
  }
}

async function readOn(
  nats: NatsConnection,
  book: AdherenceBook,
  { tenant, site }: { tenant: string; site: string },
): Promise<void> {
  const manager = await jetstreamManager(nats);
  const last = await manager.streams.getMessage(streams.decisions.name, {
    last_by_subj: subjects.adherence(tenant, site),
  });
  if (last) await book.reached(last.seq);
  else book.forget(tenant);
}
