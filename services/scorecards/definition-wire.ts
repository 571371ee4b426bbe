import type { Definition as WireDefinition } from '../../proto/gen/floorcast/score/v1/scorecard.ts';
import { DomainError } from '../domain/domain-error.ts';
import type { Definition } from '../domain/score/scorecard.ts';
import { chosen } from '../lib/wire-words.ts';
import { fromWireShape } from './wire-shape.ts';

/** A definition off the wire; words that are not known are refused. */
export function fromWireDefinition(wire: WireDefinition | undefined): Definition {
  if (!wire) throw new DomainError('invalid', 'definition is missing');
  const { measures, period, ...rest } = fromWireShape(wire);
  return {
    ...rest,
    period: chosen(period, ['week', 'month'], 'period'),
    measures: measures.map(({ aspect, curve, ...measure }) => ({
      ...measure,
      aspect: chosen(aspect, ['quality', 'quantity'], 'aspect'),
      curve: chosen(curve || 'linear', ['linear', 'bands', 'step'], 'curve'),
    })),
  };
}
