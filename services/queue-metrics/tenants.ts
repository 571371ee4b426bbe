import {
  emptyQueues,
  type QueuesState,
  readQueues,
  writeQueues,
} from '../domain/queue/queue-state.ts';
import { queuesFoldVersion } from '../domain/queue/queue-writing.ts';
import type { SourceProof, SourceProofs } from '../domain/source-state.ts';

/** One tenant's queues and what proves them. Tenants share nothing. */
export interface TenantQueues {
  queues: QueuesState;
  sources: SourceProofs;
  /** When ingest sent the newest batch folded in, by its clock; null = none since the start. */
  newestSentAtMs: number | null;
}

/** Every tenant's queues. Written only by `consume.ts` and the beat; others read. */
export type Tenants = Map<string, TenantQueues>;

/** Raised whenever the fold or its written form changes. */
export const tenantsVersion = queuesFoldVersion * 100 + 1;

interface WrittenTenant {
  tenant: string;
  queues: string;
  sources: SourceProof[];
}

/** A tenant's queues; a new tenant begins empty. */
export function queuesOf(tenants: Tenants, tenant: string): TenantQueues {
  const known = tenants.get(tenant);
  if (known) return known;
  const fresh: TenantQueues = { queues: emptyQueues(), sources: new Map(), newestSentAtMs: null };
  tenants.set(tenant, fresh);
  return fresh;
}

/** All tenants as the bytes of a snapshot. */
export function writeTenants(tenants: Tenants): Uint8Array {
  const written: WrittenTenant[] = [...tenants].map(([tenant, { queues, sources }]) => ({
    tenant,
    queues: writeQueues(queues),
    sources: [...sources.values()],
  }));
  return Buffer.from(JSON.stringify(written));
}

/** The tenants of a snapshot, the same in every figure. */
export function readTenants(bytes: Uint8Array): Tenants {
  // What it holds is what `writeTenants` of the same version wrote.
  const written = JSON.parse(Buffer.from(bytes).toString()) as WrittenTenant[];
  return new Map(
    written.map(({ tenant, queues, sources }) => [
      tenant,
      {
        queues: readQueues(queues),
        sources: new Map(sources.map((one) => [one.source, one])),
        newestSentAtMs: null,
      },
    ]),
  );
}
