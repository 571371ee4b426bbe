import type { Measure } from '../scorecard.ts';

/**
 * Points of a figure, 0 to 100.
 *
 * - `linear`: between the two points around it; beyond the first and last as these.
 * - `bands`: as the last point that is not above it; 0 below the first.
 * - `step`: all of its one point when reached (from the good side), else 0.
 */
export function pointsOf(
  { curve, points }: Pick<Measure, 'curve' | 'points'>,
  figure: number,
  higherIsBetter: boolean,
): number {
  const [first] = points;
  if (!first) return 0;
  if (curve === 'step') {
    const reached = higherIsBetter ? figure >= first.figure : figure <= first.figure;
    return reached ? first.points : 0;
  }
  const at = points.findLastIndex((point) => point.figure <= figure);
  const [below, above] = [points[at], points[at + 1]];
  if (!below) return curve === 'linear' ? first.points : 0;
  if (curve === 'bands' || !above) return below.points;
  const way = (figure - below.figure) / (above.figure - below.figure);
  return below.points + way * (above.points - below.points);
}
