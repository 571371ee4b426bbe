// How long a contact will take, by weekday and slot.

/** What was handled, on the grid of the contacts: days × slots. */
export interface AhtHistory {
  /** Weekday of the first day, 0 = Monday. */
  firstWeekday: number;
  slotsPerDay: number;
  /** Contacts handled in each slot; `NaN` = not known. */
  handled: Float64Array;
  /** Their handling time together, seconds; `NaN` = not known. Totals: means do not add up. */
  handledS: Float64Array;
}

/** Seconds for each slot ahead, and the level they are drawn to. */
export interface AhtForecast {
  /** Days × slots, seconds; `NaN` where nothing at all is known. */
  ahtS: Float64Array;
  /** All days and slots together, the newest counting most; `null` = nothing known. */
  overallS: number | null;
}

/** A week's evidence counts half after so many days: handling time drifts slowly. */
const halfLifeDays = 42;
/**
 * Contacts after which a cell's own mean counts as much as the level above it. One
 * contact's time has a standard deviation about as large as its mean (lognormal,
 * log-sd 1.16 in a bank, Brown et al. 2005) and slots differ by 5-10 %: a mean of n
 * is as good as the level at n ≈ 1 / 0.075² ≈ 180.
 */
const contactsToTrust = 180;

/**
 * Forecasts the mean handling time: totals of the past with exponential weights, cell
 * (weekday × slot) drawn to the slot over all weekdays and to the weekday over all
 * slots, these to the overall mean; each by how many contacts speak for it:
 * (time + trust · above) / (contacts + trust), an empirical Bayes mean.
 *
 * @param days - days ahead, from the day after the history.
 * @see Bühlmann and Gisler, "A Course in Credibility Theory", 2005, chapter 3.
 */
export function forecastAht(history: AhtHistory, days: number): AhtForecast {
  const { slotsPerDay, firstWeekday, handled } = history;
  const known = Math.floor(handled.length / slotsPerDay);
  const sums = sumHandled(history, known);
  const ahtS = new Float64Array(days * slotsPerDay).fill(Number.NaN);
  if (!(sums.contacts > 0)) return { ahtS, overallS: null };
  const overallS = sums.seconds / sums.contacts;
  const slotLevel = levels(sums.bySlot, overallS);
  const weekdayLevel = levels(sums.byWeekday, overallS);
  for (let i = 0; i < ahtS.length; i++) {
    const slot = i % slotsPerDay;
    const weekday = (firstWeekday + known + Math.floor(i / slotsPerDay)) % 7;
    const above = ((slotLevel[slot] as number) * (weekdayLevel[weekday] as number)) / overallS;
    ahtS[i] = drawn(sums.byCell, weekday * slotsPerDay + slot, above);
  }
  return { ahtS, overallS };
}

/** Mean handling time of several slots: weighted by their contacts; `null` without any. */
export function meanAht(ahtS: Float64Array, contacts: Float64Array): number | null {
  let [seconds, n] = [0, 0];
  ahtS.forEach((aht, i) => {
    const c = contacts[i] as number;
    if (Number.isNaN(aht) || !(c > 0)) return;
    seconds += aht * c;
    n += c;
  });
  return n > 0 ? seconds / n : null;
}

interface Totals {
  contacts: Float64Array;
  seconds: Float64Array;
}

interface Sums {
  contacts: number;
  seconds: number;
  byCell: Totals;
  bySlot: Totals;
  byWeekday: Totals;
}

function sumHandled(history: AhtHistory, known: number): Sums {
  const { slotsPerDay, firstWeekday, handled, handledS } = history;
  const sums: Sums = {
    contacts: 0,
    seconds: 0,
    byCell: emptyTotals(7 * slotsPerDay),
    bySlot: emptyTotals(slotsPerDay),
    byWeekday: emptyTotals(7),
  };
  for (let day = 0; day < known; day++) {
    const weight = 0.5 ** ((known - 1 - day) / halfLifeDays);
    const weekday = (firstWeekday + day) % 7;
    for (let slot = 0; slot < slotsPerDay; slot++) {
      const n = handled[day * slotsPerDay + slot] as number;
      const s = handledS[day * slotsPerDay + slot] as number;
      if (!(n > 0) || !(s >= 0)) continue;
      sums.contacts += weight * n;
      sums.seconds += weight * s;
      addTo(sums.byCell, weekday * slotsPerDay + slot, weight * n, weight * s);
      addTo(sums.bySlot, slot, weight * n, weight * s);
      addTo(sums.byWeekday, weekday, weight * n, weight * s);
    }
  }
  return sums;
}

function emptyTotals(size: number): Totals {
  return { contacts: new Float64Array(size), seconds: new Float64Array(size) };
}

function addTo({ contacts, seconds }: Totals, at: number, n: number, s: number): void {
  contacts[at] = (contacts[at] as number) + n;
  seconds[at] = (seconds[at] as number) + s;
}

function levels(totals: Totals, above: number): Float64Array {
  return totals.contacts.map((_, at) => drawn(totals, at, above));
}

function drawn({ contacts, seconds }: Totals, at: number, above: number): number {
  const n = contacts[at] as number;
  return ((seconds[at] as number) + contactsToTrust * above) / (n + contactsToTrust);
}
