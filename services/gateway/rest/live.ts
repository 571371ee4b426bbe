import type { FastifyInstance } from 'fastify';
import { DomainError } from '../../domain/domain-error.ts';
import { type Role, roles } from '../../lib/context.ts';
import { audienceOf } from '../audience.ts';
import type { ViewKey } from '../board.ts';
import { agentsJson, queuesJson } from '../convert.ts';
import { securityHeaders } from '../door.ts';
import type { Wall } from '../wall-stream.ts';
import type { RestDeps } from './deps.ts';

const site = {
  type: 'string',
  maxLength: 64,
  default: '',
  description: 'Only this site; empty = all',
} as const;
const siteQuery = { type: 'object', additionalProperties: false, properties: { site } } as const;

/** Who may see agents one by one beyond a wall; an agent finds himself only. */
const seeingAgents: readonly Role[] = roles.filter((role) => role !== 'wall');

/** How long a request waits for the first figures of a tenant. */
const loadWithinMs = 3_000;

/** Live figures: the stream of a screen, and the same at one instant. */
export function liveRoutes(app: FastifyInstance, deps: RestDeps): void {
  const { callerOf, walls, alive, now } = deps;
  streamRoute(app, deps);
  app.get<{ Querystring: { site: string } }>(
    '/v1/queues',
    { schema: { tags: ['live'], summary: 'Queues now', querystring: siteQuery } },
    async (request) => {
      const { context } = callerOf(request, roles);
      const wall = await loaded(walls.of(context.tenant));
      return queuesJson(wall.sight(audienceOf(context.roles)), {
        site: request.query.site,
        services: alive.ages(),
      });
    },
  );
  app.get<{ Querystring: { site: string } }>(
    '/v1/agents',
    { schema: { tags: ['live'], summary: 'Agents now', querystring: siteQuery } },
    async (request) => {
      const { context } = callerOf(request, seeingAgents);
      const wall = await loaded(walls.of(context.tenant));
      const everybody = audienceOf(context.roles) === 'staff';
      return agentsJson(wall.sight('staff'), {
        site: request.query.site,
        // Only what is his own may be seen by an agent.
        person: everybody ? null : context.person,
        services: alive.ages(),
      });
    },
  );
  app.get(
    '/v1/health',
    { schema: { tags: ['operation'], summary: 'The services and when each was last heard' } },
    async (request) => {
      callerOf(request, roles);
      const services = alive.ages().map(({ service, heardMs }) => ({
        service,
        heardAt: heardMs === 0 ? null : new Date(heardMs).toISOString(),
        ageMs: heardMs === 0 ? null : Math.max(0, now() - heardMs),
        alive: alive.isHeard(service, now()),
      }));
      return {
        at: new Date(now()).toISOString(),
        ok: services.every((one) => one.alive),
        services,
      };
    },
  );
}

async function loaded(wall: Wall): Promise<Wall> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    const sentence = 'queue-metrics has not told its figures yet; try again';
    timer = setTimeout(() => reject(new DomainError('unavailable', sentence)), loadWithinMs);
  });
  await Promise.race([wall.loaded, late]).finally(() => clearTimeout(timer));
  return wall;
}

const liveQuery = {
  type: 'object',
  additionalProperties: false,
  properties: {
    board: { type: 'string', enum: ['queues', 'floor', 'team'], default: 'queues' },
    site,
  },
} as const;

/** Server-sent events: frames of one board, with ids that a reconnect resumes from. */
function streamRoute(app: FastifyInstance, { callerOf, walls, maxScreens }: RestDeps): void {
  app.get<{ Querystring: { board: ViewKey['board']; site?: string } }>(
    '/v1/live',
    {
      schema: {
        tags: ['live'],
        summary: 'The live stream of one board (text/event-stream of WallFrame)',
        querystring: liveQuery,
      },
    },
    (request, reply) => {
      const { context } = callerOf(request, roles);
      if (walls.screens() >= maxScreens) {
        throw new DomainError('unavailable', `${maxScreens} screens are connected already`);
      }
      const { board, site = '' } = request.query;
      const wall = walls.of(context.tenant);
      reply.hijack();
      reply.raw.writeHead(200, {
        ...securityHeaders,
        'content-type': 'text/event-stream; charset=utf-8',
        'cache-control': 'no-store',
      });
      request.socket.setTimeout(0);
      // A screen that lost its connection comes back after a second, not at once with all others.
      reply.raw.write(`retry: ${500 + Math.floor(Math.random() * 1_000)}\n\n`);
      const key = { board, site, audience: audienceOf(context.roles) };
      wall.join(key, reply.raw, String(request.headers['last-event-id'] ?? ''));
    },
  );
}
