import { type FoldMetrics, foldMetrics } from '../lib/fold-metrics.ts';
import type { Balance } from './balance.ts';
import type { TenantQueues, Tenants } from './tenants.ts';

/** Counters and gauges of queue-metrics. */
export function queueMetricsMetrics(tenants: Tenants, balance: Balance): FoldMetrics {
  const metrics = foldMetrics('queue-metrics');
  const { gauge } = metrics;
  const sum = (read: (of: TenantQueues) => number) =>
    [...tenants.values()].reduce((all, one) => all + read(one), 0);
  gauge('floorcast_queues', 'Queues known.', () => sum(({ queues }) => queues.queues.size));
  gauge('floorcast_queue_legs', 'Legs kept.', () =>
    sum(({ queues }) => [...queues.queues.values()].reduce((all, { legs }) => all + legs.size, 0)),
  );
  gauge('floorcast_queue_facts_too_late', 'Facts whose leg or interval is given up.', () =>
    sum(({ queues }) => queues.tooLate),
  );
  const residual = 'Contacts offered less those accounted for; anything but 0 is a bug.';
  gauge('floorcast_conservation_residual', residual, balance.residual);
  const age = 'Age of the newest batch folded in, in seconds; -1 = none since the start.';
  gauge('floorcast_newest_batch_age_seconds', age, () => newestAgeS(tenants));
  return metrics;
}

function newestAgeS(tenants: Tenants): number {
  const newestMs = Math.max(...[...tenants.values()].map((of) => of.newestSentAtMs ?? 0), 0);
  return newestMs === 0 ? -1 : (Date.now() - newestMs) / 1_000;
}
