import { createHash, randomUUID } from 'node:crypto';
import type { Acting } from '../domain/score/acts/acting.ts';
import type { Secrets } from '../lib/secrets.ts';
import type { OfSite } from '../lib/site-book.ts';
import type { AdherenceLog } from './adherence-log.ts';
import type { PeopleAt } from './people.ts';

/** What one command is decided with: however often it is decided anew, the same ids. */
export type Given = Omit<Acting, 'contents' | 'facts' | 'list'>;

/** Clock, people and chance for acts. */
export type ActingSource = (of: OfSite, by: Pick<Acting, 'author' | 'roles'>) => Promise<Given>;

/** What it is made from. */
export interface ActingDeps {
  people: PeopleAt;
  /** Who marked whose minutes. */
  heard: Pick<AdherenceLog, 'markedBy'>;
  now: () => number;
  secrets: Secrets;
}

/** Clock, people and chance for acts. */
export function actingSource({ people, heard, now, secrets }: ActingDeps): ActingSource {
  return async (of, by) => {
    const { scored, leads, markers, zone } = people(of);
    const secretOf = await secrets.of(of.tenant);
    return {
      ...by,
      nowMs: now(),
      zone,
      people: scored,
      leads,
      markers,
      minutesMarkedBy: (person, span) => heard.markedBy(of, person, span),
      newId: () => randomUUID(),
      // Weeks end later in the west: one seed of two sites would be known there too early.
      secretOf: (name) => secretOf(`${of.site} ${name}`),
      digestOf: (text) => createHash('sha256').update(text).digest('hex'),
    };
  };
}
