import { DomainError } from '../domain/domain-error.ts';
import {
  type DirectoryDocument,
  readDirectoryDocument,
  writeDirectoryDocument,
} from '../domain/settings/directory-document.ts';
import type { Setting } from '../domain/settings/settings.ts';
import { sameSetting, validateSettings } from '../domain/settings/validate-setting.ts';
import { allSettings, type Book, type TenantBook } from './book.ts';
import type { Decide } from './decide.ts';
import type { People } from './people.ts';

/** A document and who wants it read. */
export interface Import {
  json: string;
  /** True = only say what would change. */
  dryRun: boolean;
  command: { tenant: string; commandId: string; author: string };
  atMs: number;
}

/** What an import changed, or would change. */
export interface Imported {
  changed: number;
  unchanged: number;
  namesChanged: number;
}

/** A tenant's whole directory with every version of every setting, as one document. */
export function exportDocument(
  tenant: string,
  book: TenantBook,
  people: Record<string, string>,
): string {
  const document = { tenant, settings: allSettings(book), people };
  return JSON.stringify(writeDirectoryDocument(document), null, 2);
}

/**
 * Reads a document: it is checked as a whole before its first setting is
 * decided. What already holds is left alone, so that reading the same document
 * twice changes nothing and a reading cut short is completed by repeating it.
 */
export async function importDocument(
  { json, dryRun, command, atMs }: Import,
  { book, decide, people }: { book: Book; decide: Decide; people: People },
): Promise<Imported> {
  const { tenant } = command;
  const document = readDirectoryDocument(parse(json));
  if (document.tenant !== tenant) {
    throw new DomainError('invalid', `tenant is "${document.tenant}", but must be "${tenant}"`);
  }
  const { settings: standing } = book.of(tenant);
  validateSettings(document.settings, { tenant, standing }, (i) => `settings[${i}]`);

  const changed = document.settings.filter((setting) => !stands(book.of(tenant), setting));
  const names = await changedNames(document, people);
  const answer = {
    changed: changed.length,
    unchanged: document.settings.length - changed.length,
    namesChanged: names.length,
  };
  if (dryRun) return answer;
  await inParallel([...byObject(changed).values()], async (versions) => {
    for (const setting of versions) {
      // One id per object and instant: the repeat of a reading cut short finds its own.
      const commandId = `${command.commandId} ${setting.kind} ${setting.id} ${setting.effectiveFromMs}`;
      await decide({ ...command, commandId, atMs, setting, seenPosition: null });
    }
  });
  await inParallel(names, ([person, name]) => people.name(tenant, person, name));
  return answer;
}

/** Versions of one object are decided one after the other, objects side by side. */
function byObject(settings: readonly Setting[]): Map<string, Setting[]> {
  return Map.groupBy(settings, ({ kind, id }) => `${kind} ${id}`);
}

/** So many are under way at once: each waits for a write to reach the disk. */
const atOnce = 64;

async function inParallel<T>(
  items: readonly T[],
  act: (item: T) => Promise<unknown>,
): Promise<void> {
  const left = items.values();
  const lane = async () => {
    for (const item of left) await act(item);
  };
  await Promise.all(Array.from({ length: atOnce }, lane));
}

function parse(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch (error) {
    throw new DomainError('invalid', `the document is no JSON: ${(error as Error).message}`);
  }
}

function stands(book: TenantBook, setting: Setting): boolean {
  const versions = book.settings.versions.get(`${setting.kind} ${setting.id}`) ?? [];
  const same = versions.find((version) => version.effectiveFromMs === setting.effectiveFromMs);
  return same !== undefined && sameSetting(same, setting);
}

async function changedNames(
  { tenant, people: given = {} }: DirectoryDocument,
  people: People,
): Promise<[string, string][]> {
  const standing = await people.names(tenant, Object.keys(given));
  return Object.entries(given).filter(([person, name]) => standing[person] !== name);
}
