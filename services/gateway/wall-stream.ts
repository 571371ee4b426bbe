// One event, file 7 of 10 (README.md). Next: wallboard/src/feed.ts
import type { ServerResponse } from 'node:http';
import type { NatsConnection } from '@nats-io/transport-node';
import { DomainError } from '../domain/domain-error.ts';
import { type Settings, settingsAt, timeZoneAt } from '../domain/settings/settings.ts';
import { startBeat } from '../lib/beat.ts';
import type { Log } from '../lib/log.ts';
import type { Alive } from './alive.ts';
import type { Audience } from './audience.ts';
import type { ViewKey } from './board.ts';
import { emptyFloor, type Touched, untouched } from './floor.ts';
import { feedFloor } from './floor-feeds.ts';
import { openNames } from './names.ts';
import { makePeaks } from './peaks.ts';
import { openPostedLooks } from './posted-looks.ts';
import type { Sight } from './rows.ts';
import type { Services } from './services.ts';
import { openTrends } from './trends.ts';
import { openView, type View, type ViewSource } from './view.ts';

/** Everything the walls of one tenant need. */
export interface Wall {
  sight: (audience: Audience) => Sight;
  /** Resolves once queue figures are there. */
  loaded: Promise<void>;
  /** A screen from now on; `lastEventId` is the last frame it has seen, or empty. */
  join: (key: ViewKey, response: ServerResponse, lastEventId: string) => void;
  screens: () => number;
  /** Snapshots taken so far because figures were missing. */
  resyncs: () => number;
  /** Names and settings changed: every row may read differently. */
  renew: () => void;
  close: () => void;
}

/** What walls are made from. */
export interface WallSource {
  nats: NatsConnection;
  services: Services;
  alive: Alive;
  settings: (tenant: string) => Settings;
  pageVersion: () => string;
  sent: ViewSource['sent'];
  /** From the first change of a beat to its last frame written, in milliseconds. */
  beat: (tookMs: number) => void;
  now: () => number;
  log: Log;
}

/** Follows one tenant's live figures and gives them, on a beat, to every screen that looks. */
export function openWall(tenant: string, source: WallSource): Wall {
  const { nats, services, alive, now, log } = source;
  const ending = new AbortController();
  const floor = emptyFloor();
  const pending = makePending();
  const views = openViews(now);
  let agentsHeard = true;

  const touch = (change: (touched: Touched) => void) => {
    const before = floor.newestFactMs;
    change(pending.touched());
    if (floor.newestFactMs !== before) pending.newest(floor.newestFactMs);
    beat.touch();
  };
  const everyRow = () =>
    touch((touched) => {
      touched.every = true;
    });
  const zoneOf = (site: string) => zoneOfSite(source.settings(tenant), site, now());
  const peaks = makePeaks({ floor, zoneOf, now });
  const names = openNames(tenant, { services, changed: everyRow, log });
  const trends = openTrends(tenant, { services, zoneOf, now, log, renewed: () => beat.touch() });
  const settings = () => source.settings(tenant);
  const changed = () => beat.touch();
  const posted = openPostedLooks(tenant, { nats, services, settings, changed, now, log });
  const feeds = feedFloor(floor, { tenant, nats, services, touch }, { signal: ending.signal, log });
  const sight = (audience: Audience): Sight => {
    const settings = source.settings(tenant);
    return { tenant, floor, settings, names: names.all(), audience, nowMs: now(), agentsHeard };
  };
  const send = () => {
    const { touched, newestFactMs, sinceMs } = pending.take();
    const heard = alive.isHeard('agent-status', now());
    touched.every ||= heard !== agentsHeard;
    agentsHeard = heard;
    // A tenant nothing is known of any more was erased: nothing was ever seen of it.
    if (touched.whole && floor.queuesLoaded && floor.queues.size === 0) {
      peaks.forget();
      trends.forget();
      posted.forget();
    }
    peaks.take();
    for (const view of views.all()) view.beat(touched, newestFactMs);
    if (sinceMs !== null) source.beat(performance.now() - sinceMs);
  };
  const beat = startBeat(send, { signal: ending.signal });
  const viewSource: ViewSource = {
    ...source,
    sight,
    peak: peaks.of,
    trend: trends.of,
    posted: posted.of,
    services: alive.ages,
  };
  return {
    sight,
    loaded: feeds.queues.loaded,
    join: (key, response, seen) => views.of(key, viewSource).join(response, seen),
    screens: views.screens,
    resyncs: () => feeds.queues.resyncs() + feeds.agents.resyncs(),
    renew: () => {
      names.renew();
      posted.renew();
      everyRow();
    },
    close: () => {
      ending.abort();
      trends.close();
      posted.close();
      names.close();
      for (const view of views.all()) view.close();
    },
  };
}

/** A site's zone; of all sites together that of the first one by id. */
function zoneOfSite(settings: Settings, site: string, nowMs: number): string {
  const first = site || [...settingsAt(settings, 'site', nowMs).keys()].sort()[0];
  return first === undefined ? 'UTC' : timeZoneAt(settings, first, nowMs);
}

/** What waits for the next beat. */
function makePending() {
  let touched = untouched();
  let newestFactMs: number | null = null;
  let sinceMs: number | null = null;
  return {
    touched: () => {
      sinceMs ??= performance.now();
      return touched;
    },
    newest: (atMs: number | null) => {
      newestFactMs = atMs;
    },
    take: () => {
      const taken = { touched, newestFactMs, sinceMs };
      touched = untouched();
      newestFactMs = null;
      sinceMs = null;
      return taken;
    },
  };
}

/** A view without screens is kept so long, for screens that come back. */
const keptMs = 60_000;
/** Boards x sites x audiences of one tenant. */
const maxViews = 2_000;

function openViews(now: () => number) {
  const views = new Map<string, { view: View; emptySinceMs: number | null }>();
  const dropEmpty = () => {
    for (const [name, kept] of views) {
      kept.emptySinceMs = kept.view.screens() > 0 ? null : (kept.emptySinceMs ?? now());
      if (kept.emptySinceMs !== null && now() - kept.emptySinceMs > keptMs) views.delete(name);
    }
  };
  return {
    all: () => {
      dropEmpty();
      return [...views.values()].map(({ view }) => view);
    },
    screens: () => [...views.values()].reduce((sum, { view }) => sum + view.screens(), 0),
    of: (key: ViewKey, source: ViewSource): View => {
      const name = `${key.board} ${key.audience} ${key.site}`;
      const known = views.get(name);
      if (known) return known.view;
      if (views.size >= maxViews) {
        throw new DomainError('unavailable', `${maxViews} different boards are open already`);
      }
      const view = openView(key, crypto.randomUUID().slice(0, 8), source);
      views.set(name, { view, emptySinceMs: null });
      return view;
    },
  };
}
