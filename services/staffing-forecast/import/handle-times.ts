import type { Column, Role } from './columns.ts';
import type { Rows } from './read-rows.ts';

/** Handle time by row, from whatever columns tell it. */
export interface HandleTimes {
  /** Seconds of all handled contacts of the row; `NaN` = not known. */
  handleS: Float64Array;
  /** The contacts they belong to. */
  handled: Float64Array;
  /** How each column was read. */
  readings: ReadonlyMap<Role, 'mean' | 'total'>;
  warnings: string[];
}

/** Rows that are compared to see whether a column grows with the calls. */
const rowsCompared = 200_000;

/**
 * The handle time of each row: a total as it is; a mean times the handled
 * contacts; else talk, hold and after-call work together.
 *
 * A column whose name says neither is read by what it does: a total grows with
 * the number of calls, a mean does not.
 */
export function readHandleTimes(rows: Rows, columns: readonly Column[]): HandleTimes {
  const chosen = choose(rows);
  const handled = rows.handled.map((known, row) =>
    Number.isNaN(known) ? (rows.calls[row] ?? Number.NaN) : known,
  );
  const handleS = new Float64Array(rows.count).fill(chosen.length > 0 ? 0 : Number.NaN);
  const readings = new Map<Role, 'mean' | 'total'>();
  const warnings: string[] = [];
  for (const { column, seconds } of chosen) {
    const reading = column.reading === 'undecided' ? readingOf(seconds, handled) : column.reading;
    readings.set(column.role, reading);
    for (let row = 0; row < handleS.length; row += 1) {
      const value = seconds[row] ?? Number.NaN;
      handleS[row] =
        (handleS[row] ?? 0) + (reading === 'mean' ? value * (handled[row] ?? 0) : value);
    }
    if (column.reading === 'undecided') {
      const name = columns.find(({ role }) => role === column.role)?.name;
      const why =
        reading === 'mean' ? 'it does not grow with the calls' : 'it grows with the calls';
      warnings.push(`"${name}" was read as a ${reading}: ${why}`);
    }
  }
  return { handleS, handled, readings, warnings };
}

/** The one column that tells all, a total before a mean; else the parts. */
function choose({ times }: Rows): Rows['times'] {
  const of = (role: Role) => times.filter(({ column }) => column.role === role);
  const whole = [...of('handle'), ...of('aht')];
  const total = whole.find(({ column }) => column.reading === 'total');
  const one = total ?? whole.find(({ column }) => column.reading === 'mean') ?? whole[0];
  if (one) return [one];
  // Talk alone would leave the after-call work out, but it is better than nothing told.
  const talk = of('talk');
  return talk.length === 0 ? [] : [...talk, ...of('hold'), ...of('acw')];
}

/** Slope of log seconds over log contacts: 1 for a total, 0 for a mean. */
function readingOf(seconds: Float64Array, handled: Float64Array): 'mean' | 'total' {
  let [n, sumX, sumY, sumXx, sumXy] = [0, 0, 0, 0, 0];
  for (let row = 0; row < seconds.length && n < rowsCompared; row += 1) {
    const [value = Number.NaN, contacts = Number.NaN] = [seconds[row], handled[row]];
    if (!(value > 0) || !(contacts > 0)) continue;
    const [x, y] = [Math.log(contacts), Math.log(value)];
    n += 1;
    sumX += x;
    sumY += y;
    sumXx += x * x;
    sumXy += x * y;
  }
  const spread = sumXx - (sumX * sumX) / n;
  if (n >= 8 && spread / n > 0.01) {
    return (sumXy - (sumX * sumY) / n) / spread > 0.5 ? 'total' : 'mean';
  }
  // All rows alike: a contact rarely takes longer than half an hour.
  return n > 0 && Math.exp(sumY / n) > 1_800 ? 'total' : 'mean';
}
