import type { FastifyInstance } from 'fastify';
import { AdherenceAct } from '../../../proto/gen/floorcast/agent/v1/adherence_decision.ts';
import { DomainError } from '../../domain/domain-error.ts';
import { ask } from '../../lib/grpc.ts';
import { plainJson, withoutNulls } from '../plain-json.ts';
import type { RestDeps } from './deps.ts';
import { tabled } from './planning-tables.ts';

const roles = ['administrator', 'planner', 'supervisor', 'team-lead', 'quality', 'agent'] as const;
/** Older days come out of the archive. */
const withinMs = 30_000;

const site = { type: 'string', minLength: 1, maxLength: 64 } as const;
const person = { type: 'string', maxLength: 200, default: '' } as const;
const day = {
  type: 'string',
  pattern: '^(\\d{4}-\\d{2}-\\d{2})?$',
  default: '',
  description: 'A local day of the site, 2026-11-28',
} as const;

/**
 * Who does what was planned, and why not. Every answer is the message of
 * proto/floorcast/agent/v1 as JSON, field by field, absent = null. Agents see
 * themselves alone; the service tells each what they may see. Minutes are contested
 * as an appeal of scores: `appealLodged` of "adherence".
 */
export function adherenceRoutes(app: FastifyInstance, deps: RestDeps): void {
  nowRoute(app, deps);
  daysRoute(app, deps);
  dayRoute(app, deps);
  actsRoute(app, deps);
}

function nowRoute(app: FastifyInstance, { callerOf, services }: RestDeps): void {
  const { adherence } = services;
  app.get<{ Querystring: { site: string } }>(
    '/v1/adherence/now',
    route('Everybody of a site now: planned, seen, since when, and the cause', {
      querystring: strict({ site }, ['site']),
    }),
    async (request) => {
      const { context } = callerOf(request, roles);
      const asked = { tenant: context.tenant, ...request.query };
      return plainJson(
        await ask(adherence, adherence.getAdherenceNow, asked, { context, withinMs }),
      );
    },
  );
}

interface DaysQuery {
  site: string;
  from: string;
  to: string;
  person: string;
  people: string;
  format: string;
}

function daysRoute(app: FastifyInstance, { callerOf, services }: RestDeps): void {
  const { adherence } = services;
  const properties = {
    ...{ site, from: day, to: day, person },
    people: { type: 'string', maxLength: 60_000, default: '', description: 'Parted by commas' },
    format: { type: 'string', enum: ['json', 'csv'], default: 'json' },
  };
  app.get<{ Querystring: DaysQuery }>(
    '/v1/adherence/days',
    route('Days of people with minutes by cause, and their sums by week', {
      querystring: strict(properties, ['site', 'from', 'to']),
    }),
    async (request, reply) => {
      const { context } = callerOf(request, roles);
      const { person: one, people: more, format: wanted, ...span } = request.query;
      const people = [one, ...more.split(',')].filter((each) => each !== '');
      const asked = { tenant: context.tenant, ...span, people };
      const answer = await ask(adherence, adherence.listAdherenceDays, asked, {
        context,
        withinMs,
      });
      return tabled(reply, plainJson(answer), { rows: 'days', wanted, name: 'adherence' });
    },
  );
}

function dayRoute(app: FastifyInstance, { callerOf, services }: RestDeps): void {
  const { adherence } = services;
  app.get<{ Querystring: { site: string; person: string; day: string } }>(
    '/v1/adherence/day',
    route("One person's day, stretch by stretch, with marks, contests and every count of it", {
      querystring: strict({ site, person, day }, ['site']),
    }),
    async (request) => {
      const { context } = callerOf(request, roles);
      const { person: given, ...rest } = request.query;
      const asked = { tenant: context.tenant, ...rest, person: given || context.person };
      return plainJson(
        await ask(adherence, adherence.getAdherenceDay, asked, { context, withinMs }),
      );
    },
  );
}

interface ActBody {
  commandId?: string;
  act: Record<string, Record<string, unknown>>;
}

function actsRoute(app: FastifyInstance, { callerOf, services }: RestDeps): void {
  const { adherence } = services;
  const commandId = { type: 'string', minLength: 1, maxLength: 100 } as const;
  const act = {
    type: 'object',
    minProperties: 1,
    maxProperties: 1,
    additionalProperties: false,
    description: 'One act by its name; minutes are contested at /v1/scores/acts',
    properties: Object.fromEntries(actNames.map((name) => [name, { type: 'object' }])),
  };
  app.post<{ Querystring: { site: string }; Body: ActBody }>(
    '/v1/adherence/acts',
    route('Marks asked work, decides the rules of the site', {
      querystring: strict({ site }, ['site']),
      body: strict({ commandId, act }, ['act']),
    }),
    async (request) => {
      const { context } = callerOf(request, roles);
      const { commandId: given, act: json } = request.body;
      const made = { commandId: given ?? crypto.randomUUID(), act: fromJsonAct(json) };
      const asked = { tenant: context.tenant, ...request.query, ...made };
      return plainJson(
        await ask(adherence, adherence.decideAdherence, asked, { context, withinMs }),
      );
    },
  );
}

/** Acts of people; counts are the service's own. */
const actNames = ['markSet', 'markRemoved', 'rulesDecided'] as const;

/** `{"markSet": {...}}` as the message; fields left out are empty. */
function fromJsonAct(json: ActBody['act']): AdherenceAct {
  const [[name, fields] = ['', {}]] = Object.entries(withoutNulls(json));
  const value = { ...fields };
  for (const field of ['from', 'to'] as const) {
    const text = value[field];
    if (text === undefined) continue;
    const at = typeof text === 'string' ? new Date(text) : new Date(Number.NaN);
    if (Number.isNaN(at.getTime())) {
      throw new DomainError('invalid', `act.${name}.${field} is "${text}", but must be an instant`);
    }
    value[field] = at;
  }
  try {
    const what: unknown = { $case: name, value };
    const act = AdherenceAct.fromPartial({ what: what as AdherenceAct['what'] });
    // What is of another kind than its field shows here.
    return AdherenceAct.decode(AdherenceAct.encode(act).finish());
  } catch (error) {
    throw new DomainError('invalid', `act "${name}" cannot be read: ${(error as Error).message}`);
  }
}

function strict(properties: object, required: readonly string[] = []) {
  return { type: 'object', additionalProperties: false, required, properties } as const;
}

function route(summary: string, rest: object) {
  return { schema: { tags: ['adherence'], summary, ...rest } };
}
