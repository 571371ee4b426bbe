import { type QueueFigures, queueFigures } from '../domain/queue/figures.ts';
import type { QueueState } from '../domain/queue/queue-record.ts';
import { advanceQueues } from '../domain/queue/queue-state.ts';
import { type Settings, timeZoneAt } from '../domain/settings/settings.ts';
import { sourceNowMs } from '../domain/source-state.ts';
import { type LocalDay, localDay } from '../domain/time/local-day.ts';
import type { TenantQueues, Tenants } from './tenants.ts';

/** A queue's figures and the instant they are true for, by the clock of its source. */
export interface QueueNow {
  figures: QueueFigures;
  asOfMs: number;
}

/** Queues as of this moment, each by the clock of its source and the day of its site. */
export interface Now {
  /** One queue; null when no fact has named it. */
  queue: (tenant: string, queueKey: string) => QueueNow | null;
  /** Moves time on. Answers which queues changed by it: timers, and a new local day. */
  advance: (tenant: string) => Set<string>;
}

interface ZonedDay extends LocalDay {
  zone: string;
}

/** Reads queues at the present moment. */
export function readNow({
  tenants,
  settingsOf,
  clock,
}: {
  tenants: Tenants;
  settingsOf: (tenant: string) => Settings;
  /** Our clock. */
  clock: () => number;
}): Now {
  const days = new Map<string, ZonedDay>();

  /** The day of a queue's site; `isNew` when it is another than at the last look at this queue. */
  const dayOf = (tenant: string, queue: QueueState, nowMs: number) => {
    const key = `${tenant} ${queue.site}/${queue.queue}`;
    const zone = timeZoneAt(settingsOf(tenant), queue.site, nowMs);
    const known = days.get(key);
    if (known && known.zone === zone && nowMs >= known.startMs && nowMs < known.endMs) {
      return { day: known, isNew: false };
    }
    const day = { ...localDay(nowMs, zone), zone };
    days.set(key, day);
    return { day, isNew: known !== undefined };
  };
  const clockOf = ({ sources }: TenantQueues, queue: QueueState) => {
    const told = [...queue.sources].map((source) => sourceNowMs(sources, source, clock()));
    return told.length === 0 ? clock() : Math.min(...told);
  };

  return {
    queue: (tenant, queueKey) => {
      const of = tenants.get(tenant);
      const queue = of?.queues.queues.get(queueKey);
      if (!of || !queue) return null;
      const nowMs = clockOf(of, queue);
      const { day } = dayOf(tenant, queue, nowMs);
      const figures = queueFigures(queue, { settings: settingsOf(tenant), nowMs, day });
      return { figures, asOfMs: nowMs };
    },
    advance: (tenant) => {
      const changed = new Set<string>();
      const of = tenants.get(tenant);
      if (!of) return changed;
      for (const source of of.queues.clocks.keys()) {
        const nowMs = sourceNowMs(of.sources, source, clock());
        for (const { queueKey } of advanceQueues(of.queues, nowMs, settingsOf(tenant), source)) {
          changed.add(queueKey);
        }
      }
      for (const [queueKey, queue] of of.queues.queues) {
        if (dayOf(tenant, queue, clockOf(of, queue)).isNew) changed.add(queueKey);
      }
      return changed;
    },
  };
}
