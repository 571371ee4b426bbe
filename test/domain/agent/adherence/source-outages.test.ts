import t from 'tap';
import {
  applyToOutages,
  heardOf,
  type OutageLog,
  outagesWithin,
} from '../../../../services/domain/agent/adherence/source-outages.ts';
import type { SourceFact } from '../../../../services/domain/source-fact.ts';

const second = 1_000;
const fact = (atMs: number, what: SourceFact['what']): SourceFact => {
  const told = { precisionMs: 1, site: 'hq', source: 'pbx', estimated: false };
  return { about: 'source', factId: `${atMs}`, atMs, ...told, what };
};
const beat = (atMs: number) =>
  fact(atMs, { kind: 'heartbeat', cadenceMs: second, disagreements: 0 });
const gap = (atMs: number, provenUntilMs: number | null) =>
  fact(atMs, { kind: 'gap', provenUntilMs, why: 'connection lost' });
const resync = (atMs: number) => fact(atMs, { kind: 'resync', estimatedEnds: 0, disagreements: 0 });

function told(facts: SourceFact[], nowMs: number) {
  const log: OutageLog = new Map();
  for (const one of facts) applyToOutages(log, one);
  const span = { fromMs: 0, toMs: 1_000_000, nowOf: () => nowMs, silentMs: 30 * second };
  return outagesWithin(log, ['pbx'], span).map(({ fromMs, toMs, why }) => [fromMs, toMs, why]);
}

t.test('a gap lasts from what was proven to the resync', (t) => {
  const facts = [beat(1_000), gap(9_000, 2_000), beat(10_000), resync(60_000), beat(61_000)];
  t.same(told(facts, 61_000), [[2_000, 60_000, 'connection lost']]);
  t.same(told(facts.slice(0, 3), 61_000), [[2_000, null, 'connection lost']], 'while it lasts');
  t.end();
});

t.test('a silence between heartbeats is an outage, and so is one that lasts', (t) => {
  t.same(told([beat(1_000), beat(31_000)], 31_000), [], 'thirty seconds are none');
  t.same(told([beat(1_000), beat(32_000)], 32_000), [[1_000, 32_000, 'silent']]);
  t.same(told([beat(1_000)], 31_500), [[1_000, null, 'silent']]);
  t.end();
});

t.test('a gap that tells of a silence is not counted beside it', (t) => {
  const facts = [beat(1_000), gap(50_000, 1_000), resync(51_000), beat(52_000)];
  t.same(told(facts, 52_000), [[1_000, 51_000, 'connection lost']]);
  t.end();
});

t.test(
  'other facts of the source are words of it; of one without heartbeats nothing is said',
  (t) => {
    const log: OutageLog = new Map();
    heardOf(log, { source: 'file', atMs: 1_000 });
    const span = { fromMs: 0, toMs: 1_000_000, nowOf: () => 900_000, silentMs: 30 * second };
    t.same(outagesWithin(log, ['file'], span), []);
    applyToOutages(log, beat(1_000));
    for (let atMs = 10_000; atMs <= 60_000; atMs += 10_000) heardOf(log, { source: 'pbx', atMs });
    applyToOutages(log, beat(70_000));
    t.same(outagesWithin(log, ['pbx'], { ...span, nowOf: () => 71_000 }), []);
    t.end();
  },
);
