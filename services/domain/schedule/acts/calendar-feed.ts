import type { CalendarFeedDecided } from '../floor-act.ts';
import type { SiteSchedule } from '../site-schedule.ts';
import type { Acting, Decided } from './acting.ts';
import { put, without } from './apply-map.ts';
import { asker } from './permission.ts';

/** A calendar's address is made anew or revoked. The secret is told once; its digest is kept. */
export function decideFeed(act: CalendarFeedDecided, acting: Acting): Decided {
  const person = asker(acting);
  const secret = act.make ? acting.secretOf(`calendar ${acting.newId()}`) : '';
  const secretDigest = act.make ? acting.digestOf(secret) : '';
  const decided = { ...act, person, secretDigest };
  return { act: decided, violations: [], before: [], after: [], secret };
}

/** The state after a calendar's address was made or revoked; the former one no longer opens. */
export function applyFeed(state: SiteSchedule, act: CalendarFeedDecided): SiteSchedule {
  const { person, secretDigest } = act;
  const feeds =
    secretDigest === '' ? without(state.feeds, person) : put(state.feeds, person, secretDigest);
  return { ...state, feeds };
}
