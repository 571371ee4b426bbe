import type { ScorecardServiceServer } from '../../proto/gen/floorcast/score/v1/scorecard_service.ts';
import { DomainError } from '../domain/domain-error.ts';
import { windowNow } from '../domain/score/acts/appeals.ts';
import { closeDueMs } from '../domain/score/cards/close-due.ts';
import { leversOf } from '../domain/score/cards/levers.ts';
import { ladderOn } from '../domain/score/ladder/ladder-on.ts';
import { appealsSeen, cardSeen, linesToDecide } from '../domain/score/looking/appeals-seen.ts';
import { cardsSeen } from '../domain/score/looking/notes-seen.ts';
import { periodDays } from '../domain/score/period.ts';
import type { Card, Definition } from '../domain/score/scorecard.ts';
import type { Close, SiteScores } from '../domain/score/site-scores.ts';
import { unary } from '../lib/grpc.ts';
import type { OfSite } from '../lib/site-book.ts';
import { toWireAppeals } from './appeals-rpc.ts';
import { personAsked } from './asked.ts';
import { cardsOf, type FoundCards } from './cards.ts';
import { toWireCard, toWireClose, withoutTraces } from './convert.ts';
import { type LookDeps, lookAt } from './looking.ts';
import { toWireMeasures } from './measures-wire.ts';
import { trendsOf } from './trends.ts';
import { toWireShape } from './wire-shape.ts';

/** Scorecards, of many side by side and one opened to its reasons. */
export function cardsRpc(deps: LookDeps) {
  const { names, log, now } = deps;
  return {
    listCards: unary(log, async (asked, context) => {
      const { of, state, viewer } = lookAt(deps, asked, context);
      const found = await cardsOf(deps, of, asked);
      const cards = cardsSeen(state, found.cards, viewer).filter(
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
        dueCloses: dueCloses(found, deps.people(of).zone),
        posts: postsOn(state, periodDays(found.period).to),
        trends: asked.trends ? await allTrends(deps, of, cards) : [],
      };
    }),
    getCard: unary(log, async (asked, context) => {
      const look = lookAt(deps, asked, context);
      // Who decides a contested line sees that line.
      const decides = linesToDecide(look.state, look.viewer, asked.person).length > 0;
      const person = decides ? asked.person : personAsked(look.viewer, asked.person);
      const found = await cardsOf(deps, look.of, asked);
      const { definitionId } = asked;
      const whole = found.cards.find(
        (one) => one.person === person && (!definitionId || one.definitionId === definitionId),
      );
      const card = whole && cardSeen(look.state, look.viewer, whole);
      if (whole && !card) {
        throw new DomainError(
          'not-allowed',
          `the card of "${person}" is told once you have decided`,
        );
      }
      if (!card) throw new DomainError('not-found', `"${person}" has no card of "${found.period}"`);
      const definition = definitionOf(card, found.definitions);
      const closes = found.closes.filter((one) => one.definitionId === card.definitionId);
      const appeals = appealsSeen(look.state, look.viewer).filter((one) => one.person === person);
      return {
        card: toWireCard(card),
        definition: definition ? toWireShape(definition) : undefined,
        trend: card === whole ? ((await trendsOf(deps, look.of, [card])).get(person) ?? {}) : {},
        levers: definition && card === whole ? leversOf(card, definition) : [],
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

function definitionOf(card: Card, definitions: readonly Definition[]): Definition | undefined {
  return definitions.find(({ definitionId }) => definitionId === card.definitionId);
}

/** When what is still open will be closed without anybody. */
function dueCloses({ period, closes, definitions }: FoundCards, zone: string) {
  const closed = new Set(closes.map(({ definitionId }) => definitionId));
  return definitions.flatMap((definition) => {
    const { definitionId } = definition;
    if (closed.has(definitionId)) return [];
    const atMs = closeDueMs(definition, period, zone);
    return [{ definitionId, dueAt: atMs === null ? undefined : new Date(atMs) }];
  });
}

/** Posts on a day, without who stands in: that is no matter of cards. */
function postsOn(state: SiteScores, day: string) {
  const posts = ladderOn(state, day)?.posts ?? [];
  return posts.map((post) => ({ ...toWireShape(post), standIns: [] }));
}

/** Trends of cards by several definitions. */
async function allTrends(deps: LookDeps, of: OfSite, cards: readonly Card[]) {
  const trends = [];
  for (const [definitionId, own] of Map.groupBy(cards, (card) => card.definitionId)) {
    for (const [person, totals] of await trendsOf(deps, of, own)) {
      trends.push({ person, definitionId, totals });
    }
  }
  return trends;
}
