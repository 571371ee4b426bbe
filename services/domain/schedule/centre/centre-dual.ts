import { emptyLine, presenceOf, touchedSlots } from './centre-line.ts';
import type { CentreModel } from './centre-model.ts';
import type { Crew } from './crew-grid.ts';
import { emptyWorth, smoothWorth } from './crew-worth.ts';
import { linePricer } from './line-pricer.ts';
import { coverCost, gainOf } from './slot-costs.ts';

/** The Lagrangian relaxation at one set of prices. */
export interface DualValue {
  /** No roster costs less. */
  bound: number;
  /** At each skill and slot: agents that pay there, less agents that the lines bring. */
  excess: Float64Array;
}

/** The relaxation of one problem, to be asked at any prices. */
export interface CentreDual {
  /** Least and most sensible price of an agent, by skill and slot. */
  least: Float64Array;
  most: Float64Array;
  /** Solves all parts of the relaxation exactly; counts one line a person as work. */
  at(prices: Float64Array): DualValue;
}

/**
 * The relaxation in which cover is bought at prices: each person takes the line that earns most,
 * each place the number of agents that pays. For any prices its value is a bound, since every part
 * is solved exactly, with all rules, breaks and the choice of skills.
 *
 * Where people are whole (or halves, while a short break takes half a slot) a place can only be
 * covered by such numbers, so fractions wanted cost what the nearest such number costs.
 */
export function centreDual(model: CentreModel): CentreDual {
  const { costs, people, crews, slots } = model;
  const size = costs.required.length;
  const pricer = linePricer(model);
  const line = emptyLine(model);
  const worth = emptyWorth(model);
  const presence = presenceOf(model);
  const touched = touchedSlots(model);
  const grain = grainOf(model);
  const excess = new Float64Array(size);
  const brought = new Float64Array(size);
  const byCrew = crews.map((_, crew) =>
    people.flatMap((person, at) => (person.crew === crew ? [at] : [])),
  );
  const templatesOf = byCrew.map((members) => [
    ...new Set(members.flatMap((at) => people[at]?.templates ?? [])),
  ]);
  const least = costs.over.map((over) => -over);
  const most = costs.under.map((under, at) => {
    const day = costs.dayAt[at] ?? 0;
    return Math.max(under, (costs.gains[at]?.[0] ?? 0) * (costs.missing[day] ?? 0));
  });

  function lines(prices: Float64Array): number {
    let total = 0;
    brought.fill(0);
    for (let at = 0; at < crews.length; at += 1) {
      const crew = crews[at] as Crew;
      smoothWorth(model, crew, { prices, steepness: 0, least, most, agents: brought, into: worth });
      pricer.appraise(worth, templatesOf[at] as number[]);
      for (const person of byCrew[at] as number[]) {
        total += pricer.priceAlike(person);
        if (people[person]?.entry === -1) continue;
        pricer.write(line);
        bring(crew);
      }
    }
    return total;
  }

  function bring(crew: Crew): void {
    for (let day = 0; day < model.days; day += 1) {
      if ((line.template[day] as number) < 0) continue;
      const { firstSlot, count, share } = presence(line, day);
      for (let at = 0; at < count; at += 1) {
        const skill = line.serves[day * touched + at] as number;
        if (skill < 0) continue;
        const place = skill * slots + firstSlot + at;
        const efficiency = crew.efficiencies[crew.skills.indexOf(skill)] as number;
        brought[place] = (brought[place] as number) + (share[at] as number) * efficiency;
      }
    }
  }

  return {
    least,
    most,
    at(prices) {
      const bound = lines(prices) + places(model, prices, { brought, excess, grain, least, most });
      return { bound, excess };
    },
  };
}

interface Places {
  brought: Float64Array;
  excess: Float64Array;
  grain: number | null;
  least: Float64Array;
  most: Float64Array;
}

