import type { FastifyInstance } from 'fastify';
import { ask } from '../../lib/grpc.ts';
import { actJson } from './act-json.ts';
import type { RestDeps } from './deps.ts';
import { day, strict } from './schedule-schemas.ts';
import { everybody, id, person, route, site } from './scores-schemas.ts';

const withinMs = 20_000;

/** What customers said. */
export function voiceRoutes(app: FastifyInstance, { callerOf, services }: RestDeps): void {
  const { scores } = services;
  const leading = everybody.filter((role) => role !== 'agent' && role !== 'planner');
  app.get<{
    Querystring: { site: string; person: string; team: string; from: string; to: string };
  }>(
    '/v1/scores/surveys',
    route('What customers answered: the newest, and by week and team', {
      querystring: strict({ site, person, team: { ...id, default: '' }, from: day, to: day }, [
        'site',
      ]),
    }),
    async (request) => {
      const { context } = callerOf(request, leading);
      const asked = { tenant: context.tenant, ...request.query };
      return actJson(await ask(scores, scores.listSurveys, asked, { context, withinMs }));
    },
  );
}
