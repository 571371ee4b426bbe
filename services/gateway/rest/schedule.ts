import type { FastifyInstance } from 'fastify';
import { ask } from '../../lib/grpc.ts';
import type { RestDeps } from './deps.ts';
import { scheduleFileRoutes } from './schedule-files.ts';
import { fromJsonAct, scheduleJson } from './schedule-json.ts';
import { liveScheduleRoute } from './schedule-live.ts';
import { peopleRoutes } from './schedule-people.ts';
import { ruleKindsRoute } from './schedule-rules.ts';
import {
  type ActBody,
  act,
  actBody,
  day,
  days,
  everybody,
  id,
  list,
  readingSchedules,
  route,
  site,
  strict,
} from './schedule-schemas.ts';
import { searchRoutes } from './schedule-search.ts';
import { shiftTable } from './schedule-tables.ts';

/** A month of a large site, or an act that weighs all its rules. */
const withinMs = 30_000;

/**
 * Who works when. Every answer is the message of proto/floorcast/schedule/v1 as
 * JSON, field by field, absent = null; an act is one name with its fields.
 */
export function scheduleRoutes(app: FastifyInstance, deps: RestDeps): void {
  setupRoutes(app, deps);
  shiftRoutes(app, deps);
  actRoute(app, deps);
  searchRoutes(app, deps);
  peopleRoutes(app, deps);
  scheduleFileRoutes(app, deps);
  liveScheduleRoute(app, deps);
  ruleKindsRoute(app, deps);
}

function setupRoutes(app: FastifyInstance, { callerOf, services }: RestDeps): void {
  const { scheduling } = services;
  app.get<{ Querystring: { site: string; on: string } }>(
    '/v1/schedule/setup',
    route('Templates, contracts, employees and rules as they stand on a day', {
      querystring: strict({ site, on: day }, ['site']),
    }),
    async (request) => {
      const { context } = callerOf(request, readingSchedules);
      const asked = { tenant: context.tenant, ...request.query };
      return scheduleJson(await ask(scheduling, scheduling.getSetup, asked, { context, withinMs }));
    },
  );
  app.get<{ Querystring: { site: string } }>(
    '/v1/schedule/schedules',
    route('Drafts, and versions of what is published', {
      querystring: strict({ site }, ['site']),
    }),
    async (request) => {
      const { context } = callerOf(request, readingSchedules);
      const asked = { tenant: context.tenant, ...request.query };
      return scheduleJson(
        await ask(scheduling, scheduling.listSchedules, asked, { context, withinMs }),
      );
    },
  );
}

interface ShiftsQuery {
  site: string;
  draft: string;
  from: string;
  days: number;
  people: string;
  version: number;
  shiftsOnly: boolean;
  format: string;
}

function shiftRoutes(app: FastifyInstance, { callerOf, services }: RestDeps): void {
  const { scheduling } = services;
  const version = { type: 'integer', minimum: 0, default: 0, description: '0 = now' } as const;
  const properties = {
    ...{ site, draft: id, from: day, days, people: list, version },
    shiftsOnly: { type: 'boolean', default: false },
    format: { type: 'string', enum: ['json', 'csv'], default: 'json' },
  };
  app.get<{ Querystring: ShiftsQuery }>(
    '/v1/schedule/shifts',
    route('Shifts, curves, broken rules and score of a draft or of what is published', {
      querystring: strict(properties, ['site']),
    }),
    async (request, reply) => {
      const { context } = callerOf(request, everybody);
      const { draft: draftId, people, format, ...rest } = request.query;
      const named = people.split(',').filter(Boolean);
      const asked = { tenant: context.tenant, draftId, people: named, ...rest };
      const answer = await ask(scheduling, scheduling.getSchedule, asked, { context, withinMs });
      return format === 'csv' ? shiftTable(reply, answer) : scheduleJson(answer);
    },
  );
  const side = { type: 'string', minLength: 6, maxLength: 110 } as const;
  app.get<{
    Querystring: { site: string; left: string; right: string; from: string; days: number };
  }>(
    '/v1/schedule/compare',
    route('What differs between two of "draft:ID" and "version:N"', {
      querystring: strict({ site, left: side, right: side, from: day, days }, [
        ...['site', 'left', 'right'],
      ]),
    }),
    async (request) => {
      const { context } = callerOf(request, readingSchedules);
      const asked = { tenant: context.tenant, ...request.query };
      return scheduleJson(
        await ask(scheduling, scheduling.compareSchedules, asked, { context, withinMs }),
      );
    },
  );
}

function actRoute(app: FastifyInstance, { callerOf, services }: RestDeps): void {
  const { scheduling } = services;
  app.post<{ Querystring: { site: string }; Body: ActBody }>(
    '/v1/schedule/acts',
    route('Does an act, whole or not at all; 409 says who decided first or which rule forbids', {
      querystring: strict({ site }, ['site']),
      body: actBody(act),
    }),
    async (request) => {
      const { context } = callerOf(request, everybody);
      const { commandId = crypto.randomUUID(), seenPosition, preview, act } = request.body;
      const asked = {
        ...{ tenant: context.tenant, site: request.query.site, commandId, preview },
        seenPosition: seenPosition ?? undefined,
        act: fromJsonAct(act),
      };
      return scheduleJson(await ask(scheduling, scheduling.act, asked, { context, withinMs }));
    },
  );
}
