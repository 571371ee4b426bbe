import type { ChoiceColumn } from './choice-point.ts';

/** What a solve found. */
export interface LineShares {
  status: 'optimal' | 'infeasible' | 'limit';
  /** Of the shares; an upper limit of the linear model's optimum. */
  value: number;
  shares: Float64Array;
  /** Price of each cover row, and of each free person's choice. */
  duals: Float64Array;
  choices: Float64Array;
  /** Work done, in the unit of a search budget. */
  work: number;
}

/** The columns that are open, with what people who have only one of them leave to the others. */
export interface OpenPart {
  /** Columns of people who have only one. */
  settled: number[];
  /** What those cost. */
  cost: number;
  /** The other open columns, and the people they are of. */
  open: number[];
  places: number[];
  people: number;
  required: Float64Array;
  columns: ChoiceColumn[];
}

/** What is still to be chosen; `null` when somebody has no open column. */
export function openPart(
  columns: readonly ChoiceColumn[],
  isOpen: readonly boolean[],
  { required, people }: { required: Float64Array; people: number },
): OpenPart | null {
  const count = new Int32Array(people);
  for (const [at, { person }] of columns.entries())
    if (isOpen[at]) count[person] = (count[person] as number) + 1;
  if (count.includes(0)) return null;
  const placeOf = new Int32Array(people).fill(-1);
  const places: number[] = [];
  for (let person = 0; person < people; person += 1) {
    if ((count[person] as number) < 2) continue;
    placeOf[person] = places.length;
    places.push(person);
  }
  const left = required.slice();
  const settled: number[] = [];
  const open: number[] = [];
  const chosen: ChoiceColumn[] = [];
  let cost = 0;
  for (const [at, column] of columns.entries()) {
    if (!isOpen[at]) continue;
    const person = placeOf[column.person] as number;
    if (person >= 0) {
      open.push(at);
      chosen.push({ ...column, person });
      continue;
    }
    settled.push(at);
    cost += column.cost;
    for (const [i, row] of column.rows.entries())
      left[row] = (left[row] as number) - (column.values[i] as number);
  }
  return { settled, cost, open, places, people: places.length, required: left, columns: chosen };
}

/** What was found of the open part, as of all columns and people. */
export function spread(
  { value, shares, choices }: Pick<LineShares, 'value' | 'shares' | 'choices'>,
  { settled, open, places, cost }: OpenPart,
  sizes: { columns: number; people: number },
) {
  const all = { shares: new Float64Array(sizes.columns), choices: new Float64Array(sizes.people) };
  for (const index of settled) all.shares[index] = 1;
  for (const [at, index] of open.entries()) all.shares[index] = shares[at] as number;
  for (const [at, person] of places.entries()) all.choices[person] = choices[at] as number;
  return { ...all, value: value + cost };
}

/** There is no solution: somebody has no open column. */
export function infeasibleShares(columns: number, rows: number, people: number): LineShares {
  return {
    status: 'infeasible',
    value: Number.POSITIVE_INFINITY,
    shares: new Float64Array(columns),
    duals: new Float64Array(rows),
    choices: new Float64Array(people),
    work: 1,
  };
}
