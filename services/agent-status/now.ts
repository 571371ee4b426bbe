import { type AgentSnapshot, agentSnapshot } from '../domain/agent/agent-figures.ts';
import { type Settings, timeZoneAt } from '../domain/settings/settings.ts';
import { sourceNowMs } from '../domain/source-state.ts';
import { localDayEnd, localDayStart } from '../domain/time/local-day.ts';
import type { Floors } from './floor.ts';

/** Agents as of this moment, each by the clock of his source and the day of his site. */
export interface Now {
  /** One agent; null when nobody has heard of him. */
  agent: (tenant: string, key: string) => AgentSnapshot | null;
  /** What time it is for a source; ours where it never told the time. */
  clockOf: (tenant: string) => (of: { source: string }) => number;
  /** What time it is for us. */
  oursMs: () => number;
  /** Sites whose local day has changed since the last call. */
  newDays: (tenant: string) => ReadonlySet<string>;
}

interface Day {
  startMs: number;
  endMs: number;
  zone: string;
}

/** Reads floors at the present moment. */
export function readNow({
  floors,
  settingsOf,
  clock,
}: {
  floors: Floors;
  settingsOf: (tenant: string) => Settings;
  clock: () => number;
}): Now {
  const days = new Map<string, Day>();
  const clockOf =
    (tenant: string) =>
    ({ source }: { source: string }) =>
      sourceNowMs(floors.get(tenant)?.proofs ?? new Map(), source, clock());

  /** The site's day; a new zone begins a new one. */
  const dayOf = (tenant: string, site: string, nowMs: number): { day: Day; isNew: boolean } => {
    const key = `${tenant} ${site}`;
    const zone = timeZoneAt(settingsOf(tenant), site, nowMs);
    const known = days.get(key);
    if (known && known.zone === zone && nowMs >= known.startMs && nowMs < known.endMs) {
      return { day: known, isNew: false };
    }
    const day = { startMs: localDayStart(nowMs, zone), endMs: localDayEnd(nowMs, zone), zone };
    days.set(key, day);
    return { day, isNew: known !== undefined };
  };

  return {
    clockOf,
    oursMs: clock,
    agent: (tenant, key) => {
      const floor = floors.get(tenant);
      const record = floor?.agents.records.get(key);
      if (!floor || !record) return null;
      const nowMs = clockOf(tenant)(record);
      const { day } = dayOf(tenant, record.site, nowMs);
      return agentSnapshot(floor.agents, key, nowMs, day.startMs);
    },
    newDays: (tenant) => {
      const sites = new Set<string>();
      for (const source of floors.get(tenant)?.proofs.values() ?? []) {
        const { site } = source;
        if (dayOf(tenant, site, clockOf(tenant)(source)).isNew) sites.add(site);
      }
      return sites;
    },
  };
}
