import type { CentreDay, CentrePast, CentreProblem, CentreRules } from './centre-problem.ts';
import type { ContractLabels } from './contract-labels.ts';

/** What a contract's rules must know of the days so far; one number for each field. */
export interface DayState {
  /** The last shift, as far as it bars others, and whether a day off lies between: 0 or 1. */
  trace: number;
  gap: number;
  /** Days worked in a row, and days not worked; one of them is 0. */
  run: number;
  rest: number;
  nights: number;
  weekMin: number;
  weekOff: number;
  totalMin: number;
  weekends: number;
}

/** How states follow one another under a contract. */
export interface StateSpace {
  /** The state on the eve of the first day. */
  begin(past: CentrePast | null): DayState;
  /** The state after a day, `null` where a rule forbids it. */
  next(state: DayState, step: { day: number; label: number; leaveMin: number }): DayState | null;
  /** One number for states that permit the same futures. */
  key(state: DayState): number;
}

const fieldNames = [
  'trace',
  'gap',
  'run',
  'rest',
  'nights',
  'weekMin',
  'weekOff',
  'totalMin',
  'weekends',
] as const;

/** Builds the state space; only what the contract limits is kept. */
export function stateSpace(
  problem: CentreProblem,
  rules: CentreRules,
  { labels, hasPast }: { labels: ContractLabels; hasPast: boolean },
): StateSpace {
  const caps = capsOf(problem, rules, { labels, hasPast });
  const { days } = problem;
  return {
    begin: (past) => beginning(past, caps, days[0]?.weekday === 1),
    key: (state) => fieldNames.reduce((key, name) => key * (caps[name] + 1) + state[name], 0),
    next(before, { day, label, leaveMin }) {
      const state = { ...before };
      if (label > 0) {
        const span = { day: day - 1 - state.gap, gap: 1 + state.gap };
        if (!labels.mayFollow(state.trace, label, span)) return null;
        if (!work(state, { label, weekday: days[day]?.weekday ?? 1, rules, labels, caps })) {
          return null;
        }
      } else pause(state, caps);
      const paid = label > 0 ? (labels.paidMin[label] ?? 0) : Math.max(0, leaveMin);
      const isOff = label === 0 && leaveMin < 0;
      if (!count(state, { paid, isOff, rules, caps })) return null;
      if (!closeWeek(state, { days, day, rules, caps })) return null;
      const isOver = day === days.length - 1;
      return isOver && !reaches(state.totalMin, caps.totalLeast) ? null : state;
    },
  };
}

interface Work {
  label: number;
  weekday: number;
  rules: CentreRules;
  labels: ContractLabels;
  caps: Caps;
}

/** A day's work, in place; `false` where a rule forbids it. */
function work(state: DayState, { label, weekday, rules, labels, caps }: Work): boolean {
  if (state.run === 0 && state.rest < caps.rest) return false;
  if (rules.maxWeekends !== null && (weekday === 6 || (weekday === 7 && state.run === 0))) {
    state.weekends += 1;
    if (state.weekends > rules.maxWeekends) return false;
  }
  if (!keeps(state.run + 1, rules.maxDaysInARow)) return false;
  state.run = Math.min(state.run + 1, caps.run);
  state.rest = 0;
  state.nights = labels.isNight[label] ? state.nights + 1 : 0;
  if (!keeps(state.nights, rules.maxNightsInARow)) return false;
  state.nights = Math.min(state.nights, caps.nights);
  state.trace = labels.trace[label] ?? 0;
  state.gap = 0;
  return true;
}

/** A day without work, in place. */
function pause(state: DayState, caps: Caps): void {
  if (state.gap > 0 || caps.gap === 0) state.trace = 0;
  state.gap = state.trace > 0 ? 1 : 0;
  state.rest = Math.min(state.rest + 1, caps.rest);
  state.run = 0;
  state.nights = 0;
}

interface Counted {
  paid: number;
  isOff: boolean;
  rules: CentreRules;
  caps: Caps;
}

function count(state: DayState, { paid, isOff, rules, caps }: Counted): boolean {
  if (!keeps(state.weekMin + paid, rules.weekMinutes.max)) return false;
  if (!keeps(state.totalMin + paid, caps.totalMax)) return false;
  state.weekMin = Math.min(state.weekMin + paid, caps.weekMin);
  state.totalMin = Math.min(state.totalMin + paid, caps.totalMin);
  if (!isOff) return true;
  if (!keeps(state.weekOff + 1, rules.weekDaysOff.max)) return false;
  state.weekOff = Math.min(state.weekOff + 1, caps.weekOff);
  return true;
}

