import type { Viewer } from '../domain/score/looking/viewer.ts';
import type { SiteScores } from '../domain/score/site-scores.ts';
import type { Context } from '../lib/context.ts';
import type { Log } from '../lib/log.ts';
import type { Names } from '../lib/names.ts';
import type { OfSite } from '../lib/site-book.ts';
import type { ActingSource } from './acting.ts';
import type { AdherenceLog } from './adherence-log.ts';
import { mayTakePart, viewerOf } from './asked.ts';
import type { Book } from './book.ts';
import type { Facts } from './facts.ts';
import type { PeopleAt, SitePeople } from './people.ts';
import type { ScoreStore } from './store.ts';

/** What every look at scores works on. */
export interface LookDeps {
  book: Book;
  store: ScoreStore;
  facts: Facts;
  names: Names;
  acting: ActingSource;
  /** Who works at a site, now or as the directory holds for an instant. */
  people: PeopleAt;
  heard: AdherenceLog;
  now: () => number;
  log: Log;
}

/** What somebody sees a site's scores with. */
export interface Look {
  of: OfSite;
  state: SiteScores;
  people: SitePeople;
  viewer: Viewer;
}

/** Looks at a site; refuses who has nothing to do with scores. */
export function lookAt(
  { book, people }: Pick<LookDeps, 'book' | 'people'>,
  { tenant, site }: OfSite,
  context: Context,
): Look {
  mayTakePart(context, tenant);
  const of = { tenant, site };
  const known = people(of);
  return { of, state: book.stateOf(of), people: known, viewer: viewerOf(context, known) };
}
