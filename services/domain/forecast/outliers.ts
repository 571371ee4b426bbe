// What in a history looks like no ordinary business: suggestions, never deletions.
import { dayName, dayNumber, daysOf, type SeriesHistory } from './series-history.ts';

/** A stretch of slots, or a day, that the planner should look at. */
export interface OutlierSuggestion {
  /**
   * `outage`: hardly anything came in open hours. `spike` and `dip`: slots far off a
   * day that was otherwise ordinary. `day-high` and `day-low`: the whole day.
   */
  kind: 'outage' | 'spike' | 'dip' | 'day-high' | 'day-low';
  /** Local date. */
  day: string;
  /** First slot, and the first after it. */
  fromSlot: number;
  toSlot: number;
  actual: number;
  /** Median of the same weekday in the weeks around, times the day's own level for slots. */
  expected: number;
  /** Standard deviations off, robust, on the square-root scale; below 0 = too few. */
  deviation: number;
}

/** Weeks before and after that a day is compared with. */
const weeksAround = 4;
/** Fewer comparable days than this tell nothing. */
const fewestDays = 3;
/** One slot in a million of an ordinary series is further off. */
const slotLimit = 5;
const dayLimit = 4;
/** Days that differ less than this are ordinary, however regular the series. */
const dayRatio = 0.2;
/** A stretch without contacts where this many were expected has a chance of e^-14. */
const outageContacts = 14;
/** The report's length; the furthest off are kept. */
const mostSuggestions = 500;

/**
 * Suggests what to mark before forecasting. Each slot is compared with the median of
 * the same weekday and slot in the four weeks before and after (so a lasting level
 * shift is none), on the square-root scale, on which Poisson counts of any size have
 * a standard deviation of one half; the scale is the larger of that and 1.4826 times
 * the median absolute deviation of the slot. A day's own level is taken out before its
 * slots are judged. Nothing is changed: the planner marks, or leaves it.
 *
 * @param known - days already explained (holidays, marks): neither judged nor compared with.
 * @see Brown et al., JASA 100, 2005 (square roots of counts); Rousseeuw and Croux,
 *   JASA 88, 1993 (robust scale).
 */
export function suggestOutliers(
  history: SeriesHistory,
  known: ReadonlySet<string> = new Set(),
): OutlierSuggestion[] {
  const first = dayNumber(history.firstDay);
  const days = daysOf(history);
  const judged = Array.from({ length: days }, (_, i) => !known.has(dayName(first + i)));
  const expected = expectedRoots(history, judged);
  const levels = dayLevels(history, expected);
  const daySpread = scale(
    levels.filter((level, i) => judged[i] && !Number.isNaN(level)).map((level) => level - 1),
    0.02,
  );
  const slotSpread = slotScales(history, expected, levels);
  const found: OutlierSuggestion[] = [];
  for (let i = 0; i < days; i++) {
    if (!judged[i]) continue;
    const place = { day: dayName(first + i), start: i * history.slotsPerDay };
    const whole = judgeDay(history, expected, { ...place, level: levels[i] as number, daySpread });
    if (whole) found.push(whole);
    const level = levels[i] as number;
    if (whole?.kind === 'day-low' || whole?.kind === 'outage') continue;
    found.push(...judgeSlots(history, expected, { ...place, level, slotSpread }));
  }
  found.sort((a, b) => Math.abs(b.deviation) - Math.abs(a.deviation));
  return found
    .slice(0, mostSuggestions)
    .sort((a, b) => a.day.localeCompare(b.day) || a.fromSlot - b.fromSlot);
}

/** Medians of square roots of the same weekday and slot around; `NaN` where too few are known. */
function expectedRoots({ counts, slotsPerDay }: SeriesHistory, judged: boolean[]): Float64Array {
  const expected = new Float64Array(judged.length * slotsPerDay).fill(Number.NaN);
  for (let day = 0; day < judged.length; day++) {
    for (let slot = 0; slot < slotsPerDay; slot++) {
      const near: number[] = [];
      for (let week = -weeksAround; week <= weeksAround; week++) {
        const other = day + 7 * week;
        if (week === 0 || !judged[other]) continue;
        const y = counts[other * slotsPerDay + slot] as number;
        if (!Number.isNaN(y)) near.push(Math.sqrt(y));
      }
      if (near.length >= fewestDays) expected[day * slotsPerDay + slot] = median(near);
    }
  }
  return expected;
}

