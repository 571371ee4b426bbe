// An independent checker of schedules: own code, minute by minute. It says who breaks which hard
// rule; it does not say by how much. Used against every schedule that anything produces.
import type { RuleInput } from '../../../../services/domain/schedule/rules/rule-input.ts';
import type { Employee, ScheduleRule } from '../../../../services/domain/schedule/shift.ts';
import { type Clock, clockOf, type Grid, gridOf } from './minute-grid.ts';

/** A hard rule that somebody breaks. */
export interface CheckedBreak {
  ruleId: string;
  /** Empty with a rule about slots. */
  person: string;
}

/** Kinds of rule that it knows; others pass unseen. */
export const kindsChecked = [
  'minutes-per-window',
  'days-per-window',
  'days-off-per-window',
  'shifts-per-window',
  'contract-minutes',
  'overtime',
  'weekends-per-window',
  'holidays-per-window',
  'consecutive-days',
  'consecutive-days-off',
  'complete-weekends',
  'rest-between-shifts',
  'weekly-rest',
  'forbidden-succession',
  'shift-length',
  'night-length',
  'no-work-between',
  'break-after-work',
  'availability',
  'absence',
  'engagement',
  'contract-templates',
  'overlap',
  'people-per-slot',
];

/** Who breaks which hard rule on the days that are checked. */
export function checkSchedule(input: RuleInput): CheckedBreak[] {
  const clock = clockOf(input);
  const grids = input.people.map((person) => gridOf(person, clock, input));
  const found: CheckedBreak[] = [];
  for (const rule of input.rules) {
    if (!rule.hard || !kindsChecked.includes(rule.kind)) continue;
    const held = spanOf(rule, clock);
    if (rule.kind === 'people-per-slot') {
      const own = grids.filter(({ person }) => concerns(rule, person.employee));
      if (slotsBroken(rule, own, held, input)) found.push({ ruleId: rule.ruleId, person: '' });
      continue;
    }
    for (const grid of grids) {
      const { employee } = grid.person;
      if (!concerns(rule, employee) || !isBroken(rule, grid, held, input)) continue;
      found.push({ ruleId: rule.ruleId, person: employee.person });
    }
  }
  return found;
}

/** The clock with the days on which a rule holds. */
function spanOf({ effectiveFrom, effectiveTo }: ScheduleRule, clock: Clock): Clock {
  const held = clock.days.map(
    (day, at) =>
      at >= clock.from &&
      at < clock.to &&
      day >= effectiveFrom &&
      (effectiveTo === '' || day <= effectiveTo),
  );
  return { ...clock, from: held.indexOf(true), to: held.lastIndexOf(true) + 1 };
}

function concerns({ scope, scopeIds }: ScheduleRule, employee: Employee): boolean {
  const own: Record<ScheduleRule['scope'], string[]> = {
    all: ['all'],
    contract: [employee.contractId],
    team: [employee.team],
    group: employee.groups.map(({ group }) => group),
    person: [employee.person],
    protection: [...employee.protections],
  };
  return scope === 'all' || own[scope].some((id) => scopeIds.includes(id));
}

