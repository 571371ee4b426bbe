import type { Fact } from '../domain/fact.ts';
import type { ContactFact } from '../domain/queue/contact-fact.ts';
import {
  advanceQueues,
  applyContactFact,
  bucketStart,
  emptyQueues,
  type QueuesState,
  recountLegs,
  type Touched,
} from '../domain/queue/queue-state.ts';
import type { Settings } from '../domain/settings/settings.ts';
import { type BucketOut, bucketOut, type LegOut } from './contact-rows.ts';
import type { StoredMessage } from './intake.ts';
import { type AllMarks, bucketMs, mark } from './marks.ts';

/** Everything the archive knows beside its tables; a snapshot holds it. */
export interface Folds {
  /** Last sequence of FACTS folded in. */
  facts: number;
  /** Last sequence of BACKFILL looked at. */
  backfill: number;
  /** The queues' fold of the log of now, by tenant. */
  queues: Map<string, QueuesState>;
  /** Time of each site, by "tenant/site". */
  sites: Map<string, SiteTime>;
  /** What must be made anew from raw facts. */
  marks: AllMarks;
  /** "tenant/site/start" of young buckets whose figures come from raw facts, not from the fold. */
  restated: Set<string>;
  /** Rows that changed and are not yet written. */
  legsOut: Map<string, LegOut>;
  bucketsOut: Map<string, BucketOut>;
}

/** How far time has come at one site. */
export interface SiteTime {
  /** Newest instant told in the log of now. */
  clockMs: number;
  /** Agent intervals before this are written. */
  agentsUntilMs: number;
  /** Newest instant of history read in; null = none was. */
  frontMs: number | null;
}

/** An agent's five minutes are final when so much more time is proven. */
const settleMs = 360_000;
/** The fold keeps buckets so long; what was restated and is older no longer meets it. */
const restatedKeptMs = 50 * 3_600_000;
const dayMs = 24 * 3_600_000;

/** Nothing folded. */
export function emptyFolds(): Folds {
  return {
    facts: 0,
    backfill: 0,
    queues: new Map(),
    sites: new Map(),
    marks: new Map(),
    restated: new Set(),
    legsOut: new Map(),
    bucketsOut: new Map(),
  };
}

interface When {
  settingsOf: (tenant: string) => Settings;
  nowMs: number;
}

/** Facts of the log of now: into the queues' fold, or marked where they come too late for it. */
export function foldFacts(folds: Folds, messages: readonly StoredMessage[], when: When): void {
  for (const { sequence, tenant, facts } of messages) {
    if (sequence <= folds.facts) continue;
    const settings = when.settingsOf(tenant);
    const state = folds.queues.get(tenant) ?? emptyQueues();
    folds.queues.set(tenant, state);
    const clocks = new Map<string, number>();
    for (const fact of facts) {
      const { source, atMs } = fact;
      clocks.set(source, Math.max(clocks.get(source) ?? atMs, atMs));
      tellTime(folds, tenant, fact, when.nowMs);
      if (fact.about !== 'contact') continue;
      const { tooLate } = state;
      const touched = applyContactFact(state, fact, settings);
      if (touched) collect(folds, { tenant, state, touched });
      if (state.tooLate > tooLate) markContact(folds, tenant, fact, when.nowMs);
    }
    for (const [source, atMs] of clocks) {
      for (const touched of advanceQueues(state, atMs, settings, source)) {
        collect(folds, { tenant, state, touched });
      }
    }
    folds.facts = sequence;
  }
}

/** Facts of history: everything they concern is made from raw facts. */
export function foldBackfill(folds: Folds, messages: readonly StoredMessage[], when: When): void {
  for (const { sequence, tenant, facts } of messages) {
    if (sequence <= folds.backfill) continue;
    for (const fact of facts) {
      if (fact.about === 'contact') markContact(folds, tenant, fact, when.nowMs);
      if (fact.about === 'source') continue;
      const time = siteTime(folds, tenant, fact);
      const fromMs = Math.min(time.frontMs ?? fact.atMs, fact.atMs);
      // Agents without a fact of their own meanwhile stayed as they were.
      const sinceMs = Math.max(fromMs, fact.atMs - dayMs);
      time.frontMs = Math.max(time.frontMs ?? fact.atMs, fact.atMs);
      const what = { tenant, site: fact.site, what: 'agents' } as const;
      mark(folds.marks, what, { fromMs: sinceMs, toMs: fact.atMs, nowMs: when.nowMs });
    }
    folds.backfill = sequence;
  }
}

