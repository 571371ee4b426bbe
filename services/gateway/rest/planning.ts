import type { FastifyInstance } from 'fastify';
import type { Mark, PlannedQueue } from '../../../proto/gen/floorcast/staffing/v1/forecast.ts';
import type { StaffingRules } from '../../../proto/gen/floorcast/staffing/v1/requirement.ts';
import { ask } from '../../lib/grpc.ts';
import { plainJson, withoutNulls } from '../plain-json.ts';
import type { RestDeps } from './deps.ts';
import { forecastRoutes } from './planning-forecasts.ts';
import { importRoutes } from './planning-imports.ts';
import { requirementRoutes } from './planning-requirement.ts';
import {
  commandId,
  day,
  format,
  planning,
  query,
  queueKey,
  readingPlans,
  route,
  rules,
  seenPosition,
} from './planning-schemas.ts';
import { skillRoutes } from './planning-skills.ts';
import { tabled } from './planning-tables.ts';

const site = { type: 'string', maxLength: 64, default: '' } as const;
/** Years of history, or many queues, take longer than a look at now. */
const withinMs = 30_000;

/**
 * Planning. Every answer is the message of proto/floorcast/staffing/v1 as JSON,
 * field by field, absent = null; with `format=csv` its rows as a table.
 */
export function planningRoutes(app: FastifyInstance, deps: RestDeps): void {
  queueRoutes(app, deps);
  importRoutes(app, deps);
  markRoutes(app, deps);
  forecastRoutes(app, deps);
  requirementRoutes(app, deps);
  ruleRoutes(app, deps);
  todayRoutes(app, deps);
  skillRoutes(app, deps);
}

function queueRoutes(app: FastifyInstance, { callerOf, services }: RestDeps): void {
  const { staffing } = services;
  app.get<{ Querystring: { site: string } }>(
    '/v1/planning/queues',
    route('Queues, what history there is, and their rules', { querystring: query({ site }) }),
    async (request) => {
      const { context } = callerOf(request, readingPlans);
      const asked = { tenant: context.tenant, site: request.query.site };
      const answer = await ask(staffing, staffing.listPlannedQueues, asked, { context, withinMs });
      return { queues: answer.queues.map((queue: PlannedQueue) => plainJson(queue)) };
    },
  );
  const slot = { type: 'integer', enum: [5, 15, 30, 60, 1_440], default: 1_440 } as const;
  const properties = { queue: queueKey, from: day, to: day, slot, format };
  app.get<{
    Querystring: { queue: string; from: string; to: string; slot: number; format: string };
  }>(
    '/v1/planning/history',
    route('History of a queue by slot or local day (1440)', {
      querystring: query(properties, ['queue', 'from', 'to']),
    }),
    async (request, reply) => {
      const { context } = callerOf(request, readingPlans);
      const { slot: slotMinutes, format: wanted, ...rest } = request.query;
      const asked = { tenant: context.tenant, slotMinutes, ...rest };
      const answer = await ask(staffing, staffing.listHistory, asked, { context, withinMs });
      return tabled(reply, plainJson(answer), { rows: 'slots', wanted, name: 'history' });
    },
  );
}

function markRoutes(app: FastifyInstance, { callerOf, services }: RestDeps): void {
  const { staffing } = services;
  app.get<{ Querystring: { site: string } }>(
    '/v1/planning/events',
    route('Marks on history and future', { querystring: query({ site }) }),
    async (request) => {
      const { context } = callerOf(request, readingPlans);
      const asked = { tenant: context.tenant, site: request.query.site };
      const { marks } = await ask(staffing, staffing.listMarks, asked, { context, withinMs });
      return { events: plainJson(marks) };
    },
  );
  const instant = { type: 'string', minLength: 10, maxLength: 16 } as const;
  const properties = {
    commandId,
    site: { ...site, minLength: 1 },
    queues: { type: 'array', maxItems: 500, default: [], items: queueKey },
    from: instant,
    to: instant,
    kind: { type: 'string', enum: ['campaign', 'outage', 'outlier', 'holiday', 'other'] },
    treatment: { type: 'string', enum: ['exclude', 'model'], default: 'exclude' },
    name: { type: 'string', maxLength: 100, default: '' },
  };
  const body = query(properties, ['site', 'from', 'to', 'kind']);
  app.post<{ Body: Omit<Mark, 'markId' | 'author' | 'markedAt'> & { commandId?: string } }>(
    '/v1/planning/events',
    route('Marks a stretch of time', { body }),
    async (request) => {
      const { context } = callerOf(request, planning);
      const { commandId = crypto.randomUUID(), ...given } = request.body;
      const mark = { ...given, markId: '', author: '', markedAt: undefined };
      const asked = { tenant: context.tenant, commandId, mark };
      const answer = await ask(staffing, staffing.addMark, asked, { context, withinMs });
      return plainJson(answer.mark);
    },
  );
  app.delete<{ Params: { id: string }; Querystring: { commandId?: string } }>(
    '/v1/planning/events/:id',
    route('Takes a mark away', { querystring: query({ commandId }) }),
    async (request) => {
      const { context } = callerOf(request, planning);
      const { commandId = crypto.randomUUID() } = request.query;
      const asked = { tenant: context.tenant, commandId, markId: request.params.id };
      return ask(staffing, staffing.removeMark, asked, { context, withinMs });
    },
  );
}

