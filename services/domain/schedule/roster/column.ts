import { lineCost, type PersonModel, type RosterModel } from './roster-model.ts';
import { type Line, off } from './roster-problem.ts';

/** One permitted line of one person, with what its wishes cost. */
export interface Column {
  person: number;
  line: Line;
  cost: number;
}

/** What a line costs after the cells' prices are taken off. */
export function linePrice({ line, cost }: Column, cellPrices: Float64Array): number {
  const shifts = cellPrices.length / line.length;
  let price = cost;
  for (let day = 0; day < line.length; day += 1) {
    const shift = line[day] as number;
    if (shift !== off) price -= cellPrices[day * shifts + shift] as number;
  }
  return price;
}

/** A permitted line with the cost of its wishes. */
export function columnOf(model: RosterModel, person: number, line: Line): Column {
  return { person, line, cost: lineCost(model, model.people[person] as PersonModel, line) };
}
