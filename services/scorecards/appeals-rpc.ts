import type { Appeal as WireAppeal } from '../../proto/gen/floorcast/score/v1/scorecard.ts';
import type { ScorecardServiceServer } from '../../proto/gen/floorcast/score/v1/scorecard_service.ts';
import { closesOfAppeal } from '../domain/score/acts/closes-touched.ts';
import {
  appealStateAt,
  appealStatistics,
  appealsSeen,
} from '../domain/score/looking/appeals-seen.ts';
import type { Appeal } from '../domain/score/site-scores.ts';
import { unary } from '../lib/grpc.ts';
import { type Look, type LookDeps, lookAt } from './looking.ts';
import { toWireShape } from './wire-shape.ts';

const mostShown = 1_000;

/** What is contested, and how contests ended. */
export function appealsRpc(deps: LookDeps) {
  return {
    listAppeals: unary(deps.log, async (asked, context) => {
      const look = lookAt(deps, asked, context);
      const { state, people, viewer } = look;
      const seen = appealsSeen(state, viewer).slice(0, mostShown);
      const named = seen.flatMap((one) => [one.person, one.firstMarker, one.secondMarker]);
      const statistics = appealStatistics(state, people.teamOf);
      return {
        appeals: await toWireAppeals(deps, look, seen),
        statistics: Object.fromEntries(
          [...statistics].map(([team, figures]) => [team, toWireShape(figures)]),
        ),
        names: await deps.names.of(asked.tenant, named),
      };
    }),
  } satisfies Partial<ScorecardServiceServer>;
}

/** Contests for the wire, each with what it changed. */
export async function toWireAppeals(
  { store, now }: Pick<LookDeps, 'store' | 'now'>,
  { of, state }: Look,
  appeals: readonly Appeal[],
): Promise<WireAppeal[]> {
  const wire: WireAppeal[] = [];
  for (const appeal of appeals) {
    const { lodged, decided, figure: _, last: __, ...said } = appeal;
    const closes = closesOfAppeal(state, appeal.appealId);
    const totalIn = async (sha: string) => {
      const cards = await store.cards(of.tenant, sha);
      return cards.find(({ person }) => person === appeal.person)?.total ?? undefined;
    };
    wire.push({
      ...toWireShape(said),
      state: appealStateAt(appeal, now()),
      at: new Date(lodged.atMs),
      decidedAt: decided ? new Date(decided.atMs) : undefined,
      before: closes ? await totalIn(closes.before) : undefined,
      after: closes ? await totalIn(closes.after) : undefined,
    });
  }
  return wire;
}
