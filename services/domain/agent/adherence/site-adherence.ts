import type {
  AdherenceDecision,
  AdherenceMark,
  Contest,
  CountedLine,
  CountReason,
  Ruling,
} from './adherence-act.ts';
import { type AdherenceRules, defaultAdherenceRules } from './adherence-rules.ts';
import { type AdherenceSums, total } from './adherence-sums.ts';

/** One count of one person's day. */
export interface CountedVersion {
  /** 1 = the first count. */
  version: number;
  atMs: number;
  why: CountReason;
  scheduleVersion: number;
  sums: AdherenceSums;
  /** Accepted contests counted in, by id, sorted. */
  contests: readonly string[];
}

/** All that was decided about the adherence of one site. */
export interface SiteAdherence {
  /** Position of the newest decision in the log; 0 = none. */
  position: number;
  /** Position of the newest appeal of scores that is seen in the contests; 0 = none. */
  appealsPosition: number;
  /** Rules by the first local day on which they hold, oldest first. */
  rules: readonly { fromDay: string; rules: AdherenceRules }[];
  marks: ReadonlyMap<string, AdherenceMark>;
  contests: ReadonlyMap<string, Contest>;
  /** Counts of a day by person, the newest last. */
  days: ReadonlyMap<string, ReadonlyMap<string, readonly CountedVersion[]>>;
}

/** A site about which nothing was decided. */
export const emptyAdherence: SiteAdherence = {
  position: 0,
  appealsPosition: 0,
  rules: [],
  marks: new Map(),
  contests: new Map(),
  days: new Map(),
};

/** Days whose counts are remembered, and counts of one person's day. */
const maxDays = 400;
const maxVersions = 20;
/** Marks and contests remembered: the oldest are settled in the counts. */
const maxRemembered = 20_000;

/** The state after one decision; the given one stays as it is. */
export function applyAdherence(
  state: SiteAdherence,
  { act, author, atMs }: AdherenceDecision,
  position: number,
): SiteAdherence {
  const next = { ...state, position };
  switch (act.kind) {
    case 'mark-set':
      return { ...next, marks: put(state.marks, act.mark.markId, act.mark) };
    case 'mark-removed':
      return { ...next, marks: without(state.marks, act.markId) };
    case 'contested':
      return { ...next, contests: put(state.contests, act.contest.contestId, act.contest) };
    case 'contest-withdrawn':
      return { ...next, contests: changed(state, act.contestId, { state: 'withdrawn' }) };
    case 'contest-decided': {
      const { contestId, accepted, cause, reason } = act;
      const outcome = accepted ? ('accepted' as const) : ('refused' as const);
      const decided = { state: outcome, cause, reason, decidedBy: author, decidedAtMs: atMs };
      return { ...next, contests: changed(state, contestId, decided) };
    }
    case 'rules-decided': {
      const others = state.rules.filter(({ fromDay }) => fromDay !== act.fromDay);
      const rules = [...others, { fromDay: act.fromDay, rules: act.rules }];
      return { ...next, rules: rules.sort((a, b) => (a.fromDay < b.fromDay ? -1 : 1)) };
    }
    case 'day-counted':
      return { ...next, days: counted(state.days, act, atMs) };
  }
}

/** Rules that hold on a local day. */
export function adherenceRulesOn({ rules }: SiteAdherence, day: string): AdherenceRules {
  return rules.findLast(({ fromDay }) => fromDay <= day)?.rules ?? defaultAdherenceRules;
}

/** Marks that name a person, in the order in which they were made. */
export function marksOf({ marks }: SiteAdherence, person: string): AdherenceMark[] {
  return [...marks.values()].filter(({ people }) => people.includes(person));
}

/** A person's accepted contests, in the order in which they were made. */
export function rulingsOf({ contests }: SiteAdherence, person: string): Ruling[] {
  return [...contests.values()].flatMap((contest) => {
    const { contestId, day, fromMs, toMs, cause, state, mostMs } = contest;
    const isAccepted = state === 'accepted' || state === 'partly';
    if (contest.person !== person || !isAccepted || !cause) return [];
    return [{ contestId, day, fromMs, toMs, cause, mostMs }];
  });
}

/** Accepted contests that a count of somebody's day takes in: of its minutes, or naming it. */
export function contestsIn(
  state: SiteAdherence,
  person: string,
  { day, window }: { day: string; window: { fromMs: number; toMs: number } },
): string[] {
  return rulingsOf(state, person)
    .filter((one) => one.day === day || (one.fromMs < window.toMs && one.toMs > window.fromMs))
    .map(({ contestId }) => contestId)
    .sort();
}

/** Changes whenever anything of it does. */
export function stampOf({ position, appealsPosition }: SiteAdherence): number {
  return position + appealsPosition;
}

/** Lines that differ from the newest count, or were never counted. */
export function changedLines(
  { days }: SiteAdherence,
  day: string,
  lines: readonly CountedLine[],
): CountedLine[] {
  const known = days.get(day);
  return lines.filter(({ person, sums, contests }) => {
    const before = known?.get(person)?.at(-1);
    return !before || !sameSums(before.sums, sums) || `${before.contests}` !== `${contests}`;
  });
}

/** True when two counts say the same of every millisecond. */
export function sameSums(a: AdherenceSums, b: AdherenceSums): boolean {
  return JSON.stringify(flat(a)) === JSON.stringify(flat(b));
}

function flat({ outMs, extraMs, ...sums }: AdherenceSums): (number | null)[] {
  const { scheduledMs, excusedMs, inMs, toleratedMs, onQueueMs, scheduledOnQueueMs } = sums;
  const plain = [scheduledMs, excusedMs, inMs, toleratedMs, onQueueMs, scheduledOnQueueMs];
  const out = [outMs.customer, outMs.system, outMs.supervisor, outMs.own];
  return [...plain, ...out, extraMs.customer, extraMs.system, extraMs.supervisor, total(extraMs)];
}

function counted(
  days: SiteAdherence['days'],
  act: {
    day: string;
    why: CountReason;
    scheduleVersion: number;
    lines: readonly CountedLine[];
  },
  atMs: number,
): SiteAdherence['days'] {
  const people = new Map(days.get(act.day));
  for (const { person, sums, contests } of act.lines) {
    const before = people.get(person) ?? [];
    const version = (before.at(-1)?.version ?? 0) + 1;
    const { why, scheduleVersion } = act;
    const next = { version, atMs, why, scheduleVersion, sums, contests };
    people.set(person, [...before, next].slice(-maxVersions));
  }
  const all = new Map(days).set(act.day, people);
  const oldest = [...all.keys()].sort();
  for (const day of oldest.slice(0, Math.max(0, all.size - maxDays))) all.delete(day);
  return all;
}

function put<T>(known: ReadonlyMap<string, T>, id: string, value: T): Map<string, T> {
  const next = new Map(known).set(id, value);
  for (const oldest of next.keys()) {
    if (next.size <= maxRemembered) break;
    next.delete(oldest);
  }
  return next;
}

function without<T>(known: ReadonlyMap<string, T>, id: string): Map<string, T> {
  const next = new Map(known);
  next.delete(id);
  return next;
}

function changed(
  { contests }: SiteAdherence,
  contestId: string,
  changes: Partial<Contest>,
): ReadonlyMap<string, Contest> {
  const contest = contests.get(contestId);
  return contest ? new Map(contests).set(contestId, { ...contest, ...changes }) : contests;
}
