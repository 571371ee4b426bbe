import { jetstreamManager } from '@nats-io/jetstream';
import type { NatsConnection } from '@nats-io/transport-node';
import { Gauge, type Registry } from 'prom-client';
import { queueResidual } from '../domain/queue/conservation.ts';
import type { Readiness } from '../lib/admin.ts';
import type { ClickHouse } from '../lib/clickhouse.ts';
import { addGauge } from '../lib/gauges.ts';
import type { Archive } from './archive.ts';
import { markCount } from './marks.ts';

/** What an operator sees of the archive. */
export function archiveMetrics(
  registry: Registry,
  { archive, nats }: { archive: Archive; clickhouse: ClickHouse; nats: NatsConnection },
): void {
  const perStream = (name: string, help: string, value: (index: number) => number) =>
    new Gauge({
      name: `floorcast_archive_${name}`,
      help,
      labelNames: ['stream'],
      registers: [registry],
      collect() {
        archive.intakes.forEach(({ state }, index) => {
          this.set({ stream: state.stream }, value(index));
        });
      },
    });
  const { intakes, followings } = archive;
  perStream('rows_stored', 'Facts stored since the start.', (i) => intakes[i]?.state.rows ?? 0);
  perStream('position', 'Last sequence stored.', (i) => intakes[i]?.state.storedUntil ?? 0);
  perStream('insert_seconds', 'Duration of the last insert.', (i) => {
    return (intakes[i]?.state.insertMs ?? 0) / 1000;
  });
  perStream('holes', 'Sequences that never came: an alarm.', (i) => followings[i]?.holes() ?? 0);
  perStream('parked', 'Messages that could not be read.', (i) => followings[i]?.parked() ?? 0);
  new Gauge({
    name: 'floorcast_archive_lag_messages',
    help: 'Messages in the log that are not yet stored.',
    labelNames: ['stream'],
    registers: [registry],
    async collect() {
      const manager = await jetstreamManager(nats);
      for (const { state } of intakes) {
        const info = await manager.streams.info(state.stream);
        const lag = Math.max(0, info.state.last_seq - state.storedUntil);
        this.set({ stream: state.stream }, lag);
      }
    },
  });
  const balance = 'Contacts the balance of all queues leaves over: always 0, else an alarm.';
  addGauge(registry, 'floorcast_archive_residual', balance, () => residual(archive));
  const marked = 'Five-minute intervals that wait to be made anew from raw facts.';
  addGauge(registry, 'floorcast_archive_marked_buckets', marked, () =>
    markCount(archive.folds.marks),
  );
}

/** Messages handed over and not yet stored; more than a minute of a large centre. */
const maxLag = 5_000;

/** Ready while the store takes rows and the lag is small. */
export function archiveReadiness({ intakes, followings }: Archive): Readiness {
  return () => {
    for (const [index, { state }] of intakes.entries()) {
      if (state.refused !== null) return `${state.stream} cannot be stored: ${state.refused}`;
      const lag = (followings[index]?.position() ?? 0) - state.storedUntil;
      if (lag > maxLag) return `${state.stream} is stored ${lag} messages behind`;
    }
    return true;
  };
}

function residual({ folds }: Archive): number {
  let sum = 0;
  for (const { queues } of folds.queues.values()) {
    for (const queue of queues.values()) sum += queueResidual(queue);
  }
  return sum;
}
