import type { NatsConnection } from '@nats-io/transport-node';
import {
  ScoreDecided,
  type ScoreAct as WireAct,
} from '../../proto/gen/floorcast/score/v1/score_decision.ts';
import { DomainError } from '../domain/domain-error.ts';
import { applyLadder } from '../domain/score/acts/ladder.ts';
import type { LadderAct } from '../domain/score/score-act.ts';
import { emptyScores, type SiteScores } from '../domain/score/site-scores.ts';
import type { Log } from '../lib/log.ts';
import { openSiteBook, type SiteBook } from '../lib/site-book.ts';
import { type Following, follow } from '../lib/stream.ts';
import { streams, subjects } from '../lib/subjects.ts';

/** The ladder of every site with who holds which post, as scores decided: nothing else of them. */
export type Ladders = SiteBook<SiteScores, LadderAct, null>;

/** Every decision about posts into the ladders, from the first on; others are passed over. */
export function followLadders(
  nats: NatsConnection,
  running: { signal: AbortSignal; log: Log },
): Following & { ladders: Ladders } {
  const ladders: Ladders = openSiteBook(emptyScores, (state, { act, ...deed }) =>
    applyLadder(state, act, deed),
  );
  const source = { stream: streams.decisions.name, subjects: subjects.scoresAll() };
  const following = follow(
    nats,
    { ...source, fromSequence: 1 },
    (data, { sequence: position, subject }) => {
      const { tenant, site, commandId, author, decidedAt, act } = read(data);
      if (subjects.scores(tenant, site) !== subject) {
        throw new DomainError('invalid', `scores of "${tenant}" at "${site}" are on ${subject}`);
      }
      const heard = heardOf(act?.what);
      if (!heard) return;
      const deed = { commandId, author, atMs: decidedAt?.getTime() ?? 0, position };
      ladders.apply({ tenant, site }, { ...deed, act: heard }, null);
    },
    running,
  );
  return { ladders, ...following };
}

function read(bytes: Uint8Array): ScoreDecided {
  try {
    return ScoreDecided.decode(bytes);
  } catch (error) {
    throw new DomainError('invalid', `not a decision about scores: ${(error as Error).message}`);
  }
}

function heardOf(what: WireAct['what']): LadderAct | null {
  switch (what?.$case) {
    case 'ladderDecided':
      return what.value.rules ? { kind: 'ladder-decided', rules: what.value.rules } : null;
    case 'holdingDecided': {
      const { holding, reason } = what.value;
      return holding ? { kind: 'holding-decided', holding, reason } : null;
    }
    case 'reviewDone': {
      const { reviewId, month, moves } = what.value;
      const read = moves.map(({ meanTotal = null, kind, why, ...move }) => {
        return { ...move, meanTotal, kind: kind as never, why: why as never };
      });
      return { kind: 'review-done', reviewId, month, moves: read };
    }
    default:
      return null;
  }
}
