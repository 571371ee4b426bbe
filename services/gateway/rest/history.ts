import type { FastifyInstance } from 'fastify';
import { DomainError } from '../../domain/domain-error.ts';
import { type Role, roles } from '../../lib/context.ts';
import { ask } from '../../lib/grpc.ts';
import { agentIntervalJson, legJson, queueIntervalJson, spanJson } from '../convert.ts';
import { plainJson } from '../plain-json.ts';
import type { RestDeps } from './deps.ts';

const seeingContacts: readonly Role[] = ['supervisor', 'team-lead', 'quality', 'administrator'];
const seeingAgents: readonly Role[] = roles.filter((role) => role !== 'wall');

/** A question about two years takes longer than one about now. */
const withinMs = 20_000;

const instant = { type: 'string', format: 'date-time', description: 'ISO 8601 with zone' } as const;
const names = { type: 'array', maxItems: 500, items: { type: 'string', maxLength: 200 } } as const;
const paged = {
  site: { type: 'string', maxLength: 64, default: '' },
  from: instant,
  to: instant,
  pageSize: { type: 'integer', minimum: 1, maximum: 10_000, default: 1_000 },
  pageToken: { type: 'string', maxLength: 1_000, default: '' },
} as const;

interface Paged {
  site: string;
  from: string;
  to: string;
  length: number;
  pageSize: number;
  pageToken: string;
}

/** Figures of the past, out of the archive. */
export function historyRoutes(app: FastifyInstance, deps: RestDeps): void {
  intervalRoutes(app, deps);
  traceRoutes(app, deps);
  const { callerOf, services } = deps;
  const { history } = services;
  app.get(
    '/v1/watermarks',
    { schema: { tags: ['history'], summary: 'How far the archive is' } },
    async (request) => {
      const { context } = callerOf(request, roles);
      return ask(history, history.getWatermarks, { tenant: context.tenant }, { context });
    },
  );
}

function intervalRoutes(app: FastifyInstance, { callerOf, services, now }: RestDeps): void {
  const { history } = services;
  const query = (lengths: number[], more: object) => ({
    type: 'object',
    required: ['from', 'to'],
    additionalProperties: false,
    properties: {
      ...paged,
      length: { type: 'integer', enum: lengths, default: 1_800, description: 'Seconds' },
      ...more,
    },
  });
  app.get<{ Querystring: Paged & { queue: string[] } }>(
    '/v1/intervals',
    {
      schema: {
        tags: ['history'],
        summary: 'Figures of queues by interval of offer, or by local day (86400)',
        querystring: query([300, 900, 1_800, 86_400], { queue: { ...names, default: [] } }),
      },
    },
    async (request) => {
      const { context } = callerOf(request, roles);
      const { tenant } = context;
      const asked = { tenant, ...toAsked(request.query), queues: request.query.queue };
      const [answer, watermarks] = await Promise.all([
        ask(history, history.listQueueIntervals, asked, { context, withinMs }),
        ask(history, history.getWatermarks, { tenant }, { context, withinMs }),
      ]);
      return {
        askedAt: new Date(now()).toISOString(),
        attribution: 'interval-of-offer',
        foldedPosition: watermarks.intervals,
        intervals: answer.intervals.map(queueIntervalJson),
        nextPageToken: answer.nextPageToken || null,
      };
    },
  );
  app.get<{ Querystring: Paged & { agent: string[] } }>(
    '/v1/agent-intervals',
    {
      schema: {
        tags: ['history'],
        summary: 'Figures of agents by interval',
        querystring: query([300, 900, 1_800], { agent: { ...names, default: [] } }),
      },
    },
    async (request) => {
      const { context } = callerOf(request, seeingAgents);
      const { tenant } = context;
      const asked = { tenant, ...toAsked(request.query), agents: request.query.agent };
      const answer = await ask(history, history.listAgentIntervals, asked, { context, withinMs });
      return {
        askedAt: new Date(now()).toISOString(),
        intervals: answer.intervals.map(agentIntervalJson),
        nextPageToken: answer.nextPageToken || null,
      };
    },
  );
}

function toAsked({ site, from, to, length, pageSize, pageToken }: Paged) {
  const range = { from: new Date(from), to: new Date(to) };
  if (range.to <= range.from) {
    throw new DomainError('invalid', `to is ${to}, but must be later than from, which is ${from}`);
  }
  return { site, ...range, lengthS: length, pageSize, pageToken };
}

interface LegsQuery extends Omit<Paged, 'length'> {
  agent: string[];
  callerHash: string;
}

function traceRoutes(app: FastifyInstance, { callerOf, services, now }: RestDeps): void {
  const { history } = services;
  app.get<{ Params: { id: string } }>(
    '/v1/contacts/:id',
    {
      schema: { tags: ['history'], summary: 'Everything about one contact; to agents, their part' },
    },
    async (request) => {
      const { context } = callerOf(request, [...seeingContacts, 'agent']);
      const asked = { tenant: context.tenant, id: request.params.id };
      const { legs } = await ask(history, history.getContact, asked, { context, withinMs });
      return { legs: legs.map(legJson) };
    },
  );
  app.get<{ Querystring: LegsQuery }>(
    '/v1/legs',
    {
      schema: {
        tags: ['history'],
        summary: 'Legs one by one: of agents ("source/agent"), of one caller, or all of a site',
        querystring: {
          type: 'object',
          required: ['from', 'to', 'site'],
          additionalProperties: false,
          properties: {
            ...paged,
            agent: { ...names, default: [] },
            callerHash: { type: 'string', maxLength: 200, default: '' },
          },
        },
      },
    },
    async (request) => {
      const { context } = callerOf(request, seeingContacts);
      const { agent: agents, callerHash } = request.query;
      const { lengthS: _, ...range } = toAsked({ ...request.query, length: 0 });
      const asked = { tenant: context.tenant, ...range, agents, callerHash };
      const answer = await ask(history, history.listContactLegs, asked, { context, withinMs });
      return {
        askedAt: new Date(now()).toISOString(),
        legs: answer.legs.map((leg) => plainJson(leg)),
        nextPageToken: answer.nextPageToken || null,
      };
    },
  );
  const dayQuery = {
    type: 'object',
    required: ['from', 'to', 'site'],
    additionalProperties: false,
    properties: { from: instant, to: instant, site: { type: 'string', maxLength: 64 } },
  } as const;
  app.get<{
    Params: { source: string; agent: string };
    Querystring: { from: string; to: string; site: string };
  }>(
    '/v1/agents/:source/:agent/day',
    { schema: { tags: ['history'], summary: "An agent's day", querystring: dayQuery } },
    async (request) => {
      const { context } = callerOf(request, seeingAgents);
      const { from, to, site } = request.query;
      const range = { from: new Date(from), to: new Date(to) };
      const asked = { tenant: context.tenant, site, ...request.params, ...range };
      const { spans } = await ask(history, history.getAgentDay, asked, { context, withinMs });
      return { spans: spans.map(spanJson) };
    },
  );
}
