import type { Fact } from '../../services/domain/fact.ts';
import { applyContactFact, emptyQueues } from '../../services/domain/queue/queue-state.ts';
import { noSettings } from '../../services/domain/settings/settings.ts';
import { decodeBatch, encodeBatch } from '../../services/lib/facts.ts';
import { startLoad } from '../load/contacts.ts';

/** How fast one stage is alone on one core. */
export interface StageRate {
  name: string;
  perS: number;
  /** Against a peer measured in the same run. */
  ratio: string;
}

const batchFacts = 200;
const minMs = 1_000;

/** Encoding, decoding and folding of facts, beside JSON as the peer that everybody has. */
export function measureStages(): StageRate[] {
  const startMs = Date.UTC(2026, 0, 5);
  const endMs = startMs + 200_000;
  const plan = { site: 'hall', source: 'load', seed: 1, factsPerS: 1_000, queues: 20, agents: 500 };
  const facts = startLoad({ ...plan, startMs, endMs }).advance(endMs);
  const batches: Fact[][] = [];
  for (let at = 0; at < facts.length; at += batchFacts) {
    batches.push(facts.slice(at, at + batchFacts));
  }
  const toBytes = (batch: Fact[]) =>
    encodeBatch({ tenant: 'rehearsal', sentAtMs: startMs, facts: batch });
  const bytes = batches.map(toBytes);
  const json = batches.map((batch) => JSON.stringify(batch));

  const rate = (work: () => void) => perSecond(facts.length, work);
  const toJson = rate(() => batches.forEach((batch) => void JSON.stringify(batch)));
  const fromJson = rate(() => json.forEach((text) => void JSON.parse(text)));
  const encode = rate(() => batches.forEach((batch) => void toBytes(batch)));
  const decode = rate(() => bytes.forEach((batch) => void decodeBatch(batch)));
  const fold = rate(() => {
    const state = emptyQueues();
    for (const fact of facts) {
      if (fact.about === 'contact') applyContactFact(state, fact, noSettings);
    }
  });
  const times = (a: number, b: number) => `${(a / b).toFixed(2)} x`;
  return [
    { name: 'encode a batch of 200', perS: encode, ratio: `${times(encode, toJson)} JSON` },
    { name: 'decode a batch of 200', perS: decode, ratio: `${times(decode, fromJson)} JSON` },
    { name: 'fold into queues', perS: fold, ratio: `${times(fold, fromJson)} reading it as JSON` },
  ];
}

function perSecond(facts: number, work: () => void): number {
  work();
  let rounds = 0;
  const begun = performance.now();
  while (performance.now() - begun < minMs) {
    work();
    rounds += 1;
  }
  return (facts * rounds * 1_000) / (performance.now() - begun);
}