interface Closing {
  days: readonly CentreDay[];
  day: number;
  rules: CentreRules;
  caps: Caps;
}

/** At the end of a calendar week its least ones are asked for, and counting begins anew. */
function closeWeek(state: DayState, { days, day, rules, caps }: Closing): boolean {
  const { weekday, week } = days[day] ?? { weekday: 7, week: 0 };
  if (weekday !== 7) return true;
  if (week > 0 || days[0]?.weekday === 1 || caps.hasPast) {
    if (!reaches(state.weekMin, rules.weekMinutes.min)) return false;
    if (!reaches(state.weekOff, rules.weekDaysOff.min)) return false;
  }
  state.weekMin = 0;
  state.weekOff = 0;
  return true;
}

function keeps(value: number, max: number | null): boolean {
  return max === null || value <= max;
}

function reaches(value: number, min: number | null): boolean {
  return min === null || value >= min;
}

/** The most that each field can hold, and the limits of the horizon that must be counted. */
function capsOf(
  { days }: CentreProblem,
  rules: CentreRules,
  { labels, hasPast }: { labels: ContractLabels; hasPast: boolean },
) {
  const { weekDaysOff, weekMinutes, horizonMinutes } = rules;
  const weeks = (days.at(-1)?.week ?? 0) + 1;
  const wholeWeeks = weeks - (days.at(-1)?.weekday === 7 ? 0 : 1);
  const { min, max } = horizonMinutes;
  // A limit of the horizon that the weeks keep anyway need not be counted.
  const isMaxIdle = max === null || (weekMinutes.max !== null && weeks * weekMinutes.max <= max);
  // The first week may count minutes of the past, so it says little about the horizon.
  const surely = (wholeWeeks - (days[0]?.weekday === 1 ? 0 : 1)) * (weekMinutes.min ?? 0);
  const isMinIdle = min === null || surely >= min;
  return {
    trace: labels.traces,
    gap: needsGap(days.length, labels) ? 1 : 0,
    run: Math.max(1, rules.maxDaysInARow ?? 1),
    rest: Math.max(1, rules.minDaysOffInARow),
    nights: rules.maxNightsInARow ?? 0,
    weekMin: weekMinutes.max ?? weekMinutes.min ?? 0,
    weekOff: weekDaysOff.max ?? weekDaysOff.min ?? 0,
    totalMin: isMaxIdle ? (isMinIdle ? 0 : (min ?? 0)) : Math.min(max ?? 0, days.length * 1_440),
    totalMax: isMaxIdle ? null : max,
    totalLeast: isMinIdle ? null : min,
    weekends: rules.maxWeekends ?? 0,
    hasPast,
  };
}

/** Whether a shift can bar another one over a day off. */
function needsGap(days: number, { traces, paidMin, mayFollow }: ContractLabels): boolean {
  for (let day = 0; day + 2 < days; day += 1) {
    for (let trace = 1; trace <= traces; trace += 1) {
      for (let label = 1; label < paidMin.length; label += 1) {
        if (!mayFollow(trace, label, { day, gap: 2 })) return true;
      }
    }
  }
  return false;
}

type Caps = ReturnType<typeof capsOf>;

function beginning(past: CentrePast | null, caps: Caps, isMonday: boolean): DayState {
  // What the last shift bars is part of what is open to the person on the first days.
  const state = { trace: 0, gap: 0, run: 0, rest: caps.rest, nights: 0 };
  if (past === null) return { ...state, weekMin: 0, weekOff: 0, totalMin: 0, weekends: 0 };
  return {
    ...state,
    run: Math.min(past.daysWorked, caps.run),
    rest: past.daysWorked > 0 ? 0 : Math.min(Math.max(past.daysOff, 1), caps.rest),
    nights: Math.min(past.daysWorked > 0 ? past.nightsInARow : 0, caps.nights),
    // On a Monday the calendar week has no days before.
    weekMin: isMonday ? 0 : Math.min(past.weekMinutes, caps.weekMin),
    weekOff: isMonday ? 0 : Math.min(past.weekDaysOff, caps.weekOff),
    totalMin: 0,
    weekends: Math.min(past.weekends + (past.saturdayWorked ? 1 : 0), caps.weekends),
  };
}
