import type { ServerResponse } from 'node:http';
import type { ClientReadableStream } from '@grpc/grpc-js';
import type { FastifyInstance } from 'fastify';
import type {
  SkillGroup,
  SkillQueue,
} from '../../../proto/gen/floorcast/staffing/v1/requirement.ts';
import type {
  StaffSkillsAnswer,
  StaffSkillsResponse,
} from '../../../proto/gen/floorcast/staffing/v1/staffing_service.ts';
import { DomainError } from '../../domain/domain-error.ts';
import { toMetadata } from '../../lib/context.ts';
import { fromStatus } from '../../lib/grpc.ts';
import { securityHeaders } from '../door.ts';
import { plainJson, withoutNulls } from '../plain-json.ts';
import { toProblem } from '../refusal.ts';
import type { RestDeps } from './deps.ts';
import { goals, query, readingPlans, route } from './planning-schemas.ts';

/** A search is bounded by its work: some seconds, and as long as others' take before it. */
const withinMs = 110_000;

const name = { type: 'string', minLength: 1, maxLength: 265 } as const;
const seconds = { type: 'number', minimum: 0, maximum: 86_400 } as const;
const agents = { type: 'integer', minimum: 0, maximum: 5_000 } as const;
const list = (items: object, maxItems = 40) => ({ type: 'array', default: [], maxItems, items });
const strict = (required: string[], properties: object) => {
  return { type: 'object', additionalProperties: false, required, properties } as const;
};

const skill = strict(['queue'], {
  queue: name,
  level: { type: 'integer', minimum: 0, maximum: 1_000, default: 0, description: '0 = its place' },
  timeFactor: { type: 'number', minimum: 0, maximum: 100, default: 0, description: '0 = 1' },
  afterS: { ...seconds, default: 0, description: 'Overflow: only who has waited so long' },
});
const away = strict(['startS', 'endS', 'agents'], { startS: seconds, endS: seconds, agents });
const group = strict(['name'], {
  name,
  agents: { ...agents, default: 0 },
  queues: { ...list(name), description: 'Queues it serves, the first one first' },
  skills: { ...list(skill), description: 'In place of queues, with more to say' },
  cost: { type: 'number', minimum: 0, maximum: 1e6, default: 1 },
  breaks: { ...list(away, 100), description: 'Only where given agents are simulated' },
  minimumAgents: { ...agents, default: 0 },
  maximumAgents: { ...agents, type: ['integer', 'null'] },
});
const queue = strict(['queue', 'callsPerHour', 'ahtS', 'goals'], {
  queue: name,
  callsPerHour: { type: 'number', minimum: 0, maximum: 1e6 },
  ahtS: { type: 'number', exclusiveMinimum: 0, maximum: 1e6 },
  patienceS: { type: ['number', 'null'], exclusiveMinimum: 0, maximum: 1e6 },
  goals: { ...goals, type: 'object' },
  priority: { type: 'integer', minimum: -1_000, maximum: 1_000, default: 0 },
  handlingLogSd: {
    type: ['number', 'null'],
    minimum: 0,
    maximum: 5,
    description: 'Spread of the logarithm of handling times; null = exponential',
  },
});
const body = query(
  {
    groups: { ...list(group), minItems: 1 },
    queues: { ...list(queue), minItems: 1 },
    search: { type: 'boolean', default: false },
    replications: { type: 'integer', minimum: 0, maximum: 200, default: 0 },
    hours: { type: 'integer', minimum: 0, maximum: 24, default: 0 },
    seed: { type: 'integer', minimum: 0, maximum: 4_294_967_295, default: 1 },
    contactChoice: { type: 'string', enum: ['priority', 'level'], default: 'priority' },
  },
  ['groups', 'queues'],
);

interface Body {
  groups: SkillGroup[];
  queues: SkillQueue[];
  search: boolean;
  replications: number;
  hours: number;
  seed: number;
  contactChoice: string;
}

/**
 * Several skills: one answer; or, to who accepts `text/event-stream`, how far it
 * is (`event: progress`) and last `event: answer` or `event: refusal`. Who hangs
 * up ends the work.
 */
export function skillRoutes(app: FastifyInstance, { callerOf, services, log }: RestDeps): void {
  const { staffing } = services;
  app.post<{ Body: Body }>(
    '/v1/planning/skills',
    route('Several skills: simulated, or the cheapest staffing searched', { body }),
    async (request, reply) => {
      const { context } = callerOf(request, readingPlans);
      const asked = { tenant: context.tenant, ...withoutNulls(request.body) };
      const deadline = Date.now() + withinMs;
      const call = staffing.staffSkills(asked, toMetadata(context), { deadline });
      reply.raw.on('close', () => call.cancel());
      if (!String(request.headers.accept ?? '').includes('text/event-stream')) {
        return plainJson(await lastOf(call, () => undefined));
      }
      reply.hijack();
      const screen = reply.raw;
      screen.writeHead(200, {
        ...securityHeaders,
        'content-type': 'text/event-stream; charset=utf-8',
        'cache-control': 'no-store',
      });
      try {
        const answer = await lastOf(call, (progress) => tell(screen, 'progress', progress));
        tell(screen, 'answer', answer);
      } catch (error) {
        // Who hung up reads no refusal.
        if (!screen.destroyed) tell(screen, 'refusal', toProblem(log, error));
      }
      screen.end();
    },
  );
}

async function lastOf(
  call: ClientReadableStream<StaffSkillsResponse>,
  progress: (so: unknown) => void,
): Promise<StaffSkillsAnswer> {
  try {
    for await (const { told } of call as AsyncIterable<StaffSkillsResponse>) {
      if (told?.$case === 'answer') return told.value;
      if (told?.$case === 'progress') progress(told.value);
    }
  } catch (error) {
    throw fromStatus(error as Parameters<typeof fromStatus>[0]);
  }
  throw new DomainError('unavailable', 'the simulation ended without an answer');
}

function tell(screen: ServerResponse, event: string, message: unknown): void {
  screen.write(`event: ${event}\ndata: ${JSON.stringify(plainJson(message))}\n\n`);
}
