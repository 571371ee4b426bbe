import type { ItemsByPerson, MeasureItem, Seen } from '../measures/measure-item.ts';

/** What somebody's figure is like beside others' on the same work. */
export interface Comparison {
  /** What others reach on the same mix. */
  expected: number;
  /** As it enters the curve. */
  compared: number;
}

/** Others' work in a cell needs at least so much weight to tell anything. */
const leastOthers = 20;

interface Sums {
  value: number;
  weight: number;
}

/**
 * Like with like, by indirect standardisation: the work falls into cells of queue × local hours
 * (four at a time). `expected` is what all others of the site reach in these cells, weighted by how
 * often the person worked in them; `compared` = site mean × figure / expected. So who has hard
 * queues or nights is measured by these. A cell in which others did too little is filled by their
 * figure on the queue, then by their figure in all.
 *
 * @returns the comparison of each person; who cannot be compared is left out.
 * @see J. L. Fleiss, "Statistical Methods for Rates and Proportions" (1981), chapter 14.
 */
export function compareLikeWithLike(
  items: ItemsByPerson,
  seen: Pick<Seen, 'bandOf'>,
): ReadonlyMap<string, Comparison> {
  const cellOf = ({ queue, atMs }: MeasureItem) => `${queue}\t${seen.bandOf(atMs)}`;
  const everybody = sumsOf([...items.values()].flat(), cellOf);
  const compared = new Map<string, Comparison>();
  for (const [person, own] of items) {
    const mine = sumsOf(own, cellOf);
    if (mine.all.weight <= 0 || everybody.all.weight <= 0) continue;
    let expectedSum = 0;
    for (const [cell, { weight }] of mine.cells) {
      const queue = cell.slice(0, cell.indexOf('\t'));
      const rate =
        rateOfOthers(everybody.cells.get(cell), mine.cells.get(cell)) ??
        rateOfOthers(everybody.queues.get(queue), mine.queues.get(queue)) ??
        rateOfOthers(everybody.all, mine.all);
      expectedSum += weight * (rate ?? Number.NaN);
    }
    const expected = expectedSum / mine.all.weight;
    if (!(expected > 0)) continue;
    const figure = mine.all.value / mine.all.weight;
    const mean = everybody.all.value / everybody.all.weight;
    compared.set(person, { expected, compared: (mean * figure) / expected });
  }
  return compared;
}

function sumsOf(items: readonly MeasureItem[], cellOf: (item: MeasureItem) => string) {
  const cells = new Map<string, Sums>();
  const queues = new Map<string, Sums>();
  const all = { value: 0, weight: 0 };
  for (const item of items) {
    add(cells, cellOf(item), item);
    add(queues, item.queue, item);
    all.value += item.value;
    all.weight += item.weight;
  }
  return { cells, queues, all };
}

function add(sums: Map<string, Sums>, key: string, { value, weight }: Sums): void {
  const known = sums.get(key);
  if (known) {
    known.value += value;
    known.weight += weight;
  } else sums.set(key, { value, weight });
}

function rateOfOthers(all: Sums | undefined, own: Sums | undefined): number | null {
  if (!all || !own || all.weight - own.weight < leastOthers) return null;
  return (all.value - own.value) / (all.weight - own.weight);
}
