import type { CentreSkill } from '../centre/centre-problem.ts';
import { type CentreGrid, slotOf } from './centre-grid.ts';

/** What each further agent of one group gains in one slot. */
export interface GroupGains {
  group: string;
  startMs: number;
  /** Agents below which the slot may not fall; null = cannot be said. */
  floor: number | null;
  /** Contacts that are to be answered in time. */
  wanted: number;
  /** Contacts answered in time with `floor` agents. */
  atFloor: number;
  /** Contacts more with each further agent; never rising. */
  gains: readonly number[];
}

/**
 * A group with one service level for each day in place of a number for each slot. A contact too late
 * costs as much as makes the last agent whom the level needs worth one who is missing.
 */
export function withDayLevel(
  skill: CentreSkill,
  all: readonly GroupGains[],
  grid: CentreGrid,
): CentreSkill {
  const required = [...skill.required];
  const gains: (readonly number[])[] = required.map(() => []);
  const targets = grid.days.map(() => 0);
  let isAsked = false;
  for (const slot of all) {
    const at = slotOf(grid, slot.startMs);
    if (slot.group !== skill.id || slot.floor === null || required[at] === undefined) continue;
    const day = grid.firstSlots.findLastIndex((from) => from <= at);
    required[at] = slot.floor;
    gains[at] = slot.gains;
    targets[day] = (targets[day] ?? 0) + slot.wanted - slot.atFloor;
    isAsked ||= slot.gains.length > 0;
  }
  if (!isAsked) return { ...skill, required };
  const last = lastGain(gains, targets, grid);
  const missingWeight = (skill.underWeight * grid.slotMin) / 60 / last;
  const wanted = targets.map((target) => Math.max(0, target));
  return { ...skill, required, dayLevel: { gains, targets: wanted, missingWeight } };
}

/** What the last agent gains whom a day's level needs, of the day where it is least; 1 = none is. */
function lastGain(
  gains: readonly (readonly number[])[],
  targets: readonly number[],
  { firstSlots }: CentreGrid,
): number {
  const lasts = targets.flatMap((target, day) => {
    const its = gains.slice(firstSlots[day], firstSlots[day + 1]).flat();
    let missing = target;
    let last = 0;
    for (const gained of its.sort((a, b) => b - a)) {
      if (missing <= 0) break;
      last = gained;
      missing -= gained;
    }
    return last > 0 ? [last] : [];
  });
  return lasts.length > 0 ? Math.min(...lasts) : 1;
}
