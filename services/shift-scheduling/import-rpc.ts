import type {
  ImportFileRequest,
  ShiftSchedulingServiceServer,
} from '../../proto/gen/floorcast/schedule/v1/shift_scheduling_service.ts';
import { DomainError } from '../domain/domain-error.ts';
import type { FileImported } from '../domain/schedule/schedule-act.ts';
import { setupOn } from '../domain/schedule/setup-on.ts';
import { checkDay, siteCalendar } from '../domain/schedule/site-calendar.ts';
import { settingsAt } from '../domain/settings/settings.ts';
import { checkedCommandId, checkedSite } from '../lib/command-checks.ts';
import type { Context } from '../lib/context.ts';
import { unary } from '../lib/grpc.ts';
import { chosen } from '../lib/wire-words.ts';
import { mayPlan } from './asked.ts';
import type { OfSite } from './book.ts';
import type { Decide } from './decide.ts';
import type { RowGround } from './import/row-ground.ts';
import { type Understood, understand } from './import/understand.ts';
import { groupsOf, type SetupRpcDeps } from './setup-rpc.ts';

/** What reading files works on. */
export interface ImportRpcDeps extends SetupRpcDeps {
  decide: Decide;
}

const maxBytes = 16 * 1024 * 1024;
const kinds = ['people', 'templates', 'shifts', 'leave'] as const;

/** Files of people, templates, shifts and leave: whole or not at all. */
export function importRpc(deps: ImportRpcDeps) {
  return {
    importFile: unary(deps.log, async (asked, context) => {
      const { tenant, site, content, dryRun } = asked;
      mayPlan(context, tenant);
      if (content.length === 0 || content.length > maxBytes) {
        throw new DomainError(
          'invalid',
          `the file has ${content.length} bytes, but must have 1 to ${maxBytes}`,
        );
      }
      const of = { tenant, site: checkedSite(site) };
      const kind = chosen(asked.kind, kinds, 'kind of a file');
      const ground = await groundOf(deps, of, asked.effectiveFrom);
      const { columns } = asked;
      const read = understand(content, kind, { ...ground, columns });
      const fault =
        read.faults.length > 0 ? '' : await done(deps, of, asked, { kind, read, context });
      const { unused, taken, faults, samples } = read;
      return {
        columns: read.columns,
        unused,
        taken,
        faults,
        samples,
        importId: dryRun ? '' : fault,
      };
    }),
  } satisfies Partial<ShiftSchedulingServiceServer>;
}

async function groundOf(deps: ImportRpcDeps, of: OfSite, from: string): Promise<RowGround> {
  const { nowMs, zone } = deps.acting.ground(of);
  const calendar = siteCalendar(zone);
  if (from) checkDay(from, 'effective_from');
  const effectiveFrom = from || calendar.dayOf(nowMs);
  const people = settingsAt(deps.settingsOf(of.tenant), 'person', nowMs);
  const own = [...people].filter(([, person]) => person.site === of.site).map(([id]) => id);
  const names = Object.entries(await deps.names.of(of.tenant, own));
  const unique = Map.groupBy(names, ([, name]) => name);
  const byName = [...unique].flatMap(([name, all]) => {
    const [only, other] = all;
    return only && !other ? [[name, only[0]] as const] : [];
  });
  return {
    setup: setupOn(deps.book.stateOf(of).setup, effectiveFrom),
    calendar,
    groups: new Set(Object.keys(groupsOf(deps, of, nowMs))),
    byName: new Map(byName),
    effectiveFrom,
  };
}

/** Reads it in, or only says whether it could be; answers with the import's id. */
async function done(
  { decide }: ImportRpcDeps,
  of: OfSite,
  asked: ImportFileRequest,
  { kind, read, context }: { kind: (typeof kinds)[number]; read: Understood; context: Context },
): Promise<string> {
  const { fileName, draftId, dryRun } = asked;
  const { setup, edits, leave } = read;
  const act: FileImported = {
    ...{ kind: 'file-imported', importId: '', fileName, of: kind },
    ...{ setup, edits, leave, draftId },
  };
  const by = { author: context.person, roles: context.roles, seenPosition: null };
  const command = { ...of, ...by, act, commandId: dryRun ? '' : checkedCommandId(asked.commandId) };
  const decided = dryRun ? await decide.preview(command) : await decide.act(command);
  return decided.act.kind === 'file-imported' ? decided.act.importId : '';
}
