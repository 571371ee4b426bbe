/** An own scorecard as the gateway tells it. null = not enough, or nothing to compute it from. */
import type {
  Card,
  Definition,
  Lever,
} from '../../../../proto/gen/floorcast/score/v1/scorecard.ts';
import type { Plain } from '../parts/plain.ts';

/** A measure that can be used, as far as it is named. */
export interface MeasureKind {
  kind: string;
  nameEn: string;
  nameZh: string;
  unit: string;
}

/** A card, opened. */
export interface MyScore {
  card: Plain<Card> | null;
  definition: Plain<Definition> | null;
  levers: Plain<Lever>[];
  measures: MeasureKind[];
}
