import type { Card as WireCard } from '../../proto/gen/floorcast/score/v1/scorecard.ts';
import type { CloseSummary } from '../../proto/gen/floorcast/score/v1/scorecard_service.ts';
import type { Card } from '../domain/score/scorecard.ts';
import type { Close } from '../domain/score/site-scores.ts';
import { fromWireShape, toWireShape } from './wire-shape.ts';

/** A card as the wire has it. */
export function toWireCard(card: Card): WireCard {
  return toWireShape(card);
}

/** A card in a list: its lines are told without what they were made from. */
export function withoutTraces(card: Card): Card {
  return { ...card, lines: card.lines.map((line) => ({ ...line, trace: [] })) };
}

/** A card out of the store, where only cards of ours are. */
export function fromWireCard(card: WireCard): Card {
  return fromWireShape(card) as Card;
}

/** A close in a line; by whom is told in lists of closes only. */
export function toWireClose(close: Close): CloseSummary {
  const { period, definitionId, version, cause, cards, closed } = close;
  return { period, definitionId, version, cause, cards, at: new Date(closed.atMs), author: '' };
}
