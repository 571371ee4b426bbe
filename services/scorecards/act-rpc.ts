import type { ScorecardServiceServer } from '../../proto/gen/floorcast/score/v1/scorecard_service.ts';
import { DomainError } from '../domain/domain-error.ts';
import { checkedCommandId, checkedSite } from '../lib/command-checks.ts';
import { oneOfRoles, sameTenant } from '../lib/context.ts';
import { unary } from '../lib/grpc.ts';
import type { Secrets } from '../lib/secrets.ts';
import { fromWireAct, toWireAct } from './act-wire.ts';
import { mayTakePart } from './asked.ts';
import type { Decide } from './decide.ts';
import type { LookDeps } from './looking.ts';

/** What acting works on. */
export interface ActRpcDeps extends LookDeps {
  decide: Decide;
  secrets: Secrets;
}

/** Acts on scores, and the end of all that a tenant ever decided about them. */
export function actRpc(deps: ActRpcDeps) {
  const { log, decide, book, store, secrets, facts, heard } = deps;
  return {
    act: unary(log, async (asked, context) => {
      const { tenant, site, commandId, seenPosition = null, preview } = asked;
      mayTakePart(context, tenant);
      if (!asked.act) throw new DomainError('invalid', 'act is missing');
      const act = fromWireAct(asked.act);
      const by = { author: context.person, roles: context.roles };
      const id = preview ? '' : checkedCommandId(commandId);
      const command = { tenant, site: checkedSite(site), commandId: id, ...by, act, seenPosition };
      const done = preview
        ? { ...(await decide.preview(command)), position: 0 }
        : await decide.act(command);
      return { act: toWireAct(done.act), position: done.position };
    }),
    eraseScores: unary(log, async ({ tenant, confirm }, context) => {
      sameTenant(context, tenant);
      oneOfRoles(context, ['administrator']);
      if (confirm !== tenant) {
        const sentence = `confirm is "${confirm}", but must repeat the tenant "${tenant}"`;
        throw new DomainError('invalid', sentence);
      }
      const erased = await store.erase(tenant);
      await secrets.forget(tenant);
      facts.forget();
      heard.forget(tenant);
      book.forget(tenant);
      return erased;
    }),
  } satisfies Partial<ScorecardServiceServer>;
}
