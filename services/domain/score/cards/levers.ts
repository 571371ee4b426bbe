import { measureKind } from '../measures/measure-kind.ts';
import type { Card, Definition, Lever, Measure, ScoreLine } from '../scorecard.ts';
import { pointsOf } from './curve.ts';

/**
 * What would change a score: of each scored line the next better point of its curve, with what the
 * total would gain by it, all else being equal. The greatest gain first. A figure that is compared
 * is told as it would have to be on the person's own mix.
 */
export function leversOf(card: Card, definition: Definition): Lever[] {
  const measures = new Map(definition.measures.map((one) => [one.measureId, one]));
  return card.lines
    .flatMap((line) => leverOf(line, measures.get(line.measureId)) ?? [])
    .sort((a, b) => b.gain - a.gain);
}

function leverOf(line: ScoreLine, measure: Measure | undefined): Lever | null {
  const { figure, points, weight, compared, measureId } = line;
  if (!measure || figure === null || points === null || weight === 0) return null;
  const entering = compared ?? figure;
  const better = measureKind(measure.kind)?.higherIsBetter ?? true;
  const gaining = measure.points
    .map((point) => ({ at: point.figure, points: pointsOf(measure, point.figure, better) }))
    .filter((point) => point.points > points)
    .sort((a, b) => Math.abs(a.at - entering) - Math.abs(b.at - entering));
  const [next] = gaining;
  if (!next) return null;
  const wanted = compared === null || compared === 0 ? next.at : (next.at * figure) / compared;
  const gain = ((next.points - points) * weight) / 100;
  return { measureId, figure: wanted, gain, distance: Math.abs(wanted - figure) };
}
