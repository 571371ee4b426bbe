import { laterDay } from '../../schedule/site-calendar.ts';
import {
  type NamedFor,
  type PostedPart,
  postedParts,
  type SiteSettings,
} from '../../settings/settings.ts';
import { periodOf } from '../period.ts';
import type { Card } from '../scorecard.ts';
import type { SiteScores } from '../site-scores.ts';
import { sum } from '../sums.ts';
import { smallestGroup } from './appeals-seen.ts';

/** What may be posted is made from this. */
export interface PostedAsked {
  /**
   * `eu` names nobody; `cn` names the best and the praised, after notice; `none` shows what is set,
   * and never more than these.
   */
  posting: Pick<SiteSettings, 'privacy' | 'posted' | 'noticeOn'>;
  /** Who objects to being named for what. */
  objecting: ReadonlyMap<string, readonly NamedFor[]>;
  /** Cards of the running month; `null` = figures are missing, and half of them would be wrong. */
  cards: readonly Card[] | null;
  /** Of the last closed month, as frozen; `null` = none is closed. */
  closed: readonly Card[] | null;
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
  /** What is not shown, in whole or in part; why is told first by what people decided. */
  withheld: readonly Withheld[];
}

/** Something that is not shown, and why: see `WithheldPart` of the wire. */
export interface Withheld {
  part: PostedPart;
  why: WhyWithheld;
}

type WhyWithheld = 'preset' | 'setting' | 'notice' | 'small-groups' | 'not-closed' | 'missing';

/** People are told so many days before they are named. */
const noticeDays = 7;

/** What a site's walls may show by its preset. */
export function posted(state: SiteScores, asked: PostedAsked): Posted {
  const { today, teamOf } = asked;
  const teams = [...new Set(teamOf.values())].filter(Boolean).sort();
  const [cards, closed] = [asked.cards ?? [], asked.closed ?? []];
  const topic = state.topics.get(periodOf(today, 'week'));
  const { week, titleEn, titleZh, words } = topic ?? noTopic;
  const shows = (part: PostedPart) => whyNot(part, asked) === '';
  const mayName = (one: PostedName, part: NamedFor) =>
    !asked.objecting.get(one.person)?.includes(part);
  const best = shows('best') ? bestOf(closed, teams) : [];
  const praise = shows('praise') ? praised(state, today, teamOf) : [];
  const means = teams.map((team) => {
    const { mean, scored } = meanOf(cards, team);
    return { team, meanTotal: mean, before: meanOf(closed, team).mean, scored };
  });
  return {
    teams: shows('team-means') ? means : [],
    names: [
      ...best.filter((one) => mayName(one, 'best')),
      ...praise.filter((one) => mayName(one, 'praise')),
    ],
    topic: topic && shows('topic') ? { week, titleEn, titleZh, words } : null,
    withheld: withheldOf(asked, { teams, means }),
  };
}

/** Why a part is not shown, by what was decided; empty = it is. */
function whyNot(
  part: PostedPart,
  { posting, today }: Pick<PostedAsked, 'posting' | 'today'>,
): WhyWithheld | '' {
  const names = part === 'best' || part === 'praise';
  switch (posting.privacy) {
    case 'eu':
      return names ? 'preset' : '';
    case 'cn': {
      const told = posting.noticeOn !== '' && laterDay(posting.noticeOn, noticeDays) <= today;
      return names && !told ? 'notice' : '';
    }
    case 'none':
      return posting.posted.includes(part) ? '' : 'setting';
  }
}

function withheldOf(
  asked: PostedAsked,
  { teams, means }: { teams: readonly string[]; means: readonly PostedTeam[] },
): Withheld[] {
  const isSmall = means.some(({ meanTotal }) => meanTotal === null);
  const found: Record<PostedPart, WhyWithheld | ''> = {
    'team-means': asked.cards === null ? 'missing' : isSmall ? 'small-groups' : '',
    best: asked.closed === null ? 'not-closed' : smallBest(asked.closed, teams),
    praise: '',
    topic: '',
  };
  return postedParts.flatMap((part): Withheld[] => {
    const why = whyNot(part, asked) || found[part];
    return why === '' ? [] : [{ part, why }];
  });
}

/** The best of a group under 8 is not named. */
function smallBest(closed: readonly Card[], teams: readonly string[]): WhyWithheld | '' {
  const large = new Set(bestOf(closed, teams).map(({ team }) => team));
  return teams.every((team) => large.has(team)) ? '' : 'small-groups';
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
