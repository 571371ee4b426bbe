import { columnOf, linePrice } from './column.ts';
import type { PersonModel, RosterModel } from './roster-model.ts';
import type { Line, Roster } from './roster-problem.ts';
import type { SeededRandom } from './seeded-random.ts';

/** Some people with all their days, or some days of all people. */
export type NeighbourhoodKind = 'people' | 'days';

/** A part of a roster that is freed and solved again. */
export interface Neighbourhood {
  kind: NeighbourhoodKind;
  /** People freed, or days freed for everybody. */
  size: number;
  free: number[];
  /** Cells of free people that stay as they are; absent = none. */
  isSettled: ((person: number, day: number) => boolean) | undefined;
}

/** Chooses parts, and learns how large they may be. */
export interface Neighbourhoods {
  next(now: { roster: Roster; cost: number }): Neighbourhood;
  learn(outcome: { kind: NeighbourhoodKind; work: number; isBetter: boolean }): void;
  /** Prices of the cells at the root: they show whose line costs more than it would have to. */
  usePrices(cellPrices: Float64Array): void;
}

/** Work of one neighbourhood that is neither too quick to find anything nor too slow to be many. */
const goodWork = { least: 1_500, most: 6_000 };

/** Begins with small parts of both kinds, neither worth more than the other. */
export function neighbourhoods(model: RosterModel, random: SeededRandom): Neighbourhoods {
  const { people, problem } = model;
  const size: Record<NeighbourhoodKind, number> = {
    people: Math.min(people.length, 8),
    days: Math.min(problem.days, 7),
  };
  const largest: Record<NeighbourhoodKind, number> = { people: people.length, days: problem.days };
  const worth: Record<NeighbourhoodKind, number> = { people: 1, days: 1 };
  let prices: Float64Array | null = null;
  let cheapest: number[] = [];

  function excess(person: number, line: Line): number {
    if (!prices) return 0;
    return linePrice(columnOf(model, person, line), prices) - (cheapest[person] as number);
  }

  /** People at random, those whose line is dear at the root's prices more often. */
  function chosenPeople({ roster, cost }: { roster: Roster; cost: number }): number[] {
    const even = 1 + cost / 1_000;
    const drawn = people.map((_, person) => ({
      person,
      key: -Math.log(1 - random.next()) / (excess(person, roster[person] as Line) + even),
    }));
    drawn.sort((a, b) => a.key - b.key);
    return drawn.slice(0, size.people).map(({ person }) => person);
  }

  return {
    next(now) {
      const kind = random.next() * (worth.people + worth.days) < worth.people ? 'people' : 'days';
      if (kind === 'people') {
        return { kind, size: size.people, free: chosenPeople(now), isSettled: undefined };
      }
      const first = random.below(problem.days - size.days + 1);
      const last = first + size.days - 1;
      return {
        kind,
        size: size.days,
        free: people.map((_, at) => at),
        isSettled: (_, day) => day < first || day > last,
      };
    },
    learn({ kind, work, isBetter }) {
      worth[kind] = Math.max(0.15, 0.95 * worth[kind] + (isBetter ? 0.3 : 0.02));
      if (work < goodWork.least && random.next() < 0.3) {
        size[kind] = Math.min(largest[kind], size[kind] + 1);
      } else if (work > goodWork.most) {
        size[kind] = Math.max(3, size[kind] - 1);
      }
    },
    usePrices(cellPrices) {
      prices = cellPrices;
      cheapest = people.map(({ prices: wishes, lines }: PersonModel) => {
        const cell = wishes.cell.map((price, at) => price - (cellPrices[at] as number));
        return lines.cheapest({ cell, off: wishes.off }).bound;
      });
    },
  };
}
