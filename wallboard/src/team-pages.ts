/** What sites post, onto pages: teams, the best, the praised. */
import type { Name } from '../../proto/gen/floorcast/directory/v1/setting.ts';
import type {
  PostedPersonRow,
  PostedRow,
  PostedTeamRow,
} from '../../proto/gen/floorcast/wall/v1/wall_frame.ts';
import { nameIn } from './format.ts';
import { linesOf } from './team-layout.ts';
import { teamText } from './team-words.ts';
import type { Lang } from './text.ts';
import { textEms } from './text-width.ts';
import { ofRound, sharedPages } from './turn.ts';

/** A team in a row. */
export interface TeamView {
  key: string;
  site: string;
  name: string;
  /** `null` = fewer than 8 are scored, or the figures do not answer. */
  mean: number | null;
  /** Fewer than 8 are scored: that is why. */
  small: boolean;
  before: number | null;
  scored: number;
}

/** Somebody who is named. */
export interface PersonView {
  key: string;
  name: string;
  team: string;
  /** Praise; empty for the best. */
  words: string;
  /** Name and team stand in one line. */
  short: boolean;
  /** Lines of the words; what is longer is cut off visibly. */
  lines: number;
}

/** Names of one kind on one page. */
export interface NamesPage {
  kind: 'best' | 'praised';
  people: PersonView[];
  /** Which of how many pages of this kind, from 1. */
  at: number;
  of: number;
}

/** Teams of one site on one page. */
export interface TeamsPage {
  site: string;
  teams: TeamView[];
  at: number;
  of: number;
}

/** One page: teams, names, or both side by side. */
export interface TeamPage {
  teams: TeamsPage | null;
  names: NamesPage | null;
}

/** All pages of a round, and what found no place on any of them. */
export interface TeamPages {
  pages: TeamPage[];
  moreTeams: number;
  moreNames: number;
}

/** What there is room for on one page. */
export interface PageRoom {
  rows: number;
  lines: number;
  lineEms: number;
  /** Teams and names stand side by side. */
  together: boolean;
  /** The month the best are of, as a word. */
  closed: string;
  /** See `roundAt`. */
  round: number;
}

/** Teams of all sites, in the order in which they are told; none where they are not posted. */
export function teamsOf(rows: readonly PostedRow[], lang: Lang): TeamView[] {
  return rows.flatMap((row) => {
    const whys = row.withheld.filter(({ part }) => part === 'team-means').map(({ why }) => why);
    if (whys.includes('setting') || whys.includes('preset')) return [];
    const silent = whys.includes('missing');
    return row.teams.map((team) => teamView(row.site, team, silent, lang));
  });
}

function teamView(site: string, team: PostedTeamRow, silent: boolean, lang: Lang): TeamView {
  const mean = team.meanTotal ?? null;
  return {
    key: `${site}/${team.team}`,
    site,
    name: nameIn(team.name, lang),
    mean,
    small: mean === null && !silent,
    before: team.before ?? null,
    scored: team.scored,
  };
}

/** Lays it out: at most five pages a round, every kind on one of them. */
export function teamPages(
  rows: readonly PostedRow[],
  teams: readonly TeamView[],
  room: PageRoom,
  lang: Lang,
): TeamPages {
  const best = packed(
    'best',
    rows.flatMap((row) => row.best),
    room,
    lang,
  );
  const praised = packed(
    'praised',
    rows.flatMap((row) => row.praised),
    room,
    lang,
  );
  const slices = slicesOf(teams, Math.max(1, room.rows));
  const shown = room.together
    ? {
        teams: sharedPages([slices.length])[0] ?? 0,
        names: sharedPages([best.length, praised.length]),
      }
    : inTurn(slices.length, best.length, praised.length);
  const { round } = room;
  const names = [
    ...ofRound(numbered(best), shown.names[0] ?? 0, round),
    ...ofRound(numbered(praised), shown.names[1] ?? 0, round),
  ];
  const seen = ofRound(slices, shown.teams, round);
  const count = (all: readonly NamesPage[]) => sum(all.map(({ people }) => people.length));
  return {
    pages: room.together ? sideBySide(seen, names) : oneByOne(seen, names),
    moreTeams: teams.length - sum(seen.map((slice) => slice.teams.length)),
    moreNames: count([...best, ...praised]) - count(names),
  };
}

