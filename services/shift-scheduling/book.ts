import type { Contents } from '../domain/schedule/acts/acting.ts';
import { applyAct } from '../domain/schedule/acts/apply-act.ts';
import type { ScheduleAct } from '../domain/schedule/schedule-act.ts';
import { emptySchedule, type SiteSchedule } from '../domain/schedule/site-schedule.ts';
import { openSiteBook, type SiteBook } from '../lib/site-book.ts';

export type { OfSite } from '../lib/site-book.ts';

/** The schedules of every site of every tenant: a fold of the log of decisions. */
export type Book = SiteBook<SiteSchedule, ScheduleAct, Pick<Contents, 'shifts'>>;

/** An empty book. It is written by the follower of the log alone. */
export function openBook(): Book {
  return openSiteBook(emptySchedule, applyAct);
}
