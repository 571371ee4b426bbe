import { periodOf } from '../period.ts';
import type { Card } from '../scorecard.ts';
import type { SiteScores } from '../site-scores.ts';
import { sum } from '../sums.ts';
import { smallestGroup } from './appeals-seen.ts';

/** What may be posted is made from this. */
export interface PostedAsked {
  /**
   * `eu` names nobody; `cn` names the best and the praised; `none` the same: more than this no
   * wall is ever given.
   */
  preset: 'eu' | 'cn' | 'none';
  /** Cards of the running month. */
  cards: readonly Card[];
  /** Of the last closed month, as frozen. */
  closed: readonly Card[];
  /** Local day. */
  today: string;
  /** Team by person of the site. */
  teamOf: ReadonlyMap<string, string>;
}

/** Where a team stands. */
export interface PostedTeam {
  team: string;
  /** `null` = fewer than 8 people scored. */
  meanTotal: number | null;
  /** The same of the last closed month. */
  before: number | null;
  /** People scored; 0 where fewer than 8 are. */
  scored: number;
}

/** Somebody who is named. */
export interface PostedName {
  person: string;
  team: string;
  /** "best", or the praise in words. */
  why: string;
}

/** What a wall may show. Never a list of the worst; of a group under 8 nothing. */
export interface Posted {
  teams: readonly PostedTeam[];
  names: readonly PostedName[];
  topic: { week: string; titleEn: string; titleZh: string; words: string } | null;
}

/** What a site's walls may show by its preset. */
export function posted(state: SiteScores, asked: PostedAsked): Posted {
  const { cards, closed, today, teamOf, preset } = asked;
  const teams = [...new Set(teamOf.values())].filter(Boolean).sort();
  const topic = state.topics.get(periodOf(today, 'week'));
  const { week, titleEn, titleZh, words } = topic ?? noTopic;
  return {
    teams: teams.map((team) => {
      const { mean, scored } = meanOf(cards, team);
      return { team, meanTotal: mean, before: meanOf(closed, team).mean, scored };
    }),
    names: preset === 'eu' ? [] : [...bestOf(closed, teams), ...praised(state, today, teamOf)],
    topic: topic ? { week, titleEn, titleZh, words } : null,
  };
}

const noTopic = { week: '', titleEn: '', titleZh: '', words: '' };

function meanOf(cards: readonly Card[], team: string): { mean: number | null; scored: number } {
  const totals = cards.flatMap((card) => (card.team === team ? (card.total ?? []) : []));
  // Who has two cards is one person all the same.
  const people = new Set(
    cards.filter((card) => card.team === team && card.total !== null).map(({ person }) => person),
  );
  if (people.size < smallestGroup) return { mean: null, scored: 0 };
  return { mean: sum(totals, (total) => total) / totals.length, scored: people.size };
}

/** The first of each team in which at least 8 are ranked. */
function bestOf(cards: readonly Card[], teams: readonly string[]): PostedName[] {
  return cards
    .filter(
      ({ rank, ranked, team }) => rank === 1 && ranked >= smallestGroup && teams.includes(team),
    )
    .map(({ person, team }) => ({ person, team, why: 'best' }));
}

function praised(
  state: SiteScores,
  today: string,
  teamOf: ReadonlyMap<string, string>,
): PostedName[] {
  return [...state.praises.values()]
    .filter(({ until, person }) => until >= today && teamOf.has(person))
    .map(({ person, words }) => ({ person, team: teamOf.get(person) ?? '', why: words }));
}
