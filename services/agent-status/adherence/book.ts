import type { NatsConnection } from '@nats-io/transport-node';
import type { AdherenceDecision } from '../../domain/agent/adherence/adherence-act.ts';
import {
  applyAdherence,
  emptyAdherence,
  type SiteAdherence,
} from '../../domain/agent/adherence/site-adherence.ts';
import { DomainError } from '../../domain/domain-error.ts';
import type { Log } from '../../lib/log.ts';
import { type Following, follow } from '../../lib/stream.ts';
import { streams, subjects } from '../../lib/subjects.ts';
import { decodeAdherence } from './decision-wire.ts';

/** What was decided about the adherence of every site: a fold of the log of decisions. */
export interface AdherenceBook {
  of: (tenant: string, site: string) => SiteAdherence;
  /** Where the command stands in the log; null when it is not (or no longer) known. */
  positionOf: (tenant: string, commandId: string) => number | null;
  apply: (at: { tenant: string; site: string; position: number }, it: AdherenceDecision) => void;
  /** Resolves once the fold has passed a position; answers then include it. */
  reached: (position: number) => Promise<void>;
  forget: (tenant: string) => void;
}

/** So many command ids are remembered per tenant; a repeat comes within minutes. */
const maxCommands = 20_000;

interface Shelf {
  sites: Map<string, SiteAdherence>;
  commands: Map<string, number>;
}

/** An empty book. It is written by the follower of the log alone. */
export function openAdherenceBook(): AdherenceBook {
  const shelves = new Map<string, Shelf>();
  let waiting: { position: number; resolve: () => void }[] = [];
  let passed = 0;
  return {
    of: (tenant, site) => shelves.get(tenant)?.sites.get(site) ?? emptyAdherence,
    positionOf: (tenant, commandId) => shelves.get(tenant)?.commands.get(commandId) ?? null,
    apply: ({ tenant, site, position }, decision) => {
      const shelf = shelves.get(tenant) ?? { sites: new Map(), commands: new Map() };
      shelves.set(tenant, shelf);
      const before = shelf.sites.get(site) ?? emptyAdherence;
      shelf.sites.set(site, applyAdherence(before, decision, position));
      shelf.commands.set(decision.commandId, position);
      for (const oldest of shelf.commands.keys()) {
        if (shelf.commands.size <= maxCommands) break;
        shelf.commands.delete(oldest);
      }
      passed = Math.max(passed, position);
      for (const one of waiting) if (one.position <= passed) one.resolve();
      waiting = waiting.filter((one) => one.position > passed);
    },
    reached: (position) =>
      position <= passed
        ? Promise.resolve()
        : new Promise((resolve) => waiting.push({ position, resolve })),
    forget: (tenant) => void shelves.delete(tenant),
  };
}

/** Every decision about adherence into the book, from the first on. */
export function followAdherence(
  nats: NatsConnection,
  book: AdherenceBook,
  running: { signal: AbortSignal; log: Log },
): Following {
  const { name: stream } = streams.decisions;
  const source = { stream, subjects: subjects.adherences(), fromSequence: 1 };
  return follow(
    nats,
    source,
    (data, { sequence, subject }) => {
      const { tenant, site, decision } = decodeAdherence(data);
      if (subjects.adherence(tenant, site) !== subject) {
        throw new DomainError('invalid', `adherence of "${tenant}" at "${site}" is on ${subject}`);
      }
      book.apply({ tenant, site, position: sequence }, decision);
    },
    running,
  );
}
