import type { Card, LadderRules } from '../scorecard.ts';
import type { HoldingFrom, SiteScores } from '../site-scores.ts';
import { markedBlind } from './appeals-seen.ts';
import { leadsQuality, maySee, type Viewer } from './viewer.ts';

/** Cards that somebody may see: none of whom the viewer has to mark blind. */
export function cardsSeen(
  state: Pick<SiteScores, 'appeals'>,
  cards: readonly Card[],
  viewer: Viewer,
): Card[] {
  const blind = markedBlind(state, viewer);
  return cards.filter(({ person }) => maySee(viewer, person) && !blind.has(person));
}

/** Plans, coaching notes, praise and questioned rules that somebody may see. */
export function notesSeen(state: SiteScores, viewer: Viewer) {
  const own = <One extends { person: string }>(of: ReadonlyMap<string, One>) =>
    [...of.values()].filter(({ person }) => maySee(viewer, person));
  return {
    plans: own(state.plans),
    coaching: own(state.coaching),
    praises: own(state.praises),
    // Of others it is told what was questioned and answered, not by whom.
    flags: [...state.flags.values()].map((flag) => {
      const told = leadsQuality(viewer) || flag.flagged.author === viewer.person;
      return told ? flag : { ...flag, flagged: { ...flag.flagged, author: '' } };
    }),
    topics: [...state.topics.values()].sort((a, b) => (a.week < b.week ? 1 : -1)),
  };
}

/** Who holds what on a local day, of whom somebody may see. */
export function holdingsSeen(state: SiteScores, viewer: Viewer, day: string): HoldingFrom[] {
  return [...state.holdings].flatMap(([person, own]) => {
    const now = maySee(viewer, person) ? own.findLast(({ from }) => from <= day) : undefined;
    return now ?? [];
  });
}

/** What was held from when on, of whom somebody may see: by person, the oldest first. */
export function holdingHistory(state: Pick<SiteScores, 'holdings'>, viewer: Viewer): HoldingFrom[] {
  return [...state.holdings].flatMap(([person, own]) => (maySee(viewer, person) ? own : []));
}

/** Rules of the ladder as somebody may see them: who is trained for a post is told of whom they see. */
export function rulesSeen(rules: LadderRules, viewer: Viewer): LadderRules {
  const seen = (people: readonly string[]) => people.filter((person) => maySee(viewer, person));
  const posts = rules.posts.map((post) => ({ ...post, standIns: seen(post.standIns) }));
  return { ...rules, posts };
}

/** Faults and moves, of whom somebody may see. */
export function ladderSeen(state: SiteScores, viewer: Viewer) {
  return {
    faults: [...state.faults.values()].filter(({ person }) => maySee(viewer, person)),
    reviews: state.reviews
      .map((review) => ({
        ...review,
        moves: review.moves.filter(({ person }) => maySee(viewer, person)),
      }))
      .reverse(),
  };
}
