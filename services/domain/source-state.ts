import type { SourceFact } from './source-fact.ts';

/** How far a source is proven, and how its clock stands to ours. Plain data. */
export interface SourceProof {
  site: string;
  source: string;
  /** Everything it told up to here, by its own clock, is in the log; null = never proven. */
  provenUntilMs: number | null;
  /** Its clock minus ours. */
  clockOffsetMs: number;
  /** How often it proves itself. */
  cadenceMs: number;
  /** True between a gap and the resync that ends it. */
  inGap: boolean;
  /** Why, while in a gap; empty otherwise. */
  gapReason: string;
  /** Differences with the switch's own snapshots so far. */
  disagreements: number;
  /** When the gap began or ended last, so that facts out of order do not turn it back. */
  gapTurnedMs: number;
}

/** Proofs of one tenant by source. */
export type SourceProofs = Map<string, SourceProof>;

/**
 * One source fact into the proofs. Repeated or out of order it changes nothing:
 * a proof only grows, and the newest turn of a gap holds.
 *
 * @param sentAtMs - when ingest wrote it, by ingest's clock: the difference to
 *   the fact's own instant is the offset of the source's clock.
 */
export function applySourceFact(
  proofs: SourceProofs,
  fact: SourceFact,
  sentAtMs: number,
): SourceProof {
  const { site, source, atMs, what } = fact;
  const proof = proofs.get(source) ?? unproven(site, source);
  proofs.set(source, proof);
  if (what.kind === 'heartbeat') {
    if (atMs >= (proof.provenUntilMs ?? atMs)) {
      proof.clockOffsetMs = atMs - sentAtMs;
      proof.cadenceMs = what.cadenceMs;
    }
    prove(proof, atMs);
    proof.disagreements = Math.max(proof.disagreements, what.disagreements);
    return proof;
  }
  if (what.kind === 'resync') {
    prove(proof, atMs);
    proof.disagreements = Math.max(proof.disagreements, what.disagreements);
  }
  // Of a gap and a resync told for one instant the resync is the later.
  const newer = atMs > proof.gapTurnedMs || (atMs === proof.gapTurnedMs && what.kind === 'resync');
  if (!newer) return proof;
  proof.gapTurnedMs = atMs;
  proof.inGap = what.kind === 'gap';
  proof.gapReason = what.kind === 'gap' ? what.why : '';
  return proof;
}

/** The source's clock at an instant of ours; ours while it has never told the time. */
export function sourceNowMs(proofs: SourceProofs, source: string, ourNowMs: number): number {
  return ourNowMs + (proofs.get(source)?.clockOffsetMs ?? 0);
}

function unproven(site: string, source: string): SourceProof {
  return {
    site,
    source,
    provenUntilMs: null,
    clockOffsetMs: 0,
    cadenceMs: 1_000,
    inGap: false,
    gapReason: '',
    disagreements: 0,
    gapTurnedMs: 0,
  };
}

function prove(proof: SourceProof, atMs: number): void {
  proof.provenUntilMs = Math.max(proof.provenUntilMs ?? atMs, atMs);
}
