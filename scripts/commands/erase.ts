import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { DomainError } from '../../services/domain/domain-error.ts';
import { text } from '../../services/lib/config.ts';

/** What `floorcast erase --help` prints; the first line stands in the overview. */
export const eraseHelp = `everything ever told about one tenant, for ever

Usage: floorcast erase --tenant TENANT --yes

  --tenant TENANT  the tenant, for example demo
  --yes            do it; without it nothing happens

Facts, history and people's names of the tenant are deleted; other tenants are
not touched. The installation must be running (GATEWAY_HTTP, default
127.0.0.1:7100). A simulated centre that still runs goes on telling: end it
first by configuring a source of your own.
`;

/** Erases a tenant's data through the gateway, as an administrator of that tenant. */
export async function erase(args: string[]): Promise<void> {
  const { tenant, yes } = readOptions(args);
  if (!tenant) throw new DomainError('invalid', 'erase needs --tenant');
  if (!yes) {
    throw new DomainError('invalid', `all of tenant "${tenant}" would be deleted: add --yes`);
  }
  const gateway = `http://${text(process.env, 'GATEWAY_HTTP', '127.0.0.1:7100')}`;
  const acting = await ask(`${gateway}/v1/acting`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: gateway },
    body: JSON.stringify({ tenant, role: 'administrator', person: '' }),
  });
  const cookie = (acting.headers.get('set-cookie') ?? '').split(';')[0] ?? '';
  const answer = await ask(
    `${gateway}/v1/tenants/${encodeURIComponent(tenant)}/data?confirm=${encodeURIComponent(tenant)}`,
    {
      method: 'DELETE',
      headers: { cookie, origin: gateway },
    },
  );
  const data = text(process.env, 'FLOORCAST_DATA', join(import.meta.dirname, '../../.data'));
  // A demo that is started again begins its past anew.
  if (tenant === 'demo') await rm(join(data, 'simulator'), { recursive: true, force: true });
  process.stdout.write(`${await answer.text()}\n`);
}

async function ask(url: string, init: RequestInit): Promise<Response> {
  const answer = await fetch(url, init).catch(() => null);
  if (!answer) throw new DomainError('unavailable', `no gateway answers at ${url}: npm start`);
  if (!answer.ok) {
    throw new DomainError('invalid', `the gateway refused: ${(await answer.text()).slice(0, 500)}`);
  }
  return answer;
}

function readOptions(args: string[]) {
  try {
    return parseArgs({
      args,
      options: { tenant: { type: 'string' }, yes: { type: 'boolean', default: false } },
    }).values;
  } catch (error) {
    throw new DomainError('invalid', (error as Error).message);
  }
}