function isBroken(rule: ScheduleRule, grid: Grid, clock: Clock, input: RuleInput): boolean {
  const { numbers, words } = rule;
  const number = (name: string, otherwise: number) => numbers.get(name) ?? otherwise;
  const inSpan = (day: number) => day >= clock.from && day < clock.to;
  const own = grid.shifts.filter(({ works, day }) => works && inSpan(day));
  const marked = grid.shifts.filter((shift) => shift.works && isNamed(rule, shift));
  switch (rule.kind) {
    case 'consecutive-days':
      return runsBroken(rule, grid, clock, (day) => marked.some((shift) => shift.day === day));
    case 'consecutive-days-off':
      return runsBroken(rule, grid, clock, (day) => grid.works[day] === 0);
    case 'complete-weekends':
      return clock.days.some((name, day) => {
        if (new Date(name).getUTCDay() !== 6 || !(inSpan(day) || inSpan(day + 1))) return false;
        if (day + 1 >= clock.days.length || grid.away[day] || grid.away[day + 1]) return false;
        if (!grid.engaged[day] || !grid.engaged[day + 1]) return false;
        return grid.works[day] !== grid.works[day + 1];
      });
    case 'rest-between-shifts':
      return restBroken(grid, clock, number('min', 660));
    case 'weekly-rest':
      return weeklyRestBroken(rule, grid, clock);
    case 'forbidden-succession':
      return grid.shifts.some((next) => {
        const before = grid.shifts.findLast(
          (one) => one.works && grid.shifts.indexOf(one) < grid.shifts.indexOf(next),
        );
        if (!next.works || !before || !(inSpan(next.day) || inSpan(before.day))) return false;
        const names = (name: string) => (words.get(name) ?? '').split(',');
        return (
          next.day - before.day <= number('days', 1) &&
          (names('from').includes(before.family) ||
            names('from').includes(before.shift.templateId)) &&
          (names('to').includes(next.family) || names('to').includes(next.shift.templateId))
        );
      });
    case 'shift-length':
      return own.some((shift) => {
        if (!isNamed(rule, shift)) return false;
        const count = words.get('count') ?? 'span';
        const span = shift.end - shift.first;
        const value = count === 'span' ? span : count === 'paid' ? shift.paid : shift.worked;
        return value < number('min', 0) || value > number('max', 1e9);
      });
    case 'night-length':
      return own.some(
        (shift) =>
          shift.worked > number('max', 480) &&
          minutesAt(shift, clock, number('fromMinute', 0), number('toMinute', 300)) > 0,
      );
    case 'no-work-between':
      return own.some(
        (shift) =>
          minutesAt(shift, clock, number('fromMinute', 1_320), number('toMinute', 360)) > 0,
      );
    case 'break-after-work':
      return own.some(
        ({ stretch, worked }) =>
          worked > number('max', 360) && stretch(number('breakMinutes', 15)) > number('max', 360),
      );
    case 'availability':
      return own.some((shift) => isUnavailable(grid, clock, shift));
    case 'absence':
      return own.some(({ day }) => grid.away[day] === 1);
    case 'engagement':
      return own.some(({ day }) => grid.engaged[day] === 0);
    case 'contract-templates': {
      const allowed = input.contracts.find(
        ({ contractId }) => contractId === grid.person.employee.contractId,
      )?.templateIds;
      if (!allowed || allowed.length === 0) return false;
      return own.some(
        ({ shift }) => shift.templateId !== '' && !allowed.includes(shift.templateId),
      );
    }
    case 'overlap':
      return grid.shifts.some(
        ({ shift, day }) =>
          inSpan(day) &&
          minutesOf(shift.fromMs, shift.toMs, clock).some((at) => (grid.covers[at] ?? 0) > 1),
      );
    default:
      return windowsBroken(rule, grid, clock, input);
  }
}

function isNamed({ words }: ScheduleRule, { family, shift }: Grid['shifts'][number]): boolean {
  const [families, templates] = [words.get('family') ?? '', words.get('template') ?? ''];
  return (
    (families === '' || families.split(',').includes(family)) &&
    (templates === '' || templates.split(',').includes(shift.templateId))
  );
}

function minutesOf(fromMs: number, toMs: number, { startMs }: Clock): number[] {
  const first = (fromMs - startMs) / 60_000;
  return Array.from({ length: (toMs - fromMs) / 60_000 }, (_, at) => first + at);
}

/** Minutes at work of a shift that the clock shows between two times. */
function minutesAt(
  { shift: { activities } }: Grid['shifts'][number],
  clock: Clock,
  from: number,
  to: number,
): number {
  const atWork = activities.filter(({ kind }) =>
    ['work', 'training', 'meeting', 'coaching', 'other'].includes(kind),
  );
  return atWork
    .flatMap(({ fromMs, toMs }) => minutesOf(fromMs, toMs, clock))
    .filter((minute) => {
      const shown = clock.wall[minute] ?? 0;
      return from < to ? shown >= from && shown < to : shown >= from || shown < to;
    }).length;
}

function runsBroken(
  { numbers, kind }: ScheduleRule,
  grid: Grid,
  clock: Clock,
  isOf: (day: number) => boolean,
): boolean {
  const [min, max] = [numbers.get('min') ?? 0, numbers.get('max') ?? 1e9];
  const isWork = kind === 'consecutive-days';
  const text = clock.days.map((_, day) => (isOf(day) && (isWork || grid.engaged[day]) ? 'x' : '-'));
  return [...text.join('').matchAll(/x+/g)].some(({ index, 0: run }) => {
    const [from, to] = [index, index + run.length];
    if (to <= clock.from || from >= clock.to) return false;
    const days = Array.from({ length: run.length }, (_, at) => from + at);
    if (run.length > max) {
      if (!isWork) return days.every((day) => grid.away[day] === 0);
      if (to > clock.from && from + max < clock.to && to > from + max) return true;
    }
    const isSeen = from > 0 && to < clock.days.length;
    const around = [from - 1, to];
    const isCut = around.some((day) => grid.engaged[day] !== 1 || (isWork && grid.away[day] === 1));
    return run.length < min && isSeen && !isCut;
  });
}

function restBroken(grid: Grid, clock: Clock, min: number): boolean {
  const inSpan = (...numbers: number[]) =>
    numbers.some((number) => {
      const day = grid.shifts[number]?.day ?? -1;
      return day >= clock.from && day < clock.to;
    });
  if (grid.doubled.some((pair) => inSpan(...pair))) return true;
  let last = 0;
  let free = 0;
  for (const number of grid.present) {
    if (number === 0) {
      free += 1;
      continue;
    }
    if (last !== 0 && number !== last && free < min) {
      if (inSpan(last - 1, number - 1)) return true;
    }
    last = number;
    free = 0;
  }
  return false;
}

