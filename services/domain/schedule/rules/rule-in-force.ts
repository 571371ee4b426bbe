import type { Employee, ScheduleRule } from '../shift.ts';
import type { RuleCalendar } from './rule-calendar.ts';
import { type RuleWindow, windowsOf } from './rule-windows.ts';
import type { TimedShift } from './timeline.ts';

/** A rule made ready for a span: days as places, windows laid out. */
export interface RuleInForce {
  rule: ScheduleRule;
  calendar: RuleCalendar;
  /** Places of the days that are checked and on which it holds; empty when `from >= to`. */
  from: number;
  to: number;
  /** What it counts over, those that touch the days that are checked. */
  windows: readonly RuleWindow[];
  nowMs: number | null;
  slotMinutes: number;
}

/** Makes a rule ready. */
export function ruleInForce(
  rule: ScheduleRule,
  calendar: RuleCalendar,
  { nowMs, slotMinutes }: { nowMs: number | null; slotMinutes: number },
): RuleInForce {
  const { effectiveFrom, effectiveTo } = rule;
  const first = effectiveFrom === '' ? Number.NEGATIVE_INFINITY : calendar.placeOf(effectiveFrom);
  const end = effectiveTo === '' ? Number.POSITIVE_INFINITY : calendar.placeOf(effectiveTo) + 1;
  const windows = windowsOf(rule, calendar).filter(({ from, to }) => from >= first && to <= end);
  const from = Math.max(first, calendar.from);
  return { rule, calendar, from, to: Math.min(end, calendar.to), windows, nowMs, slotMinutes };
}

/** A number of a rule, or what holds where it is not said. */
export function numberOf<Else>({ rule }: RuleInForce, name: string, otherwise: Else) {
  return rule.numbers.get(name) ?? otherwise;
}

/** A word of a rule, or what holds where it is not said. */
export function wordOf({ rule }: RuleInForce, name: string, otherwise = ''): string {
  return rule.words.get(name) || otherwise;
}

/** The words of a list with commas. */
export function wordsOf(inForce: RuleInForce, name: string, otherwise = ''): string[] {
  const text = wordOf(inForce, name, otherwise);
  return text === '' ? [] : text.split(',').map((word) => word.trim());
}

/** Is the rule for this person? */
export function isFor({ scope, scopeIds }: ScheduleRule, employee: Employee): boolean {
  switch (scope) {
    case 'all':
      return true;
    case 'contract':
      return scopeIds.includes(employee.contractId);
    case 'team':
      return scopeIds.includes(employee.team);
    case 'group':
      return employee.groups.some(({ group }) => scopeIds.includes(group));
    case 'person':
      return scopeIds.includes(employee.person);
    case 'protection':
      return employee.protections.some((protection) => scopeIds.includes(protection));
  }
}

/** Does a shift count for a rule that may name families and templates? */
export function shiftFilter(inForce: RuleInForce): (shift: TimedShift) => boolean {
  const families = wordsOf(inForce, 'family');
  const templates = wordsOf(inForce, 'template');
  return ({ family, shift }) =>
    (families.length === 0 || families.includes(family)) &&
    (templates.length === 0 || templates.includes(shift.templateId));
}

/** Does a shift match a list of families, templates or both? */
export function isOneOf(names: readonly string[], { family, shift }: TimedShift): boolean {
  return names.includes(family) || (shift.templateId !== '' && names.includes(shift.templateId));
}

/** Does a day lie among those that are checked? */
export function holdsOn({ from, to }: RuleInForce, day: number): boolean {
  return day >= from && day < to;
}
