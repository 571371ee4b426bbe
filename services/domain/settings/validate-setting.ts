import { DomainError } from '../domain-error.ts';
import type { Setting, SettingKind, Settings } from './settings.ts';

/** Settings hold from the year 2000 on … */
const earliestMs = Date.UTC(2000, 0, 1);
/** … and are not set for later than 2100: beyond that a slip of the keyboard is likelier. */
const latestMs = Date.UTC(2100, 0, 1);

/**
 * Refuses settings that cannot stand: an id that is not of its kind's form, an
 * instant out of range, a thing that belongs to another thing nobody has set.
 * Fields and their limits are the reader's (`readSetting`).
 *
 * @param settings - what is to hold, all together: one may refer to another.
 * @param standing - what holds already.
 * @param place - names one of them in a refusal, for example "settings[3]".
 */
export function validateSettings(
  settings: readonly Setting[],
  { tenant, standing }: { tenant: string; standing: Settings },
  place: (index: number) => string,
): void {
  const known = knownIds(settings, standing);
  const seen = new Map<string, number>();
  settings.forEach((setting, index) => {
    const at = place(index);
    checkInstant(setting, at);
    checkId(setting, tenant, at);
    const key = `${setting.kind} ${setting.id} ${setting.effectiveFromMs}`;
    const twin = seen.get(key);
    if (twin !== undefined) {
      throw refused(`${at} says again what ${place(twin)} says: ${setting.kind} "${setting.id}"`);
    }
    seen.set(key, index);
    for (const { kind, id, field } of references(setting)) {
      if (known.has(`${kind} ${id}`)) continue;
      throw refused(
        `${at}.value.${field} names ${kind} "${id}", which the directory does not know`,
      );
    }
  });
}

/** Every thing that stands at any time, as `kind id`. */
function knownIds(settings: readonly Setting[], standing: Settings): Set<string> {
  const known = new Set<string>();
  for (const [key, versions] of standing.versions) {
    if (versions.at(-1)?.value) known.add(key);
  }
  for (const { kind, id, value } of settings) if (value) known.add(`${kind} ${id}`);
  return known;
}

function checkInstant({ effectiveFromMs }: Setting, at: string): void {
  if (effectiveFromMs >= earliestMs && effectiveFromMs < latestMs) return;
  throw refused(
    `${at}.effectiveFrom is ${effectiveFromMs} ms, but must lie from 2000-01-01 to 2100-01-01`,
  );
}

/** A place, a switch, a team, a person or a skill: a word without blanks or slashes. */
const word = /^[\p{L}\p{N}][\p{L}\p{N}._@+-]{0,63}$/u;

function checkId(setting: Setting, tenant: string, at: string): void {
  const { kind, id } = setting;
  switch (kind) {
    case 'tenant':
      if (id === tenant) return;
      throw refused(`${at}.id is "${id}", but a directory of tenant "${tenant}" names only itself`);
    case 'queue':
      return checkPair(at, id, { form: 'site/queue', head: setting.value?.site });
    case 'sourceIdentity':
      checkPair(at, id, { form: 'source/agent', head: setting.value?.source });
      if (setting.value && !id.endsWith(`/${setting.value.agent}`)) {
        throw refused(`${at}.id is "${id}", but its agent is "${setting.value.agent}"`);
      }
      return;
    default:
      if (word.test(id)) return;
      throw refused(
        `${at}.id is "${id}", but a ${kind}'s id is 1 to 64 letters, digits and ._@+- without blanks`,
      );
  }
}

function checkPair(at: string, id: string, pair: { form: string; head: string | undefined }): void {
  const slash = id.indexOf('/');
  const [head, tail] = [id.slice(0, slash), id.slice(slash + 1)];
  if (slash < 1 || !word.test(head) || tail.length < 1 || tail.length > 128) {
    throw refused(`${at}.id is "${id}", but must be "${pair.form}"`);
  }
  if (pair.head !== undefined && pair.head !== head) {
    throw refused(`${at}.id is "${id}", but its value belongs to "${pair.head}"`);
  }
}

interface Reference {
  kind: SettingKind;
  id: string;
  field: string;
}

/** What a setting refers to; an empty text refers to nothing. */
function references(setting: Setting): Reference[] {
  const all = setting.value ? allReferences(setting) : [];
  return all.filter(({ id }) => id !== '');
}

function allReferences(setting: Setting): Reference[] {
  const site = (id: string): Reference => ({ kind: 'site', id, field: 'site' });
  const skills = (ids: string[]): Reference[] =>
    ids.map((id) => ({ kind: 'skill', id, field: 'skills' }));
  switch (setting.kind) {
    case 'tenant':
    case 'site':
    case 'skill':
      return [];
    case 'source':
      return setting.value ? [site(setting.value.site)] : [];
    case 'queue':
      return setting.value ? [site(setting.value.site), ...skills(setting.value.skills)] : [];
    case 'team':
      return setting.value
        ? [site(setting.value.site), { kind: 'person', id: setting.value.lead, field: 'lead' }]
        : [];
    case 'person': {
      const { value } = setting;
      if (!value) return [];
      const team: Reference = { kind: 'team', id: value.team, field: 'team' };
      return [site(value.site), team, ...skills(Object.keys(value.skills))];
    }
    case 'sourceIdentity':
      return setting.value
        ? [
            { kind: 'source', id: setting.value.source, field: 'source' },
            { kind: 'person', id: setting.value.person, field: 'person' },
          ]
        : [];
  }
}

/** True when two settings say the same of the same thing from the same instant on. */
export function sameSetting(one: Setting, other: Setting): boolean {
  return canonical(one) === canonical(other);
}

/** JSON with the keys of every object in order, so that order never makes a difference. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, each) =>
    each !== null && typeof each === 'object' && !Array.isArray(each)
      ? Object.fromEntries(Object.entries(each).sort(([a], [b]) => (a < b ? -1 : 1)))
      : each,
  );
}

function refused(sentence: string): DomainError {
  return new DomainError('invalid', sentence);
}
