import type { CoverState } from './cover-state.ts';
import type { Crew, CrewGrid } from './crew-grid.ts';
import type { SlotCosts } from './slot-costs.ts';

/**
 * What presence in each slot is worth, and the skill to serve: for k of the slot's ticks at
 * (k - 1) × slots + slot.
 */
export interface Worth {
  value: Float64Array;
  skill: Int16Array;
}

/** Buffers for the worth of presence. */
export function emptyWorth({ slots, ticksPerSlot }: CrewGrid): Worth {
  const size = slots * ticksPerSlot;
  return { value: new Float64Array(size), skill: new Int16Array(size) };
}

/**
 * What a crew's presence would save as things stand, to the cent: also what half a slot saves,
 * which is not half of what the whole slot does.
 */
export function savedWorth(model: CrewGrid, crew: Crew, cover: CoverState, into: Worth): void {
  const { costs, slots, ticksPerSlot } = model;
  const { agents } = cover;
  into.value.fill(Number.NEGATIVE_INFINITY);
  for (let k = 0; k < crew.skills.length; k += 1) {
    const skill = crew.skills[k] as number;
    const from = skill * slots;
    const hasDayLevel = costs.gains[from] !== null;
    for (let level = 1; level <= ticksPerSlot; level += 1) {
      const more = ((crew.efficiencies[k] as number) * level) / ticksPerSlot;
      const row = (level - 1) * slots;
      if (hasDayLevel) {
        for (let slot = 0; slot < slots; slot += 1) {
          take(into, row + slot, { saved: cover.saving(from + slot, more), skill });
        }
      } else plainRow(costs, agents, { from, more, row, slots, skill, into });
    }
  }
}

interface Row {
  from: number;
  more: number;
  row: number;
  slots: number;
  skill: number;
  into: Worth;
}

function plainRow(costs: SlotCosts, agents: Float64Array, its: Row): void {
  const { from, more, row, slots, skill, into } = its;
  const { required, under, over } = costs;
  const { value, skill: served } = into;
  for (let slot = 0; slot < slots; slot += 1) {
    const at = from + slot;
    const short = (required[at] as number) - (agents[at] as number);
    const low = under[at] as number;
    const high = over[at] as number;
    const after = short - more;
    const saved =
      (short > 0 ? short * low : -short * high) - (after > 0 ? after * low : -after * high);
    if (saved > (value[row + slot] as number) + 1e-9) {
      value[row + slot] = saved;
      served[row + slot] = skill;
    }
  }
}

function take(
  { value, skill }: Worth,
  at: number,
  { saved, skill: its }: { saved: number; skill: number },
): void {
  if (saved > (value[at] as number) + 1e-9) {
    value[at] = saved;
    skill[at] = its;
  }
}

/** Prices of agents by skill and slot, and how fast they fall with each agent there. */
export interface Smoothing {
  prices: Float64Array;
  /** 0: the prices alone count. */
  steepness: number;
  least: Float64Array;
  most: Float64Array;
}

/**
 * What a crew's presence is worth at prices that fall with each agent above what is wanted and rise
 * with each one missing: the cost of cover made smooth, so that a search does not get stuck on its
 * edges.
 */
export function smoothWorth(
  model: CrewGrid,
  crew: Crew,
  {
    prices,
    steepness,
    least,
    most,
    agents,
    into,
  }: Smoothing & { agents: Float64Array; into: Worth },
): void {
  const { costs, slots, ticksPerSlot } = model;
  const { required } = costs;
  const { value, skill: served } = into;
  value.fill(Number.NEGATIVE_INFINITY);
  for (let k = 0; k < crew.skills.length; k += 1) {
    const skill = crew.skills[k] as number;
    const from = skill * slots;
    for (let level = 1; level <= ticksPerSlot; level += 1) {
      const more = ((crew.efficiencies[k] as number) * level) / ticksPerSlot;
      const row = (level - 1) * slots;
      for (let slot = 0; slot < slots; slot += 1) {
        const at = from + slot;
        const short = (required[at] as number) - (agents[at] as number) - more / 2;
        let price = (prices[at] as number) + steepness * short;
        if (price > (most[at] as number)) price = most[at] as number;
        else if (price < (least[at] as number)) price = least[at] as number;
        const worth = price * more;
        if (worth > (value[row + slot] as number) + 1e-9) {
          value[row + slot] = worth;
          served[row + slot] = skill;
        }
      }
    }
  }
}
