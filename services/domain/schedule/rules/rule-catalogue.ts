import { amountKinds } from './catalogue-amounts.ts';
import { peopleKinds } from './catalogue-people.ts';
import { sequenceKinds } from './catalogue-sequences.ts';
import { shiftKinds } from './catalogue-shifts.ts';
import type { RuleKind } from './rule-kind.ts';

/** Every kind of rule, chapter by chapter. Plain data, so that it can be sent as JSON. */
export const ruleKinds: readonly RuleKind[] = [
  ...amountKinds,
  ...sequenceKinds,
  ...shiftKinds,
  ...peopleKinds,
];

const byName = new Map(ruleKinds.map((kind) => [kind.kind, kind]));

/** A kind by its name; undefined when there is none. */
export function ruleKindOf(kind: string): RuleKind | undefined {
  return byName.get(kind);
}
