import { DomainError } from '../domain/domain-error.ts';
import { addDays, daysBetween, slotsPerDay } from '../domain/planning/local-slots.ts';
import type { DraftedQueue } from '../domain/planning/planning-decision.ts';
import type { PlannedForecast } from '../domain/planning/site-plan.ts';
import type { CalendarDays, CalendarQuestion } from '../lib/calendars.ts';
import type { Log } from '../lib/log.ts';
import { pause } from '../lib/pause.ts';
import type { Book } from './book.ts';
import type { Compute, Computed, ComputedSeries } from './compute.ts';
import type { Decide } from './decide.ts';
import { eventsOf } from './events.ts';
import { flaggedDays } from './flagged-days.ts';
import type { HistoryDeps } from './history.ts';
import { withFlagged } from './import/day-grid.ts';
import { pastFor } from './past.ts';
import { type QueueDeps, rulesOf, splitQueue } from './planned-queues.ts';

/** What forecasts are drafted with. */
export interface DraftingDeps extends HistoryDeps, QueueDeps {
  decide: Decide;
  compute: Compute;
  calendars: (of: CalendarQuestion) => CalendarDays;
  log: Log;
  signal: AbortSignal;
  /** Queues computed at once. */
  threads: number;
}

/** Forecasts under way. */
export interface Drafting {
  /** Begins, or goes on with, a forecast that the log says was asked for. */
  begin: (tenant: string, forecastId: string) => void;
  /** Share that is computed. */
  progress: (forecastId: string) => number;
  /** One queue from a day on, kept nowhere: for a day that nobody has forecast. */
  one: (of: OneQueue) => Promise<Computed>;
}

/** After a failure of log, store or archive the forecast is tried anew so many times. */
const retryMs = 2_000;

/** Computes what the log asks for, one forecast after another, several queues at once. */
export function openDrafting(deps: DraftingDeps): Drafting {
  const shares = new Map<string, number>();
  let last: Promise<void> = Promise.resolve();
  return {
    begin: (tenant, forecastId) => {
      if (shares.has(forecastId)) return;
      shares.set(forecastId, 0);
      last = last
        .then(() => untilDrafted(deps, { tenant, forecastId }, shares))
        .catch((error: unknown) => deps.log.error({ err: error, forecastId }, 'not drafted'))
        .finally(() => shares.delete(forecastId));
    },
    progress: (forecastId) => shares.get(forecastId) ?? 0,
    one: (of) => computeQueue(deps, of),
  };
}

async function untilDrafted(
  deps: DraftingDeps,
  { tenant, forecastId }: { tenant: string; forecastId: string },
  shares: Map<string, number>,
): Promise<void> {
  while (!deps.signal.aborted) {
    const found = deps.book.find(tenant, forecastId);
    // Erased meanwhile, or drafted before a restart.
    if (found?.forecast.state !== 'computing') return;
    try {
      await draft(deps, { tenant, ...found }, (share) => shares.set(forecastId, share));
      return;
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      if (error.fault === 'conflict' || error.fault === 'not-found') return;
      deps.log.warn({ forecastId, why: error.message }, 'the forecast is tried again');
      await pause(retryMs, deps.signal);
    }
  }
}

async function draft(
  deps: DraftingDeps,
  of: { tenant: string; site: string; forecast: PlannedForecast },
  told: (share: number) => void,
): Promise<void> {
  const { tenant, site, forecast } = of;
  const { forecastId, queues } = forecast;
  const drafted = new Map<string, DraftedQueue>();
  const left = queues.values();
  const lane = async () => {
    for (const queue of left) {
      if (deps.signal.aborted) return;
      drafted.set(queue, await draftQueue(deps, { tenant, queue, forecast }));
      told(drafted.size / queues.length);
    }
  };
  await Promise.all(Array.from({ length: deps.threads }, lane));
  if (deps.signal.aborted) return;
  const all = queues.flatMap((queue) => drafted.get(queue) ?? []);
  const failed = all.every(({ content }) => content === '');
  const what = failed
    ? { kind: 'forecast-failed' as const, forecastId, reason: all[0]?.failure ?? 'no queues' }
    : { kind: 'forecast-drafted' as const, forecastId, queues: all };
  const atMs = deps.now();
  const commandId = `${forecastId} ${what.kind}`;
  await deps.decide({ tenant, site, commandId, author: '', atMs, what });
  deps.log.info({ forecastId, queues: all.length, what: what.kind }, 'forecast');
}

