import type { Card as WireCard } from '../../proto/gen/floorcast/score/v1/scorecard.ts';
import type { Card } from '../domain/score/scorecard.ts';
import { fromWireShape, toWireShape } from './wire-shape.ts';

/** A card as the wire has it. */
export function toWireCard(card: Card): WireCard {
  return toWireShape(card);
}

/** A card out of the store, where only cards of ours are. */
export function fromWireCard(card: WireCard): Card {
  return fromWireShape(card) as Card;
}
