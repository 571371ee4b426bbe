import type { FastifyInstance } from 'fastify';
import { ask } from '../../lib/grpc.ts';
import { actJson } from './act-json.ts';
import type { RestDeps } from './deps.ts';
import { day, steering, strict } from './schedule-schemas.ts';
import { id, route, site } from './scores-schemas.ts';

const withinMs = 20_000;

/** What stands beside scores: who stands in for whom, and sites beside each other. */
export function besideRoutes(app: FastifyInstance, { callerOf, services }: RestDeps): void {
  const { scores, scheduling } = services;
  const away = { type: 'string', maxLength: 20_000, default: '' } as const;
  app.get<{ Querystring: { site: string; day: string; away: string } }>(
    '/v1/scores/stand-ins',
    route('Who is trained for the posts of who is away: a call-out asks them first', {
      querystring: strict({ site, day, away: { ...away, description: 'Also away: p1,p2' } }, [
        'site',
      ]),
    }),
    async (request) => {
      const { context } = callerOf(request, steering);
      const { away: people, ...rest } = request.query;
      const named = people.split(',').filter(Boolean);
      const asked = { tenant: context.tenant, away: named, ...rest };
      return actJson(await ask(scheduling, scheduling.listStandIns, asked, { context, withinMs }));
    },
  );
  app.get<{ Querystring: { form: string } }>(
    '/v1/scores/mystery',
    route('Mystery shopping of all sites side by side, quarter by quarter', {
      querystring: strict({ form: { ...id, default: '' } }),
    }),
    async (request) => {
      const { context } = callerOf(request, ['quality', 'administrator']);
      const asked = { tenant: context.tenant, formId: request.query.form };
      return actJson(await ask(scores, scores.compareMystery, asked, { context, withinMs }));
    },
  );
}
