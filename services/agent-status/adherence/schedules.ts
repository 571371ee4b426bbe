import { credentials } from '@grpc/grpc-js';
import type { NatsConnection } from '@nats-io/transport-node';
import type { GetScheduleResponse } from '../../../proto/gen/floorcast/schedule/v1/shift_scheduling_service.ts';
import { ShiftSchedulingServiceClient } from '../../../proto/gen/floorcast/schedule/v1/shift_scheduling_service.ts';
import type { Shift } from '../../domain/schedule/shift.ts';
import { ask } from '../../lib/grpc.ts';
import type { Log } from '../../lib/log.ts';
import { fromWireShift } from '../../lib/shift-wire.ts';
import { subjects, tenantOf } from '../../lib/subjects.ts';

/** Published shifts of some days of a site. */
export interface PlannedDays {
  /** First local day, and the first one after: "2026-11-28". */
  from: string;
  until: string;
  /** By person, those that begin on these days. */
  shifts: ReadonlyMap<string, readonly Shift[]>;
  /** Of what is published. */
  version: number;
  /** Why no schedule is known; empty = one is. */
  failure: string;
}

/** Days asked for: the first, how many, as published by which version (0 = the newest). */
export interface AskedDays {
  from: string;
  days: number;
  version: number;
}

/** Published shifts as scheduling told them. */
export interface Schedules {
  /** The days around now, kept up to date; asked for at first use. */
  around: (tenant: string, site: string, today: string) => PlannedDays;
  /** Any days, asked for now. */
  days: (tenant: string, site: string, span: AskedDays) => Promise<PlannedDays>;
  /** Resolves when what is kept of a site was asked for at least once. */
  ready: (tenant: string, site: string, today: string) => Promise<PlannedDays>;
  /** Asks anew for everything kept of a tenant. */
  refresh: (tenant: string) => Promise<void>;
}

/** A service that did not answer is asked again after so long by whoever looks. */
const againMs = 5_000;
/** Days kept around today: the last of them is the one after tomorrow. */
const daysBefore = 2;
const daysKept = 5;
const everyMs = 60_000;
/** Most sites kept; the one not asked for longest is forgotten. */
const maxSites = 500;

interface Kept {
  tenant: string;
  site: string;
  today: string;
  planned: PlannedDays;
  asking: Promise<PlannedDays> | null;
  askedMs: number;
}

/**
 * Published shifts over gRPC: kept for the sites that are looked at, asked for anew
 * when scheduling says that something changed, and every minute. Without the
 * service what was known stays; of what never was, `failure` says why.
 */
export function openSchedules(deps: {
  nats: NatsConnection;
  address: string;
  /** Another version is published than the one that was known; 0 = none was. */
  changed: (tenant: string, site: string, versions: { before: number; after: number }) => void;
  log: Log;
  signal: AbortSignal;
}): Schedules & { close: () => void } {
  const { nats, log, signal } = deps;
  const client = openClient(deps.address);
  const kept = new Map<string, Kept>();

  const fetch = (tenant: string, site: string, asked: AskedDays) =>
    fetchDays(client, { tenant, site, ...asked }).catch((error: Error) => {
      log.debug({ tenant, site, why: error.message }, 'no schedule');
      return nothing(asked.from, asked.days, error.message);
    });

  const refetch = (one: Kept): Promise<PlannedDays> => {
    one.askedMs = performance.now();
    one.asking ??= fetch(one.tenant, one.site, around(one.today))
      .then((planned) => {
        const before = one.planned;
        // What was known stays while the service is away.
        const stale = planned.failure !== '' && before.failure === '' && before.until !== '';
        if (!stale) one.planned = planned;
        const versions = { before: before.version, after: planned.version };
        if (!stale && versions.before !== versions.after) {
          deps.changed(one.tenant, one.site, versions);
        }
        return one.planned;
      })
      .finally(() => {
        one.asking = null;
      });
    return one.asking;
  };

  const keep = (tenant: string, site: string, today: string): Kept => {
    const { one, isNew } = placed(kept, { tenant, site, today });
    const failed = one.planned.failure !== '' && performance.now() > one.askedMs + againMs;
    if (isNew || failed) void refetch(one);
    return one;
  };

  const refresh = async (tenant?: string) => {
    const wanted = [...kept.values()].filter((one) => !tenant || one.tenant === tenant);
    for (const one of wanted) await refetch(one);
  };
  const timer = setInterval(() => void refresh(), everyMs);
  signal.addEventListener('abort', () => clearInterval(timer), { once: true });
  const told = nats.subscribe(subjects.liveSchedulesAll(), {
    callback: (error, message) => {
      if (!error) void refresh(tenantOf(message.subject));
    },
  });
  return {
    around: (tenant, site, today) => keep(tenant, site, today).planned,
    ready: async (tenant, site, today) => {
      const one = keep(tenant, site, today);
      return one.planned.until === '' ? await (one.asking ?? refetch(one)) : one.planned;
    },
    days: fetch,
    refresh,
    close: () => {
      clearInterval(timer);
      if (!nats.isClosed()) told.unsubscribe();
      client.close();
    },
  };
}

