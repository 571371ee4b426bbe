import type { NatsConnection } from '@nats-io/transport-node';
import type { AdherenceServiceServer } from '../../../proto/gen/floorcast/agent/v1/adherence_service.ts';
import { agentKey } from '../../domain/agent/agent-state.ts';
import { settingsAt, timeZoneAt } from '../../domain/settings/settings.ts';
import type { Log } from '../../lib/log.ts';
import type { SettingsFeed } from '../../lib/settings-feed.ts';
import type { Following } from '../../lib/stream.ts';
import type { Floors } from '../floor.ts';
import type { Now } from '../now.ts';
import { followAdherence, followAppeals, openAdherenceBook } from './book.ts';
import { counterOf } from './count.ts';
import { countingOf } from './counting.ts';
import { adherenceDecider, eraseAdherence } from './decide.ts';
import { listingOf } from './listing.ts';
import { keysOf } from './people.ts';
import { presentOf } from './present.ts';
import { adherenceRpc } from './rpc.ts';
import { openSchedules } from './schedules.ts';
import { openSights } from './sight.ts';

/** Adherence inside the service. */
export interface Adherence {
  rpc: AdherenceServiceServer;
  /** Something was heard of these agents. */
  touch: (tenant: string, agentKeys: readonly string[]) => void;
  /** A tenant is erased. */
  forget: (tenant: string) => void;
  /** Counts days that are over, of every site. */
  sweep: () => Promise<void>;
  following: Following;
  /** Appeals of minutes, out of the log of scores. */
  appeals: Following;
  close: () => void;
}

/** So often it is looked whether a day is over. */
const sweepMs = 60_000;

/** Follows decisions and schedules, counts days, answers. */
export function startAdherence(deps: {
  nats: NatsConnection;
  floors: Floors;
  now: Now;
  settings: SettingsFeed;
  shiftScheduling: string;
  eventArchive: string;
  signal: AbortSignal;
  log: Log;
}): Adherence {
  const { nats, floors, now, settings, signal, log } = deps;
  const [settingsOf, nowMs] = [settings.of, now.oursMs];
  const book = openAdherenceBook();
  const following = followAdherence(nats, book, { signal, log });
  const schedules = openSchedules({
    nats,
    address: deps.shiftScheduling,
    changed: (tenant, site, versions) => {
      void counting.republished({ tenant, site }, versions);
    },
    log,
    signal,
  });
  const sights = openSights({ floors, now, settingsOf, archive: deps.eventArchive });
  const counter = counterOf({ book, sights, settingsOf, nowMs });
  const decide = adherenceDecider(nats, book);
  const base = { book, counter, schedules, settingsOf, nowMs };
  const counting = countingOf({ ...base, decide, log });
  let live = false;
  const appeals = followAppeals(nats, {
    book,
    zoneOf: (tenant, site, atMs) => timeZoneAt(settingsOf(tenant), site, atMs),
    // What was decided before the start is counted in by the sweep.
    ruled: (of, contestId) => void (live && counting.ruled(of, contestId)),
    signal,
    log,
  });
  const caughtUp = Promise.all([following.caughtUp, appeals.caughtUp]).then(() => {
    live = true;
  });

  const heard = hearingOf(settingsOf);
  const present = presentOf({ ...base, touchedOf: heard.touchedOf });
  const list = listingOf({ ...base, present });

  const sweep = async () => {
    await caughtUp;
    for (const tenant of settings.tenants()) {
      for (const site of settingsAt(settingsOf(tenant), 'site', nowMs()).keys()) {
        if (!signal.aborted) await counting.sweep({ tenant, site });
      }
    }
  };
  const timer = setInterval(() => void sweep().catch(() => undefined), sweepMs);
  return {
    rpc: adherenceRpc({ ...base, counting, present, list, decide, log }),
    touch: heard.touch,
    forget: (tenant) => {
      heard.forget(tenant);
      present.forget(tenant);
      book.forget(tenant);
      book.forgetAppeals(tenant);
      void eraseAdherence(nats, tenant).catch((error: Error) => {
        log.error({ tenant, why: error.message }, 'decisions about adherence not erased');
      });
    },
    sweep,
    following,
    appeals,
    close: () => {
      clearInterval(timer);
      schedules.close();
      sights.close();
    },
  };
}

/** How often something was heard of whom. */
function hearingOf(settingsOf: SettingsFeed['of']) {
  const heard = new Map<string, Map<string, number>>();
  return {
    touch: (tenant: string, agentKeys: readonly string[]) => {
      const counts = heard.get(tenant) ?? new Map<string, number>();
      heard.set(tenant, counts);
      for (const key of agentKeys) counts.set(key, (counts.get(key) ?? 0) + 1);
    },
    touchedOf: (tenant: string, person: string) => {
      const counts = heard.get(tenant);
      let sum = 0;
      for (const key of keysOf(settingsOf(tenant), person)) sum += counts?.get(agentKey(key)) ?? 0;
      return sum;
    },
    forget: (tenant: string) => void heard.delete(tenant),
  };
}
