/** What somebody does in a stretch of a shift, or instead of one. */
export type ActivityKind =
  | 'work'
  | 'break'
  | 'meal'
  | 'training'
  | 'meeting'
  | 'coaching'
  | 'leave'
  | 'sick'
  | 'on-call'
  | 'split'
  | 'other';

/** A stretch of a shift, half-open. Those of one shift fill it without gap or overlap. */
export interface Activity {
  kind: ActivityKind;
  fromMs: number;
  toMs: number;
  paid: boolean;
  /** Skill group served by work; empty = any of the person's. */
  group: string;
  note: string;
}

/** How a shift came to be there. */
export type ShiftOrigin =
  | 'optimiser'
  | 'planner'
  | 'swap'
  | 'bid'
  | 'open-shift'
  | 'offer'
  | 'stand-in'
  | 'import';

/** One person's work that begins on one local day. */
export interface Shift {
  /** Unique within the site, for ever; kept when the shift moves or changes hands. */
  shiftId: string;
  person: string;
  /** Local day on which it begins, "2026-11-28". */
  day: string;
  /** Empty = made by hand. */
  templateId: string;
  fromMs: number;
  toMs: number;
  /** In order. */
  activities: readonly Activity[];
  origin: ShiftOrigin;
  /** The optimiser leaves it as it is. */
  pinned: boolean;
}

/** A break as a template asks for it; minutes from the start of the shift. */
export interface BreakPlan {
  kind: 'break' | 'meal' | 'split';
  minutes: number;
  earliestMinute: number;
  latestMinute: number;
  paid: boolean;
}

/** What kind of day a shift makes. */
export type ShiftFamily = 'early' | 'day' | 'late' | 'night' | 'split' | 'on-call';

/** A kind of shift that people can be given. */
export interface ShiftTemplate {
  templateId: string;
  nameEn: string;
  nameZh: string;
  /** Minutes after midnight by the wall clock of the site. */
  startMinute: number;
  /** From start to end, breaks included. */
  spanMinutes: number;
  /** 1 = Monday to 7 = Sunday; empty = all. */
  weekdays: readonly number[];
  breaks: readonly BreakPlan[];
  /** Least work between two breaks, and between a break and either end. */
  minWorkMinutes: number;
  family: ShiftFamily;
  /** Groups it is for; empty = all. */
  groups: readonly string[];
}

/** What a person is engaged for. Paid minutes by week of the calendar, Monday first. */
export interface Contract {
  contractId: string;
  nameEn: string;
  nameZh: string;
  minWeekMinutes: number;
  /** Without overtime. */
  maxWeekMinutes: number;
  /** Empty = all. */
  templateIds: readonly string[];
  /** Minutes of leave a year, by kind of leave. */
  leaveMinutes: ReadonlyMap<string, number>;
}

/** When somebody can work, week by week; minutes above 1440 reach into the next day. */
export interface AvailableWindow {
  weekday: number;
  fromMinute: number;
  toMinute: number;
}

/** How somebody serves a group. */
export interface GroupSkill {
  /** A queue of the site. */
  group: string;
  /** 1 = first choice. */
  priority: number;
  /** Contacts handled per contact of an average agent. */
  efficiency: number;
}

/** A person as scheduling sees them; names stand elsewhere. */
export interface Employee {
  person: string;
  contractId: string;
  groups: readonly GroupSkill[];
  /** Empty = always. */
  available: readonly AvailableWindow[];
  /** Post held; empty = none. */
  post: string;
  /** Posts they can fill when the holder is away. */
  standInFor: readonly string[];
  /** First local day of the engagement. */
  since: string;
  /** Last local day; empty = open. */
  until: string;
  /** "minor", "pregnant", "nursing". */
  protections: readonly string[];
  team: string;
}

/** A rule as data; which kinds there are stands in `rules/`. */
export interface ScheduleRule {
  ruleId: string;
  kind: string;
  scope: 'all' | 'contract' | 'team' | 'group' | 'person' | 'protection';
  scopeIds: readonly string[];
  numbers: ReadonlyMap<string, number>;
  words: ReadonlyMap<string, string>;
  window: 'day' | 'calendar-week' | 'rolling-days' | 'month' | 'reference-period' | '';
  hard: boolean;
  /** Cost of each unit of breaking it, when it is soft. */
  weight: number;
  /** The article it comes from. */
  source: string;
  /** First and last local day it holds; empty = open. */
  effectiveFrom: string;
  effectiveTo: string;
  preset: string;
}

/** A rule that a schedule breaks. */
export interface Violation {
  ruleId: string;
  kind: string;
  /** Empty when it concerns a slot of a group. */
  person: string;
  /** First local day concerned. */
  day: string;
  amount: number;
  unit: 'minutes' | 'days' | 'shifts' | 'people';
  hard: boolean;
  cost: number;
  /** Facts for the sentence that is shown, by name. */
  facts: ReadonlyMap<string, string>;
  source: string;
  /** In English. */
  sentence: string;
}

/** People wanted and there in one slot of one group. */
export interface CurveSlot {
  group: string;
  startMs: number;
  /** `null` = not known. */
  required: number | null;
  scheduled: number;
}

/** Paid minutes of a shift. */
export function paidMinutesOf({ activities }: Pick<Shift, 'activities'>): number {
  let ms = 0;
  for (const { paid, fromMs, toMs } of activities) if (paid) ms += toMs - fromMs;
  return Math.round(ms / 60_000);
}
