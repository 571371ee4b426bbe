import type { FastifyInstance } from 'fastify';
import type { Log } from '../../lib/log.ts';
import type { SettingsFeed } from '../../lib/settings-feed.ts';
import type { Alive } from '../alive.ts';
import type { CallerOf } from '../door.ts';
import type { Services } from '../services.ts';
import type { Walls } from '../walls.ts';
import { actingRoutes } from './acting.ts';
import { directoryRoutes } from './directory.ts';
import { historyRoutes } from './history.ts';
import { liveRoutes } from './live.ts';

/** What the routes work on. */
export interface RestDeps {
  callerOf: CallerOf;
  services: Services;
  settings: SettingsFeed;
  walls: Walls;
  alive: Alive;
  /** Tenants known to the directory, or a first one when it knows none. */
  tenants: () => string[];
  maxScreens: number;
  now: () => number;
  log: Log;
}

/** Every route under /v1. Each names the roles that may call it; tenants come from the caller. */
export function restRoutes(app: FastifyInstance, deps: RestDeps): void {
  actingRoutes(app, deps);
  liveRoutes(app, deps);
  historyRoutes(app, deps);
  directoryRoutes(app, deps);
}
