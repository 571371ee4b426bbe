/** One column of a choice: one line of one person. */
export interface ChoiceColumn {
  /** Place of the person whose lines' shares add up to one. */
  person: number;
  cost: number;
  /** Cover rows it enters, and how often it counts in each. */
  rows: readonly number[];
  values: readonly number[];
}

/**
 * A linear model that chooses among lines: shares of each person's lines add up to one, and each
 * cover row's shares, people too few and people too many add up to what is required.
 */
export interface ChoiceProblem {
  people: number;
  required: Float64Array;
  /** Cost of one person too few and one too many, per row. */
  underWeights: Float64Array;
  overWeights: Float64Array;
  columns: readonly ChoiceColumn[];
}

/** Where a solve begins and when it ends. */
export interface ChoiceOptions {
  /** Prices of the rows to begin with. */
  duals: Float64Array;
  /** Value and dual value may be so far apart. */
  gap: number;
}

/** Shares, people too few and too many, with prices and what each variable's price leaves. */
export interface Point {
  x: Float64Array;
  under: Float64Array;
  over: Float64Array;
  y: Float64Array;
  choices: Float64Array;
  z: Float64Array;
  underZ: Float64Array;
  overZ: Float64Array;
}

/** At given prices everything else follows from wanting each product x × z to be the same. */
export function startPoint(problem: ChoiceProblem, { duals, gap }: ChoiceOptions): Point {
  const { people, columns, underWeights, overWeights } = problem;
  const rows = duals.length;
  const asked = Number.isFinite(gap) ? gap : 0;
  const mu = Math.min(mostMu, Math.max(leastMu, (startGap * asked) / (columns.length + 2 * rows)));
  const y = Float64Array.from(duals, (dual, row) => {
    const under = underWeights[row] as number;
    const over = overWeights[row] as number;
    const margin = Math.min((under + over) / 2, Math.max(inside * (under + over), mu / crowd));
    return Math.max(margin - over, Math.min(under - margin, dual));
  });
  const z = Float64Array.from(columns, ({ cost, rows: at, values }) => {
    let left = cost;
    for (let i = 0; i < at.length; i += 1)
      left -= (values[i] as number) * (y[at[i] as number] as number);
    return left;
  });
  const least = new Float64Array(people).fill(Number.POSITIVE_INFINITY);
  const count = new Float64Array(people);
  for (const [at, { person }] of columns.entries()) {
    least[person] = Math.min(least[person] as number, z[at] as number);
    count[person] = (count[person] as number) + 1;
  }
  const choices = Float64Array.from(least, (low, person) => {
    return low - Math.max(mu, mu * Math.sqrt(count[person] as number));
  });
  const x = new Float64Array(columns.length);
  const sum = new Float64Array(people);
  for (const [at, { person }] of columns.entries()) {
    z[at] = (z[at] as number) - (choices[person] as number);
    x[at] = 1 / (z[at] as number);
    sum[person] = (sum[person] as number) + (x[at] as number);
  }
  for (const [at, { person }] of columns.entries())
    x[at] = (x[at] as number) / (sum[person] as number);
  const underZ = Float64Array.from(underWeights, (weight, row) => weight - (y[row] as number));
  const overZ = Float64Array.from(overWeights, (weight, row) => weight + (y[row] as number));
  const under = underZ.map((left) => mu / left);
  const over = overZ.map((left) => mu / left);
  const point = { x, under, over, y, choices, z, underZ, overZ };
  // What the shares leave is made up by people too few or too many.
  const short = shortage(problem, point);
  for (const [row, much] of short.entries()) {
    if (much > 0) under[row] = (under[row] as number) + much;
    else over[row] = (over[row] as number) - much;
  }
  return point;
}

/** So far from the ends of what prices can be they begin, as a part of the whole. */
const inside = 0.002;
/** People too few or too many at the beginning, at most. */
const crowd = 2;
const startGap = 20;
const leastMu = 0.02;
const mostMu = 10;

/** What is required and not met by shares, people too few and too many. */
export function shortage(
  { required, columns }: ChoiceProblem,
  { x, under, over }: Point,
): Float64Array {
  const short = required.slice();
  for (const [at, { rows, values }] of columns.entries()) {
    const share = x[at] as number;
    for (let i = 0; i < rows.length; i += 1) {
      const row = rows[i] as number;
      short[row] = (short[row] as number) - share * (values[i] as number);
    }
  }
  for (let row = 0; row < short.length; row += 1)
    short[row] = (short[row] as number) - (under[row] as number) + (over[row] as number);
  return short;
}

/** Value of a point, its distance to the value of its prices, and what no row may miss. */
export function distance(problem: ChoiceProblem, point: Point) {
  const { required, columns, underWeights, overWeights } = problem;
  const { x, under, over, y, choices } = point;
  let value = 0;
  for (const [at, { cost }] of columns.entries()) value += cost * (x[at] as number);
  let dual = 0;
  for (const choice of choices) dual += choice;
  let residual = 0;
  const short = shortage(problem, point);
  for (let row = 0; row < required.length; row += 1) {
    value += (underWeights[row] as number) * (under[row] as number);
    value += (overWeights[row] as number) * (over[row] as number);
    dual += (required[row] as number) * (y[row] as number);
    residual = Math.max(residual, Math.abs(short[row] as number));
  }
  return { value, gap: value - dual, residual };
}

/** What is left of a residual costs as much as people too few or too many. */
export function repairCost(problem: ChoiceProblem, point: Point): number {
  let cost = 0;
  for (const [row, much] of shortage(problem, point).entries()) {
    const { underWeights, overWeights } = problem;
    cost += much > 0 ? much * (underWeights[row] as number) : -much * (overWeights[row] as number);
  }
  return cost;
}
