import { setImmediate } from 'node:timers/promises';
import { emptyQueues, type QueuesState, readQueues } from '../domain/queue/queue-state.ts';
import { queuesFoldVersion, writeQueuesInSlices } from '../domain/queue/queue-writing.ts';
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
export const tenantsVersion = queuesFoldVersion * 100 + 2;

/** First line of a tenant in a snapshot; so many lines of its queues follow. */
interface WrittenTenant {
  tenant: string;
  sources: SourceProof[];
  lines: number;
}

/** A tenant's queues; a new tenant begins empty. */
export function queuesOf(tenants: Tenants, tenant: string): TenantQueues {
  const known = tenants.get(tenant);
  if (known) return known;
  const fresh: TenantQueues = { queues: emptyQueues(), sources: new Map(), newestSentAtMs: null };
  tenants.set(tenant, fresh);
  return fresh;
}

/**
 * All tenants as the bytes of a snapshot, one queue at a time, so that live
 * facts pass between two queues: those written later hold later facts, and
 * folding these in again after a restart changes nothing.
 */
export async function writeTenants(tenants: Tenants): Promise<Uint8Array> {
  const parts: Buffer[] = [];
  for (const [tenant, { queues, sources }] of [...tenants]) {
    const written: WrittenTenant = { tenant, sources: [...sources.values()], lines: 0 };
    const lines: Buffer[] = [];
    for (const line of writeQueuesInSlices(queues)) {
      lines.push(Buffer.from(`${line}\n`));
      await setImmediate();
    }
    written.lines = lines.length;
    parts.push(Buffer.from(`${JSON.stringify(written)}\n`), ...lines);
  }
  return Buffer.concat(parts);
}

/** The tenants of a snapshot, the same in every figure. */
export function readTenants(bytes: Uint8Array): Tenants {
  const lines = Buffer.from(bytes).toString().split('\n');
  const tenants: Tenants = new Map();
  for (let at = 0; lines[at]; ) {
    // What it holds is what `writeTenants` of the same version wrote.
    const written = JSON.parse(lines[at] ?? '') as WrittenTenant;
    const end = at + 1 + written.lines;
    tenants.set(written.tenant, {
      queues: readQueues(lines.slice(at + 1, end).join('\n')),
      sources: new Map(written.sources.map((one) => [one.source, one])),
      newestSentAtMs: null,
    });
    at = end;
  }
  return tenants;
}
