import { DomainError } from '../../domain-error.ts';
import { localDayEnd } from '../../time/local-day.ts';
import { type AdherenceAct, type Contest, markKinds } from './adherence-act.ts';
import type { AdherenceRules } from './adherence-rules.ts';
import { deviationCauses } from './deviation-cause.ts';
import { adherenceRulesOn, type SiteAdherence } from './site-adherence.ts';

/** Who decides, and when. */
export interface Deciding {
  /** The person; empty for a program. */
  author: string;
  /** May mark and decide: supervisor, team lead, planner, administrator. */
  oversees: boolean;
  nowMs: number;
  /** Zone of the site. */
  zone: string;
}

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
const longestMs = dayMs;
const earliestMarkMs = 40 * dayMs;
const latestMarkMs = 60 * dayMs;
const maxWords = 1_000;
const maxPeople = 500;
const maxOpen = 50;

/**
 * Refuses an act that may not be, on what stands.
 *
 * Agents contest and withdraw for themselves; everything else is for those who
 * oversee, and nobody decides about themselves. Counts are a program's.
 */
export function checkAdherenceAct(state: SiteAdherence, act: AdherenceAct, by: Deciding): void {
  switch (act.kind) {
    case 'contested':
      return checkContest(state, act.contest, by);
    case 'contest-withdrawn': {
      const contest = openContest(state, act.contestId);
      if (contest.person === by.author) return;
      throw refused('not-allowed', `contest "${act.contestId}" is of "${contest.person}"`);
    }
    case 'contest-decided':
      return checkRuling(openContest(state, act.contestId), act, by);
    case 'mark-set':
      overseen(by, 'marks');
      return checkMark(act.mark, by);
    case 'mark-removed':
      overseen(by, 'marks');
      if (state.marks.has(act.markId)) return;
      throw refused('not-found', `there is no mark "${act.markId}"`);
    case 'rules-decided':
      overseen(by, 'rules of adherence');
      return checkRules(act.fromDay, act.rules);
    case 'day-counted':
      if (by.author === '') return;
      throw refused('not-allowed', 'days are counted by the service, not by a person');
  }
}

/**
 * Until when a stretch may be contested: the end of the local day in which it ended,
 * and at least so many hours after it as the rules say.
 */
export function contestableUntil(toMs: number, zone: string, rules: AdherenceRules): number {
  return Math.max(localDayEnd(toMs - 1, zone), toMs + rules.contestHours * hourMs);
}

function checkContest(state: SiteAdherence, contest: Contest, by: Deciding): void {
  const { person, fromMs, toMs, claimed, words } = contest;
  if (!by.author || person !== by.author) {
    throw refused('not-allowed', `only "${person}" contests the day of "${person}"`);
  }
  checkSpan(fromMs, toMs);
  checkWords(words, 'what happened');
  if (!deviationCauses.includes(claimed) || claimed === 'own') {
    throw refused('invalid', `claimed is "${claimed}", but must be customer, system or supervisor`);
  }
  if (toMs > by.nowMs) {
    throw refused('invalid', `the stretch ends ${iso(toMs)}, which is still to come`);
  }
  const rules = adherenceRulesOn(state, localDateName(toMs - 1, by.zone));
  const untilMs = contestableUntil(toMs, by.zone, rules);
  if (by.nowMs >= untilMs) {
    throw refused('conflict', `the stretch could be contested until ${iso(untilMs)}`);
  }
  const mine = [...state.contests.values()].filter(
    (one) => one.person === person && one.state === 'open',
  );
  if (mine.length >= maxOpen) throw refused('conflict', `${maxOpen} contests are open already`);
  const twin = mine.find((one) => one.fromMs < toMs && one.toMs > fromMs);
  if (twin)
    throw refused('conflict', `contest "${twin.contestId}" covers a part of it and is open`);
}