/** Runs of free minutes, each credited to the week in which its middle minute lies. */
function weeklyRestBroken({ numbers }: ScheduleRule, grid: Grid, clock: Clock): boolean {
  const min = numbers.get('min') ?? 2_100;
  const isKnown = (minute: number) =>
    (clock.day[minute] ?? -1) >= 0 && (clock.day[minute] ?? 0) < clock.days.length;
  const text = Array.from(grid.present, (number, minute) =>
    number > 0 ? 'x' : isKnown(minute) ? '-' : '#',
  ).join('');
  const rests = [...text.matchAll(/-+/g)].map(({ index, 0: run }) => {
    const end = index + run.length;
    return { from: index, to: end, isOpen: text[index - 1] === '#' || text[end] === '#' };
  });
  return weeksOf(clock).some((days) => {
    if (days.length < 7 || !days.every((day) => grid.engaged[day])) return false;
    const [first, last] = [days[0] ?? 0, days[6] ?? 0];
    return !rests.some(({ from, to, isOpen }) => {
      let inside = 0;
      for (let minute = from; minute < to; minute += 1) {
        const day = clock.day[minute] ?? -1;
        if (day >= first && day <= last) inside += 1;
      }
      const whole = isOpen ? inside * 2 : to - from;
      return (inside * 2 >= whole ? whole : inside) >= min;
    });
  });
}

function isUnavailable(grid: Grid, clock: Clock, shift: Grid['shifts'][number]): boolean {
  const { available } = grid.person.employee;
  if (available.length === 0) return false;
  for (let minute = shift.first; minute < shift.end; minute += 1) {
    const day = clock.day[minute] ?? 0;
    const shown = clock.wall[minute] ?? 0;
    const weekday = weekdayOf(clock, day);
    const before = ((weekday + 5) % 7) + 1;
    const can = available.some(
      (one) =>
        (one.weekday === weekday && shown >= one.fromMinute && shown < one.toMinute) ||
        (one.weekday === before && shown + 1_440 >= one.fromMinute && shown + 1_440 < one.toMinute),
    );
    if (!can) return true;
  }
  return false;
}

function weekdayOf({ days }: Clock, day: number): number {
  const first = new Date(days[0] ?? '').getUTCDay();
  return ((((first + day - 1) % 7) + 7) % 7) + 1;
}

/** Places of the days of each week that touches the days checked, those known. */
function weeksOf(clock: Clock): number[][] {
  const byMonday = Map.groupBy(clock.days.keys(), (day) => day - weekdayOf(clock, day));
  return [...byMonday.values()].filter((days) =>
    days.some((day) => day >= clock.from && day < clock.to),
  );
}

function windowsOf(rule: ScheduleRule, clock: Clock): { days: number[]; length: number }[] {
  const all = [...clock.days.keys()];
  const inSpan = (days: number[]) => days.some((day) => day >= clock.from && day < clock.to);
  const length = rule.numbers.get('days') ?? 7;
  switch (rule.window) {
    case 'day':
      return all.map((day) => ({ days: [day], length: 1 })).filter(({ days }) => inSpan(days));
    case 'calendar-week':
      return weeksOf(clock).map((days) => ({ days, length: 7 }));
    case 'rolling-days':
      return all
        .map((from) => ({ days: all.slice(from, from + length), length }))
        .filter(({ days }) => inSpan(days));
    case 'month':
      return [...Map.groupBy(all, (day) => clock.days[day]?.slice(0, 7) ?? '')]
        .map(([month, days]) => {
          const [year, number] = month.split('-').map(Number);
          return { days, length: new Date(Date.UTC(year ?? 0, number ?? 0, 0)).getUTCDate() };
        })
        .filter(({ days }) => inSpan(days));
    default:
      throw new Error(`the checker knows no window "${rule.window}"`);
  }
}

function windowsBroken(rule: ScheduleRule, grid: Grid, clock: Clock, input: RuleInput): boolean {
  const contract = input.contracts.find(
    ({ contractId }) => contractId === grid.person.employee.contractId,
  );
  const isContract = rule.kind === 'contract-minutes';
  const min = isContract ? contract?.minWeekMinutes : rule.numbers.get('min');
  const max = isContract ? contract?.maxWeekMinutes : rule.numbers.get('max');
  const amount = amountOf(rule, grid, clock, input);
  const countsPaid =
    isContract || (rule.kind === 'minutes-per-window' && rule.words.get('count') !== 'worked');
  const paidAway = grid.person.absences.some(({ paidMinutesADay }) => paidMinutesADay > 0);
  return windowsOf(rule, clock).some(({ days, length }) => {
    const value = days.reduce((sum, day) => sum + amount(day), 0);
    if (max !== undefined && value > max) return true;
    if (min === undefined || days.length < length) return false;
    if (!days.every((day) => grid.engaged[day])) return false;
    if (!(countsPaid && paidAway) && days.some((day) => grid.away[day])) return false;
    return value < min;
  });
}

