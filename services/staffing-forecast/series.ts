import type { ForecastSlot } from '../../proto/gen/floorcast/staffing/v1/forecast.ts';
import type { ForecastContent } from '../../proto/gen/floorcast/staffing/v1/planning_decision.ts';
import { DomainError } from '../domain/domain-error.ts';
import { type LayeredSeries, type PlannedSeries, withLayers } from '../domain/planning/layers.ts';
import {
  addDays,
  daysBetween,
  type LocalSlot,
  localSlots,
  slotsPerDay,
} from '../domain/planning/local-slots.ts';
import type { PlannedForecast } from '../domain/planning/site-plan.ts';
import { recent } from '../lib/recent.ts';
import { seriesOf } from './compute.ts';
import { markedSlots, marksOf } from './events.ts';
import { ahtAt, type HistoryDeps, type QueueHistory, readHistory } from './history.ts';
import { splitQueue } from './planned-queues.ts';
import type { PlanStore } from './store.ts';

/** One queue of a forecast, as computed and with its layers. */
export interface QueueSeries {
  base: PlannedSeries;
  over: LayeredSeries;
}

const layered = recent<{ forecast: PlannedForecast; series: QueueSeries }>(200);

/** Loads one queue of a forecast and lays over it what was laid; remembered until that changes. */
export async function loadSeries(
  store: PlanStore,
  { tenant, forecast, queue }: { tenant: string; forecast: PlannedForecast; queue: string },
): Promise<QueueSeries> {
  const key = `${tenant} ${forecast.forecastId} ${queue}`;
  const known = layered.get(key);
  // The fold makes a new record with each decision: the same one means nothing was decided.
  if (known?.forecast === forecast) return known.series;
  const content = await store.forecast(tenant, contentOf(forecast, queue));
  const base = seriesOf(content);
  const series = { base, over: withLayers(base, queue, forecast.layers) };
  return layered.put(key, { forecast, series }).series;
}

/** The SHA-256 of one queue's content, or a refusal that says why there is none. */
export function contentOf(forecast: PlannedForecast, queue: string): string {
  const { name, state, failure, drafted } = forecast;
  if (state === 'computing') {
    throw new DomainError('conflict', `forecast "${name}" is still being computed`);
  }
  if (state === 'failed') {
    throw new DomainError('conflict', `forecast "${name}" could not be computed: ${failure}`);
  }
  const known = drafted.find((each) => each.queue === queue);
  if (!known) {
    throw new DomainError('not-found', `queue "${queue}" is not part of forecast "${name}"`);
  }
  if (!known.content) throw new DomainError('conflict', known.failure);
  return known.content;
}

/** Which days of a forecast are looked at; empty = its first, its last. */
export function daysOf(
  forecast: { from: string; days: number },
  asked: { from: string; to: string },
): { from: string; days: number; skip: number } {
  const last = addDays(forecast.from, forecast.days - 1);
  const from = asked.from || forecast.from;
  const to = asked.to || last;
  if (from < forecast.from || to > last || to < from) {
    const sentence = `from ${from} to ${to} is not within ${forecast.from} to ${last}`;
    throw new DomainError('invalid', sentence);
  }
  return { from, days: daysBetween(from, to) + 1, skip: daysBetween(forecast.from, from) };
}

/** One queue of a forecast slot by slot, beside what was and what came. */
export async function forecastSlots(
  deps: HistoryDeps,
  of: { tenant: string; forecast: PlannedForecast; queue: string },
  asked: { from: string; to: string; slotMinutes: number },
): Promise<ForecastSlot[]> {
  const { tenant, forecast, queue } = of;
  const { site } = splitQueue(queue);
  const zone = deps.zoneOf(tenant, site);
  const series = await loadSeries(deps.store, of);
  const { from, days, skip } = daysOf(forecast, asked);
  const { slotMinutes } = forecast;
  const past = async (shift: number) =>
    readHistory(deps, { tenant, queue, from: addDays(from, -shift), days, slotMinutes });
  const [actual, lastWeek, lastYear] = await Promise.all([past(0), past(7), past(364)]);
  const grid = { from, days, slotMinutes };
  const { specialDays } = await deps.store.forecast(tenant, contentOf(forecast, queue));
  const marks = markedSlots(grid, marksOf(deps.book.planOf(tenant, site), queue));
  const first = skip * slotsPerDay(forecast);
  const rows = localSlots(grid, zone).map((slot): Row => {
    return {
      slot,
      at: first + slot.index,
      series,
      actual,
      lastWeek,
      lastYear,
      special: specialDays[slot.start.slice(0, 10)] ?? marks.get(slot.index)?.name ?? '',
    };
  });
  const length = lengthOf(asked.slotMinutes, slotMinutes);
  const told = grouped(rows, length).map((group) => toSlot(group, slotMinutes));
  if (length < 1_440) return told;
  const content = await deps.store.forecast(tenant, contentOf(forecast, queue));
  return told.map((day, n) => ({ ...day, ...dayLimits(content, skip + n, day) }));
}

