import { DomainError } from '../domain-error.ts';
import {
  type RulesModel,
  type RulesWindow,
  type ShrinkageKind,
  type StaffingRules,
  shrinkageAt,
} from './staffing-rules.ts';

const maxKinds = 20;
const maxChats = 20;
/** Thirty days of working time. */
const maxWithinMinutes = 43_200;
/** More who call again and a queue that loses many never comes to rest. */
const maxRedials = 0.95;

/**
 * Refuses rules that cannot be staffed by; the sentence names the field.
 *
 * @param queue - whose they are, "site/queue".
 */
export function checkRules(rules: StaffingRules, queue: string): void {
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
  checkRedials(rules);
  checkChats(rules);
  checkDeferred(rules);
  checkSimilar(rules, queue);
  checkDay(rules.effectiveFrom, 'effectiveFrom');
  checkSum(rules);
}

function checkGoals({ model, goals }: StaffingRules): void {
  const { serviceLevel, withinS, asaS, pWait, occupancy, blocking, abandonment } = goals;
  if ((serviceLevel === null) !== (withinS === null)) {
    refuse(`goals.serviceLevel is ${serviceLevel} and withinS is ${withinS}: both, or neither`);
  }
  const all = [serviceLevel, asaS, pWait, occupancy, blocking, abandonment];
  const waits = { serviceLevel, asaS, pWait, blocking, abandonment };
  if (model === 'deferred') {
    for (const [name, limit] of Object.entries(waits)) {
      if (limit === null) continue;
      refuse(`goals.${name} is ${limit}, but deferred work knows only its deadline and occupancy`);
    }
  } else if (all.every((one) => one === null)) refuse('goals names no goal');
  if (model === 'erlang-b' && blocking === null) {
    refuse('goals.blocking is missing: Erlang B knows no waiting, so it must say what is lost');
  }
  if (model !== 'erlang-b' && blocking !== null) {
    refuse(`goals.blocking is ${blocking}, but only Erlang B turns contacts away`);
  }
  if (!losesCallers(model) && abandonment !== null) {
    refuse(`goals.abandonment is ${abandonment}, but by ${model} nobody gives up`);
  }
  const shares = { serviceLevel, pWait, occupancy, blocking, abandonment };
  for (const [name, share] of Object.entries(shares)) {
    if (share !== null && !(share > 0 && share <= 1)) {
      refuse(`goals.${name} is ${share}, but must lie above 0 and at most at 1`);
    }
  }
  if (serviceLevel === 1) refuse('goals.serviceLevel is 1, which no finite staffing reaches');
}

/** Do contacts hang up by this model? */
function losesCallers(model: RulesModel): boolean {
  return model === 'erlang-a' || model === 'measured-patience' || model === 'chat';
}

function checkRedials({ model, redialShare }: StaffingRules): void {
  if (!(redialShare >= 0 && redialShare <= maxRedials)) {
    refuse(`redialShare is ${redialShare}, but must lie from 0 to ${maxRedials}`);
  }
  if (redialShare > 0 && !losesCallers(model) && model !== 'erlang-b') {
    refuse(`redialShare is ${redialShare}, but by ${model} nobody is lost who could call again`);
  }
}

function checkChats({ model, chatHandleS }: StaffingRules): void {
  if (chatHandleS.length > maxChats) {
    refuse(`chatHandleS has ${chatHandleS.length} times, but at most ${maxChats}`);
  }
  if (model === 'chat' && chatHandleS.length === 0) {
    refuse('chatHandleS is empty: say how long a chat takes while its agent holds 1, 2 ...');
  }
  for (const [i, seconds] of chatHandleS.entries()) {
    if (!(seconds > 0)) refuse(`chatHandleS[${i}] is ${seconds}, but must be above 0 seconds`);
    const before = chatHandleS[i - 1];
    if (before === undefined || (i + 1) / seconds >= i / before) continue;
    refuse(`an agent with ${i + 1} chats of ${seconds} s ends fewer than with ${i} of ${before} s`);
  }
}

function checkDeferred({ model, deferred }: StaffingRules): void {
  if (!deferred) {
    if (model === 'deferred') refuse('deferred is missing: say within what time work must be done');
    return;
  }
  const { withinMinutes } = deferred;
  if (
    !(Number.isInteger(withinMinutes) && withinMinutes > 0 && withinMinutes <= maxWithinMinutes)
  ) {
    refuse(
      `deferred.withinMinutes is ${withinMinutes}, but must be whole, 1 to ${maxWithinMinutes}`,
    );
  }
  checkWindow(deferred, 'deferred');
}

function checkSimilar({ similar }: StaffingRules, queue: string): void {
  if (!similar) return;
  const site = queue.slice(0, queue.indexOf('/') + 1);
  if (!similar.queue.startsWith(site) || similar.queue === queue || similar.queue === site) {
    refuse(`similar.queue is "${similar.queue}", but must be another queue of "${queue}"'s site`);
  }
  const { share, callsPerDay } = similar;
  if ((share === null) === (callsPerDay === null)) {
    refuse(`similar.share is ${share} and callsPerDay is ${callsPerDay}: give one of them`);
  }
  const amount = share ?? callsPerDay ?? 0;
  const most = share === null ? 1e7 : 1_000;
  if (!(amount > 0 && amount <= most)) {
    refuse(`similar: ${amount} of "${similar.queue}", but must be above 0 and at most ${most}`);
  }
}

function checkKind({ kind, share, ...window }: ShrinkageKind, i: number): void {
  const value = ratioOf(share);
  if (value === null || value < 0 || value >= 1) {
    refuse(
      `shrinkage[${i}].share of "${kind}" is "${share}", but must be from 0 to below 1, ` +
        'as "30/100" or "0.3"',
    );
  }
  checkWindow(window, `shrinkage[${i}]`);
}

function checkWindow({ weekdays, fromMinute, toMinute }: RulesWindow, field: string): void {
  if (weekdays.some((day) => !Number.isInteger(day) || day < 1 || day > 7)) {
    refuse(`${field}.weekdays is ${weekdays.join(', ')}, but must be of 1 to 7`);
  }
  if (fromMinute < 0 || toMinute > 1_440 || (toMinute !== 0 && toMinute <= fromMinute)) {
    refuse(`${field} lasts from minute ${fromMinute} to ${toMinute}`);
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
