import type { RuleInForce } from './rule-in-force.ts';
import type { Timeline } from './timeline.ts';

/** One break of a rule, before it is told as a violation. */
export interface RuleBreak {
  /** Place of the first day concerned, among those that are checked or before. */
  day: number;
  /** By how much, in the unit of the kind. */
  amount: number;
  /** Which of the kind's sentences tells it. */
  sentence: string;
  /** Facts for the sentence. */
  facts: Readonly<Record<string, string | number>>;
  /** Whom it concerns, of a rule over several people. */
  person?: string;
}

/** A rule about one person's days. */
export type PersonCheck = (line: Timeline, inForce: RuleInForce) => RuleBreak[];

/** A rule about several people at once. */
export type CrewCheck = (lines: readonly Timeline[], inForce: RuleInForce) => RuleBreak[];

/** Nothing is broken. */
export const unbroken: RuleBreak[] = [];
