import type { ShiftSchedulingServiceServer } from '../../proto/gen/floorcast/schedule/v1/shift_scheduling_service.ts';
import { DomainError } from '../domain/domain-error.ts';
import { checkedCommandId, checkedSite } from '../lib/command-checks.ts';
import { oneOfRoles, sameTenant } from '../lib/context.ts';
import { unary } from '../lib/grpc.ts';
import type { Secrets } from '../lib/secrets.ts';
import { fromWireAct, toWireAct } from './act-wire.ts';
import { mayTakePart } from './asked.ts';
import { toWireCurveSlot, toWireViolation } from './convert.ts';
import type { Decide, Done } from './decide.ts';
import type { Push } from './push.ts';
import type { StandInsDeps } from './stand-ins-rpc.ts';

/** What acting works on. */
export interface ActRpcDeps extends StandInsDeps {
  decide: Decide;
  secrets: Secrets;
  push: Pick<Push, 'browsers' | 'publicKey'>;
}

const maxSlotsTold = 2_000;

/** Acts that nobody asks for from outside: the service itself does them. */
const own = ['draft-optimised', 'file-imported'];

/** Acts on schedules, and the end of all that a tenant ever decided about them. */
export function actRpc(deps: ActRpcDeps) {
  const { log, decide, book, ladders, store, secrets, searches, push } = deps;
  return {
    act: unary(log, async (asked, context) => {
      const { tenant, site, commandId, seenPosition = null, preview } = asked;
      mayTakePart(context, tenant);
      if (!asked.act) throw new DomainError('invalid', 'act is missing');
      const act = fromWireAct(asked.act);
      if (own.includes(act.kind)) {
        throw new DomainError('invalid', `"${act.kind}" is not asked for by hand`);
      }
      const by = { author: context.person, roles: context.roles };
      const command = { tenant, site: checkedSite(site), ...by, act, seenPosition };
      const id = preview ? '' : checkedCommandId(commandId);
      const done = preview
        ? { ...(await decide.preview({ ...command, commandId: id })), position: 0 }
        : await decide.act({ ...command, commandId: id });
      return toWireDone(done);
    }),
    eraseSchedule: unary(log, async ({ tenant, confirm }, context) => {
      sameTenant(context, tenant);
      oneOfRoles(context, ['administrator']);
      if (confirm !== tenant) {
        const sentence = `confirm is "${confirm}", but must repeat the tenant "${tenant}"`;
        throw new DomainError('invalid', sentence);
      }
      searches.forget(tenant);
      const erased = await store.erase(tenant);
      await secrets.forget(tenant);
      await push.browsers.erase(tenant);
      book.forget(tenant);
      ladders.forget(tenant);
      return erased;
    }),
  } satisfies Partial<ShiftSchedulingServiceServer>;
}

/** What an act did, for the wire. */
export function toWireDone({ act, position, violations, before, after, secret }: Done) {
  return {
    act: toWireAct(act),
    position,
    violations: violations.map(toWireViolation),
    before: before.slice(0, maxSlotsTold).map(toWireCurveSlot),
    after: after.slice(0, maxSlotsTold).map(toWireCurveSlot),
    secret,
  };
}
