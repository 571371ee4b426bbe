import type { Registry } from 'prom-client';
import type { SiteScores } from '../domain/score/site-scores.ts';
import { makeMetrics } from '../lib/admin.ts';
import { addDecisionsPosition, addGauge } from '../lib/gauges.ts';
import type { OfSite } from '../lib/site-book.ts';
import type { Following } from '../lib/stream.ts';
import { waitsFor } from './appeals-rpc.ts';
import type { Book } from './book.ts';
import type { PeopleAt, SitePeople } from './people.ts';

/** How far the log is folded, and how many sites are scored. */
export function scoreMetrics(of: { following: Following; book: Book; people: PeopleAt }): Registry {
  const { following, book, people } = of;
  const registry = makeMetrics('scorecards');
  addDecisionsPosition(registry, following.position);
  addGauge(
    registry,
    'floorcast_scored_sites',
    'Sites about whose scores something is decided.',
    () => sum(book, () => 1),
  );
  addGauge(
    registry,
    'floorcast_contests_without_marker',
    'Open contests that nobody else may decide.',
    () => sum(book, (of) => undecidable(book.stateOf(of), people(of))),
  );
  return registry;
}

function undecidable({ appeals }: SiteScores, people: SitePeople): number {
  return [...appeals.values()].filter((one) => waitsFor(one, people) === 'nobody').length;
}

function sum(book: Book, count: (of: OfSite) => number): number {
  const sites = book
    .tenants()
    .flatMap((tenant) => book.sitesOf(tenant).map((site) => ({ tenant, site })));
  return sites.reduce((all, of) => all + count(of), 0);
}
