import type { Log } from '../../lib/log.ts';
import type { SettingsFeed } from '../../lib/settings-feed.ts';
import type { Alive } from '../alive.ts';
import type { CallerOf } from '../door.ts';
import type { HeardSchedules } from '../heard-schedules.ts';
import type { Services } from '../services.ts';
import type { Walls } from '../walls.ts';

/** What the routes work on. */
export interface RestDeps {
  callerOf: CallerOf;
  services: Services;
  settings: SettingsFeed;
  walls: Walls;
  alive: Alive;
  heardSchedules: HeardSchedules;
  /** Tenants known to the directory, or a first one when it knows none. */
  tenants: () => string[];
  maxScreens: number;
  now: () => number;
  log: Log;
}
