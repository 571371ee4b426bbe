import type { FastifyInstance } from 'fastify';
import { actingRoutes } from './acting.ts';
import { adherenceRoutes } from './adherence.ts';
import type { RestDeps } from './deps.ts';
import { directoryRoutes } from './directory.ts';
import { historyRoutes } from './history.ts';
import { liveRoutes } from './live.ts';
import { planningRoutes } from './planning.ts';
import { scheduleRoutes } from './schedule.ts';
import { scoreRoutes } from './scores.ts';

/** Every route under /v1. Each names the roles that may call it; tenants come from the caller. */
export function restRoutes(app: FastifyInstance, deps: RestDeps): void {
  actingRoutes(app, deps);
  liveRoutes(app, deps);
  historyRoutes(app, deps);
  directoryRoutes(app, deps);
  planningRoutes(app, deps);
  scheduleRoutes(app, deps);
  adherenceRoutes(app, deps);
  scoreRoutes(app, deps);
}
