import type { FastifyInstance } from 'fastify';
import { ask } from '../../lib/grpc.ts';
import type { RestDeps } from './deps.ts';
import { scheduleJson } from './schedule-json.ts';
import {
  commandId,
  day,
  days,
  everybody,
  id,
  instant,
  readingSchedules,
  route,
  site,
  steering,
  strict,
} from './schedule-schemas.ts';

const withinMs = 30_000;
const person = { type: 'string', maxLength: 200, default: '' } as const;

/** What concerns one person, and what people ask for. */
export function peopleRoutes(app: FastifyInstance, deps: RestDeps): void {
  ownRoutes(app, deps);
  requestRoutes(app, deps);
  breakRoute(app, deps);
  pushRoutes(app, deps);
}

function ownRoutes(app: FastifyInstance, { callerOf, services }: RestDeps): void {
  const { scheduling } = services;
  app.get<{ Querystring: { site: string; draft: string; person: string; day: string } }>(
    '/v1/schedule/explain',
    route('Why somebody works on a day, or not: what everything else would have cost', {
      querystring: strict({ site, draft: id, person, day }, ['site', 'person', 'day']),
    }),
    async (request) => {
      const { context } = callerOf(request, everybody);
      const { draft: draftId, ...rest } = request.query;
      const asked = { tenant: context.tenant, draftId, ...rest };
      return scheduleJson(
        await ask(scheduling, scheduling.explainShift, asked, { context, withinMs }),
      );
    },
  );
  const months = { type: 'integer', minimum: 0, maximum: 24, default: 0 } as const;
  app.get<{ Querystring: { site: string; months: number } }>(
    '/v1/schedule/fairness',
    route('The ledger of nights, weekends, holidays, late ends and refused wishes', {
      querystring: strict({ site, months }, ['site']),
    }),
    async (request) => {
      const { context } = callerOf(request, everybody);
      const asked = { tenant: context.tenant, ...request.query };
      return scheduleJson(
        await ask(scheduling, scheduling.getFairness, asked, { context, withinMs }),
      );
    },
  );
  app.get<{ Querystring: { person: string; from: string; days: number } }>(
    '/v1/schedule/my',
    route('All that concerns one person; without one, who asks', {
      querystring: strict({ person, from: day, days }),
    }),
    async (request) => {
      const { context } = callerOf(request, everybody);
      const asked = { tenant: context.tenant, ...request.query };
      return scheduleJson(await ask(scheduling, scheduling.getMyDay, asked, { context, withinMs }));
    },
  );
}

function requestRoutes(app: FastifyInstance, { callerOf, services }: RestDeps): void {
  const { scheduling } = services;
  const settled = { type: 'boolean', default: false } as const;
  app.get<{ Querystring: { site: string; settled: boolean } }>(
    '/v1/schedule/requests',
    route('Swaps, leave, open shifts, offers, rounds, consents, sickness and notes of a site', {
      querystring: strict({ site, settled }, ['site']),
    }),
    async (request) => {
      const { context } = callerOf(request, readingSchedules);
      const asked = { tenant: context.tenant, ...request.query };
      return scheduleJson(
        await ask(scheduling, scheduling.listRequests, asked, { context, withinMs }),
      );
    },
  );
  const purpose = { type: 'string', enum: ['stand-in', 'overtime', 'early-leave'] } as const;
  const at = { ...instant, type: 'string' } as const;
  app.get<{
    Querystring: { site: string; purpose: string; shift: string; from?: string; to?: string };
  }>(
    '/v1/schedule/candidates',
    route('Who could stand in, or take overtime or early leave, the best effect first', {
      querystring: strict({ site, purpose, shift: id, from: at, to: at }, ['site', 'purpose']),
    }),
    async (request) => {
      const { context } = callerOf(request, steering);
      const { shift: shiftId, from, to, ...rest } = request.query;
      const span = { from: from ? new Date(from) : undefined, to: to ? new Date(to) : undefined };
      const asked = { tenant: context.tenant, shiftId, ...span, ...rest };
      return scheduleJson(
        await ask(scheduling, scheduling.rankCandidates, asked, { context, withinMs }),
      );
    },
  );
}

function breakRoute(app: FastifyInstance, { callerOf, services }: RestDeps): void {
  const { scheduling } = services;
  const properties = { commandId, preview: { type: 'boolean', default: false } };
  app.post<{
    Querystring: { site: string };
    Body: { commandId?: string; preview?: boolean } | null;
  }>(
    '/v1/schedule/breaks',
    route("Places today's future breaks anew, or says what that would do", {
      querystring: strict({ site }, ['site']),
      body: { ...strict(properties), type: ['object', 'null'] },
    }),
    async (request) => {
      const { context } = callerOf(request, steering);
      const { commandId = crypto.randomUUID(), preview = false } = request.body ?? {};
      const asked = { tenant: context.tenant, site: request.query.site, commandId, preview };
      return scheduleJson(
        await ask(scheduling, scheduling.replaceBreaks, asked, { context, withinMs }),
      );
    },
  );
}

function pushRoutes(app: FastifyInstance, { callerOf, services }: RestDeps): void {
  const { scheduling } = services;
  const text = { type: 'string', maxLength: 2_000, default: '' } as const;
  const endpoint = { ...text, minLength: 1 } as const;
  const language = { type: 'string', enum: ['zh', 'en'], default: 'zh' } as const;
  app.post<{ Body: { endpoint: string; p256dh: string; auth: string; language: string } }>(
    '/v1/schedule/push',
    route('Tells this browser of changes to own shifts', {
      body: strict({ endpoint, p256dh: text, auth: text, language }, ['endpoint']),
    }),
    async (request) => {
      const { context } = callerOf(request, everybody);
      const asked = { tenant: context.tenant, remove: false, ...request.body };
      return ask(scheduling, scheduling.subscribePush, asked, { context });
    },
  );
  app.delete<{ Querystring: { endpoint: string } }>(
    '/v1/schedule/push',
    route('Tells it no more', { querystring: strict({ endpoint }, ['endpoint']) }),
    async (request) => {
      const { context } = callerOf(request, everybody);
      const { endpoint } = request.query;
      const none = { p256dh: '', auth: '', language: 'zh' };
      const asked = { tenant: context.tenant, endpoint, ...none, remove: true };
      return ask(scheduling, scheduling.subscribePush, asked, { context });
    },
  );
}
