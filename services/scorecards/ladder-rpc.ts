import type {
  GetLadderRequest,
  ScorecardServiceServer,
} from '../../proto/gen/floorcast/score/v1/scorecard_service.ts';
import { laterDay, siteCalendar } from '../domain/schedule/site-calendar.ts';
import { ladderMoves } from '../domain/score/ladder/ladder-moves.ts';
import { ladderOn } from '../domain/score/ladder/ladder-on.ts';
import { reviewContents, reviewOfMonth } from '../domain/score/ladder/review-of-month.ts';
import {
  holdingHistory,
  holdingsSeen,
  ladderSeen,
  rulesSeen,
} from '../domain/score/looking/notes-seen.ts';
import { maySee } from '../domain/score/looking/viewer.ts';
import { lengthOf } from '../domain/score/period.ts';
import type { LadderMove, LadderRules } from '../domain/score/scorecard.ts';
import type { SiteScores } from '../domain/score/site-scores.ts';
import { unary } from '../lib/grpc.ts';
import { type Look, type LookDeps, lookAt } from './looking.ts';
import { fromWireShape, toWireShape } from './wire-shape.ts';

const daysOfFaults = 366;

/** The ladder: who holds what, what reviews did, and what rules would have done. */
export function ladderRpc(deps: LookDeps) {
  const { names, now, log } = deps;
  return {
    getLadder: unary(log, async (asked, context) => {
      const look = lookAt(deps, asked, context);
      const { state, people, viewer } = look;
      const today = siteCalendar(people.zone).dayOf(now());
      const rules = ladderOn(state, today);
      const holdings = holdingsSeen(state, viewer, today).map(({ holding }) => holding);
      const { faults, reviews } = ladderSeen(state, viewer);
      const recent = faults.filter(({ day }) => day >= laterDay(today, -daysOfFaults));
      const month = asked.month || lastClosedMonth(state);
      const moves = (await wouldMove(deps, look, { ...asked, month }, rules)).filter(({ person }) =>
        maySee(viewer, person),
      );
      const history = holdingHistory(state, viewer);
      const named = [...holdings, ...moves, ...reviews.flatMap((review) => review.moves)];
      const authors = [...history, ...reviews].map(({ decided }) => decided.author);
      return {
        rules: rules ? toWireShape(rulesSeen(rules, viewer)) : undefined,
        holdings: toWireShape(holdings),
        reviews: reviews.map(({ decided, ...review }) => ({
          review: toWireShape(review),
          at: new Date(decided.atMs),
          author: decided.author,
        })),
        wouldMove: toWireShape(moves),
        names: await names.of(asked.tenant, [...named.map(({ person }) => person), ...authors]),
        faults: recent.map(({ decided: _, ...fault }) => fault),
        month,
        history: history.map(({ from, holding, reason, decided }) => ({
          ...{ from, reason, author: decided.author, at: new Date(decided.atMs) },
          holding: toWireShape(holding),
        })),
      };
    }),
  } satisfies Partial<ScorecardServiceServer>;
}

/** The same function as the review's own, on the month asked for or the last closed one. */
async function wouldMove(
  { store }: LookDeps,
  { of, state }: Look,
  { dryRun, month }: GetLadderRequest,
  standing: LadderRules | null,
): Promise<LadderMove[]> {
  const rules = dryRun ? fromWireShape(dryRun) : standing;
  if (!rules || !month) return [];
  const contents = await store.contents(of.tenant, reviewContents(state, rules, month));
  return ladderMoves(reviewOfMonth(state, { rules, month }, contents.cards));
}

function lastClosedMonth(state: SiteScores): string {
  const periods = [...state.closes.values()].flatMap((closes) => closes[0]?.period ?? []);
  return (
    periods
      .filter((period) => lengthOf(period) === 'month')
      .sort()
      .at(-1) ?? ''
  );
}
