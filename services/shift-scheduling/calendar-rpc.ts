import { createHash, timingSafeEqual } from 'node:crypto';
import type { ShiftSchedulingServiceServer } from '../../proto/gen/floorcast/schedule/v1/shift_scheduling_service.ts';
import { DomainError } from '../domain/domain-error.ts';
import { setupOn } from '../domain/schedule/setup-on.ts';
import { siteCalendar } from '../domain/schedule/site-calendar.ts';
import { settingsAt } from '../domain/settings/settings.ts';
import { unary } from '../lib/grpc.ts';
import type { OfSite } from './book.ts';
import { personCalendar } from './calendar.ts';
import type { SetupRpcDeps } from './setup-rpc.ts';

/** What the calendar's part of the service works on. */
export type CalendarRpcDeps = SetupRpcDeps;

/** A person's calendar by its secret address. */
export function calendarRpc(deps: CalendarRpcDeps) {
  return {
    // Whoever knows the secret may: the caller's roles are not asked, only the tenant's feeds.
    renderCalendar: unary(deps.log, ({ secret, language }, { tenant }) => {
      const { person, ...of } = feedOf(deps, tenant, secret);
      const schedule = deps.book.stateOf(of);
      const { nowMs, zone } = deps.acting.ground(of);
      return personCalendar({
        ...{ schedule, person, zone, nowMs },
        templates: setupOn(schedule.setup, siteCalendar(zone).dayOf(nowMs)).templates,
        groups: queueNames(deps, of, nowMs),
        language: language === 'en' ? 'en' : 'zh',
      });
    }),
  } satisfies Partial<ShiftSchedulingServiceServer>;
}

/** Whose address it is. A revoked one is no longer any. */
function feedOf(
  { book }: CalendarRpcDeps,
  tenant: string,
  secret: string,
): OfSite & { person: string } {
  const digest = createHash('sha256').update(secret).digest();
  for (const site of book.sitesOf(tenant)) {
    for (const [person, known] of book.stateOf({ tenant, site }).feeds) {
      const other = Buffer.from(known, 'hex');
      if (other.length === digest.length && timingSafeEqual(other, digest)) {
        return { tenant, site, person };
      }
    }
  }
  throw new DomainError('not-found', 'no calendar has this address, or it was revoked');
}

function queueNames(
  { settingsOf }: CalendarRpcDeps,
  { tenant, site }: OfSite,
  nowMs: number,
): Map<string, { en: string; zh: string }> {
  const queues = [...settingsAt(settingsOf(tenant), 'queue', nowMs)];
  return new Map(
    queues
      .filter(([, queue]) => queue.site === site)
      .map(([id, { name }]) => [id.slice(site.length + 1), name]),
  );
}
