import { Gauge, type Registry } from 'prom-client';
import { makeMetrics } from '../lib/admin.ts';
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
  gauge('floorcast_schedules', 'Sites about whose schedule something is decided.', () =>
    book.tenants().reduce((sum, tenant) => sum + book.sitesOf(tenant).length, 0),
  );
  gauge('floorcast_schedule_searches', 'Searches for a better schedule under way.', () =>
    searches.running(),
  );
  return registry;
}
