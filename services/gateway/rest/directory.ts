import type { FastifyInstance } from 'fastify';
import { DomainError } from '../../domain/domain-error.ts';
import { readSetting, writeSetting } from '../../domain/settings/directory-document.ts';
import { type Role, roles } from '../../lib/context.ts';
import { ask } from '../../lib/grpc.ts';
import { fromWireSetting, toWireSetting } from '../../lib/settings-wire.ts';
import type { RestDeps } from './deps.ts';

const decisive: readonly Role[] = ['administrator'];
const exporting: readonly Role[] = ['administrator', 'planner'];

/** A directory of 100,000 settings takes its time to reach the disk. */
const importWithinMs = 120_000;

const settingBody = {
  type: 'object',
  required: ['commandId', 'setting'],
  additionalProperties: false,
  properties: {
    commandId: { type: 'string', minLength: 1, maxLength: 100 },
    setting: {
      type: 'object',
      description: 'As in the directory document: /schemas/directory.json',
    },
    seenPosition: { type: 'integer', minimum: 0, description: 'The position read before deciding' },
  },
} as const;
const importQuery = {
  type: 'object',
  additionalProperties: false,
  properties: {
    dryRun: { type: 'boolean', default: false },
    commandId: { type: 'string', minLength: 1, maxLength: 60 },
  },
} as const;
const tenantParams = {
  type: 'object',
  properties: { tenant: { type: 'string', maxLength: 32 } },
} as const;
const eraseQuery = {
  type: 'object',
  required: ['confirm'],
  additionalProperties: false,
  properties: { confirm: { type: 'string', description: 'The tenant once more' } },
} as const;

/** The directory: what holds, deciding one setting, the whole as a document. */
export function directoryRoutes(app: FastifyInstance, deps: RestDeps): void {
  const { callerOf, services, walls } = deps;
  const { directory } = services;
  app.get(
    '/v1/directory',
    schema('The whole directory as one document'),
    async (request, reply) => {
      const { context } = callerOf(request, exporting);
      const { tenant } = context;
      const { json } = await ask(directory, directory.exportDirectory, { tenant }, { context });
      return reply.type('application/json; charset=utf-8').send(json);
    },
  );
  app.get('/v1/directory/settings', schema('Settings in force or to come'), async (request) => {
    const { context } = callerOf(request, roles);
    const asked = { tenant: context.tenant, site: '' };
    const answer = await ask(directory, directory.listSettings, asked, { context });
    const settings = answer.settings.map((wire) => writeSetting(fromWireSetting(wire)));
    return { position: answer.position, settings };
  });
  app.put<{ Body: { commandId: string; setting: unknown; seenPosition?: number } }>(
    '/v1/directory/settings',
    schema('Decides one setting', { body: settingBody }),
    async (request) => {
      const { context } = callerOf(request, decisive);
      const { commandId, seenPosition } = request.body;
      const setting = toWireSetting(context.tenant, readSetting(request.body.setting, 'setting'));
      const command = {
        commandId,
        setting,
        ...(seenPosition === undefined ? {} : { seenPosition }),
      };
      return ask(directory, directory.putSetting, command, { context });
    },
  );
  app.post<{ Querystring: { dryRun: boolean; commandId?: string } }>(
    '/v1/directory/import',
    schema('Reads a directory document: all of it or nothing', { querystring: importQuery }),
    async (request) => {
      const { context } = callerOf(request, decisive);
      const { dryRun, commandId = crypto.randomUUID() } = request.query;
      const json = JSON.stringify(request.body);
      const command = { tenant: context.tenant, commandId, json, dryRun };
      const answer = await ask(directory, directory.importDirectory, command, {
        context,
        withinMs: importWithinMs,
      });
      walls.renewed(context.tenant);
      return answer;
    },
  );
  erasingRoutes(app, deps);
}

/** What is deleted here does not come back. */
function erasingRoutes(app: FastifyInstance, { callerOf, services, walls }: RestDeps): void {
  const { directory, history, staffing, scheduling, scores } = services;
  app.delete<{ Params: { person: string } }>(
    '/v1/directory/people/:person',
    schema('Forgets the name of a person for good'),
    async (request) => {
      const { context } = callerOf(request, decisive);
      const command = { tenant: context.tenant, person: request.params.person };
      const answer = await ask(directory, directory.forgetPerson, command, { context });
      walls.renewed(context.tenant);
      return answer;
    },
  );
  app.delete<{ Params: { tenant: string }; Querystring: { confirm: string } }>(
    '/v1/tenants/:tenant/data',
    schema('Deletes everything a tenant ever told', {
      params: tenantParams,
      querystring: eraseQuery,
    }),
    async (request) => {
      const { context } = callerOf(request, decisive);
      const { tenant } = request.params;
      if (tenant !== context.tenant) {
        throw new DomainError(
          'not-allowed',
          `a caller of tenant "${context.tenant}" may not delete data of "${tenant}"`,
        );
      }
      const command = { tenant, confirm: request.query.confirm };
      // Decisions first: nothing computes from history that is about to go.
      const by = { context, withinMs: 120_000 };
      const planning = await ask(staffing, staffing.erasePlanning, command, by);
      const schedule = await ask(scheduling, scheduling.eraseSchedule, command, by);
      const scored = await ask(scores, scores.eraseScores, command, by);
      const erased = await ask(history, history.eraseTenant, command, by);
      walls.renewed(tenant);
      return { ...erased, planning, schedule, scores: scored };
    },
  );
}

function schema(summary: string, rest: object = {}) {
  return { schema: { tags: ['directory'], summary, ...rest } };
}
