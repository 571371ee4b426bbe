import type { CentreLine } from './centre-line.ts';
import type { CentreModel, ModelPerson } from './centre-model.ts';
import type { Contract } from './contract-graph.ts';
import type { Worth } from './crew-worth.ts';
import { shiftWorth } from './shift-worth.ts';

/** Finds a person's cheapest permitted line when presence in each slot is worth something. */
export interface LinePricer {
  /**
   * Cost of the cheapest line: the person's own costs less the worth of the presence; `Infinity`
   * when none is permitted.
   *
   * @param keep - for each day the template it must have (-1 = off), or below -1 where it is free.
   */
  price(person: number, worth: Worth, keep?: Int16Array): number;
  /** Writes the line that the last `price` found. */
  write(line: CentreLine): void;
  /**
   * Works out what presence is worth in templates; people who share a crew can be priced after it
   * by `priceAlike`, until the next call of any other.
   */
  appraise(worth: Worth, templates: readonly number[]): void;
  priceAlike(person: number): number;
  /** Places the breaks of one shift anew and says whom it serves, for what presence is worth. */
  settle(line: CentreLine, day: number, worth: Worth): void;
}

/** Keeps buffers; one for each search. */
export function linePricer(model: CentreModel): LinePricer {
  const { days, people } = model;
  const count = model.problem.templates.length;
  const shifts = shiftWorth(model);
  const cells = days * Math.max(1, ...people.map(({ contract }) => contract.labels));
  const cost = new Float64Array(cells);
  const choice = new Int16Array(cells);
  const value = new Float64Array(
    Math.max(1, ...people.map(({ contract }) => contract.arcStart.length - 1)),
  );
  let last: ModelPerson | null = null;

  /** The cheapest template for each day and label. */
  function fillDays(person: ModelPerson, keep: Int16Array | undefined): void {
    const { labels, labelOf, leaveLabels } = person.contract;
    cost.fill(Number.POSITIVE_INFINITY, 0, days * labels);
    for (let day = 0; day < days; day += 1) {
      const kept = keep ? (keep[day] as number) : -2;
      const leave = person.leaveMin[day] as number;
      const rest = leave >= 0 ? (leaveLabels.get(leave) ?? 0) : 0;
      if (kept < 0) cost[day * labels + rest] = person.offCost[day] as number;
      if (kept === -1) continue;
      for (const template of person.templates) {
        if (kept >= 0 && kept !== template) continue;
        const cell = day * count + template;
        const at = day * labels + (labelOf[template] as number);
        const net = (person.shiftCost[cell] as number) - (shifts.worth[cell] as number);
        if (net < (cost[at] as number)) {
          cost[at] = net;
          choice[at] = template;
        }
      }
    }
  }

  function priceAlike(at: number, keep?: Int16Array): number {
    const person = people[at] as ModelPerson;
    last = person;
    if (person.entry < 0) return Number.POSITIVE_INFINITY;
    fillDays(person, keep);
    return sweep(person.contract, { days, entry: person.entry, cost, value });
  }

  return {
    appraise: shifts.appraise,
    priceAlike: (person) => priceAlike(person),
    price(person, worth, keep) {
      shifts.appraise(worth, people[person]?.templates ?? []);
      return priceAlike(person, keep);
    },
    write(line) {
      if (!last) return;
      const { contract } = last;
      let node = last.entry;
      for (let day = 0; day < days; day += 1) {
        const arc = bestArc(contract, node, { cost, value, from: day * contract.labels });
        const label = contract.arcLabel[arc] as number;
        const works = label > 0 && label < contract.firstLeave;
        line.template[day] = works ? (choice[day * contract.labels + label] as number) : -1;
        node = contract.arcTo[arc] as number;
        shifts.settle(line, day);
      }
    },
    settle(line, day, worth) {
      shifts.appraise(worth, []);
      shifts.settle(line, day);
    },
  };
}

interface Sweep {
  days: number;
  entry: number;
  cost: Float64Array;
  value: Float64Array;
}

/** Least cost from each node to the end, up to the entry. */
function sweep(contract: Contract, { days, entry, cost, value }: Sweep): number {
  const { labels, dayEnd, arcStart, arcTo, arcLabel } = contract;
  value[0] = 0;
  for (let day = days - 1; day >= 0; day -= 1) {
    const from = day * labels;
    const end = dayEnd[day] as number;
    for (let node = dayEnd[day + 1] as number; node < end; node += 1) {
      let best = Number.POSITIVE_INFINITY;
      const arcEnd = arcStart[node + 1] as number;
      for (let arc = arcStart[node] as number; arc < arcEnd; arc += 1) {
        const total =
          (cost[from + (arcLabel[arc] as number)] as number) +
          (value[arcTo[arc] as number] as number);
        if (total < best) best = total;
      }
      value[node] = best;
    }
  }
  return value[entry] as number;
}

function bestArc(
  { arcStart, arcTo, arcLabel }: Contract,
  node: number,
  { cost, value, from }: { cost: Float64Array; value: Float64Array; from: number },
): number {
  let best = -1;
  let least = Number.POSITIVE_INFINITY;
  for (let arc = arcStart[node] as number; arc < (arcStart[node + 1] as number); arc += 1) {
    const total =
      (cost[from + (arcLabel[arc] as number)] as number) + (value[arcTo[arc] as number] as number);
    if (total < least) {
      least = total;
      best = arc;
    }
  }
  return best;
}
