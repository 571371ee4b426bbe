import type { ServerResponse } from 'node:http';
import type { ClientReadableStream } from '@grpc/grpc-js';
import type { FastifyInstance } from 'fastify';
import type { OptimiseResponse } from '../../../proto/gen/floorcast/schedule/v1/shift_scheduling_service.ts';
import { toMetadata } from '../../lib/context.ts';
import { ask } from '../../lib/grpc.ts';
import { securityHeaders } from '../door.ts';
import { toProblem } from '../refusal.ts';
import type { RestDeps } from './deps.ts';
import { scheduleJson } from './schedule-json.ts';
import {
  commandId,
  scheduling as deciding,
  id,
  people,
  route,
  site,
  someDays,
  strict,
} from './schedule-schemas.ts';

interface OptimiseBody {
  draftId: string;
  seconds: number;
  seed: number;
  people: string[];
  days: string[];
  stability: number;
  work: number;
  wholeDay: boolean;
}

const body = strict(
  {
    draftId: { ...id, minLength: 1 },
    seconds: { type: 'integer', minimum: 1, maximum: 3_600, default: 60 },
    seed: { type: 'integer', minimum: 0, maximum: 4_294_967_295, default: 1 },
    people,
    days: someDays,
    stability: { type: 'number', minimum: 0, maximum: 1e6, default: 0 },
    work: { type: 'integer', minimum: 0, default: 0, description: 'Repeatable; 0 = seconds' },
    wholeDay: { type: 'boolean', default: false },
  },
  ['draftId'],
);
const search = strict({ searchId: { ...id, minLength: 1 } }, ['searchId']);
/** The answer ends with the search; so much longer may its last word take. */
const graceMs = 60_000;

/** A search for a better schedule: told as it goes, ended, taken into its draft. */
export function searchRoutes(app: FastifyInstance, deps: RestDeps): void {
  optimiseRoute(app, deps);
  const { callerOf, services } = deps;
  const { scheduling } = services;
  app.post<{ Params: { searchId: string } }>(
    '/v1/schedule/optimise/:searchId/stop',
    route('Ends a search; its best can be taken', { params: search }),
    async (request) => {
      const { context } = callerOf(request, deciding);
      const asked = { tenant: context.tenant, searchId: request.params.searchId };
      return ask(scheduling, scheduling.stopOptimising, asked, { context });
    },
  );
  interface Take {
    commandId?: string;
    people: string[];
    days: string[];
  }
  app.post<{ Params: { searchId: string }; Querystring: { site: string }; Body: Take | null }>(
    '/v1/schedule/optimise/:searchId/take',
    route('What a search found into its draft, in whole or in part', {
      params: search,
      querystring: strict({ site }, ['site']),
      body: { ...strict({ commandId, people, days: someDays }), type: ['object', 'null'] },
    }),
    async (request) => {
      const { context } = callerOf(request, deciding);
      const { commandId = crypto.randomUUID(), people = [], days = [] } = request.body ?? {};
      const of = { tenant: context.tenant, site: request.query.site, ...request.params };
      const asked = { ...of, commandId, people, days };
      return ask(scheduling, scheduling.takeOptimised, asked, { context, withinMs: 30_000 });
    },
  );
}

function optimiseRoute(app: FastifyInstance, { callerOf, services, log }: RestDeps): void {
  const { scheduling } = services;
  app.post<{ Querystring: { site: string }; Body: OptimiseBody }>(
    '/v1/schedule/optimise',
    route('Searches for a better schedule of a draft: `text/event-stream` of how far it is', {
      querystring: strict({ site }, ['site']),
      body,
    }),
    async (request, reply) => {
      const { context } = callerOf(request, deciding);
      const asked = { tenant: context.tenant, site: request.query.site, ...request.body };
      const deadline = Date.now() + 3_600_000 + graceMs;
      const call = scheduling.optimise(asked, toMetadata(context), { deadline });
      // Who hangs up leaves the search to itself: it can be stopped and taken by its id.
      reply.raw.on('close', () => call.cancel());
      reply.hijack();
      await stream(call, reply.raw, (error) => toProblem(log, error));
    },
  );
}

/** Each step as a message; a refusal as `event: refusal` with its problem document. */
async function stream(
  call: ClientReadableStream<OptimiseResponse>,
  screen: ServerResponse,
  problemOf: (error: unknown) => object,
): Promise<void> {
  screen.writeHead(200, {
    ...securityHeaders,
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-store',
  });
  try {
    for await (const step of call as AsyncIterable<OptimiseResponse>) {
      screen.write(`data: ${JSON.stringify(scheduleJson(step))}\n\n`);
    }
  } catch (error) {
    // Who hung up reads no refusal.
    if (!screen.destroyed) {
      screen.write(`event: refusal\ndata: ${JSON.stringify(problemOf(error))}\n\n`);
    }
  }
  screen.end();
}
