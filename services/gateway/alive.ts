import type { NatsConnection } from '@nats-io/transport-node';
import type { ServiceAge } from '../../proto/gen/floorcast/wall/v1/wall_frame.ts';
import { serviceOf, subjects } from '../lib/subjects.ts';

/** Every service but the gateway itself: first those a fact passes, in that order. */
const listenedFor = [
  'acd-ingest',
  'queue-metrics',
  'agent-status',
  'event-archive',
  'staffing-forecast',
  'shift-scheduling',
  'scorecards',
  'directory',
] as const;

/** Who was heard when. */
export interface Alive {
  ages: () => ServiceAge[];
  /** Was the service heard within the time after which a wall calls it silent? */
  isHeard: (service: string, nowMs: number) => boolean;
}

/** Ten seconds without a word: a figure that hangs on the service is no longer known. */
const silentMs = 10_000;

/** Listens to the services saying every second that they live. */
export function listenAlive(nats: NatsConnection, now: () => number): Alive {
  const heard = new Map<string, number>(listenedFor.map((service) => [service, 0]));
  nats.subscribe(subjects.aliveAll(), {
    callback: (error, message) => {
      if (error) return;
      const service = serviceOf(message.subject);
      // Bounded: only the services this version knows.
      if (heard.has(service)) heard.set(service, now());
    },
  });
  return {
    ages: () => [...heard].map(([service, heardMs]) => ({ service, heardMs })),
    isHeard: (service, nowMs) => nowMs - (heard.get(service) ?? 0) <= silentMs,
  };
}
