// A schedule minute by minute: what a checker counts that shares no code with the product.
import type {
  RuledPerson,
  RuleInput,
} from '../../../../services/domain/schedule/rules/rule-input.ts';
import type { Shift } from '../../../../services/domain/schedule/shift.ts';

const minuteMs = 60_000;
const atWork = new Set(['work', 'training', 'meeting', 'coaching', 'other']);
const breakKinds = new Set(['break', 'meal']);

/** What the clock shows in each minute, from a day before what is known to two days after. */
export interface Clock {
  startMs: number;
  /** Place of the local day among those known; may lie outside. */
  day: Int32Array;
  /** Minutes after midnight. */
  wall: Int32Array;
  /** Names of the known days. */
  days: string[];
  /** Places of the days that are checked. */
  from: number;
  to: number;
}

/** The clock of a zone, read from Intl a quarter of an hour at a time. */
export function clockOf({ zone, knownFrom, knownTo, from, days: count }: RuleInput): Clock {
  const days: string[] = [];
  for (let at = Date.parse(`${knownFrom}T00:00Z`); ; at += 86_400_000) {
    const name = new Date(at).toISOString().slice(0, 10);
    days.push(name);
    if (name >= knownTo) break;
  }
  const startMs = Date.parse(`${knownFrom}T00:00Z`) - 86_400_000;
  const minutes = (days.length + 3) * 1_440;
  const day = new Int32Array(minutes);
  const wall = new Int32Array(minutes);
  const reader = new Intl.DateTimeFormat('sv-SE', {
    timeZone: zone,
    dateStyle: 'short',
    timeStyle: 'short',
  });
  const first = Date.parse(`${knownFrom}T00:00Z`);
  for (let minute = 0; minute < minutes; minute += 15) {
    const [date = '', time = ''] = reader.format(startMs + minute * minuteMs).split(' ');
    const place = Math.round((Date.parse(`${date}T00:00Z`) - first) / 86_400_000);
    const shown = Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5));
    for (let more = 0; more < 15; more += 1) {
      day[minute + more] = place;
      wall[minute + more] = shown + more;
    }
  }
  const begin = days.indexOf(from);
  return { startMs, day, wall, days, from: begin, to: begin + count };
}

/** One shift, counted minute by minute. */
export interface CountedShift {
  shift: Shift;
  day: number;
  family: string;
  /** Minutes of the grid from first to last work or break; empty without work. */
  first: number;
  end: number;
  works: boolean;
  paid: number;
  worked: number;
  /** Longest work without a break that counts, by shortest break. */
  stretch: (shortest: number) => number;
}

/** One person minute by minute. */
export interface Grid {
  person: RuledPerson;
  shifts: CountedShift[];
  /** Shift (from 1) in each minute from its first to its last work; the earlier of two. */
  present: Int32Array;
  /** Shifts that are present in the same minute, from 0. */
  doubled: [number, number][];
  /** Shifts in each minute, whatever is in them. */
  covers: Uint8Array;
  /** At work in each minute: shift from 1. */
  atWork: Int32Array;
  paidOfDay: Float64Array;
  workedOfDay: Float64Array;
  works: Uint8Array;
  away: Uint8Array;
  engaged: Uint8Array;
}

/** Counts a person's minutes. */
export function gridOf(person: RuledPerson, clock: Clock, input: RuleInput): Grid {
  const size = clock.days.length;
  const grid: Grid = {
    person,
    shifts: [],
    present: new Int32Array(clock.day.length),
    doubled: [],
    covers: new Uint8Array(clock.day.length),
    atWork: new Int32Array(clock.day.length),
    paidOfDay: new Float64Array(size),
    workedOfDay: new Float64Array(size),
    works: new Uint8Array(size),
    away: new Uint8Array(size),
    engaged: new Uint8Array(size),
  };
  for (const [at, name] of clock.days.entries()) {
    const { since, until } = person.employee;
    grid.engaged[at] = Number(name >= since && (until === '' || name <= until));
    for (const absence of person.absences) {
      if (name < absence.from || name > absence.to) continue;
      grid.away[at] = 1;
      grid.paidOfDay[at] = absence.paidMinutesADay;
    }
  }
  const ordered = [...person.shifts].sort((a, b) => a.fromMs - b.fromMs || a.toMs - b.toMs);
  for (const shift of ordered) {
    const day = clock.days.indexOf(shift.day);
    if (day >= 0) putShift(grid, shift, day, clock, input);
  }
  return grid;
}

function putShift(grid: Grid, shift: Shift, day: number, clock: Clock, input: RuleInput): void {
  const number = grid.shifts.length + 1;
  let [first, end, paid, worked, works, onCall, isSplit] = [-1, -1, 0, 0, false, 0, false];
  const codes: string[] = [];
  for (const { kind, fromMs, toMs, paid: isPaid } of shift.activities) {
    if (kind === 'split') isSplit = true;
    for (let atMs = fromMs; atMs < toMs; atMs += minuteMs) {
      const minute = (atMs - clock.startMs) / minuteMs;
      grid.covers[minute] = (grid.covers[minute] ?? 0) + 1;
      codes.push(atWork.has(kind) ? 'w' : 'b');
      if (isPaid) paid += 1;
      if (kind === 'on-call') onCall += 1;
      if (atWork.has(kind)) {
        works = true;
        grid.atWork[minute] = number;
      }
      if (atWork.has(kind) || (isPaid && breakKinds.has(kind))) worked += 1;
      if (!atWork.has(kind) && !breakKinds.has(kind)) continue;
      if (first < 0) first = minute;
      end = minute + 1;
    }
  }
  if (works) {
    grid.works[day] = 1;
    for (let minute = first; minute < end; minute += 1) {
      if (grid.present[minute] === 0) grid.present[minute] = number;
      else grid.doubled.push([(grid.present[minute] ?? 0) - 1, number - 1]);
    }
  }
  grid.paidOfDay[day] = (grid.paidOfDay[day] ?? 0) + paid;
  if (works) grid.workedOfDay[day] = (grid.workedOfDay[day] ?? 0) + worked;
  const template = input.templates.find(({ templateId }) => templateId === shift.templateId);
  const family = template?.family ?? familyOf({ first, end, works, onCall, isSplit, day }, clock);
  const stretch = (shortest: number) => longestWork(codes, shortest);
  grid.shifts.push({ shift, day, family, first, end, works, paid, worked, stretch });
}

function familyOf(
  shift: {
    first: number;
    end: number;
    works: boolean;
    onCall: number;
    isSplit: boolean;
    day: number;
  },
  { wall, day }: Clock,
): string {
  if (!shift.works) return shift.onCall > 0 ? 'on-call' : 'day';
  if (shift.isSplit) return 'split';
  const shown = [...wall.subarray(shift.first, shift.end)];
  if (shown.some((minute) => minute < 300)) return 'night';
  if (shown.some((minute) => minute >= 1_200) || day[shift.end - 1] !== shift.day) return 'late';
  return (shown[0] ?? 0) < 540 ? 'early' : 'day';
}

function longestWork(codes: readonly string[], shortest: number): number {
  const text = codes.join('');
  // Breaks too short to count are cut out of the text, longer ones part it.
  const parts = text.split(new RegExp(`b{${shortest},}`));
  return Math.max(0, ...parts.map((part) => part.replaceAll('b', '').length));
}
