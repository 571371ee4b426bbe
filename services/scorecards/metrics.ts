import { Gauge, type Registry } from 'prom-client';
import { makeMetrics } from '../lib/admin.ts';
import type { Following } from '../lib/stream.ts';
import type { Book } from './book.ts';

/** How far the log is folded, and how many sites are scored. */
export function scoreMetrics({ following, book }: { following: Following; book: Book }): Registry {
  const registry = makeMetrics('scorecards');
  const gauge = (name: string, help: string, value: () => number) =>
    new Gauge({
      name,
      help,
      registers: [registry],
      collect() {
        this.set(value());
      },
    });
  gauge(
    'floorcast_decisions_position',
    'Last position of the log of decisions that is folded in.',
    () => following.position(),
  );
  gauge('floorcast_scored_sites', 'Sites about whose scores something is decided.', () =>
    book.tenants().reduce((sum, tenant) => sum + book.sitesOf(tenant).length, 0),
  );
  return registry;
}
