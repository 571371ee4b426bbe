import type { FastifyInstance } from 'fastify';
import { ScoreAct } from '../../../proto/gen/floorcast/score/v1/score_decision.ts';
import { ask } from '../../lib/grpc.ts';
import { actJson, readJsonAct } from './act-json.ts';
import type { RestDeps } from './deps.ts';
import { type ActBody, actBody, day, id, strict } from './schedule-schemas.ts';
import { besideRoutes } from './scores-beside.ts';
import { cardRoutes } from './scores-cards.ts';
import { evaluationTable } from './scores-evaluations.ts';
import { act, everybody, period, person, route, site } from './scores-schemas.ts';
import { voiceRoutes } from './scores-voices.ts';

/** A month of a large site out of the archive. */
const withinMs = 60_000;

/**
 * How it went, and why. Every answer is the message of proto/floorcast/score/v1
 * as JSON, field by field, absent = null; an act is one name with its fields.
 */
export function scoreRoutes(app: FastifyInstance, deps: RestDeps): void {
  setupRoutes(app, deps);
  evaluationRoutes(app, deps);
  voiceRoutes(app, deps);
  cardRoutes(app, deps);
  peopleRoutes(app, deps);
  besideRoutes(app, deps);
}

function setupRoutes(app: FastifyInstance, { callerOf, services }: RestDeps): void {
  const { scores } = services;
  app.get<{ Querystring: { site: string } }>(
    '/v1/scores/setup',
    route('Forms, sampling, definitions, measures and ladder, all versions', {
      querystring: strict({ site }, ['site']),
    }),
    async (request) => {
      const { context } = callerOf(request, everybody);
      const asked = { tenant: context.tenant, ...request.query };
      return actJson(await ask(scores, scores.getScoreSetup, asked, { context, withinMs }));
    },
  );
  app.post<{ Querystring: { site: string }; Body: ActBody }>(
    '/v1/scores/acts',
    route('Does an act, whole or not at all; 409 says who decided first', {
      querystring: strict({ site }, ['site']),
      body: actBody(act),
    }),
    async (request) => {
      const { context } = callerOf(request, everybody);
      const { commandId = crypto.randomUUID(), seenPosition, preview, act } = request.body;
      const asked = {
        ...{ tenant: context.tenant, site: request.query.site, commandId, preview },
        seenPosition: seenPosition ?? undefined,
        act: readJsonAct(ScoreAct, act),
      };
      return actJson(await ask(scores, scores.act, asked, { context, withinMs }));
    },
  );
}

interface EvaluationsQuery {
  site: string;
  person: string;
  from: string;
  to: string;
  id: string;
  format: string;
}

function evaluationRoutes(app: FastifyInstance, { callerOf, services }: RestDeps): void {
  const { scores } = services;
  const format = { type: 'string', enum: ['json', 'csv'], default: 'json' } as const;
  app.get<{ Querystring: { site: string; period: string } }>(
    '/v1/scores/samples',
    route('What was drawn to be listened to, with all that is needed to draw it again', {
      querystring: strict({ site, period }, ['site']),
    }),
    async (request) => {
      const { context } = callerOf(request, everybody);
      const asked = { tenant: context.tenant, ...request.query };
      return actJson(await ask(scores, scores.listSamples, asked, { context, withinMs }));
    },
  );
  app.get<{ Querystring: EvaluationsQuery }>(
    '/v1/scores/evaluations',
    route('Contacts as they were marked, each with the version of its form', {
      querystring: strict({ site, person, from: day, to: day, id, format }, ['site']),
    }),
    async (request, reply) => {
      const { context } = callerOf(request, everybody);
      const { id: evaluationId, format, ...rest } = request.query;
      const asked = { tenant: context.tenant, evaluationId, ...rest };
      const answer = await ask(scores, scores.listEvaluations, asked, { context, withinMs });
      return format === 'csv' ? evaluationTable(reply, answer) : actJson(answer);
    },
  );
  app.get<{ Querystring: { site: string } }>(
    '/v1/scores/calibrations',
    route('Contacts that several marked, and how far they agree', {
      querystring: strict({ site }, ['site']),
    }),
    async (request) => {
      const { context } = callerOf(request, everybody);
      const asked = { tenant: context.tenant, ...request.query };
      return actJson(await ask(scores, scores.listCalibrations, asked, { context, withinMs }));
    },
  );
  app.get<{ Querystring: { site: string; person: string } }>(
    '/v1/scores/rounds',
    route('360-degree and mystery rounds, and knowledge tests', {
      querystring: strict({ site, person }, ['site']),
    }),
    async (request) => {
      const { context } = callerOf(request, everybody);
      const asked = { tenant: context.tenant, ...request.query };
      return actJson(await ask(scores, scores.listRounds, asked, { context, withinMs }));
    },
  );
}

function peopleRoutes(app: FastifyInstance, { callerOf, services }: RestDeps): void {
  const { scores } = services;
  app.get<{ Querystring: { site: string } }>(
    '/v1/scores/appeals',
    route('What is contested, by when it is decided, and how contests ended', {
      querystring: strict({ site }, ['site']),
    }),
    async (request) => {
      const { context } = callerOf(request, everybody);
      const asked = { tenant: context.tenant, ...request.query };
      return actJson(await ask(scores, scores.listAppeals, asked, { context, withinMs }));
    },
  );
  app.get<{ Querystring: { site: string; person: string } }>(
    '/v1/scores/notes',
    route('Plans, coaching notes, praise, topics and questioned rules', {
      querystring: strict({ site, person }, ['site']),
    }),
    async (request) => {
      const { context } = callerOf(request, everybody);
      const asked = { tenant: context.tenant, ...request.query };
      return actJson(await ask(scores, scores.listNotes, asked, { context, withinMs }));
    },
  );
  app.get<{ Querystring: { site: string } }>(
    '/v1/scores/posted',
    route('What a wall may show, as the privacy preset of the site allows', {
      querystring: strict({ site }, ['site']),
    }),
    async (request) => {
      const { context } = callerOf(request, [...everybody, 'wall']);
      const asked = { tenant: context.tenant, ...request.query };
      return actJson(await ask(scores, scores.getPosted, asked, { context, withinMs }));
    },
  );
}
