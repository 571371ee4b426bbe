import type { FastifyInstance } from 'fastify';
import type { ScenarioChange } from '../../../proto/gen/floorcast/staffing/v1/forecast.ts';
import type { StaffingGoals } from '../../../proto/gen/floorcast/staffing/v1/requirement.ts';
import { ask } from '../../lib/grpc.ts';
import { plainJson, withoutNulls } from '../plain-json.ts';
import type { RestDeps } from './deps.ts';
import {
  change,
  day,
  format,
  goals,
  model,
  quantile,
  query,
  queueKey,
  readingPlans,
  route,
} from './planning-schemas.ts';
import { tabled } from './planning-tables.ts';

const queues = { type: 'array', maxItems: 500, default: [], items: queueKey } as const;
const withinMs = 30_000;

interface ById {
  Params: { id: string };
}

/** What a forecast asks for, what would be if, and why. */
export function requirementRoutes(app: FastifyInstance, deps: RestDeps): void {
  askedRoutes(app, deps);
  whatIfRoute(app, deps);
}

function askedRoutes(app: FastifyInstance, { callerOf, services }: RestDeps): void {
  const { staffing } = services;
  interface Asked {
    queues: string[];
    slot: number;
    from: string;
    to: string;
    model: string;
    quantile?: number | null;
    format: string;
  }
  const slot = { type: 'integer', enum: [0, 15, 30, 60, 1_440], default: 0 } as const;
  app.get<ById & { Querystring: Asked }>(
    '/v1/planning/forecasts/:id/requirement',
    route('Agents per queue and slot or local day (1440), and together', {
      querystring: query({ queues, slot, from: day, to: day, model, quantile, format }),
    }),
    async (request, reply) => {
      const { context } = callerOf(request, readingPlans);
      const { slot: slotMinutes, format: wanted, quantile, ...rest } = request.query;
      const asked = {
        tenant: context.tenant,
        forecastId: request.params.id,
        slotMinutes,
        quantile: quantile ?? undefined,
        ...rest,
      };
      const answer = await ask(staffing, staffing.getRequirement, asked, { context, withinMs });
      return tabled(reply, plainJson(answer), { rows: 'slots', wanted, name: 'requirement' });
    },
  );
  const start = { type: 'string', minLength: 16, maxLength: 40 } as const;
  app.get<ById & { Querystring: { queue: string; start: string; model: string } }>(
    '/v1/planning/forecasts/:id/explain',
    route('Why one slot needs so many', {
      querystring: query({ queue: queueKey, start, model }, ['queue', 'start']),
    }),
    async (request) => {
      const { context } = callerOf(request, readingPlans);
      const { tenant } = context;
      const asked = { tenant, forecastId: request.params.id, ...request.query };
      return plainJson(
        await ask(staffing, staffing.explainRequirement, asked, { context, withinMs }),
      );
    },
  );
}

function whatIfRoute(app: FastifyInstance, { callerOf, services }: RestDeps): void {
  const { staffing } = services;
  interface Body extends ScenarioChange {
    queue: string;
    from: string;
    to: string;
    goals?: StaffingGoals;
    model: string;
    quantile?: number;
  }
  const body = query({ queue: queueKey, from: day, to: day, ...change, goals, model, quantile }, [
    'queue',
  ]);
  app.post<ById & { Body: Body }>(
    '/v1/planning/forecasts/:id/what-if',
    route('The same with something changed, kept nowhere', { body }),
    async (request) => {
      const { context } = callerOf(request, readingPlans);
      const { volumePercent, ahtPercent, patienceS, shrinkage, ...rest } = withoutNulls(
        request.body,
      );
      const asked = {
        tenant: context.tenant,
        forecastId: request.params.id,
        ...rest,
        goals: rest.goals,
        change: { volumePercent, ahtPercent, patienceS, shrinkage: String(shrinkage ?? '') },
      };
      return plainJson(await ask(staffing, staffing.tryWhatIf, asked, { context, withinMs }));
    },
  );
}
