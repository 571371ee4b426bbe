/** The shape of a day against its usual: points of a drawing 0 to 100 wide and high. */
import type { Trend } from '../../proto/gen/floorcast/wall/v1/wall_frame.ts';

/** What the trend tile draws. */
export interface TrendShape {
  /** Today's line: whole steps only, a running one would look like a fall. */
  today: string;
  usual: string;
  /** Between the lowest and the highest of the past days; empty without a past. */
  band: string;
  /** Where now is, in percent of the width; null outside the day. */
  nowX: number | null;
  /** Lines across, with their value. */
  grid: { y: number; value: number }[];
  /** Hours below, with their place. */
  hours: { x: number; hour: number }[];
  /** Offered so far. */
  sum: number;
  /** Usually offered by this time of day; null without a past. */
  usualSum: number | null;
}

/** Turns counts by step into a drawing. */
export function trendShape(trend: Trend, nowMs: number): TrendShape {
  const { dayStartMs, stepS, steps, today, usual, low, high } = trend;
  const passed = (nowMs - dayStartMs) / (stepS * 1000);
  const whole = today.slice(0, Math.max(0, Math.floor(passed)));
  const top = niceTop(Math.max(4, ...today, ...high, ...usual));
  const at = (value: number, step: number) =>
    `${round(((step + 0.5) / steps) * 100)} ${round(100 - (value / top) * 100)}`;
  const line = (values: readonly number[]) =>
    values.length < 2 ? '' : `M${values.map(at).join('L')}`;
  const past = usual.length > 0;
  const band = low.map(at).reverse().join('L');
  return {
    today: line(whole),
    usual: past ? line(usual) : '',
    band: past && high.length > 1 ? `${line(high)}L${band}Z` : '',
    nowX: passed >= 0 && passed <= steps ? round((passed / steps) * 100) : null,
    grid: [0, top / 2, top].map((value) => ({ value, y: round(100 - (value / top) * 100) })),
    hours: hoursOf(steps, stepS),
    sum: today.reduce((all, value) => all + value, 0),
    usualSum: past ? usualBy(usual, passed) : null,
  };
}

/** The usual sum up to now; of the running step the share that has passed. */
function usualBy(usual: readonly number[], passed: number): number {
  const shareOf = (step: number) => Math.min(1, Math.max(0, passed - step));
  return Math.round(usual.reduce((all, value, step) => all + value * shareOf(step), 0));
}

/** The next round number whose half is round too. */
function niceTop(highest: number): number {
  const power = 10 ** Math.floor(Math.log10(highest));
  const factors = power < 10 ? [4, 6, 8, 10] : [1, 1.2, 1.6, 2, 2.4, 3, 4, 5, 6, 8, 10];
  return (factors.find((each) => each * power >= highest) ?? 10) * power;
}

function hoursOf(steps: number, stepS: number): { x: number; hour: number }[] {
  return [6, 12, 18].map((hour) => ({ hour, x: round(((hour * 3600) / (steps * stepS)) * 100) }));
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
