import type { Accuracy, OverrideEffect } from '../../proto/gen/floorcast/staffing/v1/forecast.ts';
import {
  accuracyReport,
  dayOutcomes,
  type ForecastOutcome,
  naiveForecast,
} from '../domain/forecast/accuracy.ts';
import { type OverriddenSlot, valueAddedByOverride } from '../domain/forecast/overrides.ts';
import { withLayers } from '../domain/planning/layers.ts';
import { addDays, daysBetween, gridRange, slotsPerDay } from '../domain/planning/local-slots.ts';
import { overridesOf, type PlannedForecast } from '../domain/planning/site-plan.ts';
import { recent } from '../lib/recent.ts';
import { toWireOverride } from './convert.ts';
import { type HistoryDeps, readHistory } from './history.ts';
import { localDayOf, splitQueue } from './planned-queues.ts';
import { loadSeries } from './series.ts';

/** Weeks before a forecast that naive ones look back to. */
const naiveWeeks = 8;
/** A page is looked at more often than calls change a fortnight's error. */
const rememberedMs = 60_000;

interface Judged {
  accuracies: Accuracy[];
  overrides: OverrideEffect[];
}

const known = recent<{ atMs: number; judged: Judged }>(2_000);

/** How good one queue of a published forecast was so far, beside naive ones, and its overrides. */
export async function accuracyOf(
  deps: HistoryDeps,
  of: { tenant: string; forecast: PlannedForecast; queue: string },
): Promise<Judged> {
  const key = `${of.tenant} ${of.forecast.forecastId} ${of.queue}`;
  const before = known.get(key);
  if (before && deps.now() - before.atMs < rememberedMs) return before.judged;
  const judged = await judge(deps, of);
  return known.put(key, { atMs: deps.now(), judged }).judged;
}

async function judge(
  deps: HistoryDeps,
  of: { tenant: string; forecast: PlannedForecast; queue: string },
): Promise<Judged> {
  const { tenant, forecast, queue } = of;
  const { forecastId, name, slotMinutes, published } = forecast;
  const zone = deps.zoneOf(tenant, splitQueue(queue).site);
  const publishedDay = localDayOf(published?.atMs ?? forecast.asked.atMs, zone);
  // Naive ones may know what the forecast could: days before it began and was published.
  const [origin = forecast.from] = [forecast.from, publishedDay].sort();
  const from = addDays(origin, -7 * naiveWeeks);
  const today = localDayOf(deps.now(), zone);
  const last = [addDays(forecast.from, forecast.days - 1), today].sort()[0] ?? today;
  if (last < forecast.from) return { accuracies: [], overrides: [] };
  const grid = { from, days: daysBetween(from, last) + 1, slotMinutes };
  const { calls } = await readHistory(deps, { tenant, queue, ...grid });
  const { base, over } = await loadSeries(deps.store, of);
  const perDay = slotsPerDay(forecast);
  const shift = daysBetween(from, forecast.from) * perDay;
  // One made for days that were over already is taken as made on the eve of the first.
  const firstAhead = Math.max(1, daysBetween(publishedDay, forecast.from));
  const outcomes: ForecastOutcome[] = [];
  for (let i = 0; i + shift < calls.length && i < over.mean.length; i += 1) {
    const day = daysBetween(from, forecast.from) + Math.floor(i / perDay);
    const slot = i % perDay;
    const originDay = daysBetween(from, origin);
    outcomes.push({
      queue,
      daysAhead: firstAhead + Math.floor(i / perDay),
      slot,
      forecast: over.mean[i] ?? Number.NaN,
      base: base.mean[i] ?? Number.NaN,
      actual: calls[i + shift] ?? Number.NaN,
      ...naiveForecast({ counts: calls, slotsPerDay: perDay }, { originDay, day, slot }),
      low80: over.low80[i] ?? Number.NaN,
      high80: over.high80[i] ?? Number.NaN,
      low95: over.low95[i] ?? Number.NaN,
      high95: over.high95[i] ?? Number.NaN,
    });
  }
  const told = (grain: string, some: readonly ForecastOutcome[]) =>
    accuracyReport(some, perDay)
      .filter(({ key }) => key.queue === queue && key.part === 'all')
      .map((row): Accuracy => {
        const { slots, actual, ...shares } = row.accuracy;
        const about = { forecastId, name, queue, horizon: row.key.horizon, grain };
        return { ...about, slots, actual, ...present(shares) };
      });
  return {
    accuracies: [...told('slot', outcomes), ...told('day', dayOutcomes(outcomes))],
    overrides: effects(forecast, queue, { base, actual: calls.subarray(shift) }),
  };
}

/** What each override did: the layers below it against the same with it. */
function effects(
  forecast: PlannedForecast,
  queue: string,
  of: { base: Awaited<ReturnType<typeof loadSeries>>['base']; actual: Float64Array },
): OverrideEffect[] {
  const slots: OverriddenSlot[] = [];
  const own = overridesOf(forecast).filter((one) => one.queue === queue && one.target === 'calls');
  for (const override of own) {
    const at = forecast.layers.findIndex(
      (layer) => layer.kind === 'override' && layer.override.overrideId === override.overrideId,
    );
    const before = withLayers(of.base, queue, forecast.layers.slice(0, at));
    const after = withLayers(of.base, queue, forecast.layers.slice(0, at + 1));
    const { from, to } = gridRange(forecast, override);
    for (let i = from; i < to; i += 1) {
      slots.push({
        overrideId: override.overrideId,
        author: override.author,
        before: before.mean[i] ?? Number.NaN,
        after: after.mean[i] ?? Number.NaN,
        actual: of.actual[i] ?? Number.NaN,
      });
    }
  }
  const added = valueAddedByOverride(slots);
  return own.map((override) => {
    const value = added.get(override.overrideId);
    return {
      forecastId: forecast.forecastId,
      override: toWireOverride(override),
      slots: value?.slots ?? 0,
      wapeBefore: value?.wapeBefore ?? undefined,
      wapeAfter: value?.wapeAfter ?? undefined,
      helped: value?.helped ?? undefined,
    };
  });
}

type Shares = Omit<
  Accuracy,
  'forecastId' | 'name' | 'queue' | 'horizon' | 'grain' | 'slots' | 'actual'
>;

function present(shares: { [K in keyof Required<Shares>]: number | null }): Shares {
  const { wape, bias, baseWape, lastWeekWape, fourWeeksWape, cover80, cover95 } = shares;
  return {
    wape: wape ?? undefined,
    bias: bias ?? undefined,
    baseWape: baseWape ?? undefined,
    lastWeekWape: lastWeekWape ?? undefined,
    fourWeeksWape: fourWeeksWape ?? undefined,
    cover80: cover80 ?? undefined,
    cover95: cover95 ?? undefined,
  };
}
