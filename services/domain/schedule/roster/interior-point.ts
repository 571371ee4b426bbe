import {
  type ChoiceOptions,
  type ChoiceProblem,
  distance,
  type Point,
  repairCost,
  shortage,
  startPoint,
} from './choice-point.ts';
import { type DenseFactor, denseFactor } from './dense-factor.ts';

/** What was found. */
export interface ChoiceSolution {
  /** Cost of the shares; the optimum is at most `gap` cheaper. */
  value: number;
  shares: Float64Array;
  /** Price of each cover row, and of each person's choice. */
  duals: Float64Array;
  choices: Float64Array;
  steps: number;
}

/**
 * Solves a choice by a primal-dual interior-point method (Mehrotra's predictor and corrector) that
 * stops early: prices in the middle of all good ones let column generation end in few rounds.
 *
 * Prices are feasible all the way; the rows of choice are eliminated, so that one dense
 * factorisation of cover rows × cover rows makes a step.
 *
 * @see J. Gondzio, P. González-Brevis and P. Munari, "New developments in the primal-dual column
 *   generation technique", European Journal of Operational Research 224 (1), 2013.
 */
export function solveChoice(problem: ChoiceProblem, options: ChoiceOptions): ChoiceSolution {
  const point = startPoint(problem, options);
  const factor = denseFactor(problem.required.length);
  let steps = 0;
  for (; steps < mostSteps; steps += 1) {
    const { gap, residual, value } = distance(problem, point);
    const wanted = Math.min(options.gap, loosest * Math.abs(value));
    if (residual < residualSolved && gap < Math.max(wanted, tightest)) break;
    if (!improve(problem, point, factor)) break;
  }
  const { value } = distance(problem, point);
  const { x: shares, y: duals, choices } = point;
  return { value: value + repairCost(problem, point), shares, duals, choices, steps };
}

const mostSteps = 60;
/** A solution is never worse than this part of its value, and need not be better than that. */
const loosest = 0.002;
const tightest = 1e-7;
const residualSolved = 1e-6;

/** @returns whether the point could be moved. */
function improve(problem: ChoiceProblem, point: Point, factor: DenseFactor): boolean {
  const { x, under, over, z, underZ, overZ } = point;
  const count = x.length + 2 * under.length;
  const system = eliminated(problem, point, factor);
  if (!system) return false;
  const mu = (dot(x, z) + dot(under, underZ) + dot(over, overZ)) / count;
  const affine = direction(problem, point, { system, target: 0, second: null });
  const alone = stepLengths(point, affine);
  const after = muAfter(point, affine, alone) / count;
  const target = mu * Math.min(1, after / mu) ** 3;
  const whole = direction(problem, point, { system, target, second: affine });
  const { primal, dual } = stepLengths(point, whole);
  if (primal < leastStep && dual < leastStep) return false;
  const a = nearEdge * primal;
  const b = nearEdge * dual;
  add(point.x, whole.x, a);
  add(point.under, whole.under, a);
  add(point.over, whole.over, a);
  add(point.y, whole.y, b);
  add(point.choices, whole.choices, b);
  add(point.z, whole.z, b);
  add(point.underZ, whole.underZ, b);
  add(point.overZ, whole.overZ, b);
  return true;
}

const nearEdge = 0.98;
const leastStep = 1e-4;

interface System {
  factor: DenseFactor;
  /** Per person: sum of x / z of the person's columns, and the same by row. */
  sums: Float64Array;
  byRow: Float64Array[];
}

/** The normal equations with the rows of choice taken out, factorised. */
function eliminated(problem: ChoiceProblem, point: Point, factor: DenseFactor): System | null {
  const { people, columns, required } = problem;
  const rows = required.length;
  factor.clear();
  const sums = new Float64Array(people);
  const byRow = Array.from({ length: people }, () => new Float64Array(rows));
  for (const [at, column] of columns.entries()) {
    const ratio = (point.x[at] as number) / (point.z[at] as number);
    sums[column.person] = (sums[column.person] as number) + ratio;
    const its = byRow[column.person] as Float64Array;
    for (let i = 0; i < column.rows.length; i += 1) {
      const row = column.rows[i] as number;
      its[row] = (its[row] as number) + ratio * (column.values[i] as number);
    }
    factor.addSparse(column.rows, column.values, ratio);
  }
  for (let person = 0; person < people; person += 1) {
    if ((sums[person] as number) > 0)
      factor.addDense(byRow[person] as Float64Array, -1 / (sums[person] as number));
  }
  for (let row = 0; row < rows; row += 1) {
    const under = (point.under[row] as number) / (point.underZ[row] as number);
    factor.addDiagonal(row, under + (point.over[row] as number) / (point.overZ[row] as number));
  }
  return factor.factorise() ? { factor, sums, byRow } : null;
}

