import type { MeasureKind as WireKind } from '../../proto/gen/floorcast/score/v1/scorecard_service.ts';
import { measureKinds } from '../domain/score/measures/measure-kind.ts';

/** All measures there are, for the wire; an aspect that is as the definition says is empty. */
export function toWireMeasures(): WireKind[] {
  return measureKinds.map(({ aspect, numbers, ...kind }) => {
    return { ...kind, aspect: aspect ?? '', numbers: { ...numbers } };
  });
}
