import type { ScorecardServiceServer } from '../../proto/gen/floorcast/score/v1/scorecard_service.ts';
import { DomainError } from '../domain/domain-error.ts';
import { siteCalendar } from '../domain/schedule/site-calendar.ts';
import { checkDefinition } from '../domain/score/cards/check-definition.ts';
import { periodCards } from '../domain/score/cards/period-cards.ts';
import { cardsSeen } from '../domain/score/looking/notes-seen.ts';
import { periodsSeen } from '../domain/score/looking/periods-seen.ts';
import { lengthOf, periodDays, periodOf } from '../domain/score/period.ts';
import type { Definition } from '../domain/score/scorecard.ts';
import { unary } from '../lib/grpc.ts';
import { mayLead, maySeeSetup } from './asked.ts';
import { cardsOf, wantedOf } from './cards.ts';
import { toWireCard, toWireClose, withoutTraces } from './convert.ts';
import { fromWireDefinition } from './definition-wire.ts';
import type { Gathered } from './facts.ts';
import { type LookDeps, lookAt } from './looking.ts';

/** What definitions would come to, and which periods are closed by them. */
export function definitionsRpc(deps: LookDeps) {
  const { names, now, log } = deps;
  return {
    tryDefinition: unary(log, async (asked, context) => {
      mayLead(context, asked.tenant);
      const { of, state, people, viewer } = lookAt(deps, asked, context);
      const definition = fromWireDefinition(asked.definition);
      checkDefinition(definition);
      const today = siteCalendar(people.zone).dayOf(now());
      const period = triedPeriod(asked.period, definition, today);
      const gathered = await deps.facts.of(of, period, { people, wanted: wantedOf([definition]) });
      const { zone } = people;
      const { facts } = gathered;
      const made = { facts, definition, period, zone, nowMs: now(), version: 0 };
      const cards = cardsSeen(state, periodCards(state, made), viewer);
      const found = await cardsOf(deps, of, { period, version: 0 });
      const standing = cardsSeen(state, found.cards, viewer).filter(
        ({ definitionId }) => definitionId === definition.definitionId,
      );
      return {
        period,
        cards: cards.map((card) => toWireCard(withoutTraces(card))),
        standing: standing.map((card) => toWireCard(withoutTraces(card))),
        names: await names.of(
          asked.tenant,
          [...cards, ...standing].map(({ person }) => person),
        ),
        asOf: new Date(now()),
        missing: missingOf(definition, gathered),
      };
    }),
    listCloses: unary(log, async (asked, context) => {
      maySeeSetup(context, asked.tenant);
      const { state, people } = lookAt(deps, asked, context);
      const periods = periodsSeen(state, { zone: people.zone, nowMs: now() });
      const authors = periods.flatMap(({ closes }) => closes.map(({ closed }) => closed.author));
      return {
        periods: periods.map(({ closes, dueMs, ...rest }) => ({
          ...rest,
          dueAt: dueMs === null ? undefined : new Date(dueMs),
          closes: closes.map((close) => ({ ...toWireClose(close), author: close.closed.author })),
        })),
        names: await names.of(asked.tenant, new Set(authors.filter(Boolean))),
      };
    }),
  } satisfies Partial<ScorecardServiceServer>;
}

/** The period asked for, or the running one; it must be as long as the definition says. */
function triedPeriod(asked: string, { period: length }: Definition, today: string): string {
  const period = asked || periodOf(today, length);
  if (lengthOf(period) !== length) {
    throw new DomainError(
      'invalid',
      `"${period}" is no ${length}, but the definition is by ${length}`,
    );
  }
  if (periodDays(period).from > today) {
    throw new DomainError('invalid', `"${period}" is still to come`);
  }
  return period;
}

function missingOf(definition: Definition, { missing }: Gathered): Record<string, string> {
  const told: Record<string, string> = {};
  for (const measure of definition.measures) {
    const { legs, adherence } = wantedOf([{ ...definition, measures: [measure] }]);
    const why = legs ? missing.legs : adherence ? missing.adherence : '';
    if (why) told[measure.measureId] = why;
  }
  return told;
}
