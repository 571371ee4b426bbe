import { Counter, Gauge, type Registry } from 'prom-client';
import { makeMetrics } from '../lib/admin.ts';
import type { Lag } from '../lib/lag.ts';
import type { Following } from '../lib/stream.ts';
import type { Balance } from './balance.ts';
import type { TenantQueues, Tenants } from './tenants.ts';

/** What operators see of queue-metrics; no tenant or agent labels. */
export interface QueueMetricsMetrics {
  registry: Registry;
  /** Facts folded in since the start. */
  facts: Counter;
  /** Live messages sent since the start. */
  messages: Counter;
  /** Adds what is known of the following once it runs. */
  following: (following: Following, lag: Lag) => void;
}

/** Counters and gauges of queue-metrics. */
export function queueMetricsMetrics(tenants: Tenants, balance: Balance): QueueMetricsMetrics {
  const registry = makeMetrics('queue-metrics');
  const registers = [registry];
  const gauge = (name: string, help: string, read: () => number) =>
    new Gauge({
      name,
      help,
      registers,
      collect() {
        this.set(read());
      },
    });
  const sum = (read: (of: TenantQueues) => number) =>
    [...tenants.values()].reduce((all, one) => all + read(one), 0);
  gauge('floorcast_queues', 'Queues known.', () => sum(({ queues }) => queues.queues.size));
  gauge('floorcast_queue_legs', 'Legs kept.', () =>
    sum(({ queues }) => [...queues.queues.values()].reduce((all, { legs }) => all + legs.size, 0)),
  );
  gauge('floorcast_queue_facts_too_late', 'Facts whose leg or interval is given up.', () =>
    sum(({ queues }) => queues.tooLate),
  );
  gauge(
    'floorcast_conservation_residual',
    'Contacts offered less those accounted for; anything but 0 is a bug.',
    balance.residual,
  );
  return {
    registry,
    facts: new Counter({ name: 'floorcast_facts_total', help: 'Facts folded in.', registers }),
    messages: new Counter({
      name: 'floorcast_live_messages_total',
      help: 'Live messages sent.',
      registers,
    }),
    following: ({ parked, position }, lag) => {
      gauge('floorcast_parked_messages', 'Messages that could not be read.', parked);
      gauge('floorcast_position', 'Last position of the log that is folded in.', position);
      const behind = 'Messages of the log not yet folded in; -1 = unknown.';
      gauge('floorcast_lag_messages', behind, () => lag.messages() ?? -1);
      const age = 'Age of the newest batch folded in, in seconds; -1 = none since the start.';
      gauge('floorcast_newest_batch_age_seconds', age, () => newestAgeS(tenants));
    },
  };
}

function newestAgeS(tenants: Tenants): number {
  const newestMs = Math.max(...[...tenants.values()].map((of) => of.newestSentAtMs ?? 0), 0);
  return newestMs === 0 ? -1 : (Date.now() - newestMs) / 1_000;
}
