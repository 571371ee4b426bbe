import { breakPlaces } from './break-places.ts';
import type { CentreGrid, TickTemplate } from './centre-grid.ts';
import { type CentreLine, presenceOf, touchedSlots } from './centre-line.ts';
import type { Worth } from './crew-worth.ts';

/** What shifts are worth when presence in each slot is worth something, their breaks well placed. */
export interface ShiftWorth {
  /** Worth of template t on day d at d × all templates + t, as of the last `appraise`. */
  worth: Float64Array;
  appraise(worth: Worth, templates: readonly number[]): void;
  /**
   * Places the breaks of a line's shift and says whom it serves, as of the last `appraise`.
   *
   * @param fromTick - breaks that began before it stay, others begin no sooner, and whom the shift
   *   served before it stays; a break that no longer can be placed so stays, too.
   */
  settle(line: CentreLine, day: number, fromTick?: number): void;
}

/** Keeps buffers; one for each search. */
export function shiftWorth(grid: CentreGrid): ShiftWorth {
  const { days, templates, ticksPerSlot, ticks, maxSpan, maxBreaks, startTick } = grid;
  const count = grid.problem.templates.length;
  const padded = ticks + maxSpan + 2 * ticksPerSlot;
  const sums = new Float64Array(padded / ticksPerSlot + 2);
  const lengths = [
    ...new Set(templates.flatMap(({ breaks }) => breaks.map(({ length }) => length))),
  ];
  const lossAt: Float64Array[] = [];
  for (const length of lengths) lossAt[length] = new Float64Array(padded);
  const table = new Float64Array(days * count);
  const places = breakPlaces(maxSpan, maxBreaks);
  const presence = presenceOf(grid);
  const touched = touchedSlots(grid);
  let skillAt = new Int16Array(0);
  return {
    worth: table,
    appraise(worth, some) {
      skillAt = worth.skill as Int16Array<ArrayBuffer>;
      addUp(grid, worth, sums);
      for (const length of lengths) {
        fillLosses(grid, worth, { sums, length, into: lossAt[length] as Float64Array });
      }
      for (let day = 0; day < days; day += 1) {
        for (const template of some) {
          const its = templates[template] as TickTemplate;
          const cell = day * count + template;
          const start = startTick[cell] as number;
          const spanned = spanWorth(grid, worth, { sums, from: start, to: start + its.span });
          table[cell] = spanned - places.loss(its, lossAt, start);
        }
      }
    },
    settle(line, day, fromTick = 0) {
      const template = line.template[day] as number;
      if (template < 0) return;
      const start = startTick[day * count + template] as number;
      const row = day * maxBreaks;
      const whole = templates[template] as TickTemplate;
      const its = fromTick > start ? laterBreaks(whole, line.breaks, row, fromTick - start) : whole;
      if (places.loss(its, lossAt, start) < Number.POSITIVE_INFINITY) {
        places.write(its, line.breaks, row);
      }
      const { firstSlot, count: touchedNow, share } = presence(line, day);
      for (let at = 0; at < touchedNow; at += 1) {
        const level = Math.round((share[at] as number) * ticksPerSlot) - 1;
        const slot = firstSlot + at;
        if (slot * ticksPerSlot < fromTick && level >= 0) continue;
        const place = level * grid.slots + slot;
        line.serves[day * touched + at] = level < 0 ? -1 : (skillAt[place] as number);
      }
    },
  };
}

/** A template whose breaks before a tick are settled and whose others come after it. */
function laterBreaks(
  { span, breaks, minBetween }: TickTemplate,
  placed: Int16Array,
  row: number,
  fromTick: number,
): TickTemplate {
  return {
    span,
    minBetween,
    breaks: breaks.map(({ length, earliest, latest }, k) => {
      const now = placed[row + k] as number;
      const isSettled = now < fromTick || latest < fromTick;
      return isSettled
        ? { length, earliest: now, latest: now }
        : { length, earliest: Math.max(earliest, fromTick), latest };
    }),
  };
}

/** Worth of the whole slots before each; beyond the horizon nothing is worth anything. */
function addUp({ slots, ticksPerSlot }: CentreGrid, { value }: Worth, sums: Float64Array): void {
  let total = 0;
  const whole = (ticksPerSlot - 1) * slots;
  for (let slot = 0; slot < slots; slot += 1) {
    sums[slot] = total;
    total += value[whole + slot] as number;
  }
  sums.fill(total, slots);
}

interface Span {
  sums: Float64Array;
  from: number;
  to: number;
}

/** Worth of presence from one tick to another. */
function spanWorth(
  { slots, ticksPerSlot }: CentreGrid,
  { value }: Worth,
  { sums, from, to }: Span,
): number {
  const first = Math.ceil(from / ticksPerSlot);
  const last = Math.floor(to / ticksPerSlot);
  const before = first * ticksPerSlot - from;
  const after = to - last * ticksPerSlot;
  let worth = (sums[last] as number) - (sums[first] as number);
  if (before > 0 && first <= slots) worth += value[(before - 1) * slots + first - 1] as number;
  if (after > 0 && last < slots) worth += value[(after - 1) * slots + last] as number;
  return worth;
}

interface Losses {
  sums: Float64Array;
  length: number;
  into: Float64Array;
}

/** What a break of one length loses at each tick: of a slot touched in part, only that part. */
function fillLosses(
  { slots, ticksPerSlot, ticks }: CentreGrid,
  { value }: Worth,
  { sums, length, into }: Losses,
): void {
  const whole = (ticksPerSlot - 1) * slots;
  for (let tick = 0; tick < ticks; tick += 1) {
    let loss = 0;
    const end = tick + length;
    let at = tick;
    while (at < end) {
      const slot = Math.floor(at / ticksPerSlot);
      if (slot >= slots) break;
      const next = (slot + 1) * ticksPerSlot;
      if (at === next - ticksPerSlot && end >= next) {
        const last = Math.min(slots, Math.floor(end / ticksPerSlot));
        loss += (sums[last] as number) - (sums[slot] as number);
        at = last * ticksPerSlot;
        continue;
      }
      const missing = Math.min(end, next) - at;
      loss += value[whole + slot] as number;
      loss -= value[(ticksPerSlot - missing - 1) * slots + slot] as number;
      at += missing;
    }
    into[tick] = loss;
  }
}
