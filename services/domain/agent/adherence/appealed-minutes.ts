import { laterDay, siteCalendar } from '../../schedule/site-calendar.ts';
import { unsetWindow } from '../../score/acts/appeals.ts';
import { adherenceStretch } from '../../score/appeal-target.ts';
import type { Contest } from './adherence-act.ts';
import type { DeviationCause } from './deviation-cause.ts';
import type { SiteAdherence } from './site-adherence.ts';

/** What was decided about the scores of a site, as far as adherence follows it. */
export type MinutesAct =
  | {
      kind: 'lodged';
      appealId: string;
      person: string;
      /** "2026-11-12 540-560". */
      target: string;
      words: string;
      claimed: DeviationCause;
      dueAtMs: number;
    }
  | { kind: 'assigned'; appealId: string; marker: string }
  | { kind: 'withdrawn'; appealId: string }
  | {
      kind: 'decided';
      appealId: string;
      outcome: 'accepted' | 'partly' | 'refused';
      reason: string;
      /** Excused when it is decided in part; null = all. */
      minutes: number | null;
      /** Null = as claimed. */
      cause: DeviationCause | null;
    }
  /** A definition says how long one may contest; null = it has ended. */
  | { kind: 'window'; definitionId: string; days: number | null };

/** One of them as it stands in the log. */
export interface LoggedMinutesAct {
  author: string;
  atMs: number;
  position: number;
  /** IANA zone of the site. */
  zone: string;
  act: MinutesAct;
}

/** Appeals of the minutes of one site. */
export interface AppealedMinutes {
  /** Position of the newest act folded in; 0 = none. */
  position: number;
  contests: ReadonlyMap<string, Contest>;
  /** Days to contest by definition. */
  windows: ReadonlyMap<string, number>;
}

/** A site of which no minute is contested. */
export const nothingAppealed: AppealedMinutes = {
  position: 0,
  contests: new Map(),
  windows: new Map(),
};

/** Contests remembered; the oldest are settled in the counts. */
const maxContests = 20_000;
const dayMs = 86_400_000;

/** The state after one more act. */
export function applyMinutesAct(state: AppealedMinutes, logged: LoggedMinutesAct): AppealedMinutes {
  const { act, author, atMs, position } = logged;
  const next = { ...state, position };
  switch (act.kind) {
    case 'lodged': {
      if (state.contests.has(act.appealId)) return next;
      const contests = new Map(state.contests).set(act.appealId, contestOf(act, logged));
      for (const oldest of contests.keys()) {
        if (contests.size <= maxContests) break;
        contests.delete(oldest);
      }
      return { ...next, contests };
    }
    case 'assigned':
      return { ...next, contests: changed(state, act.appealId, () => ({ decides: act.marker })) };
    case 'withdrawn':
      return { ...next, contests: changed(state, act.appealId, () => ({ state: 'withdrawn' })) };
    case 'decided': {
      const { outcome, reason, minutes, cause } = act;
      const mostMs = outcome === 'partly' && minutes !== null ? minutes * 60_000 : null;
      const decided = { state: outcome, reason, mostMs, decidedBy: author, decidedAtMs: atMs };
      const contests = changed(state, act.appealId, ({ claimed }) => ({
        ...decided,
        cause: outcome === 'refused' ? null : (cause ?? claimed),
      }));
      return { ...next, contests };
    }
    case 'window': {
      const windows = new Map(state.windows);
      if (act.days === null) windows.delete(act.definitionId);
      else windows.set(act.definitionId, act.days);
      return { ...next, windows };
    }
  }
}

/** What was decided about a site's adherence, with its appeals among the contests. */
export function withAppeals(state: SiteAdherence, appealed: AppealedMinutes): SiteAdherence {
  const contests = new Map([...state.contests, ...appealed.contests]);
  return { ...state, contests, appealsPosition: appealed.position };
}

/** Until when minutes of a local day may be contested: as scores say. */
export function contestableUntil({ windows }: AppealedMinutes, day: string, zone: string): number {
  const days = windows.size === 0 ? unsetWindow.appealDays : Math.max(...windows.values());
  return siteCalendar(zone).instant(laterDay(day, 1), 0) + days * dayMs;
}

function contestOf(
  { appealId, person, target, words, claimed, dueAtMs }: MinutesAct & { kind: 'lodged' },
  { zone, atMs }: LoggedMinutesAct,
): Contest {
  const { day, from, to } = adherenceStretch(target);
  const calendar = siteCalendar(zone);
  const span = { fromMs: calendar.instant(day, from), toMs: calendar.instant(day, to) };
  const undecided = { cause: null, mostMs: null, reason: '', decidedBy: '', decidedAtMs: null };
  return {
    ...{ contestId: appealId, person, day, ...span, claimed, words, atMs, dueAtMs },
    ...{ state: 'open', decides: '', ...undecided },
  };
}

function changed(
  { contests }: AppealedMinutes,
  appealId: string,
  changes: (contest: Contest) => Partial<Contest>,
): ReadonlyMap<string, Contest> {
  const contest = contests.get(appealId);
  if (!contest) return contests;
  return new Map(contests).set(appealId, { ...contest, ...changes(contest) });
}