/** New settings count for every leg still kept, and for the past they reach back to. */
export function foldSettings(
  folds: Folds,
  { tenant, settings }: { tenant: string; settings: Settings },
): void {
  const state = folds.queues.get(tenant);
  if (!state) return;
  for (const touched of recountLegs(state, settings)) collect(folds, { tenant, state, touched });
}

/** Marks the agents' buckets that have become final, and forgets what no fold holds any more. */
export function settleAgents(folds: Folds, nowMs: number): void {
  for (const [key, time] of folds.sites) {
    const untilMs = bucketStart(time.clockMs - settleMs);
    if (!Number.isFinite(untilMs) || untilMs <= time.agentsUntilMs) continue;
    const slash = key.indexOf('/');
    const of = { tenant: key.slice(0, slash), site: key.slice(slash + 1), what: 'agents' } as const;
    const fromMs = Math.max(time.agentsUntilMs, untilMs - dayMs);
    mark(folds.marks, of, { fromMs, toMs: untilMs - bucketMs, nowMs: nowMs - dayMs });
    time.agentsUntilMs = untilMs;
  }
  for (const key of folds.restated) {
    const startMs = Number(key.slice(key.lastIndexOf('/') + 1));
    if (startMs < nowMs - restatedKeptMs) folds.restated.delete(key);
  }
}

/** Forgets a tenant whose data are erased. */
export function forgetTenant(folds: Folds, tenant: string): void {
  folds.queues.delete(tenant);
  for (const map of [folds.sites, folds.marks, folds.restated, folds.legsOut, folds.bucketsOut]) {
    for (const key of map.keys()) if (key.startsWith(`${tenant}/`)) map.delete(key);
  }
}

function siteTime(folds: Folds, tenant: string, { site, atMs }: Fact): SiteTime {
  const key = `${tenant}/${site}`;
  let time = folds.sites.get(key);
  if (!time) {
    time = { clockMs: Number.NEGATIVE_INFINITY, agentsUntilMs: bucketStart(atMs), frontMs: null };
    folds.sites.set(key, time);
  }
  return time;
}

/** The site's clock goes on; what comes behind the agents' settled time is made anew. */
function tellTime(folds: Folds, tenant: string, fact: Fact, nowMs: number): void {
  const time = siteTime(folds, tenant, fact);
  if (time.clockMs === Number.NEGATIVE_INFINITY) time.agentsUntilMs = bucketStart(fact.atMs);
  time.clockMs = Math.max(time.clockMs, fact.atMs);
  if (fact.about === 'source' || fact.atMs >= time.agentsUntilMs) return;
  const of = { tenant, site: fact.site, what: 'agents' } as const;
  // A contact's end changes what was shown since its offer; an agent's word holds until his next.
  const fromMs = fact.about === 'contact' ? Math.min(fact.offeredAtMs, fact.atMs) : fact.atMs;
  const toMs = fact.about === 'contact' ? fact.atMs + bucketMs : time.agentsUntilMs - bucketMs;
  mark(folds.marks, of, { fromMs, toMs: Math.min(toMs, fromMs + dayMs), nowMs });
}

function markContact(folds: Folds, tenant: string, fact: ContactFact, nowMs: number): void {
  const { site, offeredAtMs } = fact;
  const of = { tenant, site, what: 'contacts' } as const;
  mark(folds.marks, of, { fromMs: offeredAtMs, toMs: offeredAtMs, nowMs });
  const startMs = bucketStart(offeredAtMs);
  if (startMs >= nowMs - restatedKeptMs) folds.restated.add(`${tenant}/${site}/${startMs}`);
}

/** Puts what changed aside for writing: the objects themselves, which the fold goes on changing. */
function collect(
  folds: Folds,
  { tenant, state, touched }: { tenant: string; state: QueuesState; touched: Touched },
): void {
  const queue = state.queues.get(touched.queueKey);
  const tracked = queue?.legs.get(touched.legId);
  if (!queue || !tracked) return;
  folds.legsOut.set(`${tenant}/${touched.legId}`, { tenant, tracked });
  for (const startMs of touched.bucketsMs) {
    if (!queue.buckets.has(startMs)) continue;
    const key = `${tenant}/${touched.queueKey}/${startMs}`;
    if (!folds.bucketsOut.has(key)) folds.bucketsOut.set(key, bucketOut(tenant, queue, startMs));
  }
}
