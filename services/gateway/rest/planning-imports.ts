import type { FastifyInstance } from 'fastify';
import type {
  ImportHistoryRequest,
  ImportHistoryResponse,
} from '../../../proto/gen/floorcast/staffing/v1/staffing_service.ts';
import { DomainError } from '../../domain/domain-error.ts';
import { type Context, toMetadata } from '../../lib/context.ts';
import { ask, fromStatus } from '../../lib/grpc.ts';
import { plainJson } from '../plain-json.ts';
import type { Services } from '../services.ts';
import type { RestDeps } from './deps.ts';
import { commandId, planning, query, queueKey, readingPlans, route } from './planning-schemas.ts';

/** The largest file taken. */
const maxFileBytes = 64 * 1024 * 1024;
const pieceBytes = 1024 * 1024;
const importWithinMs = 120_000;

const site = { type: 'string', maxLength: 64, default: '' } as const;
const text = (maxLength: number) => ({ type: 'string', maxLength, default: '' }) as const;
const importQuery = query(
  {
    site: { ...site, minLength: 1 },
    zone: text(60),
    slot: { type: 'integer', enum: [0, 5, 15, 30, 60], default: 0, description: '0 = found out' },
    dryRun: { type: 'boolean', default: true },
    columns: { ...text(2_000), description: 'JSON: {"start":"Beginn","calls":"Anrufe"}' },
    queue: { ...queueKey, minLength: 0, default: '', description: 'When the file names none' },
    fileName: text(200),
    commandId,
  },
  ['site'],
);

interface ImportQuery {
  site: string;
  zone: string;
  slot: number;
  dryRun: boolean;
  columns: string;
  queue: string;
  fileName: string;
  commandId?: string;
}

/** Files of history: what is understood of one, reading it in, undoing that. */
export function importRoutes(app: FastifyInstance, { callerOf, services }: RestDeps): void {
  const { staffing } = services;
  // Only here a body may be any bytes, and so large.
  void app.register(async (files) => {
    const whole = { parseAs: 'buffer', bodyLimit: maxFileBytes } as const;
    files.removeAllContentTypeParsers();
    files.addContentTypeParser('*', whole, (_request, body, done) => done(null, body));
    files.post<{ Querystring: ImportQuery; Body: Buffer | undefined }>(
      '/v1/planning/imports',
      {
        ...route('Reads history out of a file, or says what was understood of it', {
          querystring: importQuery,
        }),
        bodyLimit: maxFileBytes,
      },
      async (request) => {
        const { context } = callerOf(request, planning);
        const bytes = request.body;
        if (!bytes?.length) throw new DomainError('invalid', 'the body holds no file');
        const answer = await send(services, bytes, toHead(request.query, context), context);
        return plainJson(answer.report);
      },
    );
  });
  app.get<{ Querystring: { site: string } }>(
    '/v1/planning/imports',
    route('Files read in', { querystring: query({ site }) }),
    async (request) => {
      const { context } = callerOf(request, readingPlans);
      const asked = { tenant: context.tenant, site: request.query.site };
      return plainJson(await ask(staffing, staffing.listImports, asked, { context }));
    },
  );
  app.delete<{ Params: { id: string }; Querystring: { commandId?: string } }>(
    '/v1/planning/imports/:id',
    route('Undoes an import', { querystring: query({ commandId }) }),
    async (request) => {
      const { context } = callerOf(request, planning);
      const { commandId = crypto.randomUUID() } = request.query;
      const asked = { tenant: context.tenant, commandId, importId: request.params.id };
      return ask(staffing, staffing.undoImport, asked, { context });
    },
  );
}

function toHead(asked: ImportQuery, { tenant }: Context): ImportHistoryRequest {
  const { slot, columns, commandId = crypto.randomUUID(), ...rest } = asked;
  const value = { ...rest, tenant, commandId, slotMinutes: slot, columns: readColumns(columns) };
  return { part: { $case: 'head', value } };
}

function readColumns(json: string): Record<string, string> {
  if (json === '') return {};
  try {
    const read: unknown = JSON.parse(json);
    const entries = Object.entries(read as Record<string, unknown>);
    if (entries.every(([, column]) => typeof column === 'string')) {
      return Object.fromEntries(entries) as Record<string, string>;
    }
  } catch {
    // Said below, once for both.
  }
  throw new DomainError('invalid', `columns is "${json}", but must be {"start":"its name", ...}`);
}

function send(
  { staffing }: Services,
  bytes: Buffer,
  head: ImportHistoryRequest,
  context: Context,
): Promise<ImportHistoryResponse> {
  return new Promise((resolve, reject) => {
    const options = { deadline: Date.now() + importWithinMs };
    const call = staffing.importHistory(toMetadata(context), options, (error, answer) => {
      if (error) reject(fromStatus(error));
      else resolve(answer);
    });
    call.write(head);
    // The file is in memory already; the transport takes it piece by piece.
    for (let from = 0; from < bytes.length; from += pieceBytes) {
      const value = bytes.subarray(from, from + pieceBytes);
      call.write({ part: { $case: 'piece', value } });
    }
    call.end();
  });
}
