import { join } from 'node:path';
import { DomainError } from '../domain/domain-error.ts';
import { splitAddress } from '../lib/admin.ts';
import type { Config } from './config.ts';
import { callers, openDoor } from './door.ts';
import { describeApi } from './openapi.ts';
import { servePages } from './pages.ts';
import type { RestDeps } from './rest/deps.ts';
import { restRoutes } from './rest/rest.ts';

/** The tenant shown while the directory knows none: that of the simulated centre. */
const demoTenant = 'demo';

/** The open door. */
export interface Gateway {
  url: string;
  close: () => Promise<void>;
}

/** What the gateway works on, beside what it makes itself. */
export interface GatewayDeps extends Omit<RestDeps, 'callerOf' | 'tenants' | 'maxScreens'> {
  /** Tenants of whom live figures were heard. */
  heardTenants: () => string[];
}

/** Everything a browser can reach, on one address. */
export async function openGateway(
  config: Pick<Config, 'httpAddress' | 'pages' | 'maxScreens'>,
  { heardTenants, ...deps }: GatewayDeps,
): Promise<Gateway> {
  const tenants = () => {
    const known = [...new Set([...deps.settings.tenants(), ...heardTenants()])].sort();
    return known.length > 0 ? known : [demoTenant];
  };
  // Who has connected a switch of his own did not come to see the simulated centre.
  const first = () => tenants().find((one) => one !== demoTenant) ?? demoTenant;
  const app = await openDoor(deps.log);
  await describeApi(app, join(import.meta.dirname, '..', '..'));
  restRoutes(app, { ...deps, tenants, callerOf: callers(first), maxScreens: config.maxScreens });
  await servePages(app, config.pages);
  const [host, port] = splitAddress(config.httpAddress);
  try {
    const url = await app.listen({ host: host.replace(/[[\]]/g, ''), port });
    return { url, close: () => app.close() };
  } catch (error) {
    const why = (error as Error).message;
    throw new DomainError('unavailable', `cannot listen on ${config.httpAddress}: ${why}`);
  }
}
