import type { FastifyInstance, FastifyReply } from 'fastify';
import { Definition, LadderRules } from '../../../proto/gen/floorcast/score/v1/scorecard.ts';
import type {
  GetLadderResponse,
  ListCardsResponse,
} from '../../../proto/gen/floorcast/score/v1/scorecard_service.ts';
import { DomainError } from '../../domain/domain-error.ts';
import { ask } from '../../lib/grpc.ts';
import { toCsv } from '../csv.ts';
import { withoutNulls } from '../plain-json.ts';
import { actJson } from './act-json.ts';
import type { RestDeps } from './deps.ts';
import { strict } from './schedule-schemas.ts';
import { everybody, id, period, person, route, site, version } from './scores-schemas.ts';

const withinMs = 60_000;

/** Cards of a team, one card opened, and the ladder they lead to. */
export function cardRoutes(app: FastifyInstance, deps: RestDeps): void {
  listRoutes(app, deps);
  definitionRoutes(app, deps);
  ladderRoutes(app, deps);
}

interface CardsQuery {
  site: string;
  period: string;
  team: string;
  version: number;
  trends: boolean;
  format: string;
}

interface CardQuery {
  site: string;
  person: string;
  period: string;
  version: number;
  definition?: string;
}

function listRoutes(app: FastifyInstance, { callerOf, services }: RestDeps): void {
  const { scores } = services;
  const format = { type: 'string', enum: ['json', 'csv'], default: 'json' } as const;
  const trends = { type: 'boolean', default: false } as const;
  app.get<{ Querystring: CardsQuery }>(
    '/v1/scores/cards',
    route('Scorecards of a week or month; empty = the running month', {
      querystring: strict({ site, period, team: person, version, trends, format }, ['site']),
    }),
    async (request, reply) => {
      const { context } = callerOf(request, everybody);
      const { format, ...rest } = request.query;
      const asked = { tenant: context.tenant, ...rest };
      const answer = await ask(scores, scores.listCards, asked, { context, withinMs });
      return format === 'csv' ? cardTable(reply, answer) : actJson(answer);
    },
  );
  app.get<{ Querystring: CardQuery }>(
    '/v1/scores/card',
    route('One scorecard, opened to its reasons; without a person, of who asks', {
      querystring: strict({ site, person, period, version, definition: id }, ['site']),
    }),
    async (request) => {
      const { context } = callerOf(request, everybody);
      const { definition: definitionId, ...rest } = request.query;
      const asked = { tenant: context.tenant, definitionId, ...rest };
      return actJson(await ask(scores, scores.getCard, asked, { context, withinMs }));
    },
  );
}

function definitionRoutes(app: FastifyInstance, { callerOf, services }: RestDeps): void {
  const { scores } = services;
  app.get<{ Querystring: { site: string } }>(
    '/v1/scores/closes',
    route('Periods closed, to be closed and running, by definition', {
      querystring: strict({ site }, ['site']),
    }),
    async (request) => {
      const { context } = callerOf(request, everybody);
      const asked = { tenant: context.tenant, ...request.query };
      return actJson(await ask(scores, scores.listCloses, asked, { context, withinMs }));
    },
  );
  app.post<{
    Querystring: { site: string };
    Body: { definition: Record<string, unknown>; period?: string };
  }>(
    '/v1/scores/definitions/dry-run',
    route('What a definition would come to, before it holds, beside what stands', {
      querystring: strict({ site }, ['site']),
      body: strict({ definition: { type: 'object' }, period }, ['definition']),
    }),
    async (request) => {
      const { context } = callerOf(request, everybody);
      const { definition: json, period = '' } = request.body;
      const definition = readAs(Definition, json, 'definition');
      const asked = { tenant: context.tenant, ...request.query, definition, period };
      return actJson(await ask(scores, scores.tryDefinition, asked, { context, withinMs }));
    },
  );
}

