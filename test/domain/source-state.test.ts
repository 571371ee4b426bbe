import t from 'tap';
import type { SourceFact } from '../../services/domain/source-fact.ts';
import {
  applySourceFact,
  type SourceProofs,
  sourceNowMs,
} from '../../services/domain/source-state.ts';

const heartbeat = { kind: 'heartbeat' as const, cadenceMs: 1_000, disagreements: 0 };

t.test('a heartbeat proves its source up to its instant, in any order', async (t) => {
  for (const order of [
    [1_000, 2_000],
    [2_000, 1_000],
  ]) {
    const proofs: SourceProofs = new Map();
    for (const atMs of order) applySourceFact(proofs, told(atMs, heartbeat), atMs);
    t.match(proofs.get('pbx'), { provenUntilMs: 2_000, inGap: false, cadenceMs: 1_000 });
  }
});

t.test('a gap says why and lasts until the resync', async (t) => {
  const proofs: SourceProofs = new Map();
  applySourceFact(proofs, told(1_000, heartbeat), 1_000);
  const gap = { kind: 'gap' as const, provenUntilMs: 1_000, why: 'the switch hung up' };
  applySourceFact(proofs, told(4_000, gap), 4_000);
  const inGap = { inGap: true, gapReason: 'the switch hung up', provenUntilMs: 1_000 };
  t.match(proofs.get('pbx'), inGap);
  applySourceFact(proofs, told(5_000, heartbeat), 5_000);
  t.match(proofs.get('pbx'), inGap, 'a heartbeat in a gap proves nothing');
  const resync = { kind: 'resync' as const, estimatedEnds: 0, disagreements: 2 };
  applySourceFact(proofs, told(6_000, resync), 6_000);
  const healed = { inGap: false, gapReason: '', provenUntilMs: 6_000, disagreements: 2 };
  t.match(proofs.get('pbx'), healed);
});

t.test('the clock of a source is measured by the heartbeat that was least delayed', async (t) => {
  const proofs: SourceProofs = new Map();
  // Two hours ahead of us; the way to us took 30, 5 and 400 ms.
  const aheadMs = 7_200_000;
  for (const [i, delayMs] of [30, 5, 400].entries()) {
    const ourMs = 1_000 * i;
    applySourceFact(proofs, told(ourMs + aheadMs, heartbeat), ourMs + delayMs);
  }
  t.equal(sourceNowMs(proofs, 'pbx', 10_000), 10_000 + aheadMs - 5);
  t.equal(sourceNowMs(proofs, 'never heard', 10_000), 10_000, 'ours where none is known');
});

function told(atMs: number, what: SourceFact['what']): SourceFact {
  const seen = { atMs, precisionMs: 1, estimated: false };
  return {
    about: 'source',
    factId: `pbx|${what.kind}|${atMs}`,
    site: 'hq',
    source: 'pbx',
    ...seen,
    what,
  };
}
