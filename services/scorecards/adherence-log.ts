import type { NatsConnection } from '@nats-io/transport-node';
import { AdherenceDecided } from '../../proto/gen/floorcast/agent/v1/adherence_decision.ts';
import { DomainError } from '../domain/domain-error.ts';
import type { Log } from '../lib/log.ts';
import type { OfSite } from '../lib/site-book.ts';
import { type Following, follow } from '../lib/stream.ts';
import { streams, subjects } from '../lib/subjects.ts';

/** The last count of anybody's adherence on a day. */
export interface DayCount {
  /** Of its decision in the log. */
  position: number;
  atMs: number;
}

/** What scores hear of adherence: when days were counted, and who marked whose minutes. */
export interface AdherenceLog {
  /** By local day. */
  countsOf: (of: OfSite) => ReadonlyMap<string, DayCount>;
  /** Who last marked some of a person's minutes; empty = nobody. */
  markedBy: (of: OfSite, person: string, span: { fromMs: number; toMs: number }) => string;
  apply: (of: OfSite, heard: HeardAdherence) => void;
  forget: (tenant: string) => void;
}

/** One decision about adherence, as far as scores look at it. */
export interface HeardAdherence extends DayCount {
  author: string;
  what: Heard | null;
}

type Heard =
  | { kind: 'counted'; day: string }
  | { kind: 'marked'; markId: string; people: readonly string[]; fromMs: number; toMs: number }
  | { kind: 'unmarked'; markId: string };

type Mark = Extract<Heard, { kind: 'marked' }> & { author: string };

interface Shelf {
  counts: Map<string, DayCount>;
  marks: Map<string, Mark>;
}

/** Days and marks remembered of a site, the newest. */
const maxDays = 800;
const maxMarks = 20_000;

/** An empty log. It is written by the follower alone. */
export function openAdherenceLog(): AdherenceLog {
  const shelves = new Map<string, Map<string, Shelf>>();
  const shelfOf = ({ tenant, site }: OfSite) => shelves.get(tenant)?.get(site);
  return {
    countsOf: (of) => shelfOf(of)?.counts ?? new Map(),
    markedBy: (of, person, { fromMs, toMs }) => {
      const marks = [...(shelfOf(of)?.marks.values() ?? [])];
      const found = marks.findLast(
        (one) => one.people.includes(person) && one.fromMs < toMs && one.toMs > fromMs,
      );
      return found?.author ?? '';
    },
    apply: ({ tenant, site }, { what, author, ...count }) => {
      const sites = shelves.get(tenant) ?? new Map<string, Shelf>();
      const shelf = sites.get(site) ?? { counts: new Map(), marks: new Map() };
      shelves.set(tenant, sites.set(site, shelf));
      if (what?.kind === 'counted') keep(shelf.counts, what.day, count, maxDays);
      if (what?.kind === 'marked') keep(shelf.marks, what.markId, { ...what, author }, maxMarks);
      if (what?.kind === 'unmarked') shelf.marks.delete(what.markId);
    },
    forget: (tenant) => void shelves.delete(tenant),
  };
}

/** The last said stands last; the oldest go. */
function keep<V>(map: Map<string, V>, key: string, value: V, most: number): void {
  map.delete(key);
  map.set(key, value);
  for (const oldest of map.keys()) {
    if (map.size <= most) break;
    map.delete(oldest);
  }
}

/** Every decision about adherence into the log, from the first on. */
export function followAdherence(
  nats: NatsConnection,
  {
    heard,
    changed,
    ...running
  }: { heard: AdherenceLog; changed: (of: OfSite) => void; signal: AbortSignal; log: Log },
): Following {
  const source = {
    stream: streams.decisions.name,
    subjects: subjects.adherences(),
    fromSequence: 1,
  };
  return follow(
    nats,
    source,
    (data, { sequence: position, subject }) => {
      const { tenant, site, author, decidedAt, act } = read(data);
      if (subjects.adherence(tenant, site) !== subject) {
        throw new DomainError('invalid', `adherence of "${tenant}" at "${site}" is on ${subject}`);
      }
      const what = heardOf(act?.what);
      if (!what) return;
      const of = { tenant, site };
      heard.apply(of, { position, atMs: decidedAt?.getTime() ?? 0, author, what });
      if (what.kind === 'counted') changed(of);
    },
    running,
  );
}

function read(bytes: Uint8Array): AdherenceDecided {
  try {
    return AdherenceDecided.decode(bytes);
  } catch (error) {
    throw new DomainError('invalid', `not a decision of adherence: ${(error as Error).message}`);
  }
}

function heardOf(what: NonNullable<AdherenceDecided['act']>['what']): Heard | null {
  switch (what?.$case) {
    case 'dayCounted':
      return { kind: 'counted', day: what.value.day };
    case 'markSet': {
      const { markId, people, from, to } = what.value;
      const span = { fromMs: from?.getTime() ?? 0, toMs: to?.getTime() ?? 0 };
      return { kind: 'marked', markId, people, ...span };
    }
    case 'markRemoved':
      return { kind: 'unmarked', markId: what.value.markId };
    default:
      return null;
  }
}
