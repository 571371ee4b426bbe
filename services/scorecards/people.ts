import type { ScoredPerson } from '../domain/score/period-facts.ts';
import {
  type NamedFor,
  type PersonSettings,
  type Settings,
  type SiteSettings,
  settingAt,
  settingsAt,
  timeZoneAt,
} from '../domain/settings/settings.ts';
import type { OfSite } from '../lib/site-book.ts';

/** Who works at a site, as the directory tells. */
export interface SitePeople {
  /** Everybody who is scored. */
  scored: readonly ScoredPerson[];
  /** Team by person of the site. */
  teamOf: ReadonlyMap<string, string>;
  /** Team → its name in English and Chinese, parted by a tab. */
  teams: Record<string, string>;
  /** Queue → its name, in the same form. */
  queues: Record<string, string>;
  /** Source → address of its recordings; those without one are left out. */
  recordings: Record<string, string>;
  /** Who leads which team: team → person. */
  leads: ReadonlyMap<string, string>;
  /** "source/agent" → person. */
  personOf: ReadonlyMap<string, string>;
  /** Who may decide contests: with the duty here, else elsewhere in the tenant, else who leads. */
  markers: readonly string[];
  /** What may be posted. */
  posting: Pick<SiteSettings, 'privacy' | 'posted' | 'noticeOn'>;
  /** Who objects to being named for what. */
  objecting: ReadonlyMap<string, readonly NamedFor[]>;
  /** IANA zone. */
  zone: string;
  /** The site's name in English and Chinese, parted by a tab. */
  siteName: string;
}

/** Who works, or worked, at a site: now unless an instant is given. */
export type PeopleAt = (of: OfSite, atMs?: number) => SitePeople;

/** Reads the directory as it stands at an instant. */
export function sitePeople(settings: Settings, { site }: OfSite, atMs: number): SitePeople {
  const everybody = [...settingsAt(settings, 'person', atMs)];
  const people = everybody.filter(([, one]) => one.site === site);
  const teams = [...settingsAt(settings, 'team', atMs)].filter(([, one]) => one.site === site);
  const queues = [...settingsAt(settings, 'queue', atMs)].filter(([, one]) => one.site === site);
  const own = new Set(people.map(([id]) => id));
  const zone = timeZoneAt(settings, site, atMs);
  const identities = [...settingsAt(settings, 'sourceIdentity', atMs)];
  return {
    scored: people.map(([person, { team }]) => {
      return { person, team, since: firstDay(settings, person, zone) };
    }),
    teamOf: new Map(people.map(([id, { team }]) => [id, team])),
    teams: Object.fromEntries(teams.map(([id, { name }]) => [id, `${name.en}\t${name.zh}`])),
    queues: Object.fromEntries(
      queues.map(([id, { name }]) => [id.slice(site.length + 1), `${name.en}\t${name.zh}`]),
    ),
    recordings: recordingsOf(settings, site, atMs),
    leads: new Map(teams.map(([id, { lead }]) => [id, lead])),
    markers: markersOf(everybody, site, leadsOf(teams)),
    personOf: new Map(
      identities
        .filter(([, { person }]) => own.has(person))
        .map(([, { source, agent, person }]) => [`${source}/${agent}`, person]),
    ),
    posting: settingAt(settings, 'site', site, atMs) ?? notSetUp,
    objecting: new Map(people.map(([id, { objectsTo }]) => [id, objectsTo])),
    zone,
    siteName: siteNameOf(settings, site, atMs),
  };
}

function siteNameOf(settings: Settings, site: string, atMs: number): string {
  const { en, zh } = settingAt(settings, 'site', site, atMs)?.name ?? { en: site, zh: '' };
  return `${en}\t${zh}`;
}

/** A site that nobody set up names nobody. */
const notSetUp: SitePeople['posting'] = { privacy: 'eu', posted: [], noticeOn: '' };

function leadsOf(teams: readonly (readonly [string, { lead: string }])[]): string[] {
  return [...new Set(teams.map(([, { lead }]) => lead))].filter(Boolean).sort();
}

function markersOf(
  people: readonly (readonly [string, PersonSettings])[],
  site: string,
  leads: readonly string[],
): readonly string[] {
  const all = people.filter(([, { duties }]) => duties.includes('appeals'));
  const here = all.filter(([, one]) => one.site === site);
  for (const some of [here, all]) if (some.length > 0) return some.map(([id]) => id).sort();
  return leads;
}

function recordingsOf(settings: Settings, site: string, atMs: number): Record<string, string> {
  const sources = [...settingsAt(settings, 'source', atMs)];
  const recorded = sources.filter(([, one]) => one.site === site && one.recordingUrl !== '');
  return Object.fromEntries(recorded.map(([id, { recordingUrl }]) => [id, recordingUrl]));
}

/** The first local day on which the directory knows the person. */
function firstDay(settings: Settings, person: string, zone: string): string {
  const first = settings.versions.get(`person ${person}`)?.[0];
  if (!first) return '';
  const at = Temporal.Instant.fromEpochMilliseconds(first.effectiveFromMs);
  return at.toZonedDateTimeISO(zone).toPlainDate().toString();
}
