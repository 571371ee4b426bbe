import { type CentreGrid, centreGrid } from './centre-grid.ts';
import type { CentrePerson, CentreProblem } from './centre-problem.ts';
import type { CentreBreach, CentreRoster, CentreRule, CentreShift } from './centre-roster.ts';

/**
 * All rules that a roster breaks, looked up shift by shift; not how the search keeps them.
 *
 * @throws DomainError invalid when the problem is none.
 */
export function centreBreaches(problem: CentreProblem, roster: CentreRoster): CentreBreach[] {
  const grid = centreGrid(problem);
  return problem.people.flatMap((_, person) => personBreaches(grid, roster, person));
}

/** The rules that one person's days break. */
export function personBreaches(
  grid: CentreGrid,
  roster: CentreRoster,
  person: number,
): CentreBreach[] {
  const its = grid.problem.people[person];
  if (!its) return [];
  const found: CentreBreach[] = [];
  const say: Say = (rule, day, wanted = null, got = null) => {
    found.push({ rule, person, day, wanted, got });
  };
  const days = grid.problem.days.map((_, day) => roster[person]?.[day] ?? null);
  const look = { grid, person: its, days, say };
  days.forEach((shift, day) => {
    if (shift) shiftBreaches(look, shift, day);
  });
  pinBreaches(look);
  weekBreaches(look);
  runBreaches(look);
  restBreaches(look);
  return found;
}

type Say = (rule: CentreRule, day: number, wanted?: number | null, got?: number | null) => void;

interface Look {
  grid: CentreGrid;
  person: CentrePerson;
  days: readonly (CentreShift | null)[];
  say: Say;
}

function shiftBreaches({ grid, person, say }: Look, shift: CentreShift, day: number): void {
  const { problem, startTick } = grid;
  const template = problem.templates[shift.template];
  const weekday = problem.days[day]?.weekday ?? 0;
  if (!template?.weekdays.includes(weekday) || !person.templates.includes(shift.template)) {
    say('template-not-allowed', day);
    if (!template) return;
  }
  const tick = startTick[day * problem.templates.length + shift.template] ?? 0;
  const fromMin = tick * problem.stepMin;
  const isBarred = person.unavailable.some(({ fromSlot, toSlot }) => {
    const endMin = fromMin + template.spanMin;
    return fromSlot * problem.slotMin < endMin && toSlot * problem.slotMin > fromMin;
  });
  if (isBarred) say('unavailable', day);
  let earliest = 0;
  const fits = template.breaks.every(({ minutes, earliestMin, latestMin }, at) => {
    const start = shift.breaks[at] ?? -1;
    const isIn = start >= Math.max(earliest, earliestMin) && start <= latestMin;
    earliest = start + minutes + template.minBetweenBreaksMin;
    return isIn && start + minutes <= template.spanMin;
  });
  if (!fits || shift.breaks.length !== template.breaks.length) say('break-plan', day);
}

function pinBreaches({ person, days, say }: Look): void {
  for (const pin of person.pins) {
    const given = days[pin.day]?.template ?? null;
    if (given !== (pin.kind === 'shift' ? pin.template : null)) say('pin', pin.day);
  }
}

