/** How a figure becomes points, as the service reckons it, and as it is drawn. */
import type { Measure } from '../quality-api.ts';

/** What of a measure decides its points. */
export type Curve = Pick<Measure, 'curve' | 'points'>;

/**
 * Points of a figure, 0 to 100: between the points around it ("linear"), of the last point that is
 * not above it ("bands"), all or nothing ("step").
 */
export function pointsOf({ curve, points }: Curve, figure: number, higher: boolean): number {
  const [first] = points;
  if (!first) return 0;
  if (curve === 'step') {
    const reached = higher ? figure >= first.figure : figure <= first.figure;
    return reached ? first.points : 0;
  }
  const at = points.findLastIndex((point) => point.figure <= figure);
  const [below, above] = [points[at], points[at + 1]];
  if (!below) return curve === 'linear' ? first.points : 0;
  if (curve === 'bands' || !above) return below.points;
  const way = (figure - below.figure) / (above.figure - below.figure);
  return below.points + way * (above.points - below.points);
}

/** Figures that a drawing of a curve shows: its own points and what people reached. */
export function figureSpan({ points }: Curve, figures: readonly number[]): [number, number] {
  const all = [...points.map(({ figure }) => figure), ...figures].filter(Number.isFinite);
  if (all.length === 0) return [0, 1];
  const [low, high] = [Math.min(...all), Math.max(...all)];
  const room = (high - low || Math.abs(high) || 1) * 0.08;
  return [low - room, high + room];
}

/** Corners of the drawn line, figure and points, over a span; a jump is two corners. */
export function cornersOf(
  curve: Curve,
  [low, high]: readonly [number, number],
  higher: boolean,
): [number, number][] {
  const inside = curve.points.map(({ figure }) => figure).filter((at) => at > low && at < high);
  const corners: [number, number][] = [[low, pointsOf(curve, low, higher)]];
  for (const at of inside) {
    if (curve.curve !== 'linear') {
      const hair = (high - low) * 1e-9;
      corners.push(
        [at, pointsOf(curve, at - hair, higher)],
        [at, pointsOf(curve, at + hair, higher)],
      );
    } else corners.push([at, pointsOf(curve, at, higher)]);
  }
  corners.push([high, pointsOf(curve, high, higher)]);
  return corners;
}
