import type { ShiftSchedulingServiceServer } from '../../proto/gen/floorcast/schedule/v1/shift_scheduling_service.ts';
import { DomainError } from '../domain/domain-error.ts';
import { type PostAway, postsAway } from '../domain/schedule/acts/stand-ins.ts';
import { checkDay, siteCalendar } from '../domain/schedule/site-calendar.ts';
import { unary } from '../lib/grpc.ts';
import { maySteer } from './asked.ts';
import type { Ladders } from './ladder-log.ts';
import type { SetupRpcDeps } from './setup-rpc.ts';

/** What telling of stand-ins works on. */
export interface StandInsDeps extends SetupRpcDeps {
  ladders: Ladders;
}

const mostAway = 500;

/** Who is trained for the posts of who is away. */
export function standInsRpc(deps: StandInsDeps) {
  const { log, book, ladders, acting, names } = deps;
  return {
    listStandIns: unary(log, async ({ tenant, site, day: asked, away }, context) => {
      maySteer(context, tenant);
      if (away.length > mostAway) {
        throw new DomainError('invalid', `away names ${away.length} people, at most ${mostAway}`);
      }
      const of = { tenant, site };
      const { zone, nowMs } = acting.ground(of);
      const day = asked || siteCalendar(zone).dayOf(nowMs);
      checkDay(day, 'day');
      const looked = { day, away: new Set(away), zone };
      const posts = postsAway(book.stateOf(of), ladders.stateOf(of), looked);
      const people = posts.flatMap(({ holder, asked }) => [
        holder,
        ...asked.map(({ person }) => person),
      ]);
      return { posts: posts.map(toWirePost), names: await names.of(tenant, people), day };
    }),
  } satisfies Partial<ShiftSchedulingServiceServer>;
}

function toWirePost({ shifts, asked, isOrdered: _, standIns: __, ...post }: PostAway) {
  return {
    ...post,
    shiftIds: shifts.map(({ shiftId }) => shiftId),
    standIns: asked.map(({ shift, ...one }) => ({
      ...one,
      from: shift ? new Date(shift.fromMs) : undefined,
      to: shift ? new Date(shift.toMs) : undefined,
    })),
  };
}
