import { ask } from '../lib/grpc.ts';
import type { Log } from '../lib/log.ts';
import { ownContext, type Services } from './services.ts';

/** Names of one tenant's people, read anew every half minute: who is forgotten goes. */
export interface Names {
  all: () => ReadonlyMap<string, string>;
  renew: () => void;
  close: () => void;
}

const renewMs = 30_000;
/** A directory read in changes thousands of things: the names are read once for all of them. */
const soonMs = 300;

/** Reads the names and tells when they changed. */
export function openNames(
  tenant: string,
  { services, changed, log }: { services: Services; changed: () => void; log: Log },
): Names {
  const { directory } = services;
  let names: ReadonlyMap<string, string> = new Map();
  const read = async () => {
    try {
      const asked = { tenant, people: [] };
      const context = ownContext(tenant);
      const answer = await ask(directory, directory.getPeopleNames, asked, { context });
      const before = names;
      names = new Map(Object.entries(answer.names));
      if (differ(before, names)) changed();
    } catch (error) {
      log.warn({ namesOf: tenant, why: String(error) }, 'names stay as they were');
    }
  };
  let soon: NodeJS.Timeout | null = null;
  const renew = () => {
    soon ??= setTimeout(async () => {
      await read();
      soon = null;
    }, soonMs);
  };
  const timer = setInterval(renew, renewMs);
  void read();
  return {
    all: () => names,
    renew,
    close: () => {
      clearInterval(timer);
      if (soon) clearTimeout(soon);
    },
  };
}

function differ(one: ReadonlyMap<string, string>, other: ReadonlyMap<string, string>): boolean {
  return one.size !== other.size || [...one].some(([person, name]) => other.get(person) !== name);
}
