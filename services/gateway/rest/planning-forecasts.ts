import type { FastifyInstance } from 'fastify';
import type {
  Override,
  ScenarioChange,
} from '../../../proto/gen/floorcast/staffing/v1/forecast.ts';
import { DomainError } from '../../domain/domain-error.ts';
import { ask } from '../../lib/grpc.ts';
import { plainJson, withoutNulls } from '../plain-json.ts';
import type { RestDeps } from './deps.ts';
import {
  change,
  commandId,
  day,
  format,
  planning,
  query,
  queueKey,
  readingPlans,
  route,
  seenPosition,
} from './planning-schemas.ts';
import { tabled } from './planning-tables.ts';

const site = { type: 'string', maxLength: 64, default: '' } as const;
const queues = { type: 'array', maxItems: 500, default: [], items: queueKey } as const;
const withinMs = 30_000;

interface ById {
  Params: { id: string };
}

/** Forecasts and scenarios: drafted, looked at, overridden, published, compared. */
export function forecastRoutes(app: FastifyInstance, deps: RestDeps): void {
  draftRoutes(app, deps);
  seriesRoutes(app, deps);
  overrideRoutes(app, deps);
  versionRoutes(app, deps);
}

function draftRoutes(app: FastifyInstance, { callerOf, services }: RestDeps): void {
  const { staffing } = services;
  const body = query(
    {
      commandId,
      site: { ...site, minLength: 1 },
      queues,
      from: day,
      days: { type: 'integer', minimum: 1, maximum: 366, default: 28 },
      slot: { type: 'integer', enum: [0, 15, 30, 60], default: 0 },
      name: { type: 'string', maxLength: 100, default: '' },
    },
    ['site'],
  );
  interface Draft {
    commandId?: string;
    site: string;
    queues: string[];
    from: string;
    days: number;
    slot: number;
    name: string;
  }
  app.post<{ Body: Draft }>(
    '/v1/planning/forecasts',
    route('Asks for a forecast; it is computed from then on', { body }),
    async (request) => {
      const { context } = callerOf(request, planning);
      const { commandId = crypto.randomUUID(), slot: slotMinutes, ...rest } = request.body;
      const asked = { tenant: context.tenant, commandId, slotMinutes, ...rest };
      return ask(staffing, staffing.draftForecast, asked, { context, withinMs });
    },
  );
  app.get<{ Querystring: { site: string } }>(
    '/v1/planning/forecasts',
    route('Forecasts and scenarios, the newest first', { querystring: query({ site }) }),
    async (request) => {
      const { context } = callerOf(request, readingPlans);
      const asked = { tenant: context.tenant, site: request.query.site };
      return plainJson(await ask(staffing, staffing.listForecasts, asked, { context }));
    },
  );
  app.get<ById>('/v1/planning/forecasts/:id', route('One forecast'), async (request) => {
    const { context } = callerOf(request, readingPlans);
    const asked = { tenant: context.tenant, forecastId: request.params.id };
    const { forecast } = await ask(staffing, staffing.getForecast, asked, { context });
    return plainJson(forecast);
  });
}

function seriesRoutes(app: FastifyInstance, { callerOf, services }: RestDeps): void {
  const { staffing } = services;
  const slot = { type: 'integer', enum: [0, 15, 30, 60, 1_440], default: 0 } as const;
  const querystring = query({ queue: queueKey, slot, from: day, to: day, format }, ['queue']);
  app.get<
    ById & {
      Querystring: { queue: string; slot: number; from: string; to: string; format: string };
    }
  >(
    '/v1/planning/forecasts/:id/series',
    route('One queue of a forecast, slot by slot or by local day (1440)', { querystring }),
    async (request, reply) => {
      const { context } = callerOf(request, readingPlans);
      const { slot: slotMinutes, format: wanted, ...rest } = request.query;
      const asked = {
        tenant: context.tenant,
        forecastId: request.params.id,
        slotMinutes,
        ...rest,
      };
      const answer = await ask(staffing, staffing.getForecastSeries, asked, { context, withinMs });
      return tabled(reply, plainJson(answer), { rows: 'slots', wanted, name: 'forecast' });
    },
  );
  const compared = query({ other: { type: 'string', maxLength: 40 }, queue: queueKey, slot }, [
    'other',
    'queue',
  ]);
  app.get<ById & { Querystring: { other: string; queue: string; slot: number } }>(
    '/v1/planning/forecasts/:id/compare',
    route('Two versions beside each other', { querystring: compared }),
    async (request) => {
      const { context } = callerOf(request, readingPlans);
      const { other: otherId, queue, slot: slotMinutes } = request.query;
      const { tenant } = context;
      const asked = { tenant, forecastId: request.params.id, otherId, queue, slotMinutes };
      return plainJson(
        await ask(staffing, staffing.compareForecasts, asked, { context, withinMs }),
      );
    },
  );
}

