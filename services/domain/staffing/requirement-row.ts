import type { RequirementRules } from './requirement.ts';
import { rosteredAgents, totalShrinkage } from './rostered.ts';
import { type PerSlot, requiredAgentsRow } from './sizing-row.ts';

/** Many slots of one queue. */
export interface RequirementRow {
  erlangs: Float64Array;
  /** NaN where the volume is unknown. */
  agents: Float64Array;
  rostered: Float64Array;
}

/** As for one slot; AHT and patience may differ by slot. */
export type RowRules = Omit<RequirementRules, 'ahtS' | 'patienceS'> & {
  ahtS: PerSlot;
  patienceS: PerSlot | null;
};

/** Contacts per slot, or erlangs reckoned elsewhere (modified offered load). NaN is unknown. */
export type RowVolumes = { calls: Float64Array; slotS: number } | { erlangs: Float64Array };

/**
 * `requirement` for many slots, without its explanation: a queue's month in a
 * few milliseconds. A volume of 0 is a closed slot and needs nobody.
 */
export function requirementRow(volumes: RowVolumes, rules: RowRules): RequirementRow {
  const { model, ahtS, patienceS, goals } = rules;
  const erlangs = 'erlangs' in volumes ? volumes.erlangs : loads(volumes, ahtS);
  const agents = requiredAgentsRow(model, { erlangs, ahtS, patienceS }, goals);
  const shrinkage = totalShrinkage(
    rules.shrinkage.map(({ share }) => share),
    rules.shrinkageSum,
  );
  // Exact arithmetic costs, and a month repeats few numbers of agents.
  const heads = new Map<number, number>();
  const rostered = agents.map((base) => {
    if (Number.isNaN(base)) return base;
    const known = heads.get(base) ?? rosteredAgents(base, shrinkage);
    heads.set(base, known);
    return known;
  });
  return { erlangs, agents, rostered };
}

function loads({ calls, slotS }: { calls: Float64Array; slotS: number }, ahtS: PerSlot) {
  return calls.map(
    (count, slot) =>
      (count * (typeof ahtS === 'number' ? ahtS : (ahtS[slot] ?? Number.NaN))) / slotS,
  );
}