function checkRuling(
  contest: Contest,
  act: Extract<AdherenceAct, { kind: 'contest-decided' }>,
  by: Deciding,
): void {
  overseen(by, 'contests');
  if (contest.person === by.author) {
    throw refused('not-allowed', `nobody decides their own contest, and "${by.author}" made it`);
  }
  checkWords(act.reason, 'the reason');
  const fitting = act.accepted
    ? act.cause !== null && act.cause !== 'own' && deviationCauses.includes(act.cause)
    : act.cause === null;
  if (!fitting) {
    throw refused('invalid', `cause is "${act.cause}": accepted needs one other than own`);
  }
}

function checkMark(mark: Extract<AdherenceAct, { kind: 'mark-set' }>['mark'], by: Deciding): void {
  const { kind, people, fromMs, toMs, note } = mark;
  checkSpan(fromMs, toMs);
  if (!markKinds.includes(kind)) {
    throw refused('invalid', `kind is "${kind}", but must be one of ${markKinds.join(', ')}`);
  }
  if (people.length === 0 || people.length > maxPeople || people.includes('')) {
    throw refused('invalid', `people are ${people.length}, but must be 1 to ${maxPeople}`);
  }
  if (by.author !== '' && people.includes(by.author)) {
    throw refused('not-allowed', `nobody marks their own time, and "${by.author}" is among them`);
  }
  if (fromMs < by.nowMs - earliestMarkMs || fromMs > by.nowMs + latestMarkMs) {
    throw refused('invalid', `from is ${iso(fromMs)}, but must lie from 40 days ago to 60 ahead`);
  }
  if (note.length > maxWords) throw refused('invalid', `the note is longer than ${maxWords}`);
}

function checkRules(fromDay: string, rules: AdherenceRules): void {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(fromDay)) {
    throw refused('invalid', `fromDay is "${fromDay}", but must be a day like 2026-11-28`);
  }
  const all = { ...rules.tolerance, signInAfterOutage: rules.signInAfterOutage };
  for (const [name, minutes] of Object.entries(all)) {
    if (minutes >= 0 && minutes <= 60) continue;
    throw refused('invalid', `${name} is ${minutes} minutes, but must be 0 to 60`);
  }
  if (!(rules.contestHours >= 0 && rules.contestHours <= 168)) {
    throw refused('invalid', `contestHours is ${rules.contestHours}, but must be 0 to 168`);
  }
  if (!(rules.silentAfterSeconds >= 5 && rules.silentAfterSeconds <= 3_600)) {
    const given = rules.silentAfterSeconds;
    throw refused('invalid', `silentAfterSeconds is ${given}, but must be 5 to 3600`);
  }
}

function openContest({ contests }: SiteAdherence, contestId: string): Contest {
  const contest = contests.get(contestId);
  if (!contest) throw refused('not-found', `there is no contest "${contestId}"`);
  if (contest.state === 'open') return contest;
  const by = contest.decidedBy ? ` by "${contest.decidedBy}"` : '';
  throw refused('conflict', `contest "${contestId}" is ${contest.state} already${by}`);
}

function overseen({ oversees, author }: Deciding, what: string): void {
  if (oversees) return;
  throw refused('not-allowed', `"${author}" may not decide ${what}`);
}

function checkSpan(fromMs: number, toMs: number): void {
  if (Number.isFinite(fromMs) && toMs > fromMs && toMs - fromMs <= longestMs) return;
  throw refused('invalid', 'from must come before to, at most 24 hours');
}

function checkWords(words: string, what: string): void {
  if (words.trim().length > 0 && words.length <= maxWords) return;
  throw refused('invalid', `${what} must be said in 1 to ${maxWords} characters`);
}

function localDateName(atMs: number, zone: string): string {
  const at = Temporal.Instant.fromEpochMilliseconds(atMs).toZonedDateTimeISO(zone);
  return at.toPlainDate().toString();
}

function iso(ms: number): string {
  return new Date(ms).toISOString();
}

function refused(
  fault: 'invalid' | 'not-found' | 'conflict' | 'not-allowed',
  sentence: string,
): DomainError {
  return new DomainError(fault, sentence);
}
