import type { ScorecardServiceServer } from '../../proto/gen/floorcast/score/v1/scorecard_service.ts';
import { laterDay, siteCalendar } from '../domain/schedule/site-calendar.ts';
import { fewestAnswers, surveysSeen } from '../domain/score/looking/surveys-seen.ts';
import { unary } from '../lib/grpc.ts';
import { mayLead, personAsked } from './asked.ts';
import { type LookDeps, lookAt } from './looking.ts';
import { toWireShape } from './wire-shape.ts';

const daysBack = 56;

/** What customers answered. */
export function surveysRpc(deps: LookDeps) {
  const { names, now, log } = deps;
  return {
    listSurveys: unary(log, async (asked, context) => {
      mayLead(context, asked.tenant);
      const { state, people, viewer } = lookAt(deps, asked, context);
      const { dayOf } = siteCalendar(people.zone);
      const to = asked.to || dayOf(now());
      const from = asked.from || laterDay(to, -daysBack);
      const person = asked.person && personAsked(viewer, asked.person);
      const seen = surveysSeen(state, viewer, { person, team: asked.team, from, to, dayOf });
      const served = new Set(seen.answers.map((answer) => answer.person));
      served.delete('');
      return {
        ...toWireShape(seen),
        ...{ fewest: fewestAnswers, from, to },
        names: await names.of(asked.tenant, served),
      };
    }),
  } satisfies Partial<ScorecardServiceServer>;
}
