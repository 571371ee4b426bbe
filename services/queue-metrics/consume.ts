// One event, file 3 of 10 (README.md). Next: services/domain/queue/queue-state.ts
import { DomainError } from '../domain/domain-error.ts';
import { advanceQueues, applyContactFact } from '../domain/queue/queue-state.ts';
import type { Settings } from '../domain/settings/settings.ts';
import { applySourceFact } from '../domain/source-state.ts';
import { type Batch, decodeBatch } from '../lib/facts.ts';
import type { Handle } from '../lib/stream.ts';
import { tenantOf } from '../lib/subjects.ts';
import { queuesOf, type TenantQueues, type Tenants } from './tenants.ts';

/** What folding needs and whom it tells. */
export interface Folding {
  tenants: Tenants;
  settingsOf: (tenant: string) => Settings;
  /** Queues whose figures changed, as "site/queue". */
  touched: (tenant: string, queueKeys: ReadonlySet<string>) => void;
  /** A tenant is erased: nothing is known of it any more. */
  forgotten: (tenant: string) => void;
  /** So many facts are folded in, up to this position of the log. */
  folded: (facts: number, position: number) => void;
}

/** A fact from so far ahead of its batch comes from a clock that is not set; it would end all legs. */
const maxAheadMs = 24 * 3_600_000;

/** One message of the log of facts into the queues: bytes, batch, fold, who was touched. */
export function foldFacts(folding: Folding): Handle {
  const { tenants, settingsOf, touched, forgotten, folded } = folding;
  return (data, { subject, sequence }) => {
    const batch = decodeBatch(data);
    if (batch.tenant !== tenantOf(subject)) {
      throw new DomainError('invalid', `a batch of tenant "${batch.tenant}" is under ${subject}`);
    }
    if (batch.erases) {
      tenants.delete(batch.tenant);
      folded(0, sequence);
      forgotten(batch.tenant);
      return;
    }
    const queueKeys = fold(queuesOf(tenants, batch.tenant), batch, settingsOf(batch.tenant));
    folded(batch.facts.length, sequence);
    touched(batch.tenant, queueKeys);
  };
}

function fold(of: TenantQueues, { facts, sentAtMs }: Batch, settings: Settings): Set<string> {
  const queueKeys = new Set<string>();
  for (const fact of facts) {
    if (fact.atMs > sentAtMs + maxAheadMs) {
      of.queues.tooLate += 1;
      continue;
    }
    if (fact.about === 'source') applySourceFact(of.sources, fact, sentAtMs);
    if (fact.about !== 'contact') continue;
    const touched = applyContactFact(of.queues, fact, settings);
    if (touched) queueKeys.add(touched.queueKey);
  }
  // Each source's timers up to its own newest fact: a long replay keeps no more than a live run.
  for (const { queueKey } of advanceQueues(of.queues, Number.NEGATIVE_INFINITY, settings)) {
    queueKeys.add(queueKey);
  }
  of.newestSentAtMs = Math.max(of.newestSentAtMs ?? 0, sentAtMs);
  return queueKeys;
}