/** The place of a site among those kept, as the one looked at last. */
function placed(
  kept: Map<string, Kept>,
  { tenant, site, today }: { tenant: string; site: string; today: string },
): { one: Kept; isNew: boolean } {
  const key = `${tenant} ${site}`;
  const known = kept.get(key);
  const planned = nothing('', 0, 'not asked yet');
  const one = known ?? { tenant, site, today, planned, asking: null, askedMs: 0 };
  const isNew = !known || one.today !== today;
  one.today = today;
  kept.delete(key);
  kept.set(key, one);
  for (const oldest of kept.keys()) {
    if (kept.size <= maxSites) break;
    kept.delete(oldest);
  }
  return { one, isNew };
}

/** A local day so many days later (or, below 0, earlier). */
export function shifted(day: string, days: number): string {
  return Temporal.PlainDate.from(day).add({ days }).toString();
}

function around(today: string): AskedDays {
  return { from: shifted(today, -daysBefore), days: daysKept, version: 0 };
}

function openClient(address: string): ShiftSchedulingServiceClient {
  return new ShiftSchedulingServiceClient(address, credentials.createInsecure(), {
    'grpc.initial_reconnect_backoff_ms': 100,
    'grpc.max_reconnect_backoff_ms': 1_000,
    'grpc.max_receive_message_length': 64 * 1024 * 1024,
  });
}

async function fetchDays(
  client: ShiftSchedulingServiceClient,
  asked: AskedDays & { tenant: string; site: string },
): Promise<PlannedDays> {
  const { tenant, from, days } = asked;
  const context = { tenant, person: '', roles: ['supervisor' as const] };
  const request = { ...asked, draftId: '', people: [], shiftsOnly: true };
  const answer = await ask(client, client.getSchedule, request, { context, withinMs: 20_000 });
  return { ...byPerson(answer), from, until: shifted(from, days), failure: failureOf(answer) };
}

function byPerson({
  shifts,
  version,
}: GetScheduleResponse): Pick<PlannedDays, 'shifts' | 'version'> {
  const people = new Map<string, Shift[]>();
  for (const wire of shifts) {
    const shift = fromWireShift(wire);
    const own = people.get(shift.person) ?? [];
    own.push(shift);
    people.set(shift.person, own);
  }
  return { shifts: people, version };
}

function failureOf({ version }: GetScheduleResponse): string {
  return version === 0 ? 'nothing is published' : '';
}

function nothing(from: string, days: number, failure: string): PlannedDays {
  const until = from ? shifted(from, days) : '';
  return { from, until, shifts: new Map(), version: 0, failure };
}