/** The places' part: each takes the number of agents that is cheapest at its price. */
function places(model: CentreModel, prices: Float64Array, its: Places): number {
  const { costs, slots, days, problem, firstSlot } = model;
  let total = 0;
  for (let at = 0; at < prices.length; at += 1) {
    if (costs.gains[at]) continue;
    total += plainPlace(model, at, { ...its, price: prices[at] as number });
  }
  problem.skills.forEach(({ dayLevel }, skill) => {
    if (!dayLevel) return;
    for (let day = 0; day < days; day += 1) {
      const from = skill * slots + (firstSlot[day] as number);
      const span = { from, to: from + (problem.days[day]?.slots ?? 0), day: skill * days + day };
      total += dayPlaces(model, prices, { ...its, ...span });
    }
  });
  return total;
}

function plainPlace(
  { costs }: CentreModel,
  at: number,
  { brought, excess, grain, least, most, price }: Places & { price: number },
): number {
  const wanted = costs.required[at] as number;
  const [low, high] = grain === null ? [wanted, wanted] : neighbours(wanted, grain);
  const lowCost = coverCost(costs, at, low) + price * low;
  const highCost = coverCost(costs, at, high) + price * high;
  let taken = lowCost <= highCost ? low : high;
  // At the ends of the range many numbers are equally cheap: the one that is brought fits best.
  const there = brought[at] as number;
  if (price >= (most[at] as number) - 1e-12) taken = Math.min(taken, there);
  else if (price <= (least[at] as number) + 1e-12) taken = Math.max(taken, there);
  excess[at] = taken - there;
  return Math.min(lowCost, highCost);
}

function neighbours(wanted: number, grain: number): [number, number] {
  const low = Math.floor(wanted / grain + 1e-9) * grain;
  return [low, wanted - low < 1e-9 ? low : low + grain];
}

interface DayPlaces extends Places {
  from: number;
  to: number;
  day: number;
}

/** A day with one level for all its slots: the price of a unit of gain is found by halving. */
function dayPlaces(model: CentreModel, prices: Float64Array, its: DayPlaces): number {
  const { costs } = model;
  const target = costs.target[its.day] as number;
  let [low, high] = [0, costs.missing[its.day] as number];
  let best = Number.NEGATIVE_INFINITY;
  for (let round = 0; round < 40; round += 1) {
    const gainPrice = round === 0 ? high : round === 1 ? low : (low + high) / 2;
    const { value, gained } = takeDay(model, prices, { ...its, gainPrice });
    best = Math.max(best, value + gainPrice * target);
    if (round === 0 && gained <= target) break;
    if (round < 2) continue;
    if (gained < target) low = gainPrice;
    else high = gainPrice;
  }
  return best;
}

function takeDay(
  { costs }: CentreModel,
  prices: Float64Array,
  { from, to, gainPrice, brought, excess }: DayPlaces & { gainPrice: number },
): { value: number; gained: number } {
  let value = 0;
  let gained = 0;
  for (let at = from; at < to; at += 1) {
    const floor = costs.required[at] as number;
    let best = Number.POSITIVE_INFINITY;
    let taken = 0;
    for (let k = -1; k <= (costs.gains[at]?.length ?? 0); k += 1) {
      const agents = k < 0 ? 0 : floor + k;
      const gain = gainOf(costs, at, agents);
      const cost =
        coverCost(costs, at, agents) + (prices[at] as number) * agents - gainPrice * gain;
      if (cost < best) {
        best = cost;
        taken = agents;
      }
    }
    value += best;
    gained += gainOf(costs, at, taken);
    excess[at] = taken - (brought[at] as number);
  }
  return { value, gained };
}

/** The number of which all cover is a multiple; `null` where there is none. */
function grainOf({ crews, templates, ticksPerSlot, startTick }: CentreModel): number | null {
  if (crews.some(({ efficiencies }) => efficiencies.some((one) => one !== 1))) return null;
  const onSlots = (ticks: number) => ticks % ticksPerSlot === 0;
  const isWhole =
    startTick.every(onSlots) &&
    templates.every(({ span, breaks }) => {
      // A break's places lie on all ticks, so only whole slots all over keep cover whole.
      return onSlots(span) && (ticksPerSlot === 1 || breaks.length === 0);
    });
  return isWhole ? 1 : 1 / ticksPerSlot;
}
