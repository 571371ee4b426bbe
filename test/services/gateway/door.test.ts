import { existsSync, readdirSync } from 'node:fs';
import { request } from 'node:http';
import t from 'tap';
import { readConfig } from '../../../services/gateway/config.ts';
import { type Role, roles } from '../../../services/lib/context.ts';
import { actAs, startGateway } from './start-gateway.ts';

interface Described {
  paths: Record<string, Record<string, { summary?: string }>>;
}

/** An answer as the JSON it is; what is in it the test says. */
async function json<T = unknown>(response: Response): Promise<T> {
  return (await response.json()) as T;
}

t.test('the gateway listens on this machine only', async (t) => {
  t.throws(() => readConfig({ GATEWAY_HTTP: '0.0.0.0:7100' }), {
    message:
      'GATEWAY_HTTP is "0.0.0.0:7100", but until people sign in the gateway listens on 127.0.0.1 only',
  });
  t.equal(readConfig({}).httpAddress, '127.0.0.1:7100');
});

t.test('the door', async (t) => {
  const { url, figures } = await startGateway(t);
  const day = 'from=2026-01-01T00:00:00Z&to=2026-01-02T00:00:00Z';
  const staff: Role[] = ['administrator', 'planner', 'supervisor', 'team-lead', 'quality'];
  const noWall: Role[] = roles.filter((role) => role !== 'wall');
  const setting = {
    kind: 'skill',
    id: 'repair',
    effectiveFrom: '2026-01-01T00:00:00Z',
    value: { name: { en: 'Repair' } },
  };
  const document = { format: 'floorcast-directory/1', tenant: 'acme', settings: [setting] };
  const command = () => ({ commandId: crypto.randomUUID(), setting });
  const routes: [string, string, readonly Role[], (() => object)?][] = [
    ['GET', '/v1/acting', roles],
    ['GET', '/v1/queues', roles],
    ['GET', '/v1/agents', noWall],
    ['GET', `/v1/intervals?${day}`, roles],
    ['GET', `/v1/agent-intervals?${day}`, noWall],
    ['GET', '/v1/contacts/c1', ['supervisor', 'team-lead', 'quality', 'administrator', 'agent']],
    ['GET', `/v1/agents/pbx/104/day?site=hq&${day}`, noWall],
    ['GET', '/v1/directory', ['administrator', 'planner']],
    ['GET', '/v1/directory/settings', roles],
    ['PUT', '/v1/directory/settings', ['administrator'], command],
    ['POST', '/v1/directory/import', ['administrator'], () => document],
    ['DELETE', '/v1/directory/people/p9', ['administrator']],
    ['DELETE', '/v1/tenants/acme/data?confirm=acme', ['administrator']],
    ['GET', '/v1/watermarks', roles],
    ['GET', '/v1/health', roles],
  ];

  await t.test('each role gets what is its own and nothing else', async (t) => {
    t.ok(staff.length > 0);
    for (const role of roles) {
      const cookie = await actAs(url, 'acme', role, 'p1');
      for (const [method, path, allowed, body] of routes) {
        const response = await fetch(`${url}${path}`, {
          method,
          headers: { cookie, ...(body ? { 'content-type': 'application/json' } : {}) },
          ...(body ? { body: JSON.stringify(body()) } : {}),
        });
        const text = await response.text();
        const expected = allowed.includes(role) ? 200 : 403;
        t.equal(response.status, expected, `${role} ${method} ${path}: ${text.slice(0, 120)}`);
      }
    }
  });

  await t.test('a caller reaches his own tenant only', async (t) => {
    const cookie = await actAs(url, 'other', 'administrator');
    figures.calls.splice(0);
    for (const [method, path] of routes) {
      if (method === 'GET') await (await fetch(`${url}${path}`, { headers: { cookie } })).text();
    }
    t.ok(figures.calls.length >= 4);
    for (const call of figures.calls) t.match(call, / other administrator$/);
    const erase = await fetch(`${url}/v1/tenants/acme/data?confirm=acme`, {
      method: 'DELETE',
      headers: { cookie },
    });
    t.equal(erase.status, 403);
    const foreign = await fetch(`${url}/v1/directory/import`, {
      method: 'POST',
      headers: { cookie, 'content-type': 'application/json' },
      body: JSON.stringify(document),
    });
    t.match(await foreign.json(), { status: 400, detail: 'tenant is "acme", but must be "other"' });
    const exported = await fetch(`${url}/v1/directory`, { headers: { cookie } });
    t.match(await json(exported), { settings: [] });
  });

  await t.test('a foreign name or page is refused', async (t) => {
    const asked = (method: string, headers: Record<string, string>) =>
      new Promise<number>((resolve, reject) => {
        request(`${url}/v1/acting`, { method, headers }, (response) => {
          response.resume();
          resolve(response.statusCode ?? 0);
        })
          .once('error', reject)
          .end(method === 'POST' ? '{"tenant":"acme","role":"wall"}' : undefined);
      });
    const typed = { 'content-type': 'application/json' };
    t.equal(await asked('GET', { host: 'wall.example.com' }), 403);
    t.equal(await asked('GET', { host: '127.0.0.1.example.com:7100' }), 403);
    t.equal(await asked('GET', { 'sec-fetch-site': 'cross-site' }), 403);
    t.equal(await asked('POST', { ...typed, origin: 'http://evil.example' }), 403);
    t.equal(await asked('POST', { ...typed, origin: url }), 200);
    t.equal(await asked('POST', { 'content-type': 'text/plain' }), 415);
    t.equal(await asked('GET', { host: 'localhost:7100' }), 200);
  });

  await t.test('whom one acts as stays in a cookie that no script reads', async (t) => {
    const response = await fetch(`${url}/v1/acting`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ tenant: 'acme', role: 'planner', person: 'p1', site: 'hq' }),
    });
    t.match(response.headers.get('set-cookie'), /HttpOnly; SameSite=Strict/);
    const cookie = (response.headers.get('set-cookie') ?? '').split(';')[0] ?? '';
    const now = await json(await fetch(`${url}/v1/acting`, { headers: { cookie } }));
    t.match(now, { acting: { tenant: 'acme', role: 'planner', person: 'p1', site: 'hq' } });
    const spoilt = { cookie: 'floorcast_acting=not-base64-json' };
    const fresh = await json(await fetch(`${url}/v1/acting`, { headers: spoilt }));
    t.match(fresh, { acting: { role: 'supervisor', person: '' } });
    const wrong = await fetch(`${url}/v1/acting`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ tenant: 'acme', role: 'emperor' }),
    });
    t.equal(wrong.status, 400);
  });

  await t.test('health names every service, and who is silent', async (t) => {
    const cookie = await actAs(url, 'acme', 'supervisor');
    const health = await json<{ ok: boolean; services: { service: string; alive: boolean }[] }>(
      await fetch(`${url}/v1/health`, { headers: { cookie } }),
    );
    const services = new Map(health.services.map(({ service, alive }) => [service, alive]));
    const folders = readdirSync('services', { withFileTypes: true }).filter((folder) =>
      existsSync(`services/${folder.name}/main.ts`),
    );
    const behind = folders.map(({ name }) => name).filter((name) => name !== 'gateway');
    t.same([...services.keys()].sort(), behind.sort());
    t.equal(services.get('agent-status'), true);
    t.equal(services.get('staffing-forecast'), false, 'it has never said that it lives');
    t.equal(health.ok, false);
  });

  await t.test('limits are answered with a sentence', async (t) => {
    const cookie = await actAs(url, 'acme', 'supervisor');
    const answer = async (path: string) =>
      (await fetch(`${url}${path}`, { headers: { cookie } })).json();
    t.match(await answer('/v1/intervals?from=2026-01-02T00:00:00Z&to=2026-01-01T00:00:00Z'), {
      status: 400,
      detail: /^to is 2026-01-01T00:00:00Z, but must be later than from/,
    });
    t.match(await answer(`/v1/intervals?${day}&length=7`), { status: 400 });
    t.match(await answer('/v1/nothing'), { status: 404 });
    t.match(await answer('/wall/queues'), { status: 503, detail: /pages are not built/ });
  });

  await t.test(
    'the interface describes itself, and its page runs under its own policy',
    async (t) => {
      const described = await json<Described>(await fetch(`${url}/api/json`));
      for (const [method, path] of routes) {
        const template = path
          .replace(/\?.*/, '')
          .replace('/c1', '/{id}')
          .replace('/pbx/104', '/{source}/{agent}')
          .replace('/p9', '/{person}')
          .replace('/acme', '/{tenant}');
        t.ok(described.paths[template]?.[method.toLowerCase()]?.summary, `${method} ${template}`);
      }
      const page = await fetch(`${url}/api`);
      t.equal(page.status, 200);
      t.notMatch(page.headers.get('content-security-policy') ?? '', /script-src[^;]*unsafe-inline/);
      const schema = await json(await fetch(`${url}/schemas/directory.json`));
      t.match(schema, { title: 'floorcast-directory/1' });
    },
  );
});
