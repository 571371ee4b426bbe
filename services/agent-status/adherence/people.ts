import { type Settings, settingsAt } from '../../domain/settings/settings.ts';

/** A key on a source that was a person's from one instant to another: a phone changes hands. */
export interface PersonKey {
  source: string;
  agent: string;
  fromMs: number;
  /** First instant after. */
  toMs: number;
}

const indexes = new WeakMap<Settings, ReadonlyMap<string, readonly PersonKey[]>>();

/** Every key a person ever had, by the directory. */
export function keysOf(settings: Settings, person: string): readonly PersonKey[] {
  let index = indexes.get(settings);
  if (!index) {
    index = indexOf(settings);
    indexes.set(settings, index);
  }
  return index.get(person) ?? [];
}

/** People whose place is a site at an instant. */
export function peopleOfSite(settings: Settings, site: string, atMs: number): Set<string> {
  const people = new Set<string>();
  for (const [person, value] of settingsAt(settings, 'person', atMs)) {
    if (value.site === site) people.add(person);
  }
  return people;
}

function indexOf(settings: Settings): Map<string, PersonKey[]> {
  const index = new Map<string, PersonKey[]>();
  for (const versions of settings.versions.values()) {
    versions.forEach((setting, n) => {
      if (setting.kind !== 'sourceIdentity' || !setting.value?.person) return;
      const { source, agent, person } = setting.value;
      const toMs = versions[n + 1]?.effectiveFromMs ?? Number.POSITIVE_INFINITY;
      const keys = index.get(person) ?? [];
      keys.push({ source, agent, fromMs: setting.effectiveFromMs, toMs });
      index.set(person, keys);
    });
  }
  return index;
}
