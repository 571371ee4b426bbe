import { DomainError } from '../../domain-error.ts';
import type { LostCover } from '../cover-curve.ts';
import type { ApprovalRule } from '../schedule-act.ts';
import { employeeOn } from '../setup-on.ts';
import type { SiteSchedule } from '../site-schedule.ts';

/** What is asked for, as rules of approval see it. */
export interface ApprovalCase {
  of: ApprovalRule['of'];
  /** When the first thing it changes begins. */
  fromMs: number;
  /** Local day on which teams are looked up. */
  day: string;
  people: readonly string[];
  lost: LostCover;
  /** Empty but for leave. */
  leaveKind: string;
  /** People away on the fullest of its days, who asks included; 0 but for leave. */
  away: number;
}

/** What the rules of approval say. */
export interface Ruling {
  verdict: 'approve' | 'refuse' | 'wait' | 'ask';
  /** The rule that said it; `null` = none fits: a person decides. */
  rule: ApprovalRule | null;
}

/**
 * The first rule that fits decides. One that would approve but for the people who are away already
 * puts the request on the waiting list.
 */
export function rulingOf(state: SiteSchedule, asked: ApprovalCase, nowMs: number): Ruling {
  for (const rule of state.approvalRules) {
    if (!fits(state, rule, asked, nowMs)) continue;
    if (rule.maxAway > 0 && asked.away > rule.maxAway) {
      if (rule.approve) return { verdict: 'wait', rule };
      continue;
    }
    return { verdict: rule.approve ? 'approve' : 'refuse', rule };
  }
  return { verdict: 'ask', rule: null };
}

/** Refuses rules that could not be told apart, or that ask for nonsense. */
export function checkApprovalRules(rules: readonly ApprovalRule[]): void {
  if (rules.length > 50) throw new DomainError('invalid', `${rules.length} rules are more than 50`);
  const ids = new Set<string>();
  for (const { ruleId, minHoursAhead, maxShortfall, maxAway } of rules) {
    if (ruleId === '' || ids.has(ruleId)) {
      throw new DomainError(
        'invalid',
        `the id "${ruleId}" of a rule of approval is empty or taken`,
      );
    }
    ids.add(ruleId);
    for (const number of [minHoursAhead, maxAway, maxShortfall ?? 0]) {
      if (number >= 0 && number <= 100_000) continue;
      throw new DomainError('invalid', `rule of approval "${ruleId}" has the number ${number}`);
    }
  }
}

function fits(
  state: SiteSchedule,
  { of, minHoursAhead, maxShortfall, sameTeam, leaveKinds }: ApprovalRule,
  asked: ApprovalCase,
  nowMs: number,
): boolean {
  if (of !== asked.of) return false;
  if (minHoursAhead > 0 && asked.fromMs - nowMs < minHoursAhead * 3_600_000) return false;
  if (maxShortfall !== null && asked.lost.worst > maxShortfall + 1e-9) return false;
  if (leaveKinds.length > 0 && !leaveKinds.includes(asked.leaveKind)) return false;
  return !sameTeam || areOneTeam(state, asked);
}

function areOneTeam(state: SiteSchedule, { people, day }: ApprovalCase): boolean {
  const teams = people.map((person) => employeeOn(state.setup, person, day)?.team ?? '');
  return teams.every((team) => team !== '' && team === teams[0]);
}
