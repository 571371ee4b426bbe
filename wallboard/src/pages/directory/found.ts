/** What the switches told of and the directory does not know yet. */
import type { Named } from '../api.ts';
import { blank, type Kind, type Value } from './kinds.ts';

/** Live lists, as far as the directory looks at them. */
export interface Told {
  tenant: string;
  queues: { key: string; site: string; name: Named }[];
  agents: {
    key: string;
    site: string;
    person: string | null;
    state: string;
    queue: Named | null;
  }[];
  sources: { site: string; source: string }[];
}

/** A thing nobody has set up, with what holds for it until somebody does. */
export interface Found {
  id: string;
  value: Value;
}

/** One setting of a directory document. */
export interface DocumentSetting {
  kind: Kind;
  id: string;
  effectiveFrom: string;
  value: Value;
}

/** Things of a kind that were told of; `known` are the ids that are set up. */
export function foundOf(kind: Kind, told: Told, known: ReadonlySet<string>): Found[] {
  const all: Partial<Record<Kind, Found[]>> = {
    tenant: [{ id: told.tenant, value: { ...blank('tenant'), name: english(told.tenant) } }],
    site: [...new Set([...told.sources, ...told.queues].map(({ site }) => site))].map((id) => ({
      id,
      value: { ...blank('site'), name: english(id) },
    })),
    source: told.sources.map(({ site, source }) => ({
      id: source,
      value: { ...blank('source'), name: english(source), site },
    })),
    queue: told.queues.map(({ key, site }) => ({
      id: key,
      value: { ...blank('queue'), name: english(tailOf(key)), site },
    })),
    sourceIdentity: told.agents.map(({ key }) => ({
      id: key,
      value: { source: key.slice(0, key.indexOf('/')), agent: tailOf(key), person: '' },
    })),
  };
  const seen = new Set(['', ...known]);
  return (all[kind] ?? []).filter(({ id }) => !seen.has(id) && Boolean(seen.add(id)));
}

/**
 * The document that sets found things up. An agent becomes a person of the same
 * name; sites and sources that a queue or agent needs are set up with it.
 */
export function documentOf(
  kind: Kind,
  found: readonly Found[],
  { told, from, has }: { told: Told; from: Date; has: (kind: Kind, id: string) => boolean },
) {
  const effectiveFrom = from.toISOString();
  const settings: DocumentSetting[] = [];
  const people: Record<string, string> = {};
  const add = (kind: Kind, id: string, value: Value) => {
    const there = settings.some((one) => one.kind === kind && one.id === id);
    if (!there) settings.push({ kind, id, effectiveFrom, value });
  };
  const need = (kind: 'site' | 'source', id: string) => {
    if (has(kind, id)) return;
    for (const one of foundOf(kind, told, new Set()).filter((each) => each.id === id)) {
      if (kind === 'source') need('site', String(one.value['site']));
      add(kind, id, one.value);
    }
  };
  for (const { id, value } of found) {
    if (kind === 'queue' || kind === 'source') need('site', String(value['site']));
    if (kind !== 'sourceIdentity') {
      add(kind, id, value);
      continue;
    }
    const agent = told.agents.find(({ key }) => key === id);
    const person = wordOf(String(value['agent']));
    need('source', String(value['source']));
    need('site', agent?.site ?? '');
    if (!has('person', person)) {
      add('person', person, { ...blank('person'), site: agent?.site ?? '' });
      people[person] = String(value['agent']);
    }
    add('sourceIdentity', id, { ...value, person });
  }
  return { format: 'floorcast-directory/1', tenant: told.tenant, settings, people };
}

/** A person's id from an agent's key: "PJSIP/1001" becomes "PJSIP-1001". */
function wordOf(key: string): string {
  const word = key.replace(/[^\p{L}\p{N}._@+-]+/gu, '-').replace(/^[^\p{L}\p{N}]+/u, '');
  return word.slice(0, 64) || 'agent';
}

function tailOf(key: string): string {
  return key.slice(key.indexOf('/') + 1);
}

function english(name: string): Named {
  return { en: name, zh: '' };
}
