import { siteCalendar } from '../../schedule/site-calendar.ts';
import { periodDays, periodSpan } from '../period.ts';
import type { PeriodFacts } from '../period-facts.ts';
import type { TraceItem } from '../scorecard.ts';
import type { SiteScores } from '../site-scores.ts';

/** A thing counted, before it is told as a trace. */
export interface MeasureItem extends TraceItem {
  /** Towards the minimum sample. */
  count: number;
  /** Queue of what is compared like with like; empty = none. */
  queue: string;
}

/** Items of each person. */
export type ItemsByPerson = Map<string, MeasureItem[]>;

/** What measures look at. */
export interface Seen {
  state: SiteScores;
  facts: PeriodFacts;
  period: string;
  /** First and last local day. */
  from: string;
  to: string;
  /** Half-open. */
  fromMs: number;
  toMs: number;
  /** Local day of an instant. */
  dayOf: (atMs: number) => string;
  /** Local hour band of an instant: 0 = from midnight, 4 hours each, to 5. */
  bandOf: (atMs: number) => number;
}

/** What measures of a period look at, in the site's zone. */
export function seenOf(state: SiteScores, facts: PeriodFacts, period: string, zone: string): Seen {
  const calendar = siteCalendar(zone);
  // Clocks are read once a quarter of an hour: no zone changes in between.
  const readings = new Map<number, { day: string; band: number }>();
  const reading = (atMs: number) => {
    const quarter = Math.floor(atMs / 900_000);
    const known = readings.get(quarter) ?? {
      day: calendar.dayOf(atMs),
      band: Math.floor(calendar.minuteOf(atMs) / bandMinutes),
    };
    readings.set(quarter, known);
    return known;
  };
  return {
    ...{ state, facts, period, ...periodDays(period), ...periodSpan(period, zone) },
    dayOf: (atMs) => reading(atMs).day,
    bandOf: (atMs) => reading(atMs).band,
  };
}

/** Adds an item to a person's. */
export function addItem(items: ItemsByPerson, person: string, item: MeasureItem): void {
  const of = items.get(person);
  if (of) of.push(item);
  else items.set(person, [item]);
}

const bandMinutes = 240;
