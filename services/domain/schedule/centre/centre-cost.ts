import { type CentreGrid, centreGrid } from './centre-grid.ts';
import { linesOf, presenceOf, touchedSlots } from './centre-line.ts';
import type { CentreProblem } from './centre-problem.ts';
import type { CentreCost, CentreRoster } from './centre-roster.ts';
import { dayCost } from './person-costs.ts';
import { coverParts } from './slot-costs.ts';

/**
 * What a roster costs, part by part.
 *
 * @throws DomainError invalid when the problem is none.
 */
export function centreCost(problem: CentreProblem, roster: CentreRoster): CentreCost {
  const grid = centreGrid(problem);
  const cost = { ...noCost(), ...coverParts(grid.costs, centreCover(grid, roster)) };
  problem.people.forEach((person, at) => {
    for (let day = 0; day < grid.days; day += 1) {
      const template = roster[at]?.[day]?.template ?? null;
      const base = problem.base?.[at] ?? null;
      const { paid, wish, fairness, stability } = dayCost(problem, person, { day, template, base });
      cost.paid += paid;
      cost.wish += wish;
      cost.fairness += fairness;
      cost.stability += stability;
    }
  });
  const { under, over, serviceLevel, paid, wish, fairness, stability } = cost;
  cost.total = under + over + serviceLevel + paid + wish + fairness + stability;
  return cost;
}

/** Agents at each skill and slot, at skill × slots + slot, each as efficient as they are. */
export function centreCover(grid: CentreGrid, roster: CentreRoster): Float64Array {
  const { problem, slots } = grid;
  const agents = new Float64Array(problem.skills.length * slots);
  const presence = presenceOf(grid);
  const touched = touchedSlots(grid);
  linesOf(grid, roster).forEach((line, person) => {
    const skills = problem.people[person]?.skills ?? [];
    for (let day = 0; day < grid.days; day += 1) {
      if ((line.template[day] ?? -1) < 0) continue;
      const { firstSlot, count, share } = presence(line, day);
      for (let at = 0; at < count; at += 1) {
        const skill = line.serves[day * touched + at] ?? -1;
        if (skill < 0 || (share[at] ?? 0) < 1e-9) continue;
        const worth = skills.find((held) => held.skill === skill)?.efficiency ?? 0;
        const place = skill * slots + firstSlot + at;
        agents[place] = (agents[place] ?? 0) + worth * (share[at] ?? 0);
      }
    }
  });
  return agents;
}

/** Nothing costs anything. */
export function noCost(): CentreCost {
  return {
    under: 0,
    over: 0,
    serviceLevel: 0,
    paid: 0,
    wish: 0,
    fairness: 0,
    stability: 0,
    total: 0,
  };
}
