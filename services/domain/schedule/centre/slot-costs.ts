import type { CentreProblem } from './centre-problem.ts';

/** What cover costs, for each skill and slot at skill × slots + slot. */
export interface SlotCosts {
  required: Float64Array;
  /** Agents from which on one more is too many: `required`, or beyond the last gain. */
  enough: Float64Array;
  /** Cost of one agent missing, or too many, for the slot. */
  under: Float64Array;
  over: Float64Array;
  /** By skill and day at skill × days + day: gains wanted, and the cost of each unit missing. */
  target: Float64Array;
  missing: Float64Array;
  /** Gains of the slot's further agents; `null` where the skill has no level for the day. */
  gains: readonly (readonly number[] | null)[];
  /** Place in `target` of each skill and slot. */
  dayAt: Int32Array;
}

/** Works out the costs of cover from weights and requirements. */
export function slotCosts(problem: CentreProblem, dayOfSlot: Int16Array): SlotCosts {
  const { skills, days, weights, slotMin } = problem;
  const slots = dayOfSlot.length;
  const count = skills.length * slots;
  const costs = {
    required: new Float64Array(count),
    enough: new Float64Array(count),
    under: new Float64Array(count),
    over: new Float64Array(count),
    target: new Float64Array(skills.length * days.length),
    missing: new Float64Array(skills.length * days.length),
    gains: new Array<readonly number[] | null>(count).fill(null),
    dayAt: new Int32Array(count),
  };
  const hours = slotMin / 60;
  skills.forEach(({ required, underWeight, overWeight, dayLevel }, skill) => {
    for (let slot = 0; slot < slots; slot += 1) {
      const at = skill * slots + slot;
      const gains = dayLevel?.gains[slot] ?? null;
      costs.required[at] = required[slot] ?? 0;
      costs.enough[at] = (required[slot] ?? 0) + (gains?.length ?? 0);
      costs.under[at] = underWeight * weights.under * hours;
      costs.over[at] = overWeight * weights.over * hours;
      costs.gains[at] = gains;
      costs.dayAt[at] = skill * days.length + (dayOfSlot[slot] ?? 0);
    }
    days.forEach((_, day) => {
      costs.target[skill * days.length + day] = dayLevel?.targets[day] ?? 0;
      costs.missing[skill * days.length + day] = dayLevel?.missingWeight ?? 0;
    });
  });
  return costs;
}

/** Cost of so many agents at one place, gains apart. */
export function coverCost(costs: SlotCosts, at: number, agents: number): number {
  const short = (costs.required[at] as number) - agents;
  if (short > 0) return short * (costs.under[at] as number);
  const beyond = agents - (costs.enough[at] as number);
  return beyond > 0 ? beyond * (costs.over[at] as number) : 0;
}

/** What so many agents gain above the floor; between whole agents in proportion. */
export function gainOf(costs: SlotCosts, at: number, agents: number): number {
  const gains = costs.gains[at];
  if (!gains) return 0;
  let above = agents - (costs.required[at] as number);
  let gained = 0;
  for (let index = 0; index < gains.length && above > 1e-12; index += 1) {
    gained += (gains[index] as number) * Math.min(1, above);
    above -= 1;
  }
  return gained;
}

/** What cover costs in sum: agents missing, agents too many, gains missing to the days' targets. */
export function coverParts(costs: SlotCosts, agents: Float64Array) {
  const parts = { under: 0, over: 0, serviceLevel: 0 };
  const gains = new Float64Array(costs.target.length);
  agents.forEach((there, at) => {
    const cost = coverCost(costs, at, there);
    if (there < (costs.required[at] ?? 0)) parts.under += cost;
    else parts.over += cost;
    const day = costs.dayAt[at] ?? 0;
    gains[day] = (gains[day] ?? 0) + gainOf(costs, at, there);
  });
  gains.forEach((gained, day) => {
    const short = Math.max(0, (costs.target[day] ?? 0) - gained);
    parts.serviceLevel += short * (costs.missing[day] ?? 0);
  });
  return parts;
}
