// Today, seen from its own morning: the rest of the day anew from what came so far.
import { type CountSpread, countBounds, countQuantile } from './count-distribution.ts';
import { type Practice, practise, varianceAhead } from './intraday-practice.ts';
import { normalShare } from './normal-quantile.ts';
import { type DayCourse, learnRateErrors, type RateErrors } from './rate-errors.ts';
import { conditionRest } from './rest-of-day.ts';

/** How today's forecasts have been off in the past, and how much to follow the morning. */
export interface IntradayModel {
  errors: RateErrors;
  /** Past days with forecast and outcome; the newest last. */
  past: readonly DayCourse[];
}

/** The rest of the day as it looks now. */
export interface IntradayForecast {
  /** Slots that are over: the first slot that is forecast. */
  fromSlot: number;
  /** Every slot: what came where it is over and known, else the forecast, updated ahead. */
  mean: Float64Array;
  /** 80 % interval, ends included; equal to the mean in slots that are over. */
  low80: Float64Array;
  high80: Float64Array;
  low95: Float64Array;
  high95: Float64Array;
  /** Mean and variance of each slot, for any quantile. */
  spreads: CountSpread[];
  /** The rest of the day now over the rest as forecast before; `null` when nothing was forecast. */
  change: number | null;
  /** What the raw ratio of tools would say: contacts so far over forecast so far. */
  rawChange: number | null;
  /** How much of the computed update is applied, 0 to 1, from how well it did on past days. */
  strength: number;
}

/** At most so many past days are learned from: a season, and a bound on time. */
const mostPastDays = 90;

/**
 * Learns from past days how errors of a day's forecast hang together.
 *
 * @param past - forecasts made at each day's midnight (or as they were published)
 *   beside what came, ascending; only what lies before today.
 */
export function learnIntraday(past: readonly DayCourse[]): IntradayModel {
  const recent = past.slice(-mostPastDays);
  return { errors: learnRateErrors(recent), past: recent };
}

/**
 * Forecasts the rest of a day from its slots so far.
 *
 * Errors of one day hang together: the rate of slot s is off by D + A_s, a part of
 * the whole day and a part that fades over hours, beside Poisson noise. The best
 * linear guess of the rest from the morning (a Kalman filter, written as the
 * conditional mean of normal variables) shrinks the raw ratio of actual to
 * forecast, strongly while few contacts have come. Its strength is then checked on
 * past days at the same hour, and taken back where it did not help.
 *
 * @param today - forecast of before and what came; `NaN` = not known or not yet.
 * @param fromSlot - slots that are over; later actuals are not looked at.
 * @see Shen and Huang, "Interday forecasting and intraday updating of call center
 *   arrivals", M&SOM 10, 2008; Brown et al., JASA 100, 2005, section 6.
 */
export function forecastRestOfDay(
  today: DayCourse,
  fromSlot: number,
  model: IntradayModel,
): IntradayForecast {
  const practice = practise(model.past, fromSlot, model.errors);
  const { strength } = practice;
  const conditioned = conditionRest(today, fromSlot, model.errors);
  const out = emptyForecast(fromSlot, today.forecast.length, strength);
  for (let slot = 0; slot < today.forecast.length; slot++) {
    const base = today.forecast[slot] as number;
    const came = today.actual[slot] as number;
    if (slot < fromSlot) {
      placeSlot(out, slot, { mean: Number.isNaN(came) ? base : came, variance: 0 }, null);
      continue;
    }
    const mean = base + strength * ((conditioned.mean[slot] as number) - base);
    const extra = varianceAhead(conditioned, model.errors, { slot, strength });
    placeSlot(out, slot, { mean, variance: mean + extra * mean * mean }, practice);
  }
  const rest = (course: Float64Array) => course.slice(fromSlot).reduce((a, b) => a + b, 0);
  const before = rest(today.forecast);
  out.change = before > 0 ? rest(out.mean) / before : null;
  out.rawChange = rawRatio(today, fromSlot);
  return out;
}

/** The count of every slot ahead that is not exceeded with a probability of `level`. */
export function restOfDayQuantiles(forecast: IntradayForecast, level: number): Float64Array {
  return forecast.mean.map((mean, slot) =>
    slot < forecast.fromSlot ? mean : countQuantile(forecast.spreads[slot] as CountSpread, level),
  );
}

/** Contacts so far over the forecast so far: what most tools multiply the rest with. */
export function rawRatio({ forecast, actual }: DayCourse, fromSlot: number): number | null {
  let [came, expected] = [0, 0];
  for (let slot = 0; slot < fromSlot; slot++) {
    const y = actual[slot] as number;
    if (Number.isNaN(y)) continue;
    came += y;
    expected += forecast[slot] as number;
  }
  return expected > 0 ? came / expected : null;
}

function emptyForecast(fromSlot: number, slots: number, strength: number): IntradayForecast {
  return {
    fromSlot,
    mean: new Float64Array(slots),
    low80: new Float64Array(slots),
    high80: new Float64Array(slots),
    low95: new Float64Array(slots),
    high95: new Float64Array(slots),
    spreads: [],
    change: null,
    rawChange: null,
    strength,
  };
}

/** Slots that are over (`practice` null) are certain. */
function placeSlot(
  out: IntradayForecast,
  slot: number,
  spread: CountSpread,
  practice: Practice | null,
): void {
  const { mean } = spread;
  const within = (deviate: number) =>
    countBounds(spread, normalShare(-deviate), normalShare(-deviate));
  const certain = { low: mean, high: mean };
  const narrow = practice ? within(practice.deviate80) : certain;
  const wide = practice ? within(practice.deviate95) : certain;
  out.mean[slot] = mean;
  out.spreads[slot] = spread;
  out.low80[slot] = Math.min(narrow.low, mean);
  out.high80[slot] = Math.max(narrow.high, mean);
  out.low95[slot] = Math.min(wide.low, narrow.low, mean);
  out.high95[slot] = Math.max(wide.high, narrow.high, mean);
}
