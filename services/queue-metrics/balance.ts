import { queueResidual } from '../domain/queue/conservation.ts';
import type { Log } from '../lib/log.ts';
import type { Tenants } from './tenants.ts';

/** Watches that no contact is lost or counted twice. */
export interface Balance {
  /** Looks at some queues now. */
  check: (tenant: string, queueKeys: Iterable<string>) => void;
  /** Sum over all queues as last seen; 0, or something is wrong. */
  residual: () => number;
}

/** Every queue is looked at so often, touched or not. */
const allEveryMs = 5_000;

/** Checks the balance of queues as they leave, and of all of them every few seconds. */
export function keepBalance(
  tenants: Tenants,
  { signal, log }: { signal: AbortSignal; log: Log },
): Balance {
  const uneven = new Map<string, number>();
  const check = (tenant: string, queueKeys: Iterable<string>) => {
    for (const queueKey of queueKeys) {
      const queue = tenants.get(tenant)?.queues.queues.get(queueKey);
      const residual = queue ? queueResidual(queue) : 0;
      const key = `${tenant} ${queueKey}`;
      if (residual === (uneven.get(key) ?? 0)) continue;
      uneven.set(key, residual);
      log.error({ tenant, queue: queueKey, residual }, 'contacts do not balance');
    }
  };
  const timer = setInterval(() => {
    for (const [tenant, { queues }] of tenants) check(tenant, queues.queues.keys());
  }, allEveryMs);
  signal.addEventListener('abort', () => clearInterval(timer), { once: true });
  return { check, residual: () => [...uneven.values()].reduce((sum, one) => sum + one, 0) };
}
