import { type CentreLine, presenceOf, touchedSlots } from './centre-line.ts';
import type { Crew, CrewGrid } from './crew-grid.ts';
import { coverCost, coverParts, gainOf, type SlotCosts } from './slot-costs.ts';

/** Who is there, for each skill and slot, and what that costs; follows every line put in. */
export interface CoverState {
  /** Agents at skill × slots + slot. */
  agents: Float64Array;
  /** Gains by skill and day. */
  gains: Float64Array;
  /** Cost of cover now. */
  cost(): number;
  /** The same, part by part, added up anew. */
  parts(): { under: number; over: number; serviceLevel: number };
  /** Adds a day's shift of a line (`sign` 1) or takes it out (-1). */
  putDay(line: CentreLine, at: { day: number; person: number; sign: 1 | -1 }): void;
  putLine(line: CentreLine, person: number, sign: 1 | -1): void;
  /** Adds agents at one place; may be negative. */
  add(at: number, agents: number): void;
  /** Cost saved by so many agents more at one place. */
  saving(at: number, agents: number): number;
}

/** An empty cover: nobody is there. */
export function coverState(model: CrewGrid): CoverState {
  const { costs, slots, crews, people } = model;
  const agents = new Float64Array(costs.required.length);
  const gains = new Float64Array(costs.target.length);
  const presence = presenceOf(model);
  const touched = touchedSlots(model);
  let cost = startCost(costs);

  function add(at: number, more: number): void {
    const before = agents[at] as number;
    const now = before + more;
    cost += coverCost(costs, at, now) - coverCost(costs, at, before);
    if (costs.gains[at]) {
      const day = costs.dayAt[at] as number;
      const had = gains[day] as number;
      const has = had + gainOf(costs, at, now) - gainOf(costs, at, before);
      cost += missingCost(costs, day, has) - missingCost(costs, day, had);
      gains[day] = has;
    }
    agents[at] = now;
  }

  function saving(at: number, more: number): number {
    const before = agents[at] as number;
    const saved = coverCost(costs, at, before) - coverCost(costs, at, before + more);
    if (!costs.gains[at]) return saved;
    const day = costs.dayAt[at] as number;
    const had = gains[day] as number;
    const gained = gainOf(costs, at, before + more) - gainOf(costs, at, before);
    return saved + missingCost(costs, day, had) - missingCost(costs, day, had + gained);
  }

  const putDay: CoverState['putDay'] = (line, { day, person, sign }) => {
    if ((line.template[day] as number) < 0) return;
    const crew = crews[people[person]?.crew ?? 0] as Crew;
    const { firstSlot, count, share } = presence(line, day);
    for (let at = 0; at < count; at += 1) {
      if ((share[at] as number) < 1e-9) continue;
      const skill = line.serves[day * touched + at] as number;
      const efficiency = crew.efficiencies[crew.skills.indexOf(skill)] ?? 0;
      add(skill * slots + firstSlot + at, sign * efficiency * (share[at] as number));
    }
  };

  return {
    agents,
    gains,
    cost: () => cost,
    parts: () => coverParts(costs, agents),
    add,
    saving,
    putDay,
    putLine(line, person, sign) {
      for (let day = 0; day < model.days; day += 1) putDay(line, { day, person, sign });
    },
  };
}

function missingCost({ target, missing }: SlotCosts, day: number, gained: number): number {
  const short = (target[day] as number) - gained;
  return short > 0 ? short * (missing[day] as number) : 0;
}

function startCost(costs: SlotCosts): number {
  let cost = 0;
  for (let at = 0; at < costs.required.length; at += 1) cost += coverCost(costs, at, 0);
  for (let day = 0; day < costs.target.length; day += 1) cost += missingCost(costs, day, 0);
  return cost;
}