interface Goal {
  system: System;
  /** What each product x × z shall be. */
  target: number;
  /** The predictor, whose second order is corrected. */
  second: Point | null;
}

function direction(problem: ChoiceProblem, point: Point, { system, target, second }: Goal): Point {
  const { people, columns } = problem;
  const rows = problem.required.length;
  const { factor, sums, byRow } = system;
  const wanted = (a: Float64Array, b: Float64Array, da?: Float64Array, db?: Float64Array) =>
    a.map((value, at) => {
      const curve = da && db ? (da[at] as number) * (db[at] as number) : 0;
      return (target - value * (b[at] as number) - curve) / (b[at] as number);
    });
  const x = wanted(point.x, point.z, second?.x, second?.z);
  const under = wanted(point.under, point.underZ, second?.under, second?.underZ);
  const over = wanted(point.over, point.overZ, second?.over, second?.overZ);
  const right = shortage(problem, point);
  const left = new Float64Array(people);
  for (const [at, { person, rows: its, values }] of columns.entries()) {
    const much = x[at] as number;
    left[person] = (left[person] as number) - much;
    for (let i = 0; i < its.length; i += 1) {
      const row = its[i] as number;
      right[row] = (right[row] as number) - much * (values[i] as number);
    }
  }
  for (let row = 0; row < rows; row += 1)
    right[row] = (right[row] as number) - (under[row] as number) + (over[row] as number);
  for (let person = 0; person < people; person += 1) {
    if ((sums[person] as number) === 0) continue;
    add(right, byRow[person] as Float64Array, -(left[person] as number) / (sums[person] as number));
  }
  const y = factor.solve(right);
  const choices = left.map((much, person) => {
    const sum = sums[person] as number;
    return sum === 0 ? 0 : (much - dot(byRow[person] as Float64Array, y)) / sum;
  });
  const z = new Float64Array(columns.length);
  for (const [at, { person, rows: its, values }] of columns.entries()) {
    let change = -(choices[person] as number);
    for (let i = 0; i < its.length; i += 1)
      change -= (values[i] as number) * (y[its[i] as number] as number);
    z[at] = change;
    x[at] = (x[at] as number) - ((point.x[at] as number) / (point.z[at] as number)) * change;
  }
  for (let row = 0; row < rows; row += 1) {
    const dy = y[row] as number;
    under[row] =
      (under[row] as number) + ((point.under[row] as number) / (point.underZ[row] as number)) * dy;
    over[row] =
      (over[row] as number) - ((point.over[row] as number) / (point.overZ[row] as number)) * dy;
  }
  return { x, under, over, y, choices, z, underZ: y.map((dy) => -dy), overZ: y };
}

/** How far the values and the prices may go until something would be negative. */
function stepLengths(point: Point, by: Point): { primal: number; dual: number } {
  const most = (values: Float64Array, change: Float64Array, sofar: number) => {
    let length = sofar;
    for (let at = 0; at < values.length; at += 1) {
      const falls = -(change[at] as number);
      if (falls * length > (values[at] as number)) length = (values[at] as number) / falls;
    }
    return length;
  };
  const primal = most(point.over, by.over, most(point.under, by.under, most(point.x, by.x, 1)));
  const dual = most(point.overZ, by.overZ, most(point.underZ, by.underZ, most(point.z, by.z, 1)));
  return { primal, dual };
}

function muAfter(point: Point, by: Point, { primal, dual }: { primal: number; dual: number }) {
  const product = (a: Float64Array, da: Float64Array, b: Float64Array, db: Float64Array) => {
    let sum = 0;
    for (let at = 0; at < a.length; at += 1) {
      const value = (a[at] as number) + primal * (da[at] as number);
      sum += value * ((b[at] as number) + dual * (db[at] as number));
    }
    return sum;
  };
  return (
    product(point.x, by.x, point.z, by.z) +
    product(point.under, by.under, point.underZ, by.underZ) +
    product(point.over, by.over, point.overZ, by.overZ)
  );
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let at = 0; at < a.length; at += 1) sum += (a[at] as number) * (b[at] as number);
  return sum;
}

function add(to: Float64Array, by: Float64Array, times: number): void {
  for (let at = 0; at < to.length; at += 1)
    to[at] = (to[at] as number) + times * (by[at] as number);
}
