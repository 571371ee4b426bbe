/** One person's shift on one day. */
export interface CentreShift {
  /** Place in the list of templates. */
  template: number;
  /** Minutes from the shift's start at which each break of the template begins, in its order. */
  breaks: readonly number[];
  /**
   * Skill served in each slot that the shift touches, from its first; -1 where the whole slot is a
   * break. Slots beyond the horizon are left out.
   */
  serves: readonly number[];
}

/** For each person and day a shift, or `null`: off or leave. */
export type CentreRoster = readonly (readonly (CentreShift | null)[])[];

/** What a roster costs, part by part. */
export interface CentreCost {
  under: number;
  over: number;
  /** Gains missing to the days' targets. */
  serviceLevel: number;
  paid: number;
  wish: number;
  fairness: number;
  stability: number;
  total: number;
}

/** The rules a roster can break; each has one name, shown and translated by it. */
export type CentreRule =
  | 'week-minutes-min'
  | 'week-minutes-max'
  | 'horizon-minutes-min'
  | 'horizon-minutes-max'
  | 'week-days-off-min'
  | 'week-days-off-max'
  | 'days-in-a-row'
  | 'days-off-in-a-row'
  | 'rest'
  | 'nights-in-a-row'
  | 'weekends'
  | 'forbidden-succession'
  | 'unavailable'
  | 'pin'
  | 'template-not-allowed'
  | 'break-plan';

/** A rule that a roster breaks. */
export interface CentreBreach {
  rule: CentreRule;
  /** Place in the list of people. */
  person: number;
  /** Day at which it shows; of a week or the horizon its last day. */
  day: number;
  /** What the rule wants and what the roster has, in the rule's unit; `null` where it has none. */
  wanted: number | null;
  got: number | null;
}

/** Result of a search. */
export interface CentreFound {
  roster: CentreRoster;
  cost: CentreCost;
  /** No roster that keeps the rules costs less, proven; `-Infinity` until something is. */
  bound: number;
  /** (cost - bound) / cost; `null` when nothing is proven or the roster costs nothing. */
  gap: number | null;
  /** Empty, unless no roster keeps every rule: what this one breaks, as little as may be. */
  breaches: readonly CentreBreach[];
}
