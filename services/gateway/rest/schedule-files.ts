import type { FastifyInstance, FastifyRequest } from 'fastify';
import { DomainError } from '../../domain/domain-error.ts';
import { ask } from '../../lib/grpc.ts';
import type { RestDeps } from './deps.ts';
import { scheduleJson } from './schedule-json.ts';
import {
  commandId,
  day,
  scheduling as deciding,
  id,
  route,
  site,
  strict,
} from './schedule-schemas.ts';

/** The largest file taken, as the service takes it. */
const maxFileBytes = 15 * 1024 * 1024;
const withinMs = 60_000;
/** Columns of the file by field: `column.person=Personalnummer`. */
const columnPrefix = 'column.';

interface FileQuery {
  site: string;
  kind: string;
  file: string;
  dryRun: boolean;
  draft: string;
  effectiveFrom: string;
  commandId?: string;
}

const querystring = {
  type: 'object',
  required: ['site', 'kind'],
  properties: {
    site,
    kind: { type: 'string', enum: ['people', 'templates', 'shifts', 'leave'] },
    file: { type: 'string', maxLength: 200, default: '' },
    dryRun: { type: 'boolean', default: true },
    draft: id,
    effectiveFrom: day,
    commandId,
  },
  patternProperties: { '^column\\.': { type: 'string', maxLength: 200 } },
  additionalProperties: false,
} as const;

/** Files of people, templates, shifts and leave in; a person's calendar out. */
export function scheduleFileRoutes(app: FastifyInstance, deps: RestDeps): void {
  importRoute(app, deps);
  calendarRoute(app, deps);
}

function importRoute(app: FastifyInstance, { callerOf, services }: RestDeps): void {
  const { scheduling } = services;
  // Only here a body may be any bytes.
  void app.register(async (files) => {
    const whole = { parseAs: 'buffer', bodyLimit: maxFileBytes } as const;
    files.removeAllContentTypeParsers();
    files.addContentTypeParser('*', whole, (_request, body, done) => done(null, body));
    files.post<{ Querystring: FileQuery; Body: Buffer | undefined }>(
      '/v1/schedule/imports',
      {
        ...route('Reads people, templates, shifts or leave; first says what it understood', {
          querystring,
        }),
        bodyLimit: maxFileBytes,
      },
      async (request) => {
        const { context } = callerOf(request, deciding);
        const content = request.body;
        if (!content?.length) throw new DomainError('invalid', 'the body holds no file');
        const { site, kind, dryRun, effectiveFrom } = request.query;
        const { file: fileName, draft: draftId, commandId = crypto.randomUUID() } = request.query;
        const asked = {
          ...{ tenant: context.tenant, site, kind, fileName, content, dryRun, commandId },
          ...{ draftId, effectiveFrom, columns: columnsOf(request) },
        };
        return scheduleJson(
          await ask(scheduling, scheduling.importFile, asked, { context, withinMs }),
        );
      },
    );
  });
}

function columnsOf({ query }: FastifyRequest<{ Querystring: FileQuery }>): Record<string, string> {
  const given = Object.entries(query as unknown as Record<string, unknown>);
  const columns = given.filter(([name]) => name.startsWith(columnPrefix));
  return Object.fromEntries(
    columns.map(([name, heading]) => [name.slice(columnPrefix.length), String(heading)]),
  );
}

/** No cookie here: who knows the secret address may read it, calendar programs do. */
function calendarRoute(app: FastifyInstance, { services }: RestDeps): void {
  const { scheduling } = services;
  const params = {
    type: 'object',
    required: ['tenant', 'file'],
    properties: {
      tenant: { type: 'string', maxLength: 32 },
      file: { type: 'string', pattern: '^[A-Za-z0-9._-]{16,200}\\.ics$' },
    },
  } as const;
  const lang = { type: 'string', enum: ['zh', 'en'], default: 'zh' } as const;
  app.get<{ Params: { tenant: string; file: string }; Querystring: { lang: string } }>(
    '/calendar/:tenant/:file',
    route("A person's shifts by their secret address, as iCalendar (RFC 5545)", {
      params,
      querystring: strict({ lang }),
    }),
    async (request, reply) => {
      const { tenant, file } = request.params;
      const asked = { secret: file.slice(0, -'.ics'.length), language: request.query.lang };
      const context = { tenant, person: '', roles: [] };
      const { calendar, etag } = await ask(scheduling, scheduling.renderCalendar, asked, {
        context,
      });
      const tag = `"${etag}"`;
      reply.header('etag', tag).header('cache-control', 'private, no-cache');
      if (request.headers['if-none-match'] === tag) return reply.code(304).send();
      return reply.type('text/calendar; charset=utf-8').send(calendar);
    },
  );
}
