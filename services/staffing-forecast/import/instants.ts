import type { LocalClock } from '../../domain/time/local-clock.ts';
import { type Faults, tell } from './faults.ts';
import { noOffset, type Rows, zulu } from './read-rows.ts';

/** The row has no instant: it has a fault, or its hour does not exist. */
export const noInstant = -Infinity;

/**
 * The instant at which each row begins.
 *
 * In the hour that comes twice an offset decides; without one the first of two
 * equal rows of a queue is the first hour's and the second the second's, as the
 * file runs. A row in the hour that is left out is passed over and told: a clock
 * that showed it was no wall clock of this zone.
 */
export function instantsOfRows(
  rows: Rows,
  { clock, rowMinutes, faults }: { clock: LocalClock; rowMinutes: number; faults: Faults },
): { startsMs: Float64Array; warnings: string[] } {
  const startsMs = new Float64Array(rows.count).fill(noInstant);
  const seen = new Map<string, number>();
  const backwards = runsBackwards(rows);
  const left = { rows: 0, line: 0, calls: 0 };
  for (let row = 0; row < rows.count; row += 1) {
    const [day = -1, minute = 0, offset = noOffset] = [
      rows.day[row],
      rows.minute[row],
      rows.offset[row],
    ];
    if (day < 0) continue;
    const line = rows.line[row] ?? 0;
    if (minute % rowMinutes !== 0) {
      tell(
        faults,
        line,
        `${clockTime(minute)} does not begin an interval of ${rowMinutes} minutes`,
      );
      continue;
    }
    const instants = clock.instants(day, minute);
    if (instants.length === 0) {
      left.rows += 1;
      left.line ||= line;
      left.calls += rows.calls[row] || 0;
    } else if (offset !== noOffset) {
      const atMs = withOffset({ day, minute, offset }, clock);
      if (atMs === undefined) tell(faults, line, offsetFault(minute, offset, clock));
      else startsMs[row] = atMs;
    } else {
      const [first = noInstant, second] = instants;
      startsMs[row] = first;
      if (second === undefined) continue;
      const key = `${rows.queue[row]} ${day} ${minute}`;
      const before = seen.get(key) ?? 0;
      seen.set(key, before + 1);
      if (before > 0) startsMs[row] = second;
    }
  }
  if (backwards) swapTwiceShown(rows, startsMs, clock);
  return { startsMs, warnings: leftOut(left, clock.zone) };
}

function withOffset(
  { day, minute, offset }: { day: number; minute: number; offset: number },
  clock: LocalClock,
): number | undefined {
  const ahead = offset === zulu ? 0 : offset;
  if (offset === zulu && !/^(etc\/)?(utc|gmt|zulu|uct|universal)$/i.test(clock.zone)) {
    return undefined;
  }
  const atMs = day * 86_400_000 + (minute - ahead) * 60_000;
  return clock.instants(day, minute).find((instant) => instant === atMs);
}

function offsetFault(minute: number, offset: number, { zone }: LocalClock): string {
  const time = clockTime(minute);
  if (offset === zulu) return `${time}Z is UTC, but the zone is ${zone}: give local wall clock`;
  const sign = offset < 0 ? '-' : '+';
  return `${time}${sign}${clockTime(Math.abs(offset))} is no time of ${zone} on that day`;
}

/** Newest first, as some switches export. */
function runsBackwards({ count, day, minute, queue }: Rows): boolean {
  const order = (row: number) => (day[row] ?? 0) * 1_440 + (minute[row] ?? 0);
  let last = count - 1;
  while (last > 0 && queue[last] !== queue[0]) last -= 1;
  return last > 0 && order(last) < order(0);
}

/** In a file that runs backwards the first of two equal rows is the later one. */
function swapTwiceShown(rows: Rows, startsMs: Float64Array, clock: LocalClock): void {
  const pairs = new Map<string, number[]>();
  for (let row = 0; row < rows.count; row += 1) {
    if (startsMs[row] === noInstant || rows.offset[row] !== noOffset) continue;
    if (clock.instants(rows.day[row] ?? 0, rows.minute[row] ?? 0).length < 2) continue;
    const key = `${rows.queue[row]} ${rows.day[row]} ${rows.minute[row]}`;
    pairs.set(key, [...(pairs.get(key) ?? []), row]);
  }
  for (const [first, second] of pairs.values()) {
    if (first === undefined || second === undefined) continue;
    const earlier = startsMs[first] ?? 0;
    startsMs[first] = startsMs[second] ?? 0;
    startsMs[second] = earlier;
  }
}

function leftOut(
  { rows, line, calls }: { rows: number; line: number; calls: number },
  zone: string,
): string[] {
  if (rows === 0) return [];
  const subject = rows === 1 ? '1 row lies' : `${rows} rows lie`;
  return [
    `${subject} in an hour that clocks of ${zone} leave out (first: line ${line}) and ${rows === 1 ? 'was' : 'were'} passed over, with ${calls} calls`,
  ];
}

function clockTime(minute: number): string {
  const [hours, minutes] = [Math.floor(minute / 60), minute % 60];
  return `${String(hours).padStart(2, '0')}:${String(minutes).padStart(2, '0')}`;
}
