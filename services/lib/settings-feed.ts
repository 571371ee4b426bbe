import type { NatsConnection } from '@nats-io/transport-node';
import { DomainError } from '../domain/domain-error.ts';
import type { Setting, Settings } from '../domain/settings/settings.ts';
import type { Log } from './log.ts';
import { decodeDecision } from './settings-wire.ts';
import { type Following, follow } from './stream.ts';
import { streams, subjects, tenantOf } from './subjects.ts';

/** The directory of every tenant as the log of decisions tells it, kept up to date. */
export interface SettingsFeed {
  /** Everything a tenant has set; look-ups go by kind, id and instant. */
  of: (tenant: string) => Settings;
  /** Tenants that have set anything, in order. */
  tenants: () => string[];
  following: Following;
}

/** Follows the log of decisions from its first on; `caughtUp` says when the past is read. */
export function followSettings(
  nats: NatsConnection,
  running: { signal: AbortSignal; log: Log },
  changed: (tenant: string, setting: Setting) => void = () => undefined,
): SettingsFeed {
  const tenants = new Map<string, { versions: Map<string, Setting[]> }>();
  const following = follow(
    nats,
    { stream: streams.decisions.name, subjects: subjects.settings(), fromSequence: 1 },
    (data, { subject }) => {
      const { tenant, setting } = decodeDecision(data);
      if (tenant !== tenantOf(subject)) {
        throw new DomainError('invalid', `a decision of "${tenant}" stands under ${subject}`);
      }
      const settings = tenants.get(tenant) ?? { versions: new Map() };
      tenants.set(tenant, settings);
      put(settings.versions, setting);
      changed(tenant, setting);
    },
    running,
  );
  const nothing: Settings = { versions: new Map() };
  return {
    of: (tenant) => tenants.get(tenant) ?? nothing,
    tenants: () => [...tenants.keys()].sort(),
    following,
  };
}

/** Like `withSetting`, in place: a directory of 100,000 settings is read in one go. */
function put(versions: Map<string, Setting[]>, setting: Setting): void {
  const key = `${setting.kind} ${setting.id}`;
  const others = (versions.get(key) ?? []).filter(
    (version) => version.effectiveFromMs !== setting.effectiveFromMs,
  );
  const list = [...others, setting].sort((a, b) => a.effectiveFromMs - b.effectiveFromMs);
  versions.set(key, list);
}
