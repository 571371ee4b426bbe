import type { ScorecardServiceServer } from '../../proto/gen/floorcast/score/v1/scorecard_service.ts';
import { laterDay, siteCalendar } from '../domain/schedule/site-calendar.ts';
import { windowNow } from '../domain/score/acts/appeals.ts';
import { evaluationsSeen, formsOf } from '../domain/score/looking/evaluations-seen.ts';
import type { SiteScores, StandingEvaluation } from '../domain/score/site-scores.ts';
import { unary } from '../lib/grpc.ts';
import { peopleAsked } from './asked.ts';
import { toWireForm } from './form-wire.ts';
import { type LookDeps, lookAt } from './looking.ts';
import { toWireShape } from './wire-shape.ts';

const mostShown = 2_000;
const daysBack = 31;
const dayMs = 86_400_000;

/** Contacts as they were marked. */
export function evaluationsRpc(deps: LookDeps) {
  const { names, now, log } = deps;
  return {
    listEvaluations: unary(log, async (asked, context) => {
      const { state, people, viewer } = lookAt(deps, asked, context);
      const isAbout = peopleAsked(viewer, asked.person);
      const calendar = siteCalendar(people.zone);
      const today = calendar.dayOf(now());
      const [from, to] = [asked.from || laterDay(today, -daysBack), asked.to || today];
      const isAsked = ({ evaluation, marked }: StandingEvaluation) => {
        if (!isAbout(evaluation)) return false;
        if (asked.evaluationId) return evaluation.evaluationId === asked.evaluationId;
        const day = calendar.dayOf(marked.atMs);
        return day >= from && day <= to;
      };
      const shown = evaluationsSeen(state, viewer).filter(isAsked).slice(0, mostShown);
      const evaluations = shown.map(({ evaluation }) => evaluation);
      return {
        evaluations: shown.map((one) => toWireStanding(state, one, now())),
        forms: formsOf(state, evaluations).map(toWireForm),
        names: await names.of(
          asked.tenant,
          evaluations.flatMap(({ person, marker }) => [person, marker]),
        ),
      };
    }),
  } satisfies Partial<ScorecardServiceServer>;
}

function toWireStanding(
  state: SiteScores,
  { evaluation, marked, replacedBy }: StandingEvaluation,
  nowMs: number,
) {
  const { evaluationId, purpose } = evaluation;
  const appeal = [...state.appeals.values()].find(({ target }) => target === evaluationId);
  const untilMs = marked.atMs + windowNow(state).appealDays * dayMs;
  const counts = replacedBy === '' && purpose !== 'calibration';
  return {
    evaluation: toWireShape(evaluation),
    at: new Date(marked.atMs),
    replacedBy,
    appealId: appeal?.appealId ?? '',
    appealUntil: counts && nowMs <= untilMs ? new Date(untilMs) : undefined,
  };
}