/** A row a card with what its post is paid, its lines as columns by measure: points and figure. */
function cardTable(reply: FastifyReply, { cards, names, posts }: ListCardsResponse): FastifyReply {
  const paid = new Map(posts.map(({ postId, payCoefficient }) => [postId, payCoefficient]));
  const rows = cards.map(({ person, team, post, lines, total, bonus, rank, ranked, ...card }) => ({
    person,
    name: names[person] ?? '',
    team,
    post,
    payCoefficient: paid.get(post) ?? null,
    ...{ period: card.period, definition: card.definitionId, version: card.version },
    ...{ total: total ?? null, bonus, rank, ranked, stars: card.stars },
    ...Object.fromEntries(
      lines.map(({ measureId, figure, points, sample, state }) => [
        measureId,
        { figure: figure ?? null, points: points ?? null, sample, state },
      ]),
    ),
  }));
  return reply
    .type('text/csv; charset=utf-8')
    .header('content-disposition', 'attachment; filename="floorcast-scores.csv"')
    .send(toCsv(rows));
}

function ladderRoutes(app: FastifyInstance, { callerOf, services }: RestDeps): void {
  const { scores } = services;
  const format = { type: 'string', enum: ['json', 'csv'], default: 'json' } as const;
  app.get<{ Querystring: { site: string; format: string } }>(
    '/v1/scores/ladder',
    route('Posts, who holds which, reviews done, and what the next one would do', {
      querystring: strict({ site, format }, ['site']),
    }),
    async (request, reply) => {
      const { context } = callerOf(request, everybody);
      const { site, format } = request.query;
      const asked = { tenant: context.tenant, site, dryRun: undefined, month: '' };
      const answer = await ask(scores, scores.getLadder, asked, { context, withinMs });
      return format === 'csv' ? ladderTable(reply, answer) : actJson(answer);
    },
  );
  const body = strict({ rules: { type: ['object', 'null'] }, month: period });
  app.post<{
    Querystring: { site: string };
    Body: { rules?: Record<string, unknown> | null; month?: string } | null;
  }>(
    '/v1/scores/ladder/dry-run',
    route('What rules would have done on past months; without rules, those that stand', {
      querystring: strict({ site }, ['site']),
      body: { ...body, type: ['object', 'null'] },
    }),
    async (request) => {
      const { context } = callerOf(request, everybody);
      const { rules = null, month = '' } = request.body ?? {};
      const dryRun = rules ? readAs(LadderRules, rules, 'rules') : undefined;
      const asked = { tenant: context.tenant, ...request.query, dryRun, month };
      return actJson(await ask(scores, scores.getLadder, asked, { context, withinMs }));
    },
  );
}

/** A row a person: the post held, since when, and what it is paid. For pay. */
function ladderTable(reply: FastifyReply, ladder: GetLadderResponse): FastifyReply {
  const { rules, holdings, names } = ladder;
  const posts = new Map(rules?.posts.map((post) => [post.postId, post]));
  const rows = holdings.map(({ person, postId, since, stars, warned }) => {
    const {
      nameEn = '',
      nameZh = '',
      rung = null,
      payCoefficient = null,
    } = posts.get(postId) ?? {};
    const who = { person, name: names[person] ?? '' };
    return { ...who, post: postId, nameEn, nameZh, rung, payCoefficient, since, stars, warned };
  });
  return reply
    .type('text/csv; charset=utf-8')
    .header('content-disposition', 'attachment; filename="floorcast-ladder.csv"')
    .send(toCsv(rows));
}

/** A message off JSON; what it does not know is left out. */
function readAs<Read>(
  message: {
    fromPartial: (object: never) => Read;
    encode: (read: Read) => { finish: () => Uint8Array };
    decode: (bytes: Uint8Array) => Read;
  },
  json: Record<string, unknown>,
  what: string,
): Read {
  try {
    const read = message.fromPartial(withoutNulls(json) as never);
    return message.decode(message.encode(read).finish());
  } catch (error) {
    throw new DomainError('invalid', `the ${what} cannot be read: ${(error as Error).message}`);
  }
}