interface OverrideBody {
  commandId?: string;
  queue: string;
  from: string;
  to: string;
  target: string;
  change: { percent?: number | null; value?: number | null; values?: number[] | null };
  reason: string;
  seenPosition?: number | null;
}

function overrideRoutes(app: FastifyInstance, { callerOf, services }: RestDeps): void {
  const { staffing } = services;
  const instant = { type: 'string', minLength: 10, maxLength: 30 } as const;
  const body = query(
    {
      commandId,
      queue: queueKey,
      from: instant,
      to: instant,
      target: { type: 'string', enum: ['calls', 'aht'], default: 'calls' },
      change: query({
        percent: { type: ['number', 'null'], minimum: -100, maximum: 10_000 },
        value: { type: ['number', 'null'], minimum: 0, maximum: 1e9 },
        values: {
          type: ['array', 'null'],
          maxItems: 40_000,
          items: { type: 'number', minimum: 0, maximum: 1e9 },
        },
      }),
      reason: { type: 'string', minLength: 1, maxLength: 500 },
      seenPosition,
    },
    ['queue', 'from', 'to', 'change', 'reason'],
  );
  app.post<ById & { Body: OverrideBody }>(
    '/v1/planning/forecasts/:id/overrides',
    route('Lays an override over a draft', { body }),
    async (request) => {
      const { context } = callerOf(request, planning);
      const { commandId = crypto.randomUUID(), seenPosition, change, ...given } = request.body;
      const service = { overrideId: '', author: '', overriddenAt: undefined };
      const override = { ...given, ...service, change: toChange(change) };
      const asked = {
        tenant: context.tenant,
        commandId,
        forecastId: request.params.id,
        override,
        seenPosition: seenPosition ?? undefined,
      };
      return plainJson(
        await ask(staffing, staffing.overrideForecast, asked, { context, withinMs }),
      );
    },
  );
  app.delete<
    { Params: { id: string; override: string } } & {
      Querystring: { commandId?: string; seenPosition?: number };
    }
  >(
    '/v1/planning/forecasts/:id/overrides/:override',
    route('Takes an override away', { querystring: query({ commandId, seenPosition }) }),
    async (request) => {
      const { context } = callerOf(request, planning);
      const { commandId = crypto.randomUUID(), seenPosition } = request.query;
      const { id: forecastId, override: overrideId } = request.params;
      const { tenant } = context;
      const asked = { tenant, commandId, forecastId, overrideId, seenPosition };
      return ask(staffing, staffing.removeOverride, asked, { context });
    },
  );
}

function toChange({ percent, value, values }: OverrideBody['change']): Override['change'] {
  const given = [percent, value, values].filter((one) => one !== undefined && one !== null);
  if (given.length !== 1) {
    const sentence = `change names ${given.length} of percent, value and values, but must name one`;
    throw new DomainError('invalid', sentence);
  }
  if (values) return { $case: 'values', value: { values } };
  if (typeof percent === 'number') return { $case: 'percent', value: percent };
  return { $case: 'value', value: value ?? 0 };
}

function versionRoutes(app: FastifyInstance, { callerOf, services }: RestDeps): void {
  const { staffing } = services;
  app.post<ById & { Body: { commandId?: string; seenPosition?: number | null } }>(
    '/v1/planning/forecasts/:id/publish',
    route('Publishes a draft: it never changes again', {
      body: query({ commandId, seenPosition }),
    }),
    async (request) => {
      const { context } = callerOf(request, planning);
      const { commandId = crypto.randomUUID(), seenPosition } = withoutNulls(request.body);
      const asked = {
        tenant: context.tenant,
        commandId,
        forecastId: request.params.id,
        seenPosition: seenPosition ?? undefined,
      };
      return ask(staffing, staffing.publishForecast, asked, { context, withinMs });
    },
  );
  const name = { type: 'string', minLength: 1, maxLength: 100 } as const;
  app.post<ById & { Body: { commandId?: string; name: string } & ScenarioChange }>(
    '/v1/planning/forecasts/:id/scenarios',
    route('Copies a forecast with something changed', {
      body: query({ commandId, name, ...change }, ['name']),
    }),
    async (request) => {
      const { context } = callerOf(request, planning);
      const { commandId = crypto.randomUUID(), name, ...given } = withoutNulls(request.body);
      const asked = {
        tenant: context.tenant,
        commandId,
        forecastId: request.params.id,
        name,
        change: { ...given, shrinkage: String(given.shrinkage ?? '') },
      };
      return ask(staffing, staffing.copyScenario, asked, { context, withinMs });
    },
  );
}
