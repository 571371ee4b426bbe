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

/** Work in all, by queue, and within a queue by band of hours. */
interface Work extends Sums {
  queues: Map<string, Sums & { bands: Map<number, Sums> }>;
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
  const byPerson = new Map<string, Work>();
  for (const [person, own] of items) byPerson.set(person, workOf(own, seen));
  const everybody = together(byPerson.values());
  const compared = new Map<string, Comparison>();
  for (const [person, mine] of byPerson) {
    if (mine.weight <= 0 || everybody.weight <= 0) continue;
    let expectedSum = 0;
    for (const [queue, own] of mine.queues) {
      const all = everybody.queues.get(queue);
      for (const [band, cell] of own.bands) {
        const rate =
          rateOfOthers(all?.bands.get(band), cell) ??
          rateOfOthers(all, own) ??
          rateOfOthers(everybody, mine);
        expectedSum += cell.weight * (rate ?? Number.NaN);
      }
    }
    const expected = expectedSum / mine.weight;
    if (!(expected > 0)) continue;
    const figure = mine.value / mine.weight;
    const mean = everybody.value / everybody.weight;
    compared.set(person, { expected, compared: (mean * figure) / expected });
  }
  return compared;
}

function workOf(items: readonly MeasureItem[], { bandOf }: Pick<Seen, 'bandOf'>): Work {
  const work: Work = { value: 0, weight: 0, queues: new Map() };
  for (const item of items) {
    const queue = queueOf(work, item.queue);
    for (const sums of [work, queue, bandIn(queue, bandOf(item.atMs))]) add(sums, item);
  }
  return work;
}

/** Work of all, so that each item is looked at once. */
function together(works: Iterable<Work>): Work {
  const all: Work = { value: 0, weight: 0, queues: new Map() };
  for (const work of works) {
    add(all, work);
    for (const [id, own] of work.queues) {
      const queue = queueOf(all, id);
      add(queue, own);
      for (const [band, cell] of own.bands) add(bandIn(queue, band), cell);
    }
  }
  return all;
}

function queueOf({ queues }: Work, id: string) {
  const known = queues.get(id) ?? { value: 0, weight: 0, bands: new Map<number, Sums>() };
  queues.set(id, known);
  return known;
}

function bandIn({ bands }: { bands: Map<number, Sums> }, band: number): Sums {
  const known = bands.get(band) ?? { value: 0, weight: 0 };
  bands.set(band, known);
  return known;
}

function add(sums: Sums, { value, weight }: Sums): void {
  sums.value += value;
  sums.weight += weight;
}

function rateOfOthers(all: Sums | undefined, own: Sums): number | null {
  if (!all || all.weight - own.weight < leastOthers) return null;
  return (all.value - own.value) / (all.weight - own.weight);
}
