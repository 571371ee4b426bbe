import { jetstream } from '@nats-io/jetstream';
import type { NatsConnection } from '@nats-io/transport-node';
import type { Log } from '../lib/log.ts';
import { subjects } from '../lib/subjects.ts';
import type { SourceIdentity } from './sources.ts';

/** Keeps what could not be read, masked, so that somebody can find out why. */
export interface Parking {
  park: (source: SourceIdentity, line: string, place: string, why: string) => void;
  /** Lines that could not be read, and those of them that were too many to keep. */
  stats: () => { parked: number; dropped: number };
}

const maxLineChars = 2_000;
/** Lines kept a second; a source that has gone mad must not fill the disk. */
const maxPerSecond = 50;
const maxUnderWay = 1_000;

/** Lines go to the PARKED stream; one log line a second at most says so. */
export function makeParking(nats: NatsConnection, log: Log, now: () => number): Parking {
  const stats = { parked: 0, dropped: 0 };
  let second = 0;
  let inSecond = 0;
  let underWay = 0;
  return {
    stats: () => stats,
    park: (source, line, place, why) => {
      stats.parked += 1;
      const thisSecond = Math.floor(now() / 1000);
      if (thisSecond !== second) [second, inSecond] = [thisSecond, 0];
      inSecond += 1;
      if (inSecond === 1) log.warn({ parked: { source: source.id, place }, why: masked(why) });
      if (inSecond > maxPerSecond || underWay >= maxUnderWay) {
        stats.dropped += 1;
        return;
      }
      underWay += 1;
      const kept = JSON.stringify({
        source: source.id,
        place,
        why: masked(why),
        line: masked(line.slice(0, maxLineChars)),
        atMs: now(),
      });
      jetstream(nats)
        .publish(subjects.parked(source.tenant, source.id), kept)
        .catch(() => {
          stats.dropped += 1;
        })
        .finally(() => {
          underWay -= 1;
        });
    },
  };
}

/** Telephone numbers, and whatever looks like one, without their digits. */
export function masked(line: string): string {
  return line.replace(/\d[\d ()./-]{3,}\d/g, (number) => number.replace(/\d/g, '#'));
}
