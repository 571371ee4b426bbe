import type { NatsConnection } from '@nats-io/transport-node';
import type { Setting, Settings } from '../domain/settings/settings.ts';
import type { Log } from '../lib/log.ts';
import { followSettings } from '../lib/settings-feed.ts';
import { type Folds, foldSettings } from './folds.ts';
import { mark } from './marks.ts';

/** The directory as the archive follows it. */
export interface Directory {
  of: (tenant: string) => Settings;
  caughtUp: Promise<void>;
  /** From now on decisions change these folds; before, they only stand in the settings. */
  tell: (folds: Folds) => void;
}

const dayMs = 24 * 3_600_000;
/** Decided about now, not about the past. */
const nowMs = 60_000;

/**
 * Follows what queues are measured by. A setting that reaches back into the past
 * gives the figures since then anew, as far back as raw facts are kept.
 */
export function followDirectory(
  nats: NatsConnection,
  of: { agentDays: number; signal: AbortSignal; log: Log; now: () => number },
): Directory {
  const { agentDays, signal, log, now } = of;
  let folds: Folds | null = null;
  const changed = (tenant: string, setting: Setting) => {
    if (!folds || setting.kind !== 'queue') return;
    foldSettings(folds, { tenant, settings: feed.of(tenant) });
    const site = setting.id.slice(0, setting.id.indexOf('/'));
    const sinceMs = Math.max(setting.effectiveFromMs, now() - (agentDays - 1) * dayMs);
    if (sinceMs > now() - nowMs) return;
    for (let fromMs = sinceMs; fromMs < now(); fromMs += dayMs) {
      const span = { fromMs, toMs: Math.min(fromMs + dayMs, now()), nowMs: now() };
      mark(folds.marks, { tenant, site, what: 'contacts' }, span);
      mark(folds.marks, { tenant, site, what: 'agents' }, span);
    }
    log.info({ tenant, queue: setting.id, sinceMs }, 'a setting gives past figures anew');
  };
  const feed = followSettings(nats, { signal, log }, changed);
  return {
    of: feed.of,
    caughtUp: feed.caughtUp,
    tell: (given) => {
      folds = given;
    },
  };
}
