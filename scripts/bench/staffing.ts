import { requirementRow } from '../../services/domain/staffing/requirement-row.ts';
import { toRatio } from '../../services/domain/staffing/rostered.ts';
import { requiredAgentsRow } from '../../services/domain/staffing/sizing-row.ts';
import { randomOf } from '../simulation/random.ts';

/** One measured line: what, how long, what is allowed. */
export interface StaffingTime {
  name: string;
  figure: string;
  limit: string;
  kept: boolean;
}

/** 1,000 queues, 28 days of quarter hours. */
const sizings = 2_688_000;
const rounds = 5;
const goals = { serviceLevel: 0.8, withinS: 20 };
const queue = { ahtS: 240, patienceS: 120 };

/**
 * Sizings per second beside a plain Erlang B kernel in the same run. Each figure
 * is the best of five rounds that take turns, so that a neighbour on the machine
 * disturbs both alike.
 */
export function measureStaffing(): StaffingTime[] {
  const { uniform } = randomOf('bench', 'staffing');
  const between = (low: number, high: number) => low + (high - low) * uniform();
  // Answers average 11 agents.
  const erlangs = Float64Array.from({ length: sizings }, () => between(2, 13.1));
  const sizeC = () => requiredAgentsRow('erlang-c', { erlangs, ...queue }, goals);
  const answers = sizeC();
  const mean = answers.reduce((sum, agents) => sum + agents, 0) / sizings;
  const month = { calls: Float64Array.from({ length: 2_976 }, () => between(5, 60)), slotS: 900 };
  const large = Float64Array.from({ length: 1_000 }, () => between(49_500, 50_500));
  const rules = {
    ...queue,
    goals,
    shrinkage: [{ kind: 'all', share: toRatio(0.3) }],
  };
  const [kernel, c, a, monthC, monthA, largeC, largeA] = best([
    () => sumOf(erlangs, answers),
    sizeC,
    () => requiredAgentsRow('erlang-a', { erlangs, ...queue }, goals),
    () => requirementRow(month, { ...rules, model: 'erlang-c' }),
    () => requirementRow(month, { ...rules, model: 'erlang-a' }),
    () => requiredAgentsRow('erlang-c', { erlangs: large, ...queue }, goals),
    () => requiredAgentsRow('erlang-a', { erlangs: large, ...queue }, goals),
  ]) as [number, number, number, number, number, number, number];
  const count = sizings.toLocaleString('en');
  const ms = (time: number) => `${time.toFixed(time < 100 ? 1 : 0)} ms`;
  return [
    row(`Erlang B kernel, ${count} x ${mean.toFixed(1)} steps`, ms(kernel), '', true),
    row(
      `Erlang C, ${count} sizings`,
      `${ms(c)}, ${(c / kernel).toFixed(2)} x`,
      '1.5 x',
      c <= 1.5 * kernel,
    ),
    row(`Erlang A, ${count} sizings`, ms(a), '2,000 ms', a <= 2_000),
    row("one queue's month, Erlang C", ms(monthC), '10 ms', monthC <= 10),
    row("one queue's month, Erlang A", ms(monthA), '10 ms', monthA <= 10),
    row('one sizing at 50,000 erlangs, C', `${largeC.toFixed(1)} us`, '10 us', largeC <= 10),
    row('one sizing at 50,000 erlangs, A', `${largeA.toFixed(1)} us`, '10 us', largeA <= 10),
  ];
}

/** One line. */
export function row(name: string, figure: string, limit: string, kept: boolean): StaffingTime {
  return { name, figure, limit, kept };
}

/** The plain incremental kernel: Erlang B from no agent up to the answer. */
function sumOf(erlangs: Float64Array, answers: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < erlangs.length; i += 1) sum += erlangB(erlangs[i] ?? 0, answers[i] ?? 0);
  return sum;
}

function erlangB(erlangs: number, agents: number): number {
  let blocked = 1;
  for (let n = 1; n <= agents; n += 1) blocked = (erlangs * blocked) / (n + erlangs * blocked);
  return blocked;
}

/** Best time of each in ms; the works take turns. */
export function best(works: (() => unknown)[], times = rounds): number[] {
  const bests = works.map(() => Number.POSITIVE_INFINITY);
  for (let round = 0; round < times; round += 1) {
    works.forEach((work, i) => {
      const begun = performance.now();
      work();
      bests[i] = Math.min(bests[i] ?? 0, performance.now() - begun);
    });
  }
  return bests;
}
