import type { SourceFact } from './source-fact.ts';

/** How far one source is proven. Instants by its own clock. */
export interface SourceState {
  readonly site: string;
  readonly source: string;
  /** Everything it told up to here stands before this in the log; null = never proven. */
  provenUntilMs: number | null;
  /** Its clock minus ours: the largest of the last samples, as every delay makes it smaller. */
  offsetMs: number;
  /** The last differences measured, oldest first. */
  offsetsMs: number[];
  cadenceMs: number;
  inGap: boolean;
  /** In words; empty outside a gap. */
  gapReason: string;
  /** Differences with the switch's own snapshots so far. */
  disagreements: number;
  /** The newest gap and the newest resync: the later one says how things stand. */
  gapAtMs: number | null;
  resyncAtMs: number | null;
}

/** The sources of one tenant by "site/source". */
export type Sources = Map<string, SourceState>;

/** Heartbeats of which the least delayed one gives the offset of the clock. */
const offsetSamples = 16;

/**
 * Folds one source fact into a tenant's sources. During a gap heartbeats prove
 * nothing until the resync: the facts missed in between are not in the log yet.
 *
 * @param sentAtMs - when ingest sent the fact, by ingest's clock, which is ours.
 */
export function applySourceFact(sources: Sources, fact: SourceFact, sentAtMs: number): SourceState {
  const state = sourceOf(sources, fact.site, fact.source);
  const { what, atMs } = fact;
  switch (what.kind) {
    case 'heartbeat':
      state.cadenceMs = what.cadenceMs;
      state.disagreements = Math.max(state.disagreements, what.disagreements);
      measureOffset(state, atMs - sentAtMs);
      if (!state.inGap || atMs <= (state.gapAtMs ?? atMs)) prove(state, atMs);
      break;
    case 'gap':
      if (atMs < (state.gapAtMs ?? atMs)) break;
      state.gapAtMs = atMs;
      state.inGap = atMs >= (state.resyncAtMs ?? atMs);
      state.gapReason = state.inGap ? what.why : '';
      if (what.provenUntilMs !== null) prove(state, what.provenUntilMs);
      break;
    case 'resync':
      state.disagreements = Math.max(state.disagreements, what.disagreements);
      if (atMs < (state.resyncAtMs ?? atMs)) break;
      state.resyncAtMs = atMs;
      prove(state, atMs);
      if (atMs < (state.gapAtMs ?? atMs)) break;
      state.inGap = false;
      state.gapReason = '';
  }
  return state;
}

/** A source's clock now, from ours. */
export function sourceNowMs(state: SourceState | undefined, nowMs: number): number {
  return nowMs + (state?.offsetMs ?? 0);
}

function sourceOf(sources: Sources, site: string, source: string): SourceState {
  const key = `${site}/${source}`;
  const known = sources.get(key);
  if (known) return known;
  const fresh: SourceState = {
    site,
    source,
    provenUntilMs: null,
    offsetMs: 0,
    offsetsMs: [],
    cadenceMs: 1_000,
    inGap: false,
    gapReason: '',
    disagreements: 0,
    gapAtMs: null,
    resyncAtMs: null,
  };
  sources.set(key, fresh);
  return fresh;
}

function prove(state: SourceState, atMs: number): void {
  state.provenUntilMs = Math.max(state.provenUntilMs ?? atMs, atMs);
}

function measureOffset(state: SourceState, offsetMs: number): void {
  state.offsetsMs.push(offsetMs);
  if (state.offsetsMs.length > offsetSamples) state.offsetsMs.shift();
  state.offsetMs = Math.max(...state.offsetsMs);
}
