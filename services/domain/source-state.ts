import type { SourceFact } from './source-fact.ts';

/** How far one source is proven. Instants by its own clock. */
export interface SourceProof {
  readonly site: string;
  readonly source: string;
  /** Everything it told up to here stands before this in the log; null = never proven. */
  provenUntilMs: number | null;
  /** Its clock minus ours: the largest of the last samples, as every delay makes it smaller. */
  clockOffsetMs: number;
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

/** How far the sources of one tenant are proven, by source id. */
export type SourceProofs = Map<string, SourceProof>;

/** Heartbeats of which the least delayed one gives the offset of the clock. */
const offsetSamples = 16;

/**
 * Folds one source fact into a tenant's sources. During a gap heartbeats prove
 * nothing until the resync: the facts missed in between are not in the log yet.
 *
 * @param sentAtMs - when ingest sent the fact, by ingest's clock, which is ours.
 */
export function applySourceFact(
  proofs: SourceProofs,
  fact: SourceFact,
  sentAtMs: number,
): SourceProof {
  const state = sourceOf(proofs, fact.site, fact.source);
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

/** What time it is by the clock of a source; ours for one that never proved itself. */
export function sourceNowMs(proofs: SourceProofs, source: string, nowMs: number): number {
  return nowMs + (proofs.get(source)?.clockOffsetMs ?? 0);
}

function sourceOf(proofs: SourceProofs, site: string, source: string): SourceProof {
  const known = proofs.get(source);
  if (known) return known;
  const fresh: SourceProof = {
    site,
    source,
    provenUntilMs: null,
    clockOffsetMs: 0,
    offsetsMs: [],
    cadenceMs: 1_000,
    inGap: false,
    gapReason: '',
    disagreements: 0,
    gapAtMs: null,
    resyncAtMs: null,
  };
  proofs.set(source, fresh);
  return fresh;
}

function prove(state: SourceProof, atMs: number): void {
  state.provenUntilMs = Math.max(state.provenUntilMs ?? atMs, atMs);
}

function measureOffset(state: SourceProof, offsetMs: number): void {
  state.offsetsMs.push(offsetMs);
  if (state.offsetsMs.length > offsetSamples) state.offsetsMs.shift();
  state.clockOffsetMs = Math.max(...state.offsetsMs);
}
