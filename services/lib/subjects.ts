import { DomainError } from '../domain/domain-error.ts';
import type { SettingKind } from '../domain/settings/settings.ts';

/** The streams of an installation. Nowhere else is a stream or subject spelled. */
export const streams = {
  /** Contact, agent and source facts of now, in fold order. */
  facts: { name: 'FACTS', subjects: ['fact.>'] },
  /** Facts older than the live window: history read in later. Only the archive follows it. */
  backfill: { name: 'BACKFILL', subjects: ['backfill.>'] },
  /** What people decided; kept for ever. */
  decisions: { name: 'DECISIONS', subjects: ['decision.>'] },
  /** What could not be read, masked, for seven days. */
  parked: { name: 'PARKED', subjects: ['parked.>'] },
} as const;

/** Object store bucket of fold snapshots. */
export const snapshotBucket = 'snapshots';

/** Key-value bucket of personal names; deleting a key really deletes. */
export const peopleBucket = 'people';

/** Object store bucket of planning's bulky contents, each under tenant and SHA-256. */
export const plansBucket = 'plans';

/** Object store bucket of rosters and curves, each under tenant and SHA-256. */
export const rostersBucket = 'rosters';

/** Key-value bucket of browsers that want to be told; deleting a key really deletes. */
export const pushBucket = 'push';

/** Key-value bucket of keys that an installation makes for itself; none of them is ever told. */
export const keysBucket = 'keys';

/** Object store bucket of what scores stand on, each under tenant and SHA-256. */
export const scoresBucket = 'scores';

/** Every subject, by what travels on it. */
export const subjects = {
  /** One partition of one tenant's facts. */
  facts: (tenant: string, partition: number) => `fact.${tenantToken(tenant)}.${partition}`,
  /** All tenants of one partition; all partitions when none is given. */
  factsOf: (partition?: number) => (partition === undefined ? 'fact.>' : `fact.*.${partition}`),
  factsOfTenant: (tenant: string) => `fact.${tenantToken(tenant)}.>`,
  backfill: (tenant: string) => `backfill.${tenantToken(tenant)}.0`,
  backfillAll: () => 'backfill.>',
  backfillOfTenant: (tenant: string) => `backfill.${tenantToken(tenant)}.>`,
  /** One consistency unit of settings: one object. */
  setting: (tenant: string, kind: SettingKind, id: string) =>
    `decision.${tenantToken(tenant)}.settings.${kind}.${escapeToken(id)}`,
  settings: () => 'decision.*.settings.>',
  settingsOfTenant: (tenant: string) => `decision.${tenantToken(tenant)}.settings.>`,
  /** One consistency unit of planning: one site. */
  planning: (tenant: string, site: string) =>
    `decision.${tenantToken(tenant)}.staffing.${escapeToken(site)}`,
  plannings: () => 'decision.*.staffing.*',
  planningsOfTenant: (tenant: string) => `decision.${tenantToken(tenant)}.staffing.>`,
  /** One consistency unit of scheduling: one site. */
  schedule: (tenant: string, site: string) =>
    `decision.${tenantToken(tenant)}.schedule.${escapeToken(site)}`,
  schedules: () => 'decision.*.schedule.*',
  schedulesOfTenant: (tenant: string) => `decision.${tenantToken(tenant)}.schedule.>`,
  /** One consistency unit of contested adherence: one site. */
  adherence: (tenant: string, site: string) =>
    `decision.${tenantToken(tenant)}.adherence.${escapeToken(site)}`,
  adherences: () => 'decision.*.adherence.*',
  adherencesOfTenant: (tenant: string) => `decision.${tenantToken(tenant)}.adherence.>`,
  /** One consistency unit of scores: one site. */
  scores: (tenant: string, site: string) =>
    `decision.${tenantToken(tenant)}.score.${escapeToken(site)}`,
  scoresAll: () => 'decision.*.score.*',
  scoresOfTenant: (tenant: string) => `decision.${tenantToken(tenant)}.score.>`,
  parked: (tenant: string, source: string) =>
    `parked.${tenantToken(tenant)}.${escapeToken(source)}`,
  /** Live figures on core NATS. */
  liveQueues: (tenant: string) => `live.${tenantToken(tenant)}.queues`,
  liveQueuesAll: () => 'live.*.queues',
  liveAgents: (tenant: string) => `live.${tenantToken(tenant)}.agents`,
  /** What is published about who works when has changed. */
  liveSchedule: (tenant: string) => `live.${tenantToken(tenant)}.schedule`,
  liveSchedulesAll: () => 'live.*.schedule',
  /** Every service says every second that it lives. */
  alive: (service: string) => `alive.${service}`,
  aliveAll: () => 'alive.*',
} as const;

/** The tenant in a facts, backfill, decision or live subject. */
export function tenantOf(subject: string): string {
  return subject.split('.')[1] ?? '';
}

/** The service in an `alive` subject. */
export function serviceOf(subject: string): string {
  return subject.split('.')[1] ?? '';
}

/** The partition that holds a site: its queues and agents stay together. */
export function partitionOf(site: string, partitions: number): number {
  let hash = 0x811c9dc5;
  for (const byte of Buffer.from(site)) hash = Math.imul(hash ^ byte, 0x01000193) >>> 0;
  return hash % partitions;
}

function tenantToken(tenant: string): string {
  if (!/^[a-z0-9][a-z0-9-]{0,31}$/.test(tenant)) {
    throw new DomainError(
      'invalid',
      `tenant "${tenant}" must be 1 to 32 of a-z, 0-9 and "-", beginning with a letter or digit`,
    );
  }
  return tenant;
}

/** Any text as one subject token: what NATS does not allow becomes =XX per byte. */
function escapeToken(text: string): string {
  let token = '';
  for (const byte of Buffer.from(text)) {
    const char = String.fromCharCode(byte);
    token += /[A-Za-z0-9_-]/.test(char) ? char : `=${byte.toString(16).padStart(2, '0')}`;
  }
  return token;
}
