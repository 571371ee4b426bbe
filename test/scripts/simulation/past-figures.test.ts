// The past as figures and as contacts one by one: one seed, one truth. The week holds the day on
// which Toronto's clocks go back (2026-11-01).
import t from 'tap';
import { writePast } from '../../../scripts/simulation/history.ts';
import { pastFigures } from '../../../scripts/simulation/past-figures.ts';
import { sites } from '../../../scripts/simulation/plan.ts';
import type { Fact } from '../../../services/domain/fact.ts';
import { readHistory } from '../../../services/staffing-forecast/import/read-history.ts';

const [, , toronto] = sites;
if (!toronto) throw new Error('the simulated centre has three sites');
const past = {
  site: toronto,
  fromMs: Date.parse('2026-10-29T13:00:00Z'),
  toMs: Date.parse('2026-11-03T13:00:00Z'),
  seed: 7,
  agents: 60,
  storms: [],
};
const signal = new AbortController().signal;

t.test('figures and contacts agree, queue by queue and quarter by quarter', async (t) => {
  const told: Fact[] = [];
  const days: number[] = [];
  const door = {
    deliver: async (facts: readonly Fact[]) => {
      told.push(...facts);
      days.push(facts[0]?.atMs ?? 0);
    },
  };
  await writePast(past, door, { signal, progress: () => undefined });
  t.same(
    days,
    days.toSorted((a, b) => b - a),
    'the latest day is told first',
  );

  const csv = await pastFigures(past, signal);
  t.match(csv, '2026-11-01T01:30-04:00,', 'an hour that comes twice is there twice');
  t.match(csv, '2026-11-01T01:30-05:00,');
  const { queues, understood } = readHistory(Buffer.from(csv), { zone: toronto.timeZone });
  t.equal(understood.errorCount, 0);
  t.equal(understood.slotMinutes, 15);
  t.same(
    queues.map(({ queue }) => queue).toSorted(),
    toronto.queues.map(({ id }) => id).toSorted(),
  );

  for (const { queue, startsMs, calls, handled, handleS } of queues) {
    const read = new Map(Array.from(startsMs, (startMs, n) => [startMs, calls[n] ?? Number.NaN]));
    const offered = countOf(told, queue);
    t.ok(offered.size > 100, `${queue} was called in ${offered.size} quarters`);
    t.equal(read.size, (5 * 24 * 60) / 15, 'every quarter is there');
    t.same(
      [...read].filter(([startMs, count]) => count !== (offered.get(startMs) ?? 0)),
      [],
    );
    const apart = Math.abs(sum(handleS) / sum(handled) - meanHandleS(told, queue));
    t.ok(apart < 0.001, `the mean handling of ${queue} is ${apart} s apart`);
  }
});

function countOf(facts: readonly Fact[], queue: string): Map<number, number> {
  const counts = new Map<number, number>();
  for (const fact of facts) {
    if (fact.about !== 'contact' || fact.queue !== queue || fact.what.kind !== 'offered') continue;
    const startMs = fact.atMs - (fact.atMs % 900_000);
    counts.set(startMs, (counts.get(startMs) ?? 0) + 1);
  }
  return counts;
}

/** From the end of each conversation back to its answer, and on to the end of the work after it. */
function meanHandleS(facts: readonly Fact[], queue: string): number {
  const answered = new Map<string, number>();
  const worked = new Map<string, number>();
  for (const fact of facts) {
    if (fact.about !== 'contact' || fact.queue !== queue) continue;
    if (fact.what.kind === 'answered') answered.set(fact.legId, fact.atMs);
    if (fact.what.kind !== 'completed' && fact.what.kind !== 'acw-ended') continue;
    const sinceMs = answered.get(fact.legId);
    // Answered before the past begins: its offer is no part of it.
    if (sinceMs !== undefined) worked.set(fact.legId, fact.atMs - sinceMs);
  }
  return sum(worked.values()) / worked.size / 1000;
}

function sum(numbers: Iterable<number>): number {
  let total = 0;
  for (const one of numbers) total += Number.isNaN(one) ? 0 : one;
  return total;
}