/**
 * Limits of a day's total as computed, moved with the total by what was laid over
 * it: slots of a day are off together, so that limits of slots do not add up.
 */
function dayLimits(content: ForecastContent, day: number, { base, mean }: ForecastSlot) {
  if (!base || mean === undefined) return {};
  const moved = (limits: number[]) => {
    const limit = limits[day];
    return limit === undefined ? undefined : (limit * mean) / base;
  };
  return {
    low80: moved(content.dayLow80),
    high80: moved(content.dayHigh80),
    low95: moved(content.dayLow95),
    high95: moved(content.dayHigh95),
  };
}

function lengthOf(asked: number, own: number): number {
  const length = asked || own;
  if (length % own === 0) return length;
  const sentence = `slots are ${own} minutes, so they cannot be shown by ${length}`;
  throw new DomainError('invalid', sentence);
}

/** Rows of slots put together by longer ones, or by local day. */
export function grouped<R extends { slot: LocalSlot }>(rows: readonly R[], length: number): R[][] {
  const groups = new Map<string, R[]>();
  for (const row of rows) {
    const { start } = row.slot;
    const minute = Number(start.slice(11, 13)) * 60 + Number(start.slice(14, 16));
    const place = Math.floor(minute / length);
    // The two halves of a doubled hour differ by their offset; a day holds both.
    const key = `${start.slice(0, 10)} ${place} ${length < 1_440 ? start.slice(19) : ''}`;
    const group = groups.get(key);
    if (group) group.push(row);
    else groups.set(key, [row]);
  }
  return [...groups.values()];
}

interface Row {
  slot: LocalSlot;
  /** Place in the forecast's grid. */
  at: number;
  series: QueueSeries;
  actual: QueueHistory;
  lastWeek: QueueHistory;
  lastYear: QueueHistory;
  special: string;
}

function toSlot(rows: readonly Row[], slotMinutes: number): ForecastSlot {
  const sum = (value: (row: Row) => number) => {
    const total = rows.reduce((all, row) => all + value(row), 0);
    return Number.isNaN(total) ? undefined : total;
  };
  // Parts of an hour are off together almost wholly, so their limits are added.
  const over = (name: 'mean' | 'low80' | 'high80' | 'low95' | 'high95') =>
    sum(({ series, at }) => series.over[name][at] ?? Number.NaN);
  const history = (name: 'actual' | 'lastWeek' | 'lastYear') =>
    sum((row) => row[name].calls[row.slot.index] ?? Number.NaN);
  return {
    start: rows[0]?.slot.start ?? '',
    lengthS: rows.length * slotMinutes * 60,
    base: sum(({ series, at }) => series.base.mean[at] ?? Number.NaN),
    mean: over('mean'),
    low80: over('low80'),
    high80: over('high80'),
    low95: over('low95'),
    high95: over('high95'),
    baseAhtS: weighted(rows, ({ series: { base }, at }) => [base.mean[at], base.ahtS[at]]),
    ahtS: weighted(rows, ({ series: { over }, at }) => [over.mean[at], over.ahtS[at]]),
    lastYear: history('lastYear'),
    lastWeek: history('lastWeek'),
    actual: history('actual'),
    actualAhtS: weighted(rows, ({ actual, slot: { index } }) => [
      actual.handled[index],
      ahtAt(actual, index),
    ]),
    special: rows.find(({ special }) => special)?.special ?? '',
    overridden: rows.some(({ series, at }) => series.over.overridden[at] === 1),
  };
}

/** A mean of means, by their weights; absent where nothing is known. */
export function weighted<R>(
  rows: readonly R[],
  of: (row: R) => [number | undefined, number | undefined],
): number | undefined {
  let [total, weights] = [0, 0];
  let plain: number | undefined;
  for (const row of rows) {
    const [weight = 0, value = Number.NaN] = of(row);
    if (Number.isNaN(value)) continue;
    plain = value;
    if (!(weight > 0)) continue;
    total += weight * value;
    weights += weight;
  }
  return weights > 0 ? total / weights : plain;
}
