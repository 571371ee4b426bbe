import type { FastifyRequest } from 'fastify';
import { type Context, type Role, roles } from '../lib/context.ts';

/**
 * As whom a browser acts. Until people sign in this is chosen, not proven, which
 * is why the gateway answers this machine only.
 */
export interface Acting {
  tenant: string;
  role: Role;
  /** A person's id; empty for a wall, and until one is chosen. */
  person: string;
  /** The site looked at first; empty = all. */
  site: string;
}

/** The cookie that carries it: not readable by scripts, never sent from another site. */
export const actingCookie = 'floorcast_acting';

/** A wall hangs for months and nobody is there to choose again. */
const maxAgeS = 400 * 24 * 3600;

/** The acting context of a request: the cookie's, or a supervisor of the first tenant. */
export function actingOf(request: FastifyRequest, firstTenant: () => string): Acting {
  const pairs = (request.headers.cookie ?? '').split(/;\s*/);
  const pair = pairs.find((each) => each.startsWith(`${actingCookie}=`));
  const chosen = pair && readActing(pair.slice(actingCookie.length + 1));
  return chosen || { tenant: firstTenant(), role: 'supervisor', person: '', site: '' };
}

/** The context every handler and every service receives. */
export function toContext({ tenant, role, person }: Acting): Context {
  return { tenant, person, roles: [role] };
}

/** The choice as a `Set-Cookie` header. */
export function writeActing(acting: Acting): string {
  const value = Buffer.from(JSON.stringify(acting)).toString('base64url');
  return `${actingCookie}=${value}; Path=/; HttpOnly; SameSite=Strict; Max-Age=${maxAgeS}`;
}

/** A choice that cannot be read is no choice: the page then shows whom one acts as. */
function readActing(value: string): Acting | null {
  try {
    const read: unknown = JSON.parse(Buffer.from(value, 'base64url').toString());
    const { tenant, role, person, site } = read as Record<string, unknown>;
    const known = roles.find((one) => one === role);
    if (!known || typeof tenant !== 'string' || !isTenant(tenant)) return null;
    return { tenant, role: known, person: short(person), site: short(site) };
  } catch {
    return null;
  }
}

/** The form of a tenant's id. */
export function isTenant(tenant: string): boolean {
  return /^[a-z0-9][a-z0-9-]{0,31}$/.test(tenant);
}

function short(value: unknown): string {
  return typeof value === 'string' && value.length <= 200 ? value : '';
}
