import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import swagger from '@fastify/swagger';
import swaggerUi from '@fastify/swagger-ui';
import type { FastifyInstance } from 'fastify';
import { DomainError } from '../domain/domain-error.ts';

/** The schemas of documents that people write by hand or by program, by their published name. */
const schemas = {
  'directory.json': 'services/directory/directory.schema.json',
} as const;

/** The documentation's own page needs the styles it carries inside. */
const apiPagePolicy =
  "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; " +
  "font-src 'self'; connect-src 'self'; base-uri 'self'; frame-ancestors 'none'";

/** The interface as OpenAPI at /api/json, its page at /api, schemas of documents at /schemas. */
export async function describeApi(app: FastifyInstance, root: string): Promise<void> {
  await app.register(swagger, {
    openapi: {
      info: {
        title: 'Floorcast',
        version: '1',
        description:
          'Live figures, history and the directory of one tenant: that of the caller. ' +
          'A refusal is a problem document (RFC 9457) whose detail is one sentence. ' +
          'null = cannot be computed; 0 = really zero. A rate stands beside its rule, a live ' +
          'figure beside the age of its sources.',
      },
      tags: [
        { name: 'live', description: 'Now' },
        { name: 'history', description: 'The past, out of the archive' },
        { name: 'planning', description: 'How many, when: forecasts, requirement, accuracy' },
        { name: 'schedule', description: 'Who works when: drafts, shifts, swaps, leave, offers' },
        { name: 'directory', description: 'Tenants, sites, queues and people' },
        { name: 'acting', description: 'As whom one acts, until people sign in' },
        { name: 'operation', description: 'Is everything alive?' },
      ],
    },
  });
  await app.register(swaggerUi, {
    routePrefix: '/api',
    staticCSP: apiPagePolicy,
    uiConfig: { docExpansion: 'list', deepLinking: false },
  });
  app.get<{ Params: { name: string } }>(
    '/schemas/:name',
    { schema: { tags: ['directory'], summary: 'A published JSON schema' } },
    async (request, reply) => {
      const file = Object.entries(schemas).find(([name]) => name === request.params.name)?.[1];
      if (!file) {
        throw new DomainError('not-found', `no schema is named "${request.params.name}"`);
      }
      const text = readFileSync(join(root, file), 'utf8');
      return reply.type('application/schema+json').send(text);
    },
  );
}
