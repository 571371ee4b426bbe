import type { AbandonRule } from '../queue/service-level.ts';

/** A name in both languages of the screens. */
export interface Name {
  en: string;
  zh: string;
}

/** What a queue is measured by. */
export interface QueueSettings {
  name: Name;
  site: string;
  /** Answer within this time. */
  targetMs: number;
  /** The share to be answered in time, 0 to 1. */
  goal: number;
  rule: AbandonRule;
  /** Abandoned sooner than this is a short abandon. */
  shortAbandonMs: number;
  /** After-call work granted by the switch after each contact. */
  wrapUpMs: number;
  /** Place on the wall; lower is higher. */
  position: number;
  skills: string[];
}

/** A place with a time zone of its own. */
export interface SiteSettings {
  name: Name;
  /** IANA zone. */
  timeZone: string;
  privacy: 'eu' | 'cn' | 'none';
  /** Digits of a caller's number that may be kept. */
  callerDigits: 0 | 3;
  /** With privacy "none" what walls show; the other presets say it themselves. */
  posted: PostedPart[];
  /** Local day on which people were told that they may be named; empty = they were not. */
  noticeOn: string;
}

/** What walls may show of scores. */
export type PostedPart = 'team-means' | 'best' | 'praise' | 'topic';

/** All of it. */
export const postedParts: readonly PostedPart[] = ['team-means', 'best', 'praise', 'topic'];

/** What people are named for on walls. */
export type NamedFor = 'best' | 'praise';

/** All of it. */
export const namedFors: readonly NamedFor[] = ['best', 'praise'];

/** What somebody does beside the work: "appeals" = decides contests of scores. */
export type Duty = 'appeals';

/** All of them. */
export const allDuties: readonly Duty[] = ['appeals'];

/** A switch or program that tells facts. */
export interface SourceSettings {
  name: Name;
  site: string;
  kind: string;
  /** How often it proves itself. */
  cadenceMs: number;
  /** Address of a recording, with `recordingParts` in braces; empty = not linked. */
  recordingUrl: string;
}

/** What an address of a recording may hold in braces; one of the first three names the contact. */
export const recordingParts = ['uniqueId', 'contact', 'leg', 'queue', 'agent', 'date'] as const;

/** People who work together under one lead. */
export interface TeamSettings {
  name: Name;
  site: string;
  lead: string;
}

/** A person as far as planning looks; the name is kept apart and can be deleted. */
export interface PersonSettings {
  team: string;
  site: string;
  skills: Record<string, number>;
  duties: Duty[];
  /** What the person does not want to be named for on walls. */
  objectsTo: NamedFor[];
}

/** Something a person can do and a queue can ask for. */
export interface SkillSettings {
  name: Name;
}

/** Who is meant by an agent of a source: an interface is a phone, not a person. */
export interface SourceIdentitySettings {
  source: string;
  agent: string;
  person: string;
}

/** What a setting of each kind says. */
export interface SettingValues {
  tenant: { name: Name };
  site: SiteSettings;
  source: SourceSettings;
  queue: QueueSettings;
  team: TeamSettings;
  person: PersonSettings;
  skill: SkillSettings;
  sourceIdentity: SourceIdentitySettings;
}

/** The kinds of things the directory knows. */
export type SettingKind = keyof SettingValues;

/** One thing in the directory as it stands from one instant on; `value` null = removed. */
export type Setting = {
  [K in SettingKind]: {
    kind: K;
    /** Unique within tenant and kind; a queue's is "site/queue", an identity's "source/agent". */
    id: string;
    effectiveFromMs: number;
    value: SettingValues[K] | null;
  };
}[SettingKind];

/** Every setting of one tenant, found by kind, id and instant. */
export interface Settings {
  /** Versions by `kind id`, each list in order of `effectiveFromMs`. */
  readonly versions: ReadonlyMap<string, readonly Setting[]>;
}

/** A directory in which nothing stands: every look-up gives the defaults. */
export const noSettings: Settings = { versions: new Map() };

/** What a queue is measured by until the directory says otherwise. */
export const defaultQueueSettings: Omit<QueueSettings, 'name' | 'site'> = {
  targetMs: 20_000,
  goal: 0.8,
  rule: 'missed',
  shortAbandonMs: 5_000,
  wrapUpMs: 0,
  position: 1_000,
  skills: [],
};

/**
 * The directory with one more setting. Of two with the same instant the later
 * decided one holds. The given directory stays as it is.
 */
export function withSetting(settings: Settings, setting: Setting): Settings {
  const versions = new Map(settings.versions);
  putSetting(versions, setting);
  return { versions };
}

/**
 * Puts one more setting into versions that are the caller's own: thousands are
 * read at a start, and `withSetting` would copy all that stands for each.
 */
export function putSetting(versions: Map<string, readonly Setting[]>, setting: Setting): void {
  const key = `${setting.kind} ${setting.id}`;
  const others = (versions.get(key) ?? []).filter(
    (version) => version.effectiveFromMs !== setting.effectiveFromMs,
  );
  const list = [...others, setting].sort((a, b) => a.effectiveFromMs - b.effectiveFromMs);
  versions.set(key, list);
}

/** What stands for a thing at an instant; null when nothing does. */
export function settingAt<K extends SettingKind>(
  settings: Settings,
  kind: K,
  id: string,
  atMs: number,
): SettingValues[K] | null {
  const list = settings.versions.get(`${kind} ${id}`) ?? [];
  const found = list.findLast((version) => version.effectiveFromMs <= atMs);
  return (found?.value as SettingValues[K] | undefined) ?? null;
}

/** Every id of a kind that stands at an instant, with what it says. */
export function settingsAt<K extends SettingKind>(
  settings: Settings,
  kind: K,
  atMs: number,
): Map<string, SettingValues[K]> {
  const standing = new Map<string, SettingValues[K]>();
  for (const id of idsOf(settings, kind)) {
    const value = settingAt(settings, kind, id, atMs);
    if (value) standing.set(id, value);
  }
  return standing;
}

/** Ids ever named, by kind. Sites are asked for on every beat, beside thousands of people. */
const knownIds = new WeakMap<Settings, Map<string, string[]>>();

function idsOf(settings: Settings, kind: SettingKind): readonly string[] {
  let byKind = knownIds.get(settings);
  if (!byKind) {
    byKind = new Map();
    for (const key of settings.versions.keys()) {
      const end = key.indexOf(' ');
      const ids = byKind.get(key.slice(0, end)) ?? [];
      ids.push(key.slice(end + 1));
      byKind.set(key.slice(0, end), ids);
    }
    knownIds.set(settings, byKind);
  }
  return byKind.get(kind) ?? [];
}

/** What a queue was measured by at an instant, defaults included. */
export function queueSettingsAt(
  settings: Settings,
  site: string,
  queue: string,
  atMs: number,
): QueueSettings {
  const known = settingAt(settings, 'queue', `${site}/${queue}`, atMs);
  return known ?? { ...defaultQueueSettings, site, name: { en: queue, zh: '' } };
}

/** A site's zone at an instant; UTC until the directory knows the site. */
export function timeZoneAt(settings: Settings, site: string, atMs: number): string {
  return settingAt(settings, 'site', site, atMs)?.timeZone ?? 'UTC';
}
