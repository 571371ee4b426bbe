import type { ScorecardServiceServer } from '../../proto/gen/floorcast/score/v1/scorecard_service.ts';
import { notesSeen } from '../domain/score/looking/notes-seen.ts';
import type { Flag } from '../domain/score/site-scores.ts';
import { unary } from '../lib/grpc.ts';
import { peopleAsked } from './asked.ts';
import { type LookDeps, lookAt } from './looking.ts';
import { toWireShape } from './wire-shape.ts';

/** Weeks whose plans are shown. */
const plansForMs = 12 * 7 * 86_400_000;
const mostNotes = 2_000;

/** What people write to each other. */
export function notesRpc(deps: LookDeps) {
  const { names, now, log } = deps;
  return {
    listNotes: unary(log, async (asked, context) => {
      const { state, viewer } = lookAt(deps, asked, context);
      const isAbout = peopleAsked(viewer, asked.person);
      const seen = notesSeen(state, viewer);
      const since = now() - plansForMs;
      const plans = seen.plans.filter((plan) => isAbout(plan) && plan.decided.atMs >= since);
      const coaching = seen.coaching.filter(isAbout);
      const praise = seen.praises.filter(isAbout);
      const people = [
        ...[...plans, ...coaching, ...praise].flatMap((one) => [one.person, one.decided.author]),
        ...seen.flags.map(({ flagged }) => flagged.author),
      ];
      return {
        plans: bare(plans),
        coaching: bare(coaching),
        praise: bare(praise),
        topics: bare(seen.topics),
        flags: seen.flags.slice(-mostNotes).reverse().map(toWireFlag),
        names: await names.of(asked.tenant, people),
      };
    }),
  } satisfies Partial<ScorecardServiceServer>;
}

/** The newest first, without who decided when: the message has what is told of it. */
function bare<One extends { decided: { position: number } }>(some: readonly One[]) {
  return some
    .toSorted((a, b) => b.decided.position - a.decided.position)
    .slice(0, mostNotes)
    .map(({ decided: _, ...rest }) => toWireShape(rest));
}

function toWireFlag({ flagged, answer, ...said }: Flag) {
  const { flagId, changes, words } = answer ?? { flagId: '', changes: false, words: '' };
  return {
    flagged: said,
    author: flagged.author,
    at: new Date(flagged.atMs),
    answer: answer ? { flagId, changes, words } : undefined,
  };
}