function weekBreaches({ grid, person, days, say }: Look): void {
  const { problem } = grid;
  const { rules, past, pins } = person;
  const leave = new Map(
    pins.flatMap((pin) => (pin.kind === 'leave' ? [[pin.day, pin.paidMin]] : [])),
  );
  const lastWeek = problem.days.at(-1)?.week ?? 0;
  let totalMin = 0;
  for (let week = 0; week <= lastWeek; week += 1) {
    const its = problem.days.flatMap((day, at) => (day.week === week ? [at] : []));
    const isFirst = its[0] === 0 && problem.days[0]?.weekday !== 1;
    const last = its.at(-1) ?? 0;
    const hasEnd = problem.days[last]?.weekday === 7;
    const isWhole = hasEnd && !(isFirst && past === null);
    const paid = its.map((day) => {
      const shift = days[day];
      return shift ? (problem.templates[shift.template]?.paidMin ?? 0) : (leave.get(day) ?? 0);
    });
    const inside = paid.reduce((sum, minutes) => sum + minutes, 0);
    totalMin += inside;
    const minutes = inside + (isFirst ? (past?.weekMinutes ?? 0) : 0);
    const off = its.filter((day) => !days[day] && !leave.has(day)).length;
    const daysOff = off + (isFirst ? (past?.weekDaysOff ?? 0) : 0);
    const { weekMinutes, weekDaysOff } = rules;
    if (isWhole) {
      least(say, 'week-minutes-min', { day: last, min: weekMinutes.min, got: minutes });
      least(say, 'week-days-off-min', { day: last, min: weekDaysOff.min, got: daysOff });
    }
    most(say, 'week-minutes-max', { day: last, max: weekMinutes.max, got: minutes });
    most(say, 'week-days-off-max', { day: last, max: weekDaysOff.max, got: daysOff });
  }
  const day = problem.days.length - 1;
  least(say, 'horizon-minutes-min', { day, min: rules.horizonMinutes.min, got: totalMin });
  most(say, 'horizon-minutes-max', { day, max: rules.horizonMinutes.max, got: totalMin });
}

function runBreaches({ grid, person, days, say }: Look): void {
  const { problem } = grid;
  const { rules, past } = person;
  let worked = past?.daysWorked ?? 0;
  let nights = worked > 0 ? (past?.nightsInARow ?? 0) : 0;
  let off = past === null ? Number.POSITIVE_INFINITY : worked > 0 ? 0 : past.daysOff;
  let weekends = (past?.weekends ?? 0) + (past?.saturdayWorked ? 1 : 0);
  days.forEach((shift, day) => {
    if (!shift) {
      off += 1;
      worked = 0;
      nights = 0;
      return;
    }
    const weekday = problem.days[day]?.weekday ?? 1;
    if (worked === 0) {
      least(say, 'days-off-in-a-row', { day, min: rules.minDaysOffInARow, got: off });
    }
    if (weekday === 6 || (weekday === 7 && worked === 0)) {
      weekends += 1;
      most(say, 'weekends', { day, max: rules.maxWeekends, got: weekends });
    }
    worked += 1;
    off = 0;
    nights = problem.templates[shift.template]?.class === 'night' ? nights + 1 : 0;
    most(say, 'days-in-a-row', { day, max: rules.maxDaysInARow, got: worked });
    most(say, 'nights-in-a-row', { day, max: rules.maxNightsInARow, got: nights });
  });
}

function restBreaches({ grid, person, days, say }: Look): void {
  const { problem, startTick } = grid;
  const { rules, past } = person;
  let endMin = past?.lastEndMin ?? Number.NEGATIVE_INFINITY;
  let before = past?.eveClass ?? null;
  days.forEach((shift, day) => {
    const template = shift ? problem.templates[shift.template] : undefined;
    if (!shift || !template) {
      before = null;
      return;
    }
    const tick = startTick[day * problem.templates.length + shift.template] ?? 0;
    const fromMin = tick * problem.stepMin;
    least(say, 'rest', { day, min: rules.minRestMin, got: fromMin - endMin });
    if (rules.forbidden.some(({ from, to }) => from === before && to === template.class)) {
      say('forbidden-succession', day);
    }
    endMin = fromMin + template.spanMin;
    before = template.class;
  });
}

interface Least {
  day: number;
  min: number | null;
  got: number;
}

function least(say: Say, rule: CentreRule, { day, min, got }: Least): void {
  if (min !== null && got < min) say(rule, day, min, got);
}

interface Most {
  day: number;
  max: number | null;
  got: number;
}

function most(say: Say, rule: CentreRule, { day, max, got }: Most): void {
  if (max !== null && got > max) say(rule, day, max, got);
}