async function draftQueue(
  deps: DraftingDeps,
  of: { tenant: string; queue: string; forecast: PlannedForecast },
): Promise<DraftedQueue> {
  const { tenant, queue, forecast } = of;
  try {
    const { series: content } = await computeQueue(deps, { tenant, queue, ...gridOf(forecast) });
    const calls = content.mean.reduce((sum, one) => sum + (Number.isNaN(one) ? 0 : one), 0);
    const learnedUntil = content.explanation?.lastDay ?? '';
    const sha = await deps.store.putForecast(tenant, content);
    return { queue, content: sha, calls, failure: '', learnedUntil };
  } catch (error) {
    if (!(error instanceof DomainError) || error.fault === 'unavailable') throw error;
    return { queue, content: '', calls: null, failure: error.message, learnedUntil: '' };
  }
}

function gridOf({ from, days, slotMinutes }: PlannedForecast) {
  return { from, days, slotMinutes };
}

/** A queue, and the days to forecast of it. */
export interface OneQueue {
  tenant: string;
  queue: string;
  from: string;
  days: number;
  slotMinutes: number;
}

async function computeQueue(deps: DraftingDeps, of: OneQueue): Promise<Computed> {
  const { tenant, queue, from } = of;
  const { site } = splitQueue(queue);
  const zone = deps.zoneOf(tenant, site);
  const { rules } = rulesOf(deps, { tenant, queue, day: from });
  const past = await pastFor(deps, of, rules.similar);
  const { history } = past;
  const last = addDays(from, of.days - 1);
  const days = daysBetween(history.from, last) - history.days + 1;
  const span = { calendar: rules.calendar, zone, from: history.from, to: last };
  const { code, specialDays: named } = deps.calendars(span);
  const flagged = await flaggedDays(deps, { tenant, queue: past.queue });
  if (past.queue !== queue) flagged.push(...(await flaggedDays(deps, { tenant, queue })));
  const specialDays = withFlagged(named, flagged, span);
  const events = eventsOf(deps.book.planOf(tenant, site), past.queue);
  const { standIn } = past;
  const computed = await deps.compute({ history, days, specialDays, events, standIn }, deps.signal);
  const series = finished(computed.series, of, { code, specialDays, last, notes: past.notes });
  return { series, past: computed.past };
}

/** Cut to the days asked for, and with what the calendar says of them. */
function finished(
  computed: ComputedSeries,
  { from, days, slotMinutes }: OneQueue,
  about: {
    code: string;
    specialDays: readonly { day: string; name: string }[];
    last: string;
    notes: readonly string[];
  },
): ComputedSeries {
  const perDay = slotsPerDay({ from, days, slotMinutes });
  const skip = daysBetween(computed.firstDay, from) * perDay;
  const cut = (values: number[]) => values.slice(skip, skip + days * perDay);
  const ahead = about.specialDays.filter(({ day }) => day >= from && day <= about.last);
  const explanation = computed.explanation && {
    ...computed.explanation,
    calendar: about.code,
    notes: [...computed.explanation.notes, ...about.notes],
    specialDays: ahead.map(({ day, name }) => `${day} ${name}`.trim()),
  };
  const cutDays = (values: number[]) => values.slice(skip / perDay, skip / perDay + days);
  return {
    firstDay: from,
    slotMinutes,
    dayLow80: cutDays(computed.dayLow80),
    dayHigh80: cutDays(computed.dayHigh80),
    dayLow95: cutDays(computed.dayLow95),
    dayHigh95: cutDays(computed.dayHigh95),
    mean: cut(computed.mean),
    low80: cut(computed.low80),
    high80: cut(computed.high80),
    low95: cut(computed.low95),
    high95: cut(computed.high95),
    ahtS: cut(computed.ahtS),
    explanation,
    specialDays: Object.fromEntries(ahead.map(({ day, name }) => [day, name])),
  };
}

/** Goes on with what was asked for and not drafted when the service ended. */
export function resumeDrafts({ tenants, sitesOf }: Book, drafting: Drafting): void {
  for (const tenant of tenants()) {
    for (const { forecasts } of sitesOf(tenant).values()) {
      for (const { forecastId, state } of forecasts.values()) {
        if (state === 'computing') drafting.begin(tenant, forecastId);
      }
    }
  }
}
