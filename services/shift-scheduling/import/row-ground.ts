import type { StandingSetup } from '../../domain/schedule/setup-on.ts';
import type { SiteCalendar } from '../../domain/schedule/site-calendar.ts';

/** What rows are understood against. */
export interface RowGround {
  setup: StandingSetup;
  calendar: SiteCalendar;
  /** Groups of the site; empty = none is known, and all are taken. */
  groups: ReadonlySet<string>;
  /** People by name, for files without ids. */
  byName: ReadonlyMap<string, string>;
  effectiveFrom: string;
}
