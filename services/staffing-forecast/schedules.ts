import { credentials } from '@grpc/grpc-js';
import type { CurveSlot } from '../../proto/gen/floorcast/schedule/v1/shift.ts';
import { ShiftSchedulingServiceClient } from '../../proto/gen/floorcast/schedule/v1/shift_scheduling_service.ts';
import { ask } from '../lib/grpc.ts';
import type { Log } from '../lib/log.ts';
import { splitQueue } from './planned-queues.ts';

/** Who is scheduled, as shift-scheduling has it published. */
export interface Schedules {
  /** One queue's agents on a local day; null = none published, or nobody to ask. */
  ofDay: (of: { tenant: string; queue: string; day: string }) => Promise<ScheduledDay | null>;
  close: () => void;
}

/** What is published of one queue and day. */
export interface ScheduledDay {
  /** Version of the published schedule, 1, 2 ... */
  version: number;
  /** Agents on queue on average over a stretch, epoch milliseconds; 0 where nobody is. */
  agentsIn: (fromMs: number, toMs: number) => number;
}

/** A page looks once a minute, and waits for this. */
const withinMs = 3_000;

/** Connects lazily: scheduling that is away is asked again with the next look. */
export function openSchedules(address: string, log: Log): Schedules {
  const client = new ShiftSchedulingServiceClient(address, credentials.createInsecure(), {
    'grpc.initial_reconnect_backoff_ms': 100,
    'grpc.max_reconnect_backoff_ms': 1_000,
    'grpc.max_receive_message_length': 64 * 1024 * 1024,
  });
  return {
    ofDay: async ({ tenant, queue, day }) => {
      const { site, name } = splitQueue(queue);
      const days = { from: day, days: 1, people: [], version: 0, shiftsOnly: false };
      const asked = { tenant, site, draftId: '', ...days };
      const context = { tenant, person: '', roles: ['planner' as const] };
      try {
        const answer = await ask(client, client.getSchedule, asked, { context, withinMs });
        const slots = answer.curves.filter(({ group }) => group === name);
        // Curves of a day without a shift are a requirement that nobody has staffed yet.
        if (answer.version === 0 || answer.shifts.length === 0 || slots.length === 0) return null;
        const { version, slotMinutes } = answer;
        return { version, agentsIn: meanOver(slots, slotMinutes * 60_000) };
      } catch (error) {
        // Today is told without it, and says so.
        log.warn({ err: error, queue }, 'no schedule to compare today with');
        return null;
      }
    },
    close: () => client.close(),
  };
}

function meanOver(slots: readonly CurveSlot[], slotMs: number): ScheduledDay['agentsIn'] {
  return (fromMs, toMs) => {
    let agentMs = 0;
    for (const { start, scheduled } of slots) {
      const startMs = start?.getTime() ?? 0;
      const sharedMs = Math.min(toMs, startMs + slotMs) - Math.max(fromMs, startMs);
      if (sharedMs > 0) agentMs += sharedMs * scheduled;
    }
    return agentMs / (toMs - fromMs);
  };
}
