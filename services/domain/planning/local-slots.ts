import { DomainError } from '../domain-error.ts';

/** Days of wall clock, each cut into equal slots: what forecasts are computed on. */
export interface SlotGrid {
  /** First local day, "2026-11-23". */
  from: string;
  days: number;
  slotMinutes: number;
}

/** One slot that exists, in order of time. */
export interface LocalSlot {
  /** Its place in the grid; both halves of a doubled hour share theirs. */
  index: number;
  startMs: number;
  /** "2026-11-23T10:30:00+08:00" */
  start: string;
}

/** Slots of one day of a grid. */
export function slotsPerDay({ slotMinutes }: SlotGrid): number {
  return 1_440 / slotMinutes;
}

/**
 * The slots of a grid as they happen in a zone. In the hour that a clock change
 * skips there are none; those of a doubled hour come twice, with their offsets.
 */
export function localSlots(grid: SlotGrid, zone: string): LocalSlot[] {
  const slots: LocalSlot[] = [];
  const perDay = slotsPerDay(grid);
  let date = Temporal.PlainDate.from(grid.from);
  let dayStart = date.toZonedDateTime(zone);
  for (let day = 0; day < grid.days; day += 1) {
    const next = date.add({ days: 1 });
    const nextStart = next.toZonedDateTime(zone);
    const of = { first: day * perDay, dayStart, nextStart, slotMinutes: grid.slotMinutes };
    if (dayStart.offset === nextStart.offset && lengthMs(of) === dayMs) plainDay(slots, of, date);
    else changeDay(slots, of, zone);
    date = next;
    dayStart = nextStart;
  }
  return slots;
}

const dayMs = 86_400_000;

interface DayOf {
  /** Index of the day's first slot. */
  first: number;
  dayStart: Temporal.ZonedDateTime;
  nextStart: Temporal.ZonedDateTime;
  slotMinutes: number;
}

function lengthMs({ dayStart, nextStart }: DayOf): number {
  return nextStart.epochMilliseconds - dayStart.epochMilliseconds;
}

function plainDay(slots: LocalSlot[], of: DayOf, date: Temporal.PlainDate): void {
  const { first, dayStart, slotMinutes } = of;
  const startMs = dayStart.epochMilliseconds;
  const day = date.toString();
  const { offset } = dayStart;
  for (let minute = 0, i = 0; minute < 1_440; minute += slotMinutes, i += 1) {
    slots.push({
      index: first + i,
      startMs: startMs + minute * 60_000,
      start: `${day}T${clock(minute)}:00${offset}`,
    });
  }
}

/** A day with a clock change: its slots are found by walking through it. */
function changeDay(slots: LocalSlot[], of: DayOf, zone: string): void {
  const { first, dayStart, nextStart, slotMinutes } = of;
  const endMs = nextStart.epochMilliseconds;
  for (let ms = dayStart.epochMilliseconds; ms < endMs; ms += slotMinutes * 60_000) {
    const local = Temporal.Instant.fromEpochMilliseconds(ms).toZonedDateTimeISO(zone);
    const minute = local.hour * 60 + local.minute;
    slots.push({
      index: first + Math.floor(minute / slotMinutes),
      startMs: ms,
      start: `${local.toPlainDate()}T${clock(minute)}:00${local.offset}`,
    });
  }
}

function clock(minute: number): string {
  const two = (value: number) => String(value).padStart(2, '0');
  return `${two(Math.floor(minute / 60))}:${two(minute % 60)}`;
}

/** The slot that holds an instant, among slots in order of time; -1 when none does. */
export function slotAt(slots: readonly LocalSlot[], atMs: number): number {
  let low = 0;
  let high = slots.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((slots[middle]?.startMs ?? 0) <= atMs) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

/** Days from one local day to another; negative when it lies before. */
export function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / dayMs);
}

/** The local day so many days later. */
export function addDays(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * dayMs).toISOString().slice(0, 10);
}

/** 1 = Monday to 7 = Sunday. */
export function weekdayOf(day: string): number {
  return new Date(`${day}T00:00:00Z`).getUTCDay() || 7;
}

/**
 * A stretch of wall clock as places in a grid, cut to it; refused when it lies
 * outside or does not fall on slots.
 */
export function gridRange(
  grid: SlotGrid,
  { from, to }: { from: string; to: string },
): { from: number; to: number } {
  const range = { from: placeOf(grid, from, 'from'), to: placeOf(grid, to, 'to') };
  const end = grid.days * slotsPerDay(grid);
  if (range.to <= range.from) {
    throw new DomainError('invalid', `to is ${to}, but must be after from, which is ${from}`);
  }
  if (range.from < 0 || range.to > end) {
    const last = addDays(grid.from, grid.days - 1);
    throw new DomainError('invalid', `${from} to ${to} is not within ${grid.from} to ${last}`);
  }
  return range;
}

/** Where an instant of wall clock stands in a grid; an offset is not looked at. */
function placeOf(grid: SlotGrid, instant: string, field: string): number {
  const parts = /^(\d{4}-\d{2}-\d{2})(?:T(\d{2}):(\d{2}))?/.exec(instant);
  const day = parts?.[1] ?? '';
  const minute = Number(parts?.[2] ?? 0) * 60 + Number(parts?.[3] ?? 0);
  const slot = minute / grid.slotMinutes;
  if (!parts || Number.isNaN(Date.parse(`${day}T00:00:00Z`)) || !Number.isInteger(slot)) {
    throw new DomainError(
      'invalid',
      `${field} is "${instant}", but must be like ${grid.from}T10:30, on a slot of ` +
        `${grid.slotMinutes} minutes`,
    );
  }
  return daysBetween(grid.from, day) * slotsPerDay(grid) + slot;
}