function inTurn(teams: number, best: number, praised: number): { teams: number; names: number[] } {
  const [ofTeams = 0, ...names] = sharedPages([teams, best, praised]);
  return { teams: ofTeams, names };
}

function sideBySide(slices: readonly TeamsPage[], names: readonly NamesPage[]): TeamPage[] {
  const length = Math.max(slices.length, names.length);
  return Array.from({ length }, (_, i) => ({
    teams: slices[i % slices.length] ?? null,
    names: names[i % names.length] ?? null,
  }));
}

function oneByOne(slices: readonly TeamsPage[], names: readonly NamesPage[]): TeamPage[] {
  return [
    ...slices.map((teams) => ({ teams, names: null })),
    ...names.map((one) => ({ teams: null, names: one })),
  ];
}

function numbered(pages: readonly NamesPage[]): NamesPage[] {
  return pages.map((page, i) => ({ ...page, at: i + 1, of: pages.length }));
}

/** Names onto pages of so many lines; between two praised half a line stays empty. */
function packed(
  kind: NamesPage['kind'],
  people: readonly PostedPersonRow[],
  { lines, lineEms, closed }: PageRoom,
  lang: Lang,
): NamesPage[] {
  const room = kind === 'best' ? lines - bestRuleLines(lineEms, closed, lang) : lines;
  const pages: NamesPage[] = [];
  let left = 0;
  for (const [i, person] of people.entries()) {
    const view = personView(person, `${kind} ${i}`, { lines: room, lineEms }, lang);
    const needs = (view.short ? 1 : 2) + view.lines + gapLines;
    if (needs > left + gapLines) {
      pages.push({ kind, people: [], at: 1, of: 1 });
      left = room;
    }
    pages.at(-1)?.people.push(view);
    left -= needs;
  }
  return pages;
}

/** Space between two who are named, in lines. */
export const gapLines = 0.4;

/** The rule of the best stands in the heading where there is room, else under it. */
export function bestRuleBeside(heading: string, lineEms: number, lang: Lang): boolean {
  return textEms(`${heading}${teamText(lang).bestRule}`) + pageMarkEms <= lineEms;
}

const pageMarkEms = 4;

/** Lines the rule of the best takes under a heading of this page's width. */
function bestRuleLines(lineEms: number, closed: string, lang: Lang): number {
  const text = teamText(lang);
  if (bestRuleBeside(text.bestOf(closed), lineEms, lang)) return 0;
  return linesOf(textEms(text.bestRule), lineEms, 2);
}

function personView(
  { name, team, words }: PostedPersonRow,
  key: string,
  { lines, lineEms }: { lines: number; lineEms: number },
  lang: Lang,
): PersonView {
  const of = team?.en || team?.zh ? nameIn(team as Name, lang) : '';
  const short = of === '' || textEms(name) + textEms(of) + 1 <= lineEms * 0.95;
  const most = Math.max(1, Math.floor(lines) - (short ? 1 : 2));
  return {
    ...{ key, name, team: of, words, short },
    lines: linesOf(textEms(words), lineEms, most),
  };
}

/** Never two sites on one page: two teams of one name would not be told apart. */
function slicesOf(teams: readonly TeamView[], rows: number): TeamsPage[] {
  const sites = [...new Set(teams.map(({ site }) => site))];
  return sites.flatMap((site) => {
    const own = teams.filter((team) => team.site === site);
    const of = Math.ceil(own.length / rows);
    return Array.from({ length: of }, (_, i) => {
      return { site, teams: own.slice(i * rows, (i + 1) * rows), at: i + 1, of };
    });
  });
}

function sum(values: readonly number[]): number {
  return values.reduce((all, value) => all + value, 0);
}
