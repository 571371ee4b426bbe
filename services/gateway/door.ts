import Fastify, { type FastifyInstance, type FastifyRequest } from 'fastify';
import { DomainError } from '../domain/domain-error.ts';
import { type Context, oneOfRoles, type Role } from '../lib/context.ts';
import type { Log } from '../lib/log.ts';
import { type Acting, actingOf, toContext } from './context.ts';
import { answerProblem } from './refusal.ts';

/** The largest body taken: a directory of 100,000 settings. */
const maxBodyBytes = 32 * 1024 * 1024;

/** Nothing but our own files, no script or style inside a page, no other site around us. */
export const contentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  // Positions and sizes computed from figures are set as style attributes.
  "style-src-attr 'unsafe-inline'",
  "img-src 'self' data:",
  "font-src 'self'",
  "media-src 'self'",
  "connect-src 'self'",
  "manifest-src 'self'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
].join('; ');

/** Sent with everything, the stream included. */
export const securityHeaders = {
  'content-security-policy': contentSecurityPolicy,
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': 'camera=(), microphone=(), geolocation=()',
} as const;

/** What a handler learns of its caller. */
export interface Caller {
  acting: Acting;
  context: Context;
}

/** Answers the caller of a request, refused unless the caller has one of the roles. */
export type CallerOf = (request: FastifyRequest, allowed: readonly Role[]) => Caller;

/** The caller by the request's cookie. */
export function callers(firstTenant: () => string): CallerOf {
  return (request, allowed) => {
    const acting = actingOf(request, firstTenant);
    const context = toContext(acting);
    oneOfRoles(context, allowed);
    return { acting, context };
  };
}

/** The HTTP server with everything that holds for every request. */
export async function openDoor(log: Log): Promise<FastifyInstance> {
  const app = Fastify({
    bodyLimit: maxBodyBytes,
    routerOptions: { maxParamLength: 400 },
    requestTimeout: 30_000,
    forceCloseConnections: true,
    // A share is a number or an exact ratio as text: a choice of types is meant.
    ajv: { customOptions: { removeAdditional: false, allErrors: false, allowUnionTypes: true } },
  });
  app.removeContentTypeParser('text/plain');
  app.setErrorHandler(answerProblem(log));
  app.addHook('onRequest', async (request, reply) => {
    reply.headers(securityHeaders);
    checkHost(request);
    checkOrigin(request);
  });
  return app;
}

/** Names of this machine. A foreign name that leads here is a page trying to read through us. */
const ownNames = new Set(['localhost', '127.0.0.1', '[::1]']);

function checkHost({ headers }: FastifyRequest): void {
  const host = headers.host ?? '';
  if (ownNames.has(host.replace(/:\d+$/, ''))) return;
  throw new DomainError(
    'not-allowed',
    `this gateway answers as localhost or 127.0.0.1 only, not as "${host}"`,
  );
}

/** Only our own pages, and programs that are no browser, may reach the interface. */
function checkOrigin({ method, headers, url }: FastifyRequest): void {
  const { origin, host } = headers;
  const site = headers['sec-fetch-site'];
  const reads = method === 'GET' || method === 'HEAD';
  if (reads && !url.startsWith('/v1/')) return;
  if (site !== undefined && site !== 'same-origin' && site !== 'none') {
    throw new DomainError('not-allowed', `a page of another site may not ask (${site})`);
  }
  if (origin !== undefined && origin !== `http://${host}`) {
    throw new DomainError('not-allowed', `a page of "${origin}" may not ask`);
  }
}
