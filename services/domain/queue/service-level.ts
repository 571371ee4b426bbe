// One event, file 5 of 10 (README.md). Next: services/queue-metrics/publish.ts
/**
 * Contacts offered in one span of time, as far as the service level looks at
 * them. Whole numbers.
 */
export interface CallCounts {
  answered: number;
  /** Answered within the target time. Part of `answered`. */
  answeredInTime: number;
  abandoned: number;
  /** Abandoned within the target time. Part of `abandoned`. */
  abandonedInTime: number;
  /** Abandoned sooner than the short-abandon limit. Part of `abandoned`. */
  abandonedShort: number;
  /** Left otherwise after the target time: ejecting callers at T + 1 must not help. */
  leftLate: number;
  /** Still waiting beyond the target time: already missed. */
  waitingLate: number;
}

/**
 * What an abandoned contact does to the service level. Centres differ, by up to
 * five points on the same calls, so a figure always travels with its rule.
 */
export type AbandonRule =
  | 'met-if-early'
  | 'ignored'
  | 'missed'
  | 'ignored-if-early'
  | 'ignored-if-short';

/** Every rule, in the order in which they are shown. */
export const abandonRules: readonly AbandonRule[] = [
  'met-if-early',
  'ignored',
  'missed',
  'ignored-if-early',
  'ignored-if-short',
];

/** Met and counted contacts of one rule; sums over intervals stay true, ratios do not. */
export interface ServiceLevelTerms {
  met: number;
  counted: number;
}

/**
 * Service level: the share of customers who were answered in time.
 *
 * @returns a ratio from 0 to 1, or `null` when no contact counts: nothing to
 *   divide is not zero, and the wall shows a dash.
 * @see ICMI, "Service Level Calculations", Queue Tips, March 2005, whose worked
 *   example is the test.
 */
export function serviceLevel(calls: CallCounts, rule: AbandonRule): number | null {
  const { met, counted } = serviceLevelTerms(calls, rule);
  return counted === 0 ? null : met / counted;
}

/**
 * The two terms of the service level. Who left otherwise after the target, and
 * who still waits beyond it, is missed under the two rules that count everyone
 * who was offered (`missed`, `met-if-early`); one who still waits has missed
 * under every rule but drops out again if the end is one the rule ignores.
 */
export function serviceLevelTerms(calls: CallCounts, rule: AbandonRule): ServiceLevelTerms {
  const { answered, answeredInTime, abandoned, abandonedInTime, abandonedShort } = calls;
  const everyone = answered + abandoned + calls.leftLate + calls.waitingLate;
  switch (rule) {
    case 'met-if-early':
      return { met: answeredInTime + abandonedInTime, counted: everyone };
    case 'ignored':
      return { met: answeredInTime, counted: answered + calls.waitingLate };
    case 'missed':
      return { met: answeredInTime, counted: everyone };
    case 'ignored-if-early':
      return {
        met: answeredInTime,
        counted: answered + abandoned - abandonedInTime + calls.waitingLate,
      };
    case 'ignored-if-short':
      return {
        met: answeredInTime,
        counted: answered + abandoned - abandonedShort + calls.waitingLate,
      };
  }
}
