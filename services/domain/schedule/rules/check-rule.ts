import { DomainError } from '../../domain-error.ts';
import type { ScheduleRule } from '../shift.ts';
import { epochDay } from './rule-calendar.ts';
import { ruleKindOf, ruleKinds } from './rule-catalogue.ts';
import type { RuleKind, RuleWord } from './rule-kind.ts';

const scopes = ['all', 'contract', 'team', 'group', 'person', 'protection'];
const families = ['early', 'day', 'late', 'night', 'split', 'on-call'];
/** Most ids of a scope, and most characters of a word. */
const limits = { scopeIds: 3_000, word: 2_000 };

/**
 * Refuses a rule that says nothing that can be checked; the sentence names the value and its place.
 */
export function checkRule(rule: ScheduleRule): void {
  if (rule.ruleId.trim() === '') refuse('ruleId is empty');
  const kind = ruleKindOf(rule.kind);
  if (!kind) {
    const names = ruleKinds.map(({ kind: name }) => name).join(', ');
    return refuse(`kind is "${rule.kind}", but must be one of ${names}`);
  }
  checkScope(rule);
  checkWindow(rule, kind);
  checkNumbers(rule, kind);
  for (const [name, value] of rule.words) checkWord(kind, name, value);
  checkTimes(rule);
  if (!(rule.weight >= 0 && rule.weight <= 1e9)) {
    refuse(`weight is ${rule.weight}, but must be 0 to 1000000000`);
  }
}

function checkScope({ scope, scopeIds }: ScheduleRule): void {
  if (!scopes.includes(scope)) {
    refuse(`scope is "${scope}", but must be one of ${scopes.join(', ')}`);
  }
  if (scope === 'all' && scopeIds.length > 0) {
    refuse(`scopeIds is "${scopeIds.join(', ')}", but scope "all" takes none`);
  }
  if (scope !== 'all' && scopeIds.length === 0) {
    refuse(`scopeIds is empty, but scope "${scope}" needs at least one`);
  }
  if (scopeIds.length > limits.scopeIds) {
    refuse(`scopeIds has ${scopeIds.length} ids, but at most ${limits.scopeIds}`);
  }
}

function checkWindow({ window, numbers, kind: name }: ScheduleRule, kind: RuleKind): void {
  const known = kind.windows as readonly string[];
  if (known.length === 0 && window !== '') {
    refuse(`window is "${window}", but "${name}" has none`);
  }
  if (known.length > 0 && !known.includes(window)) {
    refuse(`window is "${window}", but must be one of ${known.join(', ')} for "${name}"`);
  }
  if (window === 'rolling-days' && !numbers.has('days')) {
    refuse('numbers.days is missing: a window of rolling days has so many');
  }
  if (window === 'reference-period' && !numbers.has('days') && !numbers.has('months')) {
    refuse('numbers.days and numbers.months are missing: a reference period has one of them');
  }
}

function checkNumbers({ numbers, kind: name }: ScheduleRule, kind: RuleKind): void {
  for (const [field, value] of numbers) {
    const known = kind.numbers.find((one) => one.name === field);
    if (!known) return refuse(`numbers.${field} is not known to "${name}"`);
    if (!(value >= known.least && value <= known.most)) {
      const range = `${known.least} to ${known.most} ${known.unit}`;
      refuse(`numbers.${field} is ${value}, but must be ${range}`);
    }
    if (!Number.isInteger(value)) refuse(`numbers.${field} is ${value}, but must be whole`);
  }
  if (kind.oneOf.length > 0 && !kind.oneOf.some((field) => numbers.has(field))) {
    refuse(`numbers says none of ${kind.oneOf.join(', ')}, so "${name}" would ask nothing`);
  }
  const [min, max] = [numbers.get('min'), numbers.get('max')];
  if (min !== undefined && max !== undefined && min > max) {
    refuse(`numbers.min is ${min}, but must not be above numbers.max, ${max}`);
  }
}

function checkWord(kind: RuleKind, name: string, value: string): void {
  const known = kind.words.find((one) => one.name === name);
  if (!known) return refuse(`words.${name} is not known to "${kind.kind}"`);
  if (value.length > limits.word) {
    refuse(`words.${name} has ${value.length} characters, but at most ${limits.word}`);
  }
  if (value !== '') checkChoice(known, value);
}

function checkChoice({ name, choice }: RuleWord, value: string): void {
  if ('one' in choice) {
    if (choice.one.includes(value)) return;
    refuse(`words.${name} is "${value}", but must be one of ${choice.one.join(', ')}`);
  }
  if ('text' in choice) {
    if (choice.text === 'day') epochDay(value, `words.${name}`);
    return;
  }
  if (choice.list !== 'families' && choice.list !== 'weekdays') return;
  const allowed = choice.list === 'families' ? families : ['1', '2', '3', '4', '5', '6', '7'];
  const wrong = value.split(',').find((word) => !allowed.includes(word.trim()));
  if (wrong !== undefined) {
    refuse(`words.${name} names "${wrong.trim()}", but must be of ${allowed.join(', ')}`);
  }
}

function checkTimes({ effectiveFrom, effectiveTo, kind, words }: ScheduleRule): void {
  if (effectiveFrom !== '') epochDay(effectiveFrom, 'effectiveFrom');
  if (effectiveTo !== '') epochDay(effectiveTo, 'effectiveTo');
  if (effectiveFrom !== '' && effectiveTo !== '' && effectiveTo < effectiveFrom) {
    refuse(`effectiveTo is ${effectiveTo}, but must not be before ${effectiveFrom}`);
  }
  if (!kind.endsWith('-succession')) return;
  for (const name of ['from', 'to']) {
    if (!words.get(name)) refuse(`words.${name} is empty, but "${kind}" needs it`);
  }
}

function refuse(sentence: string): never {
  throw new DomainError('invalid', sentence);
}
