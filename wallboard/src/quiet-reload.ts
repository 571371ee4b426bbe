/** When a screen takes a new version of the page: not in front of people. */

/** Quiet hours of the site's local time. */
const quiet = { from: 3, until: 5 };

/** What decides it. */
export interface ReloadCase {
  /** The version this page was loaded as; empty = not known. */
  own: string;
  /** The version the gateway serves now. */
  served: string;
  /** Hour of the site's local day. */
  hour: number;
  hidden: boolean;
  /** Frames come: the gateway will answer. */
  live: boolean;
}

/** Whether now is a time to load the new page. */
export function shouldReload({ own, served, hour, hidden, live }: ReloadCase): boolean {
  if (own === '' || served === '' || own === served || !live) return false;
  return hidden || (hour >= quiet.from && hour < quiet.until);
}
