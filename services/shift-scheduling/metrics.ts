import type { Registry } from 'prom-client';
import { makeMetrics } from '../lib/admin.ts';
import { addDecisionsPosition, addGauge } from '../lib/gauges.ts';
import type { Following } from '../lib/stream.ts';
import type { Book } from './book.ts';
import type { Searches } from './searches.ts';

/** How far the log is folded, how many sites are scheduled, how many searches run. */
export function schedulingMetrics(of: {
  following: Following;
  book: Book;
  searches: Searches;
}): Registry {
  const { following, book, searches } = of;
  const registry = makeMetrics('shift-scheduling');
  addDecisionsPosition(registry, following.position);
  const sites = 'Sites about whose schedule something is decided.';
  addGauge(registry, 'floorcast_schedules', sites, () =>
    book.tenants().reduce((sum, tenant) => sum + book.sitesOf(tenant).length, 0),
  );
  const running = 'Searches for a better schedule under way.';
  addGauge(registry, 'floorcast_schedule_searches', running, searches.running);
  return registry;
}
