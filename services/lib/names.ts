import { credentials } from '@grpc/grpc-js';
import { DirectoryServiceClient } from '../../proto/gen/floorcast/directory/v1/directory_service.ts';
import type { Context } from './context.ts';
import { ask } from './grpc.ts';
import { recent } from './recent.ts';

/** Names of people, which stand in the directory alone. */
export interface Names {
  /** Names by person; without a directory there are none, and people are shown by id. */
  of: (tenant: string, people: Iterable<string>) => Promise<Record<string, string>>;
  close: () => void;
}

const forMs = 5_000;

/** Asks the directory, at most every few seconds. */
export function openNames(address: string, now: () => number): Names {
  const client = new DirectoryServiceClient(address, credentials.createInsecure(), {
    'grpc.initial_reconnect_backoff_ms': 100,
    'grpc.max_reconnect_backoff_ms': 1_000,
  });
  const known = recent<{ atMs: number; names: Promise<Record<string, string>> }>(100);
  const all = (tenant: string) => {
    const before = known.get(tenant);
    if (before && now() - before.atMs < forMs) return before.names;
    const context: Context = { tenant, person: '', roles: ['planner'] };
    const asked = { tenant, people: [] };
    const names = ask(client, client.getPeopleNames, asked, { context, withinMs: 2_000 })
      .then((answer) => answer.names)
      .catch(() => ({}));
    return known.put(tenant, { atMs: now(), names }).names;
  };
  return {
    of: async (tenant, people) => {
      const names = await all(tenant);
      const wanted = [...new Set(people)].filter((person) => names[person] !== undefined);
      return Object.fromEntries(wanted.map((person) => [person, names[person] ?? '']));
    },
    close: () => client.close(),
  };
}
