import type { FastifyInstance } from 'fastify';
import { DomainError } from '../../domain/domain-error.ts';
import { type Settings, settingsAt } from '../../domain/settings/settings.ts';
import { roles, toRole } from '../../lib/context.ts';
import { ask } from '../../lib/grpc.ts';
import { type Acting, isTenant, writeActing } from '../context.ts';
import type { RestDeps } from './deps.ts';

const body = {
  type: 'object',
  required: ['tenant', 'role'],
  additionalProperties: false,
  properties: {
    tenant: { type: 'string', maxLength: 32 },
    role: { type: 'string', enum: [...roles] },
    person: { type: 'string', maxLength: 200, default: '' },
    site: { type: 'string', maxLength: 200, default: '' },
  },
} as const;

/** Whom one acts as, until people sign in. */
export function actingRoutes(app: FastifyInstance, deps: RestDeps): void {
  const { callerOf, settings, services, now } = deps;
  app.get(
    '/v1/acting',
    { schema: { tags: ['acting'], summary: 'Whom this browser acts as, and whom it could' } },
    async (request) => {
      const { acting } = callerOf(request, roles);
      const standing = settings.of(acting.tenant);
      const people = settingsAt(standing, 'person', now());
      const { directory } = services;
      const asked = { tenant: acting.tenant, people: [] };
      const context = { tenant: acting.tenant, person: '', roles: ['supervisor' as const] };
      // Without names one still can choose a person by id.
      const { names } = await ask(directory, directory.getPeopleNames, asked, { context }).catch(
        () => ({ names: {} as Record<string, string> }),
      );
      return {
        acting,
        signIn: false,
        simulated: isSimulatedTenant(standing, now()),
        tenants: deps.tenants().map((id) => ({
          id,
          name: settingsAt(settings.of(id), 'tenant', now()).get(id)?.name ?? { en: id, zh: '' },
        })),
        roles,
        sites: [...settingsAt(standing, 'site', now())].map(([id, site]) => ({ id, ...site })),
        people: [...people].map(([id, { site, team }]) => ({
          id,
          site,
          team,
          name: names[id] ?? '',
        })),
      };
    },
  );
  app.post<{ Body: { tenant: string; role: string; person: string; site: string } }>(
    '/v1/acting',
    { schema: { tags: ['acting'], summary: 'Act as another person or role', body } },
    async ({ body: { tenant, role, person, site } }, reply) => {
      if (!isTenant(tenant)) {
        throw new DomainError('invalid', `tenant "${tenant}" is no tenant's id`);
      }
      const acting: Acting = { tenant, role: toRole(role), person, site };
      return reply.header('set-cookie', writeActing(acting)).send({ acting });
    },
  );
}

/** True when the directory knows the tenant's sources as simulators, every one. */
function isSimulatedTenant(settings: Settings, atMs: number): boolean {
  const sources = [...settingsAt(settings, 'source', atMs).values()];
  return sources.length > 0 && sources.every(({ kind }) => kind === 'simulator');
}
