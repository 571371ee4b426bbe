import type { NatsConnection } from '@nats-io/transport-node';
import { subjects, tenantOf } from '../lib/subjects.ts';

/** What was said about a change of what is published. */
export interface ScheduleNotice {
  site: string;
  version: number;
  /** First and last local day concerned. */
  from: string;
  to: string;
  people: string[];
}

/** Tells of every change of published shifts. */
export interface HeardSchedules {
  /** Calls back for each notice of a tenant until the answer is called. */
  listen: (tenant: string, hear: (notice: ScheduleNotice) => void) => () => void;
}

/** Listens to what shift-scheduling says; nothing is kept, who was away asks again. */
export function listenSchedules(nats: NatsConnection): HeardSchedules {
  const listeners = new Set<{ tenant: string; hear: (notice: ScheduleNotice) => void }>();
  nats.subscribe(subjects.liveSchedulesAll(), {
    callback: (error, message) => {
      if (error) return;
      const tenant = tenantOf(message.subject);
      const notice = message.json<ScheduleNotice>();
      for (const each of listeners) if (each.tenant === tenant) each.hear(notice);
    },
  });
  return {
    listen: (tenant, hear) => {
      const one = { tenant, hear };
      listeners.add(one);
      return () => void listeners.delete(one);
    },
  };
}
