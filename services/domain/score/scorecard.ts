/** Quality is looked at first, quantity second. */
export type Aspect = 'quality' | 'quantity';

/** A point of a scoring curve. */
export interface CurvePoint {
  figure: number;
  /** 0 to 100. */
  points: number;
}

/** How a figure becomes points: `pointsOf` of cards/curve.ts. */
export type Curve = 'linear' | 'bands' | 'step';

/** One measure of a scorecard. */
export interface Measure {
  /** Unique within the definition. */
  measureId: string;
  /** One of `measureKinds`. */
  kind: string;
  aspect: Aspect;
  /** Those of a definition add up to 100. */
  weight: number;
  curve: Curve;
  /** By figure, ascending. */
  points: readonly CurvePoint[];
  /** Fewer are not enough: no points and no weight, never 0. */
  minSample: number;
  /** Its numbers by name; what is not named is as in the catalogue. */
  numbers: ReadonlyMap<string, number>;
  /** Compared with what others reach on the same queues and hours. */
  caseMix: boolean;
}

/** A week from Monday ("2026-W48"), or a calendar month ("2026-11"). */
export type PeriodLength = 'week' | 'month';

/** How people are scored, from a day on. */
export interface Definition {
  definitionId: string;
  nameEn: string;
  nameZh: string;
  /** Empty = all. */
  teams: readonly string[];
  /** Empty = all. */
  posts: readonly string[];
  period: PeriodLength;
  measures: readonly Measure[];
  /** Quality weighs at least so much of 100. */
  minQualityWeight: number;
  /** For the best and from the worst of a team and month; 0 = switched off. */
  bestWorstPoints: number;
  appealDays: number;
  decideDays: number;
  /** First local day; periods that begin before are scored by what stood before. */
  effectiveFrom: string;
  /** See `closeDueMs`: 0 = by hand only, `null` = as usual. */
  closeAfterDays: number | null;
}

/** One thing that a figure was made from. */
export interface TraceItem {
  /** "day" = many of one local day together: `id` is the day. */
  kind:
    | 'contact'
    | 'evaluation'
    | 'survey'
    | 'test'
    | 'adherence-day'
    | 'visit'
    | 'round'
    | 'outside'
    | 'order'
    | 'correction'
    | 'day';
  id: string;
  atMs: number;
  /** What it adds to the figure's numerator. */
  value: number;
  /** What it adds to its denominator; all 0 = the figure is the sum of the values. */
  weight: number;
  /** "short-hang-up", "transferred", the form and its version; of a day how many. */
  note: string;
}

/** One measure of a card. */
export interface ScoreLine {
  measureId: string;
  /** `null` = nothing to compute it from. */
  figure: number | null;
  sample: number;
  /** What others reach on the same mix; `null` = not compared. */
  expected: number | null;
  /** As it enters the curve; `null` = as figure. */
  compared: number | null;
  /** 0 to 100; `null` = not enough. */
  points: number | null;
  /** Of 100, after what is not enough was left out. */
  weight: number;
  /** points × weight / 100; `null` = adds nothing to a total. */
  contribution: number | null;
  state: 'scored' | 'not-enough' | 'no-data';
  /** Its values and weights always add up to the figure: `condensedTrace`. At most 200. */
  trace: readonly TraceItem[];
  /** So many were there. */
  traceCount: number;
}

/** One person's card for one period. */
export interface Card {
  person: string;
  team: string;
  /** Empty = none. */
  post: string;
  period: string;
  definitionId: string;
  /** Which of its versions. */
  definitionFrom: string;
  /** Sum of contributions and bonus, 0 to 100 (more by the bonus); `null` = not enough. */
  total: number | null;
  lines: readonly ScoreLine[];
  bonus: number;
  /** Within the team, the best first; 0 = not ranked. */
  rank: number;
  ranked: number;
  /** 0 = still open. */
  version: number;
  asOfMs: number;
  /** 0 to 5. */
  stars: number;
}

/** What would change a score. */
export interface Lever {
  measureId: string;
  /** If the figure were this. */
  figure: number;
  /** The total would be so much higher. */
  gain: number;
  /** In the unit of the figure. */
  distance: number;
}

/** A post of the ladder. */
export interface Post {
  postId: string;
  nameEn: string;
  nameZh: string;
  /** 1 = lowest. */
  rung: number;
  /** For export to pay. */
  payCoefficient: number;
  /** People trained to stand in, the first asked first. */
  standIns: readonly string[];
}

/** How people move on the ladder, from a day on. */
export interface LadderRules {
  effectiveFrom: string;
  posts: readonly Post[];
  /** Months a review looks at. */
  reviewMonths: number;
  /** The best share of a rung moves up, 0 to 1, with at least this mean and so many months. */
  upShare: number;
  upMinTotal: number;
  upMinMonths: number;
  /** The last share of a rung moves down, 0 to 1, with less than this mean. */
  downShare: number;
  downMaxTotal: number;
  downOnFault: boolean;
  /** Before a step down comes a warning at the review before. */
  warnFirst: boolean;
  /** Rungs of fewer people are not moved by shares. */
  minGroup: number;
  /** Mean total from which 1, 2, 3, 4, 5 stars are given; ascending. */
  starTotals: readonly number[];
}

/** Who holds which post. */
export interface Holding {
  person: string;
  postId: string;
  /** First local day in the post. */
  since: string;
  warned: boolean;
  stars: number;
}

/** What a review does to one person. */
export interface LadderMove {
  person: string;
  fromPost: string;
  toPost: string;
  kind: 'up' | 'down' | 'warned' | 'stays';
  /** Reason, also of staying: see ladder-moves.ts. */
  why:
    | 'top-share'
    | 'last-share'
    | 'fault'
    | 'too-few-months'
    | 'total-too-low'
    | 'total-high-enough'
    | 'group-too-small'
    | 'no-rung'
    | 'no-scores'
    | 'middle';
  /** Over the review's months; `null` = no scores. */
  meanTotal: number | null;
  /** The best first; 0 = no scores. */
  place: number;
  of: number;
  stars: number;
}

/** Something to do in a week. */
export interface PlanItem {
  text: string;
  done: boolean;
  note: string;
}
