import type { FastifyInstance } from 'fastify';
import { DomainError } from '../../domain/domain-error.ts';
import { securityHeaders } from '../door.ts';
import type { RestDeps } from './deps.ts';
import { everybody, route, site, strict } from './schedule-schemas.ts';

/** A comment so often keeps proxies from closing a silent stream. */
const keepAliveMs = 15_000;

/**
 * Changes of published shifts as they happen, as `text/event-stream`: which days
 * and version, so that a page asks again. People are not named to agents, but
 * `mine` tells them whether it is about their own shifts.
 */
export function liveScheduleRoute(app: FastifyInstance, deps: RestDeps): void {
  const { callerOf, heardSchedules, maxScreens } = deps;
  let open = 0;
  app.get<{ Querystring: { site: string } }>(
    '/v1/schedule/live',
    route('Tells of each change of what is published', {
      querystring: strict({ site }, ['site']),
    }),
    async (request, reply) => {
      const { context } = callerOf(request, everybody);
      if (open >= maxScreens) {
        throw new DomainError('unavailable', `${open} pages listen already: try again later`);
      }
      open += 1;
      reply.hijack();
      const screen = reply.raw;
      screen.writeHead(200, {
        ...securityHeaders,
        'content-type': 'text/event-stream; charset=utf-8',
        'cache-control': 'no-store',
      });
      screen.write(': here\n\n');
      const leave = heardSchedules.listen(context.tenant, ({ people, ...notice }) => {
        if (notice.site !== request.query.site) return;
        const told = { ...notice, mine: people.includes(context.person) };
        const whole = context.roles.includes('agent') ? told : { ...told, people };
        screen.write(`data: ${JSON.stringify(whole)}\n\n`);
      });
      const beating = setInterval(() => screen.write(': here\n\n'), keepAliveMs);
      screen.on('close', () => {
        open -= 1;
        clearInterval(beating);
        leave();
      });
    },
  );
}
