import type { CentreProblem, CentreRules } from './centre-problem.ts';

/** Templates that no rule of a contract tells apart share a label. */
export interface ContractLabels {
  /** Label of each template, from 1; 0 = the contract does not have it. */
  labelOf: Int16Array;
  /** By label; place 0 is a day off. */
  paidMin: number[];
  isNight: boolean[];
  /** Labels that bar the same successors share a trace; 0 bars nothing. */
  trace: number[];
  traces: number;
  /** Whether label `to` may be worked `gap` days (1 or 2) after a trace, the first on `day`. */
  mayFollow(trace: number, to: number, at: { day: number; gap: number }): boolean;
}

/**
 * Sorts a contract's templates into labels.
 *
 * Rest is counted in minutes that really pass, so where the clock changes other shifts may follow
 * one another; templates share a label only if they are alike on all days.
 */
export function contractLabels(
  problem: CentreProblem,
  { rules, templates }: { rules: CentreRules; templates: readonly number[] },
  startTick: Int32Array,
): ContractLabels {
  const { variants, variantOf } = dayVariants(problem);
  const barred = variants.map(({ day, gap }) =>
    templates.map((from) =>
      templates.map((to) => isBarred(problem, rules, { from, to, day, gap, startTick })),
    ),
  );
  const rowOf = (at: number) => barred.map((matrix) => digits(matrix[at] ?? [])).join('/');
  const columnOf = (at: number) =>
    barred.map((matrix) => digits(matrix.map((row) => row[at] ?? false))).join('/');
  const labelOf = new Int16Array(problem.templates.length);
  const first: number[] = [-1];
  const paidMin = [0];
  const isNight = [false];
  const trace = [0];
  const known = new Map<string, number>();
  const traces = new Map<string, number>();
  templates.forEach((template, at) => {
    const { paidMin: paid = 0, class: kind } = problem.templates[template] ?? {};
    const row = rowOf(at);
    const key = [paid, kind === 'night', row, columnOf(at)].join();
    const label = known.get(key) ?? first.length;
    labelOf[template] = label;
    if (label < first.length) return;
    known.set(key, label);
    first.push(at);
    paidMin.push(paid);
    isNight.push(kind === 'night');
    if (row.includes('1') && !traces.has(row)) traces.set(row, traces.size + 1);
    trace.push(traces.get(row) ?? 0);
  });
  const traceFirst = Array.from({ length: traces.size + 1 }, (_, at) => first[trace.indexOf(at)]);
  return {
    labelOf,
    paidMin,
    isNight,
    trace,
    traces: traces.size,
    mayFollow(from, to, { day, gap }) {
      if (from === 0) return true;
      const matrix = barred[variantOf(day, gap)];
      return !matrix?.[traceFirst[from] ?? 0]?.[first[to] ?? 0];
    },
  };
}

/** Pairs of days that lie differently, because of changes of the clock: one of each sort. */
function dayVariants({ days }: CentreProblem) {
  const variants: { day: number; gap: number }[] = [];
  const known = new Map<string, number>();
  const table = [1, 2].map((gap) =>
    days.slice(gap).map((_, day) => {
      const span = days.slice(day, day + gap + 1);
      const key = `${gap}${JSON.stringify(span.map(({ clockChange }) => clockChange))}`;
      const variant = known.get(key) ?? variants.length;
      if (variant === variants.length) {
        known.set(key, variant);
        variants.push({ day, gap });
      }
      return variant;
    }),
  );
  return { variants, variantOf: (day: number, gap: number) => table[gap - 1]?.[day] ?? 0 };
}

interface Pair {
  from: number;
  to: number;
  day: number;
  gap: number;
  startTick: Int32Array;
}

function isBarred(
  { templates, stepMin }: CentreProblem,
  { minRestMin, forbidden }: CentreRules,
  { from, to, day, gap, startTick }: Pair,
): boolean {
  const [before, after] = [templates[from], templates[to]];
  if (!before || !after) return true;
  const count = templates.length;
  const startMin = (startTick[(day + gap) * count + to] ?? 0) * stepMin;
  const endMin = (startTick[day * count + from] ?? 0) * stepMin + before.spanMin;
  if (startMin < endMin + minRestMin) return true;
  return gap === 1 && forbidden.some((f) => f.from === before.class && f.to === after.class);
}

function digits(bits: readonly boolean[]): string {
  return bits.map((bit) => (bit ? '1' : '0')).join('');
}
