import type { NatsConnection } from '@nats-io/transport-node';
import { DomainError } from '../domain/domain-error.ts';
import type { PlanningDecision } from '../domain/planning/planning-decision.ts';
import { checkDecision } from '../domain/planning/refusals.ts';
import { appendDecision, lastDecision } from '../lib/decision-log.ts';
import { subjects } from '../lib/subjects.ts';
import type { Book } from './book.ts';
import { decodePlanning, encodePlanning } from './decision-wire.ts';

/** A decision to be made about one site. */
export interface Command extends PlanningDecision {
  tenant: string;
  site: string;
  /** What its maker had seen of the thing; null = whatever stands. */
  seenPosition?: number | null;
}

/** Appends one decision and answers with its position in the log. */
export type Decide = (command: Command) => Promise<number>;

/** The log is read and the decision made anew at most so often. */
const maxAttempts = 5;

/**
 * Decides on what the site's plan says, and appends only if nothing was decided
 * about the site meanwhile. Overtaken, it reads on and decides anew: two planners
 * cannot both win, and the one who lost is told who did.
 */
export function decider(nats: NatsConnection, book: Book): Decide {
  return async (command) => {
    const { tenant, site, commandId, what, seenPosition = null } = command;
    const of = { subject: subjects.planning(tenant, site), tenant, commandId };
    for (let attempt = 1; attempt <= maxAttempts; attempt += 1) {
      const known = book.positionOf(tenant, commandId);
      if (known !== null) return known;
      const plan = book.planOf(tenant, site);
      checkDecision(plan, what, seenPosition);
      const decision = { ...of, bytes: encodePlanning(command), lastSequence: plan.position };
      const position = await appendDecision(nats, decision);
      if (position !== null) {
        await book.reached(position);
        return position;
      }
      await readOn(nats, book, { tenant, site });
    }
    throw new DomainError('conflict', `planning of "${site}" changes too fast: try again`);
  };
}

async function readOn(
  nats: NatsConnection,
  book: Book,
  { tenant, site }: { tenant: string; site: string },
): Promise<void> {
  const last = await lastDecision(nats, subjects.planning(tenant, site));
  if (!last) return book.forget(tenant);
  // Only to be sure that it can be read; the follower folds it in.
  decodePlanning(last.data);
  await book.reached(last.position);
}
