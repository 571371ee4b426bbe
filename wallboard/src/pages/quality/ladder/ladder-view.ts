/** The ladder as a picture: who stands on which rung, what reviews come, what a rule changes. */
import { dayPlus } from '../../schedule/local-time.ts';
import type { Holding, LadderMove } from '../people-api.ts';
import { periodDays, periodPlus } from '../period.ts';
import type { LadderRules, Post } from '../quality-api.ts';

/** A rung with who stands on it. */
export interface Rung {
  post: Post;
  people: Holding[];
}

/** Rungs, the highest first, each with its people by name; `off` = on no post that there is. */
export function rungsOf(
  rules: LadderRules | null,
  holdings: readonly Holding[],
  { people, nameOf }: { people: readonly string[]; nameOf: (person: string) => string },
): { rungs: Rung[]; off: string[] } {
  const posts = [...(rules?.posts ?? [])].sort((a, b) => b.rung - a.rung);
  const known = new Set(posts.map(({ postId }) => postId));
  const byName = (a: string, b: string) => nameOf(a).localeCompare(nameOf(b));
  const held = new Set(holdings.filter((one) => known.has(one.postId)).map((one) => one.person));
  const rungs = posts.map((post) => ({
    post,
    people: holdings
      .filter(({ postId }) => postId === post.postId)
      .sort((a, b) => byName(a.person, b.person)),
  }));
  return { rungs, off: people.filter((person) => !held.has(person)).sort(byName) };
}

/** A review to come. */
export interface ReviewAhead {
  /** Last month it looks at. */
  month: string;
  /** First local day on which that month is over. */
  from: string;
  /** "due" = it can be done now; "waits" = its month is over but not closed; "later". */
  state: 'due' | 'waits' | 'later';
}

/**
 * The next reviews: every so many months after the last one; before the first, at the newest
 * month that is closed, or else at the running one.
 */
export function reviewsAhead(
  { reviewMonths }: Pick<LadderRules, 'reviewMonths'>,
  { last, closed, today }: { last: string; closed: readonly string[]; today: string },
  count = 3,
): ReviewAhead[] {
  const every = Math.max(1, reviewMonths);
  const newest = [...closed].sort().at(-1);
  const first = last ? periodPlus(last, every) : (newest ?? today.slice(0, 7));
  return Array.from({ length: count }, (_, at) => {
    const month = periodPlus(first, at * every);
    const from = dayPlus(periodDays(month).to, 1);
    const state = closed.includes(month) ? 'due' : from <= today ? 'waits' : 'later';
    return { month, from, state };
  });
}

/** One person's move by the rules that are tried, beside that by those that stand. */
export interface MoveBeside {
  person: string;
  tried: LadderMove | null;
  standing: LadderMove | null;
  differs: boolean;
}

/** Moves beside each other: who differs first, then who moves, then who stays. */
export function movesBeside(
  tried: readonly LadderMove[],
  standing: readonly LadderMove[],
): MoveBeside[] {
  const before = new Map(standing.map((move) => [move.person, move]));
  const now = new Map(tried.map((move) => [move.person, move]));
  const people = [...new Set([...tried, ...standing].map(({ person }) => person))];
  const rows = people.map((person) => {
    const [one = null, other = null] = [now.get(person), before.get(person)];
    return { person, tried: one, standing: other, differs: !same(one, other) };
  });
  return rows.sort((a, b) => order(a) - order(b));
}

/** How many of each kind. */
export function countsOf(moves: readonly LadderMove[]) {
  const count = (of: string) => moves.filter(({ kind }) => kind === of).length;
  return { up: count('up'), down: count('down'), warned: count('warned'), stays: count('stays') };
}

/** The posts with a new one on top. */
export function postAdded(posts: readonly Post[]): Post[] {
  const rung = Math.max(0, ...posts.map((post) => post.rung)) + 1;
  const coefficient = posts.find((post) => post.rung === rung - 1)?.payCoefficient ?? 1;
  const own = { postId: '', nameEn: '', nameZh: '', standIns: [] };
  return [...posts, { ...own, rung, payCoefficient: coefficient }];
}

/** Rules that nobody has decided yet, to begin with. */
export function firstRules(today: string): LadderRules {
  return {
    ...{ effectiveFrom: today, posts: postAdded([]), reviewMonths: 3 },
    ...{ upShare: 0.1, upMinTotal: 85, upMinMonths: 3, downShare: 0.05, downMaxTotal: 60 },
    ...{ downOnFault: true, warnFirst: true, minGroup: 8, starTotals: [60, 70, 80, 88, 95] },
  };
}

function same(one: LadderMove | null, other: LadderMove | null): boolean {
  return one?.kind === other?.kind && one?.toPost === other?.toPost;
}

function order({ differs, tried, standing }: MoveBeside): number {
  if (differs) return 0;
  return (tried ?? standing)?.kind === 'stays' ? 2 : 1;
}
