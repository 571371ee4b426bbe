import type { CentreRules, Range, ShiftClass } from '../centre/centre-problem.ts';
import type { ScheduleRule, ShiftFamily, ShiftTemplate } from '../shift.ts';
import { allowedTemplates } from './allowed-templates.ts';
import type { RuleBook } from './breaks-of-rules.ts';
import { isFor, numberOf, type RuleInForce, wordsOf } from './rule-in-force.ts';
import type { Timeline } from './timeline.ts';

/** What a search takes from the rules of one person. */
export interface CompiledRules {
  limits: CentreRules;
  /** Templates that no hard rule about a single shift forbids on every day. */
  templates: readonly ShiftTemplate[];
  /** Ids of hard rules that limits and templates hold wholly. */
  taken: readonly string[];
  /** Hard rules for this person that they do not: a roster is checked for them afterwards. */
  remaining: readonly ScheduleRule[];
}

/**
 * The hard rules of one person as limits of a search; where several limit the same, the tightest.
 *
 * Limits never allow more than the rules they are `taken` from. Minutes worked are limited as paid
 * ones, which are never fewer. Of a period that contains all days that are checked what was worked
 * before them is subtracted.
 */
export function compileRules(book: RuleBook, line: Timeline): CompiledRules {
  const limits = noLimits();
  const taken: string[] = [];
  const remaining: ScheduleRule[] = [];
  const { employee } = line.person;
  const hard = [...book.personal, ...book.crew, ...book.slots].filter(
    ({ rule }) => rule.hard && isFor(rule, employee),
  );
  for (const inForce of hard) {
    const holdsAlways = inForce.from === book.calendar.from && inForce.to === book.calendar.to;
    if (holdsAlways && takes(inForce, limits, line)) taken.push(inForce.rule.ruleId);
    else remaining.push(inForce.rule);
  }
  // Beyond the contract is overtime, and no search plans that: it is offered and taken by people.
  if (line.contract) narrow(limits.weekMinutes, null, line.contract.maxWeekMinutes);
  const templates = allowedTemplates(book, line, hard);
  return { limits, templates, taken, remaining };
}

interface Limits extends CentreRules {
  weekMinutes: Range;
  horizonMinutes: Range;
  weekDaysOff: Range;
  forbidden: { from: ShiftClass; to: ShiftClass }[];
}

function noLimits(): Limits {
  const none = () => ({ min: null, max: null });
  return {
    weekMinutes: none(),
    horizonMinutes: none(),
    weekDaysOff: none(),
    maxDaysInARow: null,
    minDaysOffInARow: 0,
    minRestMin: 0,
    maxNightsInARow: null,
    maxWeekends: null,
    forbidden: [],
  };
}

/** Puts a rule into the limits; true when they hold it wholly. */
function takes(inForce: RuleInForce, limits: Limits, line: Timeline): boolean {
  const { rule } = inForce;
  const [min, max] = [numberOf(inForce, 'min', null), numberOf(inForce, 'max', null)];
  const isOfSome = wordsOf(inForce, 'family').length + wordsOf(inForce, 'template').length > 0;
  switch (rule.kind) {
    case 'contract-minutes': {
      const { contract } = line;
      if (contract) narrow(limits.weekMinutes, contract.minWeekMinutes, contract.maxWeekMinutes);
      return true;
    }
    case 'minutes-per-window':
      return !isOfSome && takesMinutes(inForce, limits, line);
    case 'days-off-per-window':
      if (rule.window !== 'calendar-week') return false;
      narrow(limits.weekDaysOff, min, max);
      return true;
    case 'days-per-window':
      if (rule.window !== 'calendar-week' || isOfSome) return false;
      narrow(limits.weekDaysOff, max === null ? null : 7 - max, null);
      return min === null;
    case 'consecutive-days':
      return takesRuns(inForce, limits);
    case 'consecutive-days-off':
      limits.minDaysOffInARow = Math.max(limits.minDaysOffInARow, min ?? 0);
      return max === null;
    case 'rest-between-shifts':
      if (wordsOf(inForce, 'after').length > 0) return false;
      limits.minRestMin = Math.max(limits.minRestMin, min ?? 660);
      return true;
    case 'weekends-per-window': {
      const [window] = inForce.windows;
      if (inForce.windows.length !== 1 || rule.window === 'rolling-days' || !window) return false;
      if (max !== null) limits.maxWeekends = least(limits.maxWeekends, max);
      return min === null;
    }
    case 'forbidden-succession':
      return takesSuccession(inForce, limits);
    default:
      return alwaysHeld.has(rule.kind);
  }
}

/** Held by the templates, the availability and the pins that every search is given. */
const alwaysHeld = new Set([
  'contract-templates',
  'availability',
  'absence',
  'engagement',
  'pinned-kept',
  'overlap',
  'template-breaks',
  'shift-length',
  'night-length',
  'no-work-between',
]);

function takesMinutes(inForce: RuleInForce, limits: Limits, line: Timeline): boolean {
  const { rule, calendar, windows } = inForce;
  const [min, max] = [numberOf(inForce, 'min', null), numberOf(inForce, 'max', null)];
  if (rule.window === 'day') return min === null;
  if (rule.window === 'calendar-week') {
    narrow(limits.weekMinutes, min, max);
    return true;
  }
  const [window] = windows;
  if (rule.window === 'rolling-days' || windows.length !== 1 || !window || max === null)
    return false;
  const weeks = (window.to - window.from) / 7;
  const most = rule.window === 'reference-period' ? max * weeks : max;
  const before = line.shifts.filter(({ day }) => day >= window.from && day < calendar.from);
  const worked = before.reduce((sum, { paid }) => sum + paid, 0);
  narrow(limits.horizonMinutes, null, Math.max(most - worked, 0));
  // With absence the average is over fewer days, and the least may still be missed.
  return min === null && line.awayBefore.at(-1) === 0;
}

function takesRuns(inForce: RuleInForce, limits: Limits): boolean {
  const [min, max] = [numberOf(inForce, 'min', 1), numberOf(inForce, 'max', null)];
  const families = wordsOf(inForce, 'family');
  if (wordsOf(inForce, 'template').length > 0) return false;
  if (families.length === 0) limits.maxDaysInARow = least(limits.maxDaysInARow, max);
  else if (families.join() === 'night') limits.maxNightsInARow = least(limits.maxNightsInARow, max);
  else return false;
  return min <= 1;
}

function takesSuccession(inForce: RuleInForce, limits: Limits): boolean {
  const [from, to] = [wordsOf(inForce, 'from'), wordsOf(inForce, 'to')];
  const isOfClasses = [...from, ...to].every((name) => classes.includes(name as ShiftClass));
  if (numberOf(inForce, 'days', 1) !== 1 || !isOfClasses) return false;
  for (const before of from as ShiftClass[]) {
    for (const after of to as ShiftClass[]) limits.forbidden.push({ from: before, to: after });
  }
  return true;
}

const classes: readonly ShiftClass[] = ['early', 'day', 'late', 'night'];

/** The class that a search gives a family of shifts. */
export function shiftClassOf(family: ShiftFamily): ShiftClass {
  return family === 'split' || family === 'on-call' ? 'day' : family;
}

function narrow(range: Range, min: number | null, max: number | null): void {
  if (min !== null) range.min = Math.max(range.min ?? min, min);
  range.max = least(range.max, max);
}

function least(a: number | null, b: number | null): number | null {
  return a === null || b === null ? (a ?? b) : Math.min(a, b);
}
