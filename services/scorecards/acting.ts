import { createHash, randomUUID } from 'node:crypto';
import type { Acting } from '../domain/score/acts/acting.ts';
import type { Secrets } from '../lib/secrets.ts';
import type { OfSite } from '../lib/site-book.ts';
import type { SitePeople } from './people.ts';

/** What one command is decided with: however often it is decided anew, the same ids. */
export type Given = Pick<
  Acting,
  | ('author' | 'roles' | 'nowMs' | 'zone' | 'people' | 'leads' | 'markers')
  | ('newId' | 'secretOf' | 'digestOf')
>;

/** Clock, people and chance for acts. */
export type ActingSource = (of: OfSite, by: Pick<Acting, 'author' | 'roles'>) => Promise<Given>;

/** What it is made from. */
export interface ActingDeps {
  people: (of: OfSite) => SitePeople;
  now: () => number;
  secrets: Secrets;
}

/** Clock, people and chance for acts. */
export function actingSource({ people, now, secrets }: ActingDeps): ActingSource {
  return async (of, by) => {
    const { scored, leads, zone } = people(of);
    return {
      ...by,
      nowMs: now(),
      zone,
      people: scored,
      leads,
      markers: [...new Set(leads.values())].filter(Boolean).sort(),
      newId: () => randomUUID(),
      secretOf: await secrets.of(of.tenant),
      digestOf: (text) => createHash('sha256').update(text).digest('hex'),
    };
  };
}
