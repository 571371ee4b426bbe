import type { ScoredPerson } from '../domain/score/period-facts.ts';
import { type Settings, settingAt, settingsAt, timeZoneAt } from '../domain/settings/settings.ts';
import type { OfSite } from '../lib/site-book.ts';

/** Who works at a site, as the directory tells. */
export interface SitePeople {
  /** Everybody who is scored. */
  scored: readonly ScoredPerson[];
  /** Team by person of the site. */
  teamOf: ReadonlyMap<string, string>;
  /** Team → its name in English and Chinese, parted by a tab. */
  teams: Record<string, string>;
  /** Who leads which team: team → person. */
  leads: ReadonlyMap<string, string>;
  /** "source/agent" → person. */
  personOf: ReadonlyMap<string, string>;
  /** What may be posted. */
  preset: 'eu' | 'cn' | 'none';
  /** IANA zone. */
  zone: string;
}

/** Reads the directory as it stands at an instant. */
export function sitePeople(settings: Settings, { site }: OfSite, atMs: number): SitePeople {
  const people = [...settingsAt(settings, 'person', atMs)].filter(([, one]) => one.site === site);
  const teams = [...settingsAt(settings, 'team', atMs)].filter(([, one]) => one.site === site);
  const own = new Set(people.map(([id]) => id));
  const zone = timeZoneAt(settings, site, atMs);
  const identities = [...settingsAt(settings, 'sourceIdentity', atMs)];
  return {
    scored: people.map(([person, { team }]) => {
      return { person, team, since: firstDay(settings, person, zone) };
    }),
    teamOf: new Map(people.map(([id, { team }]) => [id, team])),
    teams: Object.fromEntries(teams.map(([id, { name }]) => [id, `${name.en}\t${name.zh}`])),
    leads: new Map(teams.map(([id, { lead }]) => [id, lead])),
    personOf: new Map(
      identities
        .filter(([, { person }]) => own.has(person))
        .map(([, { source, agent, person }]) => [`${source}/${agent}`, person]),
    ),
    // A site that nobody set up names nobody.
    preset: settingAt(settings, 'site', site, atMs)?.privacy ?? 'eu',
    zone,
  };
}

/** The first local day on which the directory knows the person. */
function firstDay(settings: Settings, person: string, zone: string): string {
  const first = settings.versions.get(`person ${person}`)?.[0];
  if (!first) return '';
  const at = Temporal.Instant.fromEpochMilliseconds(first.effectiveFromMs);
  return at.toZonedDateTimeISO(zone).toPlainDate().toString();
}
