import { putSetting, type Setting, type Settings } from '../domain/settings/settings.ts';

/** One decision about one object, as far as a conflict needs it. */
export interface Decision {
  /** Its place in the log of decisions. */
  position: number;
  commandId: string;
  /** Who decided it. */
  author: string;
  atMs: number;
}

/** What one tenant has decided, in the order of the log. */
export interface TenantBook {
  /** Every version of every setting; grows with the log, never rewritten. */
  readonly settings: Settings;
  /** The last decision about each object, by `kind id`. */
  readonly last: ReadonlyMap<string, Decision>;
  /** Positions of the last commands by their id. */
  readonly commands: ReadonlyMap<string, number>;
}

/** The directory of every tenant: a fold of the log of decisions. */
export interface Book {
  of: (tenant: string) => TenantBook;
  tenants: () => string[];
  apply: (tenant: string, setting: Setting, decision: Decision) => void;
  /** Resolves once the fold has passed a position; answers then include it. */
  reached: (position: number) => Promise<void>;
}

/** So many command ids are remembered per tenant; a repeat comes within minutes. */
const maxCommands = 100_000;

interface Shelf {
  versions: Map<string, readonly Setting[]>;
  last: Map<string, Decision>;
  commands: Map<string, number>;
}

/** An empty book. It is written by the follower of the log alone. */
export function openBook(): Book {
  const shelves = new Map<string, Shelf>();
  const waiting: { position: number; resolve: () => void }[] = [];
  let position = 0;
  return {
    of: (tenant) => toBook(shelves.get(tenant)),
    tenants: () => [...shelves.keys()].sort(),
    apply: (tenant, setting, decision) => {
      const shelf = shelves.get(tenant) ?? newShelf();
      shelves.set(tenant, shelf);
      put(shelf, setting, decision);
      position = Math.max(position, decision.position);
      for (const one of waiting.filter((each) => each.position <= position)) {
        waiting.splice(waiting.indexOf(one), 1);
        one.resolve();
      }
    },
    reached: (wanted) =>
      wanted <= position
        ? Promise.resolve()
        : new Promise((resolve) => waiting.push({ position: wanted, resolve })),
  };
}

function newShelf(): Shelf {
  return { versions: new Map(), last: new Map(), commands: new Map() };
}

function toBook(shelf: Shelf | undefined): TenantBook {
  const { versions, last, commands } = shelf ?? newShelf();
  return { settings: { versions }, last, commands };
}

function put({ versions, last, commands }: Shelf, setting: Setting, decision: Decision): void {
  putSetting(versions, setting);
  last.set(`${setting.kind} ${setting.id}`, decision);
  commands.set(decision.commandId, decision.position);
  for (const oldest of commands.keys()) {
    if (commands.size <= maxCommands) break;
    commands.delete(oldest);
  }
}

/** Every version of every setting of a tenant, by kind, id and instant: always in the same order. */
export function allSettings(book: TenantBook): Setting[] {
  const keys = [...book.settings.versions.keys()].sort();
  return keys.flatMap((key) => book.settings.versions.get(key) ?? []);
}

/** Settings that are in force at an instant or will be later; superseded and removed ones are not. */
export function inForce(book: TenantBook, nowMs: number): Setting[] {
  return [...book.settings.versions.values()].flatMap((versions) => {
    const current = versions.findLastIndex((version) => version.effectiveFromMs <= nowMs);
    const from = current >= 0 && versions[current]?.value === null ? current + 1 : current;
    return versions.slice(Math.max(from, 0));
  });
}
