import type { ScorecardServiceServer } from '../../proto/gen/floorcast/score/v1/scorecard_service.ts';
import { DomainError } from '../domain/domain-error.ts';
import { windowNow } from '../domain/score/acts/appeals.ts';
import { leversOf } from '../domain/score/cards/levers.ts';
import { appealsSeen } from '../domain/score/looking/appeals-seen.ts';
import { cardsSeen } from '../domain/score/looking/notes-seen.ts';
import { periodsBack } from '../domain/score/period.ts';
import type { Card, Definition } from '../domain/score/scorecard.ts';
import type { Close, SiteScores } from '../domain/score/site-scores.ts';
import { unary } from '../lib/grpc.ts';
import { toWireAppeals } from './appeals-rpc.ts';
import { personAsked } from './asked.ts';
import { cardsOf, closesOf } from './cards.ts';
import { toWireCard } from './convert.ts';
import { type Look, type LookDeps, lookAt } from './looking.ts';
import { toWireMeasures } from './measures-wire.ts';
import { toWireShape } from './wire-shape.ts';

const trendPeriods = 12;

/** Scorecards, of many side by side and one opened to its reasons. */
export function cardsRpc(deps: LookDeps) {
  const { names, log, now } = deps;
  return {
    listCards: unary(log, async (asked, context) => {
      const { of, viewer } = lookAt(deps, asked, context);
      const found = await cardsOf(deps, of, asked);
      const cards = cardsSeen(found.cards, viewer).filter(
        ({ team }) => asked.team === '' || team === asked.team,
      );
      return {
        cards: cards.map((card) => toWireCard(withoutTraces(card))),
        closes: found.closes.map(toWireClose),
        definitions: toWireShape(found.definitions),
        names: await names.of(
          asked.tenant,
          cards.map(({ person }) => person),
        ),
        asOf: new Date(now()),
        missing: found.missing,
      };
    }),
    getCard: unary(log, async (asked, context) => {
      const look = lookAt(deps, asked, context);
      const person = personAsked(look.viewer, asked.person);
      const found = await cardsOf(deps, look.of, asked);
      const card = found.cards.find((one) => one.person === person);
      if (!card) throw new DomainError('not-found', `"${person}" has no card of "${found.period}"`);
      const definition = definitionOf(card, found.definitions);
      const closes = found.closes.filter((one) => one.definitionId === card.definitionId);
      const appeals = appealsSeen(look.state, look.viewer).filter((one) => one.person === person);
      return {
        card: toWireCard(card),
        definition: definition ? toWireShape(definition) : undefined,
        trend: await trendOf(deps, look, card),
        levers: definition ? leversOf(card, definition) : [],
        appeals: await toWireAppeals(deps, look, appeals),
        appealUntil: appealUntil(look.state, closes[0], now()),
        names: await names.of(asked.tenant, [person]),
        closes: closes.map(toWireClose),
        measures: toWireMeasures(),
      };
    }),
  } satisfies Partial<ScorecardServiceServer>;
}

/** A line may be contested while its period is open, and for some days after it is closed. */
function appealUntil(state: SiteScores, close: Close | undefined, nowMs: number): Date | undefined {
  const untilMs = (close?.closed.atMs ?? nowMs) + windowNow(state).appealDays * 86_400_000;
  return nowMs <= untilMs ? new Date(untilMs) : undefined;
}

function withoutTraces(card: Card): Card {
  return { ...card, lines: card.lines.map((line) => ({ ...line, trace: [] })) };
}

function definitionOf(card: Card, definitions: readonly Definition[]): Definition | undefined {
  return definitions.find(({ definitionId }) => definitionId === card.definitionId);
}

/** A close in a line, for the wire. */
function toWireClose({ period, definitionId, version, cause, closed }: Close) {
  return { period, definitionId, version, cause, at: new Date(closed.atMs) };
}

/** Totals of closed periods before, and of the card itself. */
async function trendOf(
  { store }: LookDeps,
  { of, state }: Look,
  card: Card,
): Promise<Record<string, number>> {
  const trend: Record<string, number> = {};
  for (const period of periodsBack(card.period, trendPeriods).slice(1)) {
    const close = closesOf(state, period).find((one) => one.definitionId === card.definitionId);
    if (!close) continue;
    const cards = await store.cards(of.tenant, close.content);
    const total = cards.find(({ person }) => person === card.person)?.total ?? null;
    if (total !== null) trend[period] = total;
  }
  if (card.total !== null) trend[card.period] = card.total;
  return trend;
}
