import type { AbandonRule } from '../queue/service-level.ts';
import type { QueueSettings } from '../settings/settings.ts';

/**
 * By what requirement is computed: Erlang's three models, Erlang A with patience of
 * the shape that was measured, chats of which an agent holds several, or work that
 * may wait until a deadline (mail, orders, callbacks).
 */
export const rulesModels = [
  'erlang-c',
  'erlang-a',
  'measured-patience',
  'erlang-b',
  'chat',
  'deferred',
] as const;

/** One of them. */
export type RulesModel = (typeof rulesModels)[number];

/** Until when deferred work has to be done, and when it is worked on. */
export interface DeferredRules {
  /** Minutes of working time from its coming in. */
  withinMinutes: number;
  /** Working time: weekdays (none = every day) and minutes of the local day, as shrinkage has them. */
  weekdays: readonly number[];
  fromMinute: number;
  toMinute: number;
}

/** What a queue is forecast from until its own history suffices; one of the two amounts is given. */
export interface SimilarRules {
  /** Key "site/queue" of the same site. */
  queue: string;
  /** Contacts expected for each of that queue: 0.4 = 40 %. */
  share: number | null;
  /** Contacts expected on an ordinary open day. */
  callsPerDay: number | null;
}

/** What staffing must reach; every goal that is not null must be met. */
export interface RulesGoals {
  /** Share answered within `withinS`, 0 to 1. */
  serviceLevel: number | null;
  withinS: number | null;
  rule: AbandonRule;
  asaS: number | null;
  pWait: number | null;
  occupancy: number | null;
  blocking: number | null;
  abandonment: number | null;
  /** Never fewer while there is anything to do. */
  minimumAgents: number;
}

/** Paid time that is not available for contacts, of one kind. */
export interface ShrinkageKind {
  kind: string;
  /** An exact ratio, "30/100" or "0.3". */
  share: string;
  /** 1 = Monday to 7; none = every day. */
  weekdays: readonly number[];
  /** Minutes of the local day; `toMinute` 0 = to its end. */
  fromMinute: number;
  toMinute: number;
}

/** By what a queue is staffed, from a local day on. */
export interface StaffingRules {
  model: RulesModel;
  goals: RulesGoals;
  ahtSource: 'forecast' | 'fixed';
  /** The fixed handling time in seconds. */
  ahtS: number | null;
  /** Mean patience in seconds; null = as measured. */
  patienceS: number | null;
  shrinkage: readonly ShrinkageKind[];
  /** "auto", "" for none, or a country or region. */
  calendar: string;
  /** Volume staffed for; null = the mean. */
  quantile: number | null;
  /** Load carried over from earlier slots: reckoned where it changes something, or never. */
  carriedLoad: 'auto' | 'off';
  /** Share of callers who hung up, or were turned away, that calls again; 0 = none. */
  redialShare: number;
  /** Chats: handling time in seconds while an agent holds 1, 2 ... at once; empty = none said. */
  chatHandleS: readonly number[];
  /** Deferred work; null = none said. */
  deferred: DeferredRules | null;
  /** A queue like this one, while this one is new; null = none. */
  similar: SimilarRules | null;
  /** Local day. */
  effectiveFrom: string;
}

/** Until somebody decides: what the directory measures the queue by, Erlang C, no shrinkage. */
export function defaultRules({ goal, targetMs, rule }: QueueSettings): StaffingRules {
  return {
    model: 'erlang-c',
    goals: {
      serviceLevel: goal,
      withinS: targetMs / 1000,
      rule,
      asaS: null,
      pWait: null,
      occupancy: null,
      blocking: null,
      abandonment: null,
      minimumAgents: 1,
    },
    ahtSource: 'forecast',
    ahtS: null,
    patienceS: null,
    shrinkage: [],
    calendar: 'auto',
    quantile: null,
    carriedLoad: 'auto',
    redialShare: 0,
    chatHandleS: [],
    deferred: null,
    similar: null,
    effectiveFrom: '1970-01-01',
  };
}

/** The version in force on a local day; null when none is yet. */
export function versionAt<V extends { rules: StaffingRules }>(
  versions: readonly V[],
  day: string,
): V | null {
  return versions.findLast(({ rules }) => rules.effectiveFrom <= day) ?? null;
}

/** Kinds of shrinkage that hold at a minute of a weekday (1 = Monday). */
export function shrinkageAt(
  rules: StaffingRules,
  { weekday, minute }: { weekday: number; minute: number },
): ShrinkageKind[] {
  return rules.shrinkage.filter((kind) => holdsAt(kind, { weekday, minute }));
}

/** Is deferred work worked on at a minute of a weekday? */
export function workedAt(deferred: DeferredRules, at: { weekday: number; minute: number }) {
  return holdsAt(deferred, at);
}

/** When something holds. */
export type RulesWindow = Pick<DeferredRules, 'weekdays' | 'fromMinute' | 'toMinute'>;

function holdsAt(
  { weekdays, fromMinute, toMinute }: RulesWindow,
  { weekday, minute }: { weekday: number; minute: number },
): boolean {
  return (
    (weekdays.length === 0 || weekdays.includes(weekday)) &&
    minute >= fromMinute &&
    (toMinute === 0 || minute < toMinute)
  );
}