/** Each day's level against its weekday, on the square-root scale; `NaN` for a closed day. */
function dayLevels({ counts, slotsPerDay }: SeriesHistory, expected: Float64Array): number[] {
  return Array.from({ length: expected.length / slotsPerDay }, (_, day) => {
    let [above, below] = [0, 0];
    for (let i = day * slotsPerDay; i < (day + 1) * slotsPerDay; i++) {
      const [m, y] = [expected[i] as number, counts[i] as number];
      if (Number.isNaN(m) || Number.isNaN(y)) continue;
      above += Math.sqrt(y) * m;
      below += m * m;
    }
    return below > 0 ? above / below : Number.NaN;
  });
}

function slotScales(
  { counts, slotsPerDay }: SeriesHistory,
  expected: Float64Array,
  levels: readonly number[],
): Float64Array {
  return Float64Array.from({ length: slotsPerDay }, (_, slot) => {
    const errors: number[] = [];
    levels.forEach((level, day) => {
      const i = day * slotsPerDay + slot;
      const error = Math.sqrt(counts[i] as number) - level * (expected[i] as number);
      if (!Number.isNaN(error)) errors.push(error);
    });
    return scale(errors, 0.5);
  });
}

function judgeDay(
  { counts, slotsPerDay }: SeriesHistory,
  expected: Float64Array,
  at: { day: string; start: number; level: number; daySpread: number },
): OutlierSuggestion | null {
  const { day, start, level, daySpread } = at;
  let [actual, usual] = [0, 0];
  for (let i = start; i < start + slotsPerDay; i++) {
    const [m, y] = [expected[i] as number, counts[i] as number];
    if (Number.isNaN(m) || Number.isNaN(y)) continue;
    actual += y;
    usual += m * m;
  }
  if (usual === 0) return null;
  const noise = Math.hypot(daySpread, 0.5 / Math.sqrt(usual));
  const deviation = (level - 1) / noise;
  if (Math.abs(deviation) < dayLimit || Math.abs(actual / usual - 1) < dayRatio) return null;
  const low = actual < 0.02 * usual && usual >= outageContacts ? 'outage' : 'day-low';
  const kind = deviation > 0 ? 'day-high' : low;
  return { kind, day, fromSlot: 0, toSlot: slotsPerDay, actual, expected: usual, deviation };
}

/** Neighbouring slots that are off the same way are one suggestion. */
function judgeSlots(
  { counts, slotsPerDay }: SeriesHistory,
  expected: Float64Array,
  at: { day: string; start: number; level: number; slotSpread: Float64Array },
): OutlierSuggestion[] {
  const { day, start, level, slotSpread } = at;
  const runs: OutlierSuggestion[] = [];
  for (let slot = 0; slot < slotsPerDay; slot++) {
    const y = counts[start + slot] as number;
    const root = level * (expected[start + slot] as number);
    const deviation = (Math.sqrt(y) - root) / (slotSpread[slot] as number);
    const empty = y === 0 && root * root >= 2;
    if (!empty && !(Math.abs(deviation) >= slotLimit)) continue;
    const kind = empty ? 'outage' : deviation > 0 ? 'spike' : 'dip';
    const last = runs.at(-1);
    if (last && last.toSlot === slot && last.kind === kind) {
      last.toSlot += 1;
      last.actual += y;
      last.expected += root * root;
      if (Math.abs(deviation) > Math.abs(last.deviation)) last.deviation = deviation;
    } else {
      const toSlot = slot + 1;
      const usual = root * root;
      runs.push({ kind, day, fromSlot: slot, toSlot, actual: y, expected: usual, deviation });
    }
  }
  return runs.filter((run) => run.kind !== 'outage' || run.expected >= outageContacts);
}

function scale(errors: readonly number[], least: number): number {
  if (errors.length < fewestDays) return Math.max(least, 1);
  return Math.max(least, 1.4826 * median(errors.map(Math.abs)));
}

function median(values: readonly number[]): number {
  const sorted = Float64Array.from(values).sort();
  const middle = sorted.length >> 1;
  const upper = sorted[middle] as number;
  return sorted.length % 2 === 1 ? upper : (upper + (sorted[middle - 1] as number)) / 2;
}
