/** The directory as the page knows it: what is set up, what was told of, and how to change it. */
import { type Lang, textIn } from '../../text.ts';
import { type ActingChoice, ask, Refused, type SettingDocument, send } from '../api.ts';
import { type Standing, standing } from '../directory-view.ts';
import { documentOf, type Found, foundOf, type Told } from './found.ts';
import { type Kind, type Known, kinds, type Value } from './kinds.ts';

/** One decision to send. */
export interface Decision {
  kind: Kind;
  id: string;
  /** null = removed. */
  value: Value | null;
  from: Date;
  /** A person's name; undefined = leave it alone. */
  personName?: string;
}

/** How many settings an import changed or would change. */
export interface Imported {
  changed: number;
  unchanged: number;
}

/** A directory that was read, and is read again after every change. */
export class Directory {
  choice = $state.raw<ActingChoice | null>(null);
  settings = $state.raw<SettingDocument[] | null>(null);
  /** Every version ever decided, oldest first; null until somebody asks. */
  versions = $state.raw<SettingDocument[] | null>(null);
  told = $state.raw<Told>({ tenant: '', queues: [], agents: [], sources: [] });
  nowMs = $state(Date.now());
  #position = 0;

  // Worked out once a reading: a directory may hold tens of thousands of things.
  readonly #things = $derived(
    new Map(
      kinds.map((kind) => [kind, sorted(standing<Value>(this.settings ?? [], kind, this.nowMs))]),
    ),
  );
  readonly #found = $derived(
    new Map(kinds.map((kind) => [kind, foundOf(kind, this.told, idsOf(this.of(kind)))])),
  );
  readonly #names = $derived(new Map(this.choice?.people.map(({ id, name }) => [id, name])));
  readonly decides = $derived(this.choice?.acting.role === 'administrator');
  readonly exports = $derived(this.decides || this.choice?.acting.role === 'planner');

  /** Reads everything; live lists that cannot be had are empty. */
  async load(): Promise<void> {
    const [choice, decided, queues, agents] = await Promise.all([
      ask<ActingChoice>('/v1/acting'),
      ask<{ settings: SettingDocument[]; position: number }>('/v1/directory/settings'),
      ask<Pick<Told, 'queues' | 'sources'>>('/v1/queues').catch(() => none),
      ask<Pick<Told, 'agents' | 'sources'>>('/v1/agents').catch(() => none),
    ]);
    this.choice = choice;
    this.settings = decided.settings;
    this.versions = null;
    this.#position = decided.position;
    const sources = [...(queues.sources ?? []), ...(agents.sources ?? [])];
    const { tenant } = choice.acting;
    this.told = { tenant, queues: queues.queues ?? [], agents: agents.agents ?? [], sources };
    this.nowMs = Date.now();
  }

  /** Every thing of a kind that holds now. */
  of(kind: Kind): Standing<Value>[] {
    return this.#things.get(kind) ?? [];
  }

  /** Things of a kind that nobody has set up yet. */
  found(kind: Kind): Found[] {
    return this.settings === null ? [] : (this.#found.get(kind) ?? []);
  }

  /** A person's name; empty when it is not known or not allowed. */
  personName(id: string): string {
    return this.#names.get(id) ?? '';
  }

  /** What fields and cells need. */
  known(lang: Lang): Known {
    return {
      lang,
      text: textIn(lang),
      of: (kind) => this.of(kind),
      nameOf: (kind, id) => {
        if (kind === 'person') return this.personName(id) || id;
        const value = this.of(kind).find((one) => one.id === id)?.value;
        const name = value?.['name'] as { en: string; zh: string } | undefined;
        return (lang === 'zh' ? name?.zh : '') || name?.en || id;
      },
    };
  }

  /** Reads every version, once. */
  async readVersions(): Promise<void> {
    if (this.versions !== null || !this.exports) return;
    this.versions = (await ask<{ settings: SettingDocument[] }>('/v1/directory')).settings;
  }

  /** Decides one thing. Refused when somebody else changed it since it was read. */
  async decide({ kind, id, value, from, personName }: Decision): Promise<void> {
    await send('PUT', '/v1/directory/settings', {
      commandId: crypto.randomUUID(),
      setting: { kind, id, effectiveFrom: from.toISOString(), value },
      seenPosition: this.#position,
    });
    if (personName) await this.#import({ people: { [id]: personName } });
    await this.load();
  }

  /** Sets up what was told of, with what holds for it already, from midnight on. */
  async setUp(kind: Kind, found: readonly Found[]): Promise<void> {
    const from = new Date();
    from.setHours(0, 0, 0, 0);
    const has = (other: Kind, id: string) => this.of(other).some((one) => one.id === id);
    await this.#import(documentOf(kind, found, { told: this.told, from, has }));
    await this.load();
  }

  /** Deletes the name of a person for good. */
  async forget(person: string): Promise<void> {
    await ask(`/v1/directory/people/${encodeURIComponent(person)}`, { method: 'DELETE' });
    await this.load();
  }

  /** Reads a document, or says what it would change. */
  async import(json: unknown, dryRun: boolean): Promise<Imported> {
    const answer = await send<Imported>('POST', `/v1/directory/import?dryRun=${dryRun}`, json);
    if (!dryRun) await this.load();
    return answer;
  }

  #import(part: object): Promise<unknown> {
    const document = { format: 'floorcast-directory/1', settings: [], tenant: this.told.tenant };
    return send('POST', '/v1/directory/import', { ...document, ...part });
  }
}

/** True when somebody else changed the same thing meanwhile. */
export function isConflict(error: unknown): boolean {
  return error instanceof Refused && error.status === 409;
}

const none: Partial<Told> = {};

function idsOf(things: readonly Standing<Value>[]): Set<string> {
  return new Set(things.map(({ id }) => id));
}

function sorted(things: Standing<Value>[]): Standing<Value>[] {
  return things.sort((a, b) => placeOf(a.value) - placeOf(b.value) || (a.id < b.id ? -1 : 1));
}

function placeOf(value: Value): number {
  return Number(value['position'] ?? 0);
}
