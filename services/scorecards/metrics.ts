import type { Registry } from 'prom-client';
import { makeMetrics } from '../lib/admin.ts';
import { addDecisionsPosition, addGauge } from '../lib/gauges.ts';
import type { Following } from '../lib/stream.ts';
import type { Book } from './book.ts';

/** How far the log is folded, and how many sites are scored. */
export function scoreMetrics({ following, book }: { following: Following; book: Book }): Registry {
  const registry = makeMetrics('scorecards');
  addDecisionsPosition(registry, following.position);
  addGauge(
    registry,
    'floorcast_scored_sites',
    'Sites about whose scores something is decided.',
    () => book.tenants().reduce((sum, tenant) => sum + book.sitesOf(tenant).length, 0),
  );
  return registry;
}
