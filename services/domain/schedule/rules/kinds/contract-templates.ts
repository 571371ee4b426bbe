import { type RuleBreak, unbroken } from '../rule-break.ts';
import { holdsOn, type RuleInForce } from '../rule-in-force.ts';
import type { Timeline } from '../timeline.ts';

/** Shifts are of the templates of the contract, where it names any; those made by hand are left. */
export function contractTemplates({ contract, worked }: Timeline, inForce: RuleInForce) {
  if (!contract || contract.templateIds.length === 0) return unbroken;
  const found: RuleBreak[] = [];
  for (const { day, shift } of worked) {
    const { templateId } = shift;
    if (templateId === '' || contract.templateIds.includes(templateId)) continue;
    if (!holdsOn(inForce, day)) continue;
    const facts = { template: templateId, contract: contract.contractId };
    found.push({ day, amount: 1, sentence: 'max', facts });
  }
  return found;
}
