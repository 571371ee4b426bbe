import type { DirectoryServiceServer } from '../../proto/gen/floorcast/directory/v1/directory_service.ts';
import { DomainError } from '../domain/domain-error.ts';
import { readSetting, writeSetting } from '../domain/settings/directory-document.ts';
import { validateSettings } from '../domain/settings/validate-setting.ts';
import { oneOfRoles, type Role, sameTenant } from '../lib/context.ts';
import { unary } from '../lib/grpc.ts';
import type { Log } from '../lib/log.ts';
import { fromWireSetting, toWireSetting } from '../lib/settings-wire.ts';
import { type Book, inForce } from './book.ts';
import type { Decide } from './decide.ts';
import { exportDocument, importDocument } from './document.ts';
import type { People } from './people.ts';

/** What the directory's gRPC face works on. */
export interface Deps {
  book: Book;
  decide: Decide;
  people: People;
  log: Log;
  now: () => number;
}

const decisive: readonly Role[] = ['administrator'];
const exporting: readonly Role[] = ['administrator', 'planner'];
const naming: readonly Role[] = ['supervisor', 'team-lead', 'planner', 'quality', 'administrator'];

const maxNames = 10_000;
const maxCommandId = 100;

/** The gRPC face of the directory. It translates and refuses; decisions are made in `decide.ts`. */
export function directoryRpc({ book, decide, people, log, now }: Deps): DirectoryServiceServer {
  return {
    listSettings: unary(log, ({ tenant, site }, context) => {
      sameTenant(context, tenant);
      const standing = inForce(book.of(tenant), now());
      const decided = standing.filter((setting) => !site || siteOf(setting) === site);
      const last = [...book.of(tenant).last.values()];
      return {
        settings: decided.map((setting) => toWireSetting(tenant, setting)),
        position: last.reduce((most, { position }) => Math.max(most, position), 0),
      };
    }),
    putSetting: unary(log, async ({ commandId, setting: wire, seenPosition }, context) => {
      oneOfRoles(context, decisive);
      if (!wire) throw new DomainError('invalid', 'the command holds no setting');
      sameTenant(context, wire.tenant);
      const { tenant, person: author } = context;
      const setting = readSetting(writeSetting(fromWireSetting(wire)), 'setting');
      validateSettings([setting], { tenant, standing: book.of(tenant).settings }, () => 'setting');
      const position = await decide({
        tenant,
        commandId: checkedCommandId(commandId),
        author,
        atMs: now(),
        setting,
        seenPosition: seenPosition ?? null,
      });
      return { position };
    }),
    exportDirectory: unary(log, async ({ tenant }, context) => {
      sameTenant(context, tenant);
      oneOfRoles(context, exporting);
      const names = await people.names(tenant, []);
      return { json: exportDocument(tenant, book.of(tenant), names) };
    }),
    importDirectory: unary(log, ({ tenant, commandId, json, dryRun }, context) => {
      sameTenant(context, tenant);
      oneOfRoles(context, decisive);
      const command = { tenant, commandId: checkedCommandId(commandId), author: context.person };
      return importDocument({ json, dryRun, command, atMs: now() }, { book, decide, people });
    }),
    getPeopleNames: unary(log, async ({ tenant, people: asked }, context) => {
      sameTenant(context, tenant);
      oneOfRoles(context, naming);
      if (asked.length > maxNames) {
        throw new DomainError('invalid', `people names ${asked.length}, at most ${maxNames}`);
      }
      return { names: await people.names(tenant, asked) };
    }),
    forgetPerson: unary(log, async ({ tenant, person }, context) => {
      sameTenant(context, tenant);
      oneOfRoles(context, decisive);
      if (!person) throw new DomainError('invalid', 'person is empty');
      await people.forget(tenant, person);
      return { forgottenAt: new Date(now()) };
    }),
  };
}

function siteOf({ kind, id, value }: ReturnType<typeof inForce>[number]): string {
  if (kind === 'site') return id;
  return value && 'site' in value ? value.site : '';
}

function checkedCommandId(commandId: string): string {
  if (commandId.length >= 1 && commandId.length <= maxCommandId) return commandId;
  throw new DomainError(
    'invalid',
    `command_id has ${commandId.length} characters, but must have 1 to ${maxCommandId}`,
  );
}
