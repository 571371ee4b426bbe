import { DomainError } from '../domain-error.ts';
import type { AbandonRule } from '../queue/service-level.ts';
import type { QueueSettings } from '../settings/settings.ts';

/** A model of waiting that requirement is computed by. */
export type RulesModel = 'erlang-b' | 'erlang-c' | 'erlang-a';

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
  return rules.shrinkage.filter(
    ({ weekdays, fromMinute, toMinute }) =>
      (weekdays.length === 0 || weekdays.includes(weekday)) &&
      minute >= fromMinute &&
      (toMinute === 0 || minute < toMinute),
  );
}

const maxKinds = 20;

/** Refuses rules that cannot be staffed by; the sentence names the field. */
export function checkRules(rules: StaffingRules): void {
  checkGoals(rules);
  if (rules.ahtSource === 'fixed' && !(rules.ahtS !== null && rules.ahtS > 0)) {
    refuse(`ahtS is ${rules.ahtS}, but a fixed handling time must be above 0 seconds`);
  }
  if (rules.patienceS !== null && !(rules.patienceS > 0)) {
    refuse(`patienceS is ${rules.patienceS}, but must be above 0 seconds`);
  }
  if (rules.quantile !== null && !(rules.quantile > 0 && rules.quantile < 1)) {
    refuse(`quantile is ${rules.quantile}, but must lie between 0 and 1`);
  }
  if (rules.shrinkage.length > maxKinds) {
    refuse(`shrinkage has ${rules.shrinkage.length} kinds, but at most ${maxKinds}`);
  }
  for (const [i, kind] of rules.shrinkage.entries()) checkKind(kind, i);
  checkDay(rules.effectiveFrom, 'effectiveFrom');
  checkSum(rules);
}

function checkGoals({ model, goals }: StaffingRules): void {
  const { serviceLevel, withinS, asaS, pWait, occupancy, blocking, abandonment } = goals;
  if ((serviceLevel === null) !== (withinS === null)) {
    refuse(`goals.serviceLevel is ${serviceLevel} and withinS is ${withinS}: both, or neither`);
  }
  const all = [serviceLevel, asaS, pWait, occupancy, blocking, abandonment];
  if (all.every((one) => one === null)) refuse('goals names no goal');
  if (model === 'erlang-b' && blocking === null) {
    refuse('goals.blocking is missing: Erlang B knows no waiting, so it must say what is lost');
  }
  if (model !== 'erlang-b' && blocking !== null) {
    refuse(`goals.blocking is ${blocking}, but only Erlang B turns contacts away`);
  }
  if (model !== 'erlang-a' && abandonment !== null) {
    refuse(`goals.abandonment is ${abandonment}, but only Erlang A knows who gives up`);
  }
  const shares = { serviceLevel, pWait, occupancy, blocking, abandonment };
  for (const [name, share] of Object.entries(shares)) {
    if (share !== null && !(share > 0 && share <= 1)) {
      refuse(`goals.${name} is ${share}, but must lie above 0 and at most at 1`);
    }
  }
  if (serviceLevel === 1) refuse('goals.serviceLevel is 1, which no finite staffing reaches');
}

function checkKind({ kind, share, weekdays, fromMinute, toMinute }: ShrinkageKind, i: number) {
  const value = ratioOf(share);
  if (value === null || value < 0 || value >= 1) {
    refuse(
      `shrinkage[${i}].share of "${kind}" is "${share}", but must be from 0 to below 1, ` +
        'as "30/100" or "0.3"',
    );
  }
  if (weekdays.some((day) => !Number.isInteger(day) || day < 1 || day > 7)) {
    refuse(`shrinkage[${i}].weekdays is ${weekdays.join(', ')}, but must be of 1 to 7`);
  }
  if (fromMinute < 0 || toMinute > 1_440 || (toMinute !== 0 && toMinute <= fromMinute)) {
    refuse(`shrinkage[${i}] lasts from minute ${fromMinute} to ${toMinute}`);
  }
}

/** Shares that hold at the same time add up; heads needed explode at 1. */
function checkSum(rules: StaffingRules): void {
  const minutes = [...new Set([0, ...rules.shrinkage.map(({ fromMinute }) => fromMinute)])];
  for (let weekday = 1; weekday <= 7; weekday += 1) {
    for (const minute of minutes) {
      const kinds = shrinkageAt(rules, { weekday, minute });
      const sum = kinds.reduce((total, { share }) => total + (ratioOf(share) ?? 0), 0);
      if (sum < 0.95) continue;
      refuse(
        `shrinkage adds up to ${sum.toFixed(2)} on weekday ${weekday} at minute ${minute}, ` +
          'but must stay below 0.95',
      );
    }
  }
}

/** A share written "30/100" or "0.3" as a number; null when it is neither. */
export function ratioOf(share: string): number | null {
  const parts = /^\s*(\d{1,12})\s*\/\s*(\d{1,12})\s*$/.exec(share);
  if (parts) return Number(parts[2]) === 0 ? null : Number(parts[1]) / Number(parts[2]);
  return /^\s*\d{0,6}(\.\d{1,12})?\s*$/.test(share) && /\d/.test(share) ? Number(share) : null;
}

/** Refuses what is no calendar day. */
export function checkDay(day: string, field: string): void {
  const parts = /^(\d{4})-(\d{2})-(\d{2})$/.exec(day);
  const date = parts && new Date(`${day}T00:00:00Z`);
  if (date && !Number.isNaN(date.getTime()) && date.toISOString().startsWith(day)) return;
  refuse(`${field} is "${day}", but must be a day, for example 2026-11-23`);
}

function refuse(sentence: string): never {
  throw new DomainError('invalid', sentence);
}