function amountOf(rule: ScheduleRule, grid: Grid, clock: Clock, input: RuleInput) {
  const named = grid.shifts.filter((shift) => isNamed(rule, shift));
  const isAll = !rule.words.get('family') && !rule.words.get('template');
  const isWorked = rule.words.get('count') === 'worked';
  const away = (day: number) =>
    grid.person.absences.find(
      ({ from, to }) => (clock.days[day] ?? '') >= from && (clock.days[day] ?? '') <= to,
    )?.paidMinutesADay ?? 0;
  const over = overtimeOf(rule, grid, clock);
  return (day: number): number => {
    const shifts = named.filter((shift) => shift.day === day);
    switch (rule.kind) {
      case 'minutes-per-window':
        if (isWorked) return isAll ? (grid.workedOfDay[day] ?? 0) : sum(shifts, 'worked');
        return isAll ? (grid.paidOfDay[day] ?? 0) : sum(shifts, 'paid') + away(day);
      case 'contract-minutes':
        return grid.paidOfDay[day] ?? 0;
      case 'days-per-window':
        return Number(shifts.some(({ works }) => works));
      case 'days-off-per-window':
        return 1 - (grid.works[day] ?? 0);
      case 'shifts-per-window':
        return shifts.filter(({ works }) => works).length;
      case 'holidays-per-window':
        return input.holidays.has(clock.days[day] ?? '') ? (grid.works[day] ?? 0) : 0;
      case 'weekends-per-window':
        return weekdayOf(clock, day) === 6
          ? Number(grid.works[day] === 1 || grid.works[day + 1] === 1)
          : 0;
      case 'overtime':
        return over[day] ?? 0;
      default:
        throw new Error(`the checker knows no kind "${rule.kind}"`);
    }
  };
}

function sum(shifts: Grid['shifts'], field: 'paid' | 'worked'): number {
  return shifts.reduce((all, shift) => all + shift[field], 0);
}

/** A minute of work is overtime when the day or the week has had its normal minutes already. */
function overtimeOf({ numbers }: ScheduleRule, grid: Grid, clock: Clock): number[] {
  let normal = 0;
  return clock.days.map((_, day) => {
    if (weekdayOf(clock, day) === 1) normal = 0;
    let [today, over] = [0, 0];
    for (let minute = 0; minute < (grid.workedOfDay[day] ?? 0); minute += 1) {
      const isNormal =
        today < (numbers.get('normalDay') ?? 1e9) && normal < (numbers.get('normalWeek') ?? 1e9);
      if (isNormal) [today, normal] = [today + 1, normal + 1];
      else over += 1;
    }
    return over;
  });
}

function slotsBroken(
  { numbers, words }: ScheduleRule,
  grids: readonly Grid[],
  clock: Clock,
  { slotMinutes }: RuleInput,
): boolean {
  const group = words.get('group') ?? '';
  const weekdays = words.get('weekdays') ?? '';
  const people = grids.map(({ person }) => minutesForGroup(person, group, clock));
  for (let minute = 0; minute < clock.day.length; minute += slotMinutes) {
    const day = clock.day[minute] ?? -1;
    if (day < clock.from || day >= clock.to) continue;
    if (weekdays !== '' && !weekdays.split(',').includes(String(weekdayOf(clock, day)))) continue;
    const shown = clock.wall[minute] ?? 0;
    if (shown < (numbers.get('fromMinute') ?? 0) || shown >= (numbers.get('toMinute') ?? 1_440))
      continue;
    const count = people.filter((minutes) =>
      minutes.subarray(minute, minute + slotMinutes).every((one) => one === 1),
    ).length;
    if (count < (numbers.get('min') ?? 0) || count > (numbers.get('max') ?? 1e9)) return true;
  }
  return false;
}

function minutesForGroup({ employee, shifts }: Grid['person'], group: string, clock: Clock) {
  const minutes = new Uint8Array(clock.day.length);
  if (group !== '' && !employee.groups.some((skill) => skill.group === group)) return minutes;
  for (const { activities } of shifts) {
    for (const activity of activities) {
      const serves = group === '' || activity.group === '' || activity.group === group;
      if (activity.kind !== 'work' || !serves) continue;
      for (const minute of minutesOf(activity.fromMs, activity.toMs, clock)) minutes[minute] = 1;
    }
  }
  return minutes;
}
