import type { NatsConnection } from '@nats-io/transport-node';
import { DomainError } from '../domain/domain-error.ts';
import {
  noSettings,
  putSetting,
  type Setting,
  type Settings,
} from '../domain/settings/settings.ts';
import type { Log } from './log.ts';
import { decodeDecision } from './settings-wire.ts';
import { type Following, follow } from './stream.ts';
import { streams, subjects, tenantOf } from './subjects.ts';

/** Every tenant's settings as decided so far, kept up to date from the log of decisions. */
export interface SettingsFeed {
  /** The settings of a tenant; the defaults for one nobody decided about. */
  of: (tenant: string) => Settings;
  /** Tenants with at least one setting. */
  tenants: () => string[];
  /** Resolves when every decision that stood at the start is read: fold facts only then. */
  caughtUp: Promise<void>;
  following: Following;
}

/**
 * Follows the decisions about settings of all tenants from the first on.
 *
 * @param changed - called after each decision, also while catching up; the
 *   tenant's new settings are in `of` by then. A fold recounts here what the
 *   setting's effective date reaches back to.
 */
export function followSettings(
  nats: NatsConnection,
  { signal, log }: { signal: AbortSignal; log: Log },
  changed?: (tenant: string, setting: Setting) => void,
): SettingsFeed {
  const versions = new Map<string, Map<string, readonly Setting[]>>();
  const settings = new Map<string, Settings>();
  const source = {
    stream: streams.decisions.name,
    subjects: subjects.settings(),
    fromSequence: 1,
  };
  const following = follow(
    nats,
    source,
    (data, { subject }) => {
      const { tenant, setting } = decodeDecision(data);
      // Tenants are apart by subject: a body that names another one is not believed.
      if (tenant !== tenantOf(subject)) {
        throw new DomainError('invalid', `a setting of tenant "${tenant}" came on ${subject}`);
      }
      const own = versions.get(tenant) ?? new Map<string, readonly Setting[]>();
      versions.set(tenant, own);
      putSetting(own, setting);
      // Another object for each change: folds tell by it that what they remember is old.
      settings.set(tenant, { versions: own });
      changed?.(tenant, setting);
    },
    { signal, log },
  );
  return {
    of: (tenant) => settings.get(tenant) ?? noSettings,
    tenants: () => [...settings.keys()],
    caughtUp: following.caughtUp,
    following,
  };
}
