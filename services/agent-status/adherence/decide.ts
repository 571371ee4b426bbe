import type { NatsConnection } from '@nats-io/transport-node';
import type { AdherenceDecision } from '../../domain/agent/adherence/adherence-act.ts';
import { checkAdherenceAct } from '../../domain/agent/adherence/decide-adherence.ts';
import { DomainError } from '../../domain/domain-error.ts';
import { appendDecision, eraseDecisions, lastDecision } from '../../lib/decision-log.ts';
import { subjects } from '../../lib/subjects.ts';
import type { AdherenceBook } from './book.ts';
import { encodeAdherence } from './decision-wire.ts';

/** A decision to be made about one site. */
export interface AdherenceCommand extends AdherenceDecision {
  tenant: string;
  site: string;
  oversees: boolean;
}

/** Appends one decision and answers with its position in the log. */
export type DecideAdherence = (command: AdherenceCommand) => Promise<number>;

/** The log is read and the decision made anew at most so often. */
const maxAttempts = 5;

/** Decides on what stands, and appends only if nothing was decided about the site meanwhile. */
export function adherenceDecider(nats: NatsConnection, book: AdherenceBook): DecideAdherence {
  return async (command) => {
    const { tenant, site, commandId, act, author, oversees, atMs } = command;
    const of = { subject: subjects.adherence(tenant, site), tenant, commandId };
    for (let attempt = 1; attempt <= maxAttempts; attempt += 1) {
      const known = book.positionOf(tenant, commandId);
      if (known !== null) return known;
      const state = book.of(tenant, site);
      checkAdherenceAct(state, act, { author, oversees, nowMs: atMs });
      const bytes = encodeAdherence(command);
      const decision = { ...of, bytes, lastSequence: state.position };
      const position = await appendDecision(nats, decision);
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
  return await eraseDecisions(nats, subjects.adherencesOfTenant(tenant));
}

async function readOn(
  nats: NatsConnection,
  book: AdherenceBook,
  { tenant, site }: { tenant: string; site: string },
): Promise<void> {
  const last = await lastDecision(nats, subjects.adherence(tenant, site));
  if (last) await book.reached(last.position);
  else book.forget(tenant);
}
