import { DomainError } from '../../domain-error.ts';
import { type AdherenceAct, markKinds } from './adherence-act.ts';
import type { AdherenceRules } from './adherence-rules.ts';
import type { SiteAdherence } from './site-adherence.ts';

/** Who decides, and when. */
export interface Deciding {
  /** The person; empty for a program. */
  author: string;
  /** May mark and decide: supervisor, team lead, planner, administrator. */
  oversees: boolean;
  nowMs: number;
}

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
const longestMs = dayMs;
const earliestMarkMs = 40 * dayMs;
const latestMarkMs = 60 * dayMs;
const maxWords = 1_000;
const maxPeople = 500;

/**
 * Refuses an act that may not be, on what stands.
 *
 * Everything is for those who oversee, and nobody decides about themselves. Counts
 * are a program's. Minutes are contested as an appeal of scores: acts of old logs
 * about contests are folded, but not made any more.
 */
export function checkAdherenceAct(state: SiteAdherence, act: AdherenceAct, by: Deciding): void {
  switch (act.kind) {
    case 'contested':
    case 'contest-withdrawn':
    case 'contest-decided':
      throw refused('invalid', 'minutes are contested as an appeal of scores');
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
  if (!(rules.silentAfterSeconds >= 5 && rules.silentAfterSeconds <= 3_600)) {
    const given = rules.silentAfterSeconds;
    throw refused('invalid', `silentAfterSeconds is ${given}, but must be 5 to 3600`);
  }
}

function overseen({ oversees, author }: Deciding, what: string): void {
  if (oversees) return;
  throw refused('not-allowed', `"${author}" may not decide ${what}`);
}

function checkSpan(fromMs: number, toMs: number): void {
  if (Number.isFinite(fromMs) && toMs > fromMs && toMs - fromMs <= longestMs) return;
  throw refused('invalid', 'from must come before to, at most 24 hours');
}

function iso(ms: number): string {
  return new Date(ms).toISOString();
}

function refused(fault: 'invalid' | 'not-found' | 'not-allowed', sentence: string): DomainError {
  return new DomainError(fault, sentence);
}
