import { breaksPerWindow } from '../amount-per-window.ts';
import { type RuleBreak, unbroken } from '../rule-break.ts';
import type { RuleInForce } from '../rule-in-force.ts';
import type { Timeline } from '../timeline.ts';

/** Paid minutes of a week, leave included, lie between those of the contract. */
export function contractMinutes(line: Timeline, inForce: RuleInForce): RuleBreak[] {
  const { contract } = line;
  if (!contract) return unbroken;
  const ofDay = line.awayPaid.slice();
  for (const { day, paid } of line.shifts) ofDay[day] = (ofDay[day] ?? 0) + paid;
  return breaksPerWindow(line, inForce, {
    ofDay,
    countsAbsence: line.awayPaid.some((minutes) => minutes > 0),
    limits: () => ({ min: contract.minWeekMinutes, max: contract.maxWeekMinutes }),
    facts: { contract: contract.contractId },
  });
}
