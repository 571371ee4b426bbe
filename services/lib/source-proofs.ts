import type { SourceProof as WireProof } from '../../proto/gen/floorcast/queue/v1/queue_snapshot.ts';
import type { SourceProofs } from '../domain/source-state.ts';

/** Every source's proof for the wire: it stands in each live message, changed or not. */
export function toWireProofs(proofs: SourceProofs): WireProof[] {
  return [...proofs.values()].map((proof) => ({
    site: proof.site,
    source: proof.source,
    provenUntil: proof.provenUntilMs === null ? undefined : new Date(proof.provenUntilMs),
    clockOffsetMs: Math.round(proof.clockOffsetMs),
    cadenceMs: proof.cadenceMs,
    inGap: proof.inGap,
    gapReason: proof.gapReason,
    disagreements: proof.disagreements,
  }));
}
