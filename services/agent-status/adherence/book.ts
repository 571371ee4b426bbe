import type { NatsConnection } from '@nats-io/transport-node';
import type { AdherenceDecision } from '../../domain/agent/adherence/adherence-act.ts';
import {
  type AppealedMinutes,
  applyMinutesAct,
  type LoggedMinutesAct,
  nothingAppealed,
  withAppeals,
} from '../../domain/agent/adherence/appealed-minutes.ts';
import {
  applyAdherence,
  emptyAdherence,
  type SiteAdherence,
} from '../../domain/agent/adherence/site-adherence.ts';
import { DomainError } from '../../domain/domain-error.ts';
import type { Log } from '../../lib/log.ts';
import type { OfSite } from '../../lib/site-book.ts';
import { type Following, follow } from '../../lib/stream.ts';
import { streams, subjects } from '../../lib/subjects.ts';
import { decodeAppeal } from './appeal-wire.ts';
import { decodeAdherence } from './decision-wire.ts';

/**
 * What was decided about the adherence of every site: a fold of the log of decisions, and of the
 * appeals among those about scores.
 */
export interface AdherenceBook {
  /** With the appeals of its minutes among the contests. */
  of: (tenant: string, site: string) => SiteAdherence;
  appealsOf: (tenant: string, site: string) => AppealedMinutes;
  /** Where the command stands in the log; null when it is not (or no longer) known. */
  positionOf: (tenant: string, commandId: string) => number | null;
  apply: (at: { tenant: string; site: string; position: number }, it: AdherenceDecision) => void;
  applyAppeal: (at: { tenant: string; site: string }, it: LoggedMinutesAct) => void;
  /** Resolves once the fold has passed a position; answers then include it. */
  reached: (position: number) => Promise<void>;
  /** Of decisions about adherence nothing is known any more. */
  forget: (tenant: string) => void;
  /** Nor of appeals. */
  forgetAppeals: (tenant: string) => void;
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
  const appeals = new Map<string, Map<string, AppealedMinutes>>();
  const merged = new Map<string, SiteAdherence>();
  const keyOf = (tenant: string, site: string) => `${tenant} ${site}`;
  const appealsOf = (tenant: string, site: string) =>
    appeals.get(tenant)?.get(site) ?? nothingAppealed;
  let waiting: { position: number; resolve: () => void }[] = [];
  let passed = 0;
  return {
    of: (tenant, site) => {
      const known = merged.get(keyOf(tenant, site));
      if (known) return known;
      const own = shelves.get(tenant)?.sites.get(site) ?? emptyAdherence;
      const both = withAppeals(own, appealsOf(tenant, site));
      merged.set(keyOf(tenant, site), both);
      return both;
    },
    appealsOf,
    applyAppeal: ({ tenant, site }, logged) => {
      const sites = appeals.get(tenant) ?? new Map<string, AppealedMinutes>();
      sites.set(site, applyMinutesAct(appealsOf(tenant, site), logged));
      appeals.set(tenant, sites);
      merged.delete(keyOf(tenant, site));
    },
    positionOf: (tenant, commandId) => shelves.get(tenant)?.commands.get(commandId) ?? null,
    apply: ({ tenant, site, position }, decision) => {
      const shelf = shelves.get(tenant) ?? { sites: new Map(), commands: new Map() };
      shelves.set(tenant, shelf);
      const before = shelf.sites.get(site) ?? emptyAdherence;
      shelf.sites.set(site, applyAdherence(before, decision, position));
      merged.delete(keyOf(tenant, site));
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
    forget: (tenant) => {
      shelves.delete(tenant);
      merged.clear();
    },
    forgetAppeals: (tenant) => {
      appeals.delete(tenant);
      merged.clear();
    },
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

/** What is done when the log of scores tells of contested minutes. */
export interface HearAppeals {
  book: AdherenceBook;
  zoneOf: (tenant: string, site: string, atMs: number) => string;
  /** An appeal was decided. */
  ruled: (of: OfSite, appealId: string) => void;
  signal: AbortSignal;
  log: Log;
}

/** Every appeal of minutes into the book, from the first on: who decides them is with scores. */
export function followAppeals(
  nats: NatsConnection,
  { book, zoneOf, ruled, ...running }: HearAppeals,
): Following {
  const { name: stream } = streams.decisions;
  const source = { stream, subjects: subjects.scoresAll(), fromSequence: 1 };
  return follow(
    nats,
    source,
    (data, { sequence, subject }) => {
      const { tenant, site, author, atMs, act } = decodeAppeal(data);
      if (subjects.scores(tenant, site) !== subject) {
        throw new DomainError('invalid', `scores of "${tenant}" at "${site}" are on ${subject}`);
      }
      if (!act) return;
      const zone = zoneOf(tenant, site, atMs);
      book.applyAppeal({ tenant, site }, { author, atMs, position: sequence, zone, act });
      if (act.kind === 'decided') ruled({ tenant, site }, act.appealId);
    },
    running,
  );
}
