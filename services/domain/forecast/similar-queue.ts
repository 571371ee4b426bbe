// A queue without a history, forecast from one that is like it.
import type { Dispersion } from './dispersion.ts';

/** Days with contacts after which a queue is forecast from its own history. */
export const ownDaysThatSuffice = 28;

/** What is known of the new queue and of the one it is taken to be like. */
export interface SimilarQueuePlan {
  slotsPerDay: number;
  /** Contacts expected for each contact of the similar queue: 0.4 = 40 %. */
  share: number;
  /** How sure the share is: its standard deviation relative to itself. Default 0.3. */
  shareDeviation?: number;
  /** Forecast of the similar queue over the horizon, days × slots. */
  similarForecast: Float64Array;
  /** The new queue's own contacts so far, days × slots, `NaN` = not known; may be empty. */
  own: Float64Array;
  /** The similar queue's contacts (or its forecast) in the same slots. */
  similar: Float64Array;
}

/** The new queue's forecast, and how the share came out. */
export interface SimilarQueueForecast {
  /** Days × slots of the horizon. */
  mean: Float64Array;
  /** The share after the queue's own days were seen. */
  share: number;
  /** Weight of the own days in it, 0 to 1. */
  ownWeight: number;
  /** Relative variance of the share that is left: adds to the dispersion of every slot. */
  shareVariance: number;
  /** Own slot over similar slot, after the share; 1 = the same shape. */
  shape: Float64Array;
  /** Own days known on which either queue had contacts. */
  ownDays: number;
}

/** Two queues' days differ by so much for no reason, squared: 20 % a day. */
const dayVariance = 0.04;
/** Contacts after which a slot's own shape counts as much as the similar queue's. */
const contactsToTrust = 25;

/**
 * Forecasts a new queue: similar queue's forecast × share × shape.
 *
 * The share is drawn from what was stated to what the own days show by their
 * variances (credibility): weight = stated / (stated + seen), where what the days
 * show has relative variance 0.04 / days + 1 / contacts. Then each slot of the day is
 * drawn to its own shape by the contacts that speak for it. After four weeks the
 * queue has a history of its own: use that.
 */
export function forecastFromSimilar(plan: SimilarQueuePlan): SimilarQueueForecast {
  const { slotsPerDay, share: stated, shareDeviation = 0.3, similarForecast } = plan;
  const seen = compare(plan);
  const statedVariance = shareDeviation * shareDeviation;
  const able = seen.days > 0 && seen.similar > 0;
  const seenVariance = dayVariance / Math.max(1, seen.days) + 1 / Math.max(1, seen.own);
  const ownWeight = able ? statedVariance / (statedVariance + seenVariance) : 0;
  const share = able ? stated + ownWeight * (seen.own / seen.similar - stated) : stated;
  const shape = seen.ownBySlot.map((own, slot) => {
    const expected = share * (seen.similarBySlot[slot] as number);
    return (own + contactsToTrust) / (expected + contactsToTrust);
  });
  const mean = similarForecast.map((f, i) => f * share * (shape[i % slotsPerDay] as number));
  const shareVariance = able
    ? (statedVariance * seenVariance) / (statedVariance + seenVariance)
    : statedVariance;
  return { mean, share, ownWeight, shareVariance, shape, ownDays: seen.days };
}

/**
 * The scatter around a forecast made from another queue: the share is off on all
 * days and slots alike, so its variance comes to what a whole day is off. How the
 * other's outcomes fell within its own scatter says nothing of this one: dropped.
 *
 * @param shareVariance - relative, as `forecastFromSimilar` leaves it.
 */
export function withShareVariance(dispersion: Dispersion, shareVariance: number): Dispersion {
  const leads = dispersion.leads.map(({ fromDay, relativeVariance, dayVariance }) => ({
    fromDay,
    relativeVariance: relativeVariance + shareVariance,
    dayVariance: dayVariance + shareVariance,
  }));
  return { ...dispersion, leads, bands: [], dayBands: [] };
}

/** Sums over the slots in which both queues are known. */
function compare({ slotsPerDay, own, similar }: SimilarQueuePlan) {
  const sums = {
    own: 0,
    similar: 0,
    days: 0,
    ownBySlot: new Float64Array(slotsPerDay),
    similarBySlot: new Float64Array(slotsPerDay),
  };
  for (let start = 0; start < own.length; start += slotsPerDay) {
    let known = false;
    for (let slot = 0; slot < slotsPerDay; slot++) {
      const y = own[start + slot] as number;
      const x = similar[start + slot] ?? Number.NaN;
      if (Number.isNaN(y) || Number.isNaN(x)) continue;
      // A day on which both are closed compares nothing.
      known ||= y > 0 || x > 0;
      sums.own += y;
      sums.similar += x;
      sums.ownBySlot[slot] = (sums.ownBySlot[slot] as number) + y;
      sums.similarBySlot[slot] = (sums.similarBySlot[slot] as number) + x;
    }
    if (known) sums.days += 1;
  }
  return sums;
}
