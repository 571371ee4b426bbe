import { Counter, Histogram, type Registry } from 'prom-client';
import type { Readiness } from '../lib/admin.ts';
import { addGauge } from '../lib/gauges.ts';
import type { Liveness } from './liveness.ts';
import type { Parking } from './parking.ts';
import type { Publisher } from './publish.ts';
import type { Pushed } from './pushed.ts';
import type { Remembered } from './remembered.ts';
import type { Sequences } from './sequences.ts';

export interface Measured {
  publisher: Publisher;
  known: Remembered;
  parking: Parking;
  pushed: Pushed;
  liveness: Liveness;
  sequences: Sequences;
}

/** Seconds from forming a batch to its acknowledgement on disk. */
export function publishSeconds(registry: Registry): (seconds: number) => void {
  const histogram = new Histogram({
    name: 'floorcast_ingest_publish_seconds',
    help: 'From forming a batch to its acknowledgement on disk.',
    buckets: [0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 5],
    registers: [registry],
  });
  return (seconds) => histogram.observe(seconds);
}

/** Everything countable of ingest, read when somebody asks. */
export function measure(registry: Registry, parts: Measured): void {
  const { publisher, known, parking, pushed, liveness, sequences } = parts;
  const held = () => publisher.stats();
  const duplicates = () => known.live.stats().duplicates + known.history.stats().duplicates;
  const counters: [string, string, () => number][] = [
    ['facts_published', 'Facts on disk in the log.', () => held().published],
    ['batches', 'Messages of facts published.', () => held().batches],
    ['publish_retries', 'Times a batch was sent again.', () => held().retries],
    ['facts_duplicate', 'Facts passed over: published before.', duplicates],
    ['lines_parked', 'Lines that could not be read.', () => parking.stats().parked],
    ['lines_dropped', 'Parked lines too many to keep.', () => parking.stats().dropped],
    ['requests_too_much', 'Requests told 429.', pushed.tooMuch],
    ['silences', 'Gaps: a pushing source fell silent.', liveness.gaps],
    ['sequence_gaps', 'Holes in the numbers of a source.', () => sequences.stats().gaps],
    ['sequence_missing', 'Events missing in such holes.', () => sequences.stats().missing],
    ['sequence_repeated', 'Events told again or late.', () => sequences.stats().repeated],
  ];
  for (const [name, help, read] of counters) count(registry, name, help, read);
  const gauges: [string, string, () => number][] = [
    ['held_facts', 'Facts in memory, not yet on disk.', () => held().heldFacts],
    ['held_bytes', 'Memory of these, roughly.', () => held().heldBytes],
    ['held_oldest_seconds', 'Age of the oldest of these.', () => held().oldestMs / 1000],
    ['remembered_ids', 'Ids of published facts in memory.', () => known.live.stats().ids],
    [
      'remembered_since_seconds',
      'Unix time since when all published ids are remembered.',
      () => known.live.stats().sinceMs / 1000,
    ],
  ];
  for (const [name, help, read] of gauges) {
    addGauge(registry, `floorcast_ingest_${name}`, help, read);
  }
}

/** A counter that is kept elsewhere and copied when it is asked for. */
function count(registry: Registry, name: string, help: string, read: () => number): void {
  let told = 0;
  new Counter({
    name: `floorcast_ingest_${name}_total`,
    help,
    registers: [registry],
    collect() {
      const now = read();
      this.inc(now - told);
      told = now;
    },
  });
}

/** Ready while the log takes facts. */
export function readinessOf(publisher: Publisher): Readiness {
  return () => {
    const { refusing, oldestMs } = publisher.stats();
    if (refusing) return refusing;
    if (oldestMs > lateMs) return `facts have been waiting for the log for ${oldestMs} ms`;
    return true;
  };
}

const lateMs = 5_000;
