import type { SiteSchedule } from '../site-schedule.ts';
import type { Acting } from './acting.ts';
import { publishedSchedule } from './changes.ts';
import { type Consequences, consequencesOf } from './consequences.ts';
import { bookAtVersion } from './versions.ts';

/**
 * What a version did to the schedule before it: rules broken, cover before and after. By the setup
 * and requirements of now; `null` when so much came since that it can no longer be told.
 */
export function consequencesOfVersion(
  state: SiteSchedule,
  version: number,
  acting: Acting,
): Consequences | null {
  const edits = state.versions.find((one) => one.version === version)?.edits;
  const published = edits ? bookAtVersion(state, version - 1) : null;
  if (!edits || !published) return null;
  const before = { ...state, published };
  return consequencesOf(before, edits, publishedSchedule(before, acting), acting);
}