function ruleRoutes(app: FastifyInstance, { callerOf, services }: RestDeps): void {
  const { staffing } = services;
  const querystring = query({ queue: queueKey }, ['queue']);
  app.get<{ Querystring: { queue: string } }>(
    '/v1/planning/rules',
    route('By what a queue is staffed, with every version', { querystring }),
    async (request) => {
      const { context } = callerOf(request, readingPlans);
      const asked = { tenant: context.tenant, queue: request.query.queue };
      return plainJson(await ask(staffing, staffing.listRules, asked, { context, withinMs }));
    },
  );
  const body = query({ commandId, rules, seenPosition }, ['rules']);
  app.put<{
    Querystring: { queue: string };
    Body: { commandId?: string; rules: StaffingRules; seenPosition?: number | null };
  }>(
    '/v1/planning/rules',
    route('Decides rules from a day on', { querystring, body }),
    async (request) => {
      const { context } = callerOf(request, planning);
      const { commandId = crypto.randomUUID(), ...given } = withoutNulls(request.body);
      const rules = {
        ...given.rules,
        shrinkage: given.rules.shrinkage.map((one) => ({ ...one, share: String(one.share) })),
      };
      const asked = {
        tenant: context.tenant,
        queue: request.query.queue,
        commandId,
        rules,
        seenPosition: given.seenPosition ?? undefined,
      };
      return ask(staffing, staffing.decideRules, asked, { context, withinMs });
    },
  );
}

function todayRoutes(app: FastifyInstance, { callerOf, services }: RestDeps): void {
  const { staffing } = services;
  app.get<{ Querystring: { queue: string; format: string } }>(
    '/v1/planning/intraday',
    route('Today: what came, what is still to come, what to do', {
      querystring: query({ queue: queueKey, format }, ['queue']),
    }),
    async (request, reply) => {
      const { context } = callerOf(request, readingPlans);
      const { queue, format: wanted } = request.query;
      const asked = { tenant: context.tenant, queue };
      const answer = await ask(staffing, staffing.getIntraday, asked, { context, withinMs });
      return tabled(reply, plainJson(answer), { rows: 'slots', wanted, name: 'intraday' });
    },
  );
  app.get<{ Querystring: { queue: string; from: string; to: string } }>(
    '/v1/planning/patience',
    route('How long callers wait before they leave', {
      querystring: query({ queue: queueKey, from: day, to: day }, ['queue']),
    }),
    async (request) => {
      const { context } = callerOf(request, readingPlans);
      const asked = { tenant: context.tenant, ...request.query };
      return plainJson(await ask(staffing, staffing.getPatience, asked, { context, withinMs }));
    },
  );
  const forecast = { type: 'string', maxLength: 40, default: '' } as const;
  const querystring = query({
    site,
    queue: { ...queueKey, minLength: 0, default: '' },
    forecast,
    format,
  });
  app.get<{
    Querystring: { site: string; queue: string; forecast: string; format: string };
  }>(
    '/v1/planning/accuracy',
    route('How good published forecasts were, and whether overrides helped', { querystring }),
    async (request, reply) => {
      const { context } = callerOf(request, readingPlans);
      const { site, queue, forecast: forecastId, format: wanted } = request.query;
      const asked = { tenant: context.tenant, site, queue, forecastId };
      const answer = await ask(staffing, staffing.listAccuracy, asked, { context, withinMs });
      return tabled(reply, plainJson(answer), { rows: 'accuracies', wanted, name: 'accuracy' });
    },
  );
}
