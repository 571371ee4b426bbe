import type {
  CompareForecastsResponse,
  StaffingServiceServer,
} from '../../proto/gen/floorcast/staffing/v1/staffing_service.ts';
import { DomainError } from '../domain/domain-error.ts';
import { addDays } from '../domain/planning/local-slots.ts';
import type { PlanningChange } from '../domain/planning/planning-decision.ts';
import { checkDay } from '../domain/planning/rules-refusals.ts';
import { overridesOf } from '../domain/planning/site-plan.ts';
import { checkedCommandId } from '../lib/command-checks.ts';
import type { Context } from '../lib/context.ts';
import { unary } from '../lib/grpc.ts';
import type { Log } from '../lib/log.ts';
import { foundForecast, idOf, mayDecide, mayRead } from './asked.ts';
import { fromWireChange, fromWireOverride, toWireForecast, toWireOverride } from './convert.ts';
import type { Decide } from './decide.ts';
import type { Drafting } from './drafting.ts';
import type { HistoryDeps } from './history.ts';
import { localDayOf, plannedQueues, type QueueDeps, splitQueue } from './planned-queues.ts';
import { contentOf, forecastSlots } from './series.ts';

/** What the forecasts' half of the service works on. */
export interface ForecastRpcDeps extends HistoryDeps, QueueDeps {
  decide: Decide;
  drafting: Drafting;
  log: Log;
}

const maxQueues = 500;
const maxDays = 366;
const maxListed = 1_000;
/** Slots of one forecast, all queues together: 500 queues x 30 days x 96, say. */
const maxSlots = 6_000_000;

/** Forecasts, their layers and versions over gRPC. */
export function forecastRpc(deps: ForecastRpcDeps) {
  const { book, drafting, log } = deps;
  return {
    listForecasts: unary(log, ({ tenant, site }, context) => {
      mayRead(context, tenant);
      const forecasts = [...book.sitesOf(tenant)].flatMap(([of, plan]) =>
        !site || site === of ? [...plan.forecasts.values()].map((one) => ({ of, one })) : [],
      );
      const newest = forecasts.sort((a, b) => b.one.asked.position - a.one.asked.position);
      return {
        forecasts: newest.slice(0, maxListed).map(({ of, one }) => {
          const progress = drafting.progress(one.forecastId);
          return toWireForecast(of, one, { progress, overrides: false });
        }),
      };
    }),
    getForecast: unary(log, ({ tenant, forecastId }, context) => {
      mayRead(context, tenant);
      const { site, forecast } = foundForecast(book, tenant, forecastId);
      const progress = drafting.progress(forecastId);
      return { forecast: toWireForecast(site, forecast, { progress, overrides: true }) };
    }),
    getForecastSeries: unary(log, async (asked, context) => {
      const { tenant, forecastId, queue } = asked;
      mayRead(context, tenant);
      const { site, forecast } = foundForecast(book, tenant, forecastId);
      const slots = await forecastSlots(deps, { tenant, forecast, queue }, asked);
      const { explanation } = await deps.store.forecast(tenant, contentOf(forecast, queue));
      return { slots, explanation, zone: deps.zoneOf(tenant, site) };
    }),
    compareForecasts: unary(log, async (asked, context) => {
      mayRead(context, asked.tenant);
      return await compared(deps, asked);
    }),
    ...decisions(deps),
  } satisfies Partial<StaffingServiceServer>;
}

/** What planners decide about forecasts. */
function decisions(deps: ForecastRpcDeps) {
  const { book, decide, drafting, log, now } = deps;
  const about = async (
    asked: {
      tenant: string;
      commandId: string;
      forecastId: string;
      seenPosition?: number | undefined;
    },
    context: Context,
    what: PlanningChange,
  ) => {
    const { tenant, forecastId, seenPosition = null } = asked;
    const { site } = foundForecast(book, tenant, forecastId);
    const by = { tenant, site, author: context.person, atMs: now() };
    return await decide({
      ...by,
      commandId: checkedCommandId(asked.commandId),
      what,
      seenPosition,
    });
  };
  return {
    draftForecast: unary(log, async (asked, context) => {
      const { tenant, site, commandId } = asked;
      mayDecide(context, tenant);
      const forecastId = idOf('f', tenant, checkedCommandId(commandId));
      const what = { kind: 'forecast-asked' as const, forecastId, ...(await toAsked(deps, asked)) };
      await decide({ tenant, site, commandId, author: context.person, atMs: now(), what });
      drafting.begin(tenant, forecastId);
      return { forecastId };
    }),
    overrideForecast: unary(log, async (asked, context) => {
      mayDecide(context, asked.tenant);
      const { tenant, commandId, forecastId } = asked;
      const overrideId = idOf('o', tenant, checkedCommandId(commandId));
      const by = { overrideId, author: context.person, atMs: now() };
      const override = { ...fromWireOverride(asked.override), ...by };
      const what = { kind: 'forecast-overridden' as const, forecastId, override };
      const position = await about(asked, context, what);
      const { forecast } = foundForecast(book, tenant, forecastId);
      const laid = overridesOf(forecast).find((one) => one.overrideId === overrideId);
      return { override: toWireOverride(laid ?? override), position };
    }),
    removeOverride: unary(log, async (asked, context) => {
      mayDecide(context, asked.tenant);
      const { forecastId, overrideId } = asked;
      const what = { kind: 'override-removed' as const, forecastId, overrideId };
      return { position: await about(asked, context, what) };
    }),
    publishForecast: unary(log, async (asked, context) => {
      mayDecide(context, asked.tenant);
      const { forecastId } = asked;
      const what = { kind: 'forecast-published' as const, forecastId };
      return { position: await about(asked, context, what) };
    }),
    copyScenario: unary(log, async (asked, context) => {
      const { tenant, commandId, forecastId: parent, name } = asked;
      mayDecide(context, tenant);
      if (!name.trim()) throw new DomainError('invalid', 'name is empty');
      const forecastId = idOf('s', tenant, checkedCommandId(commandId));
      const change = fromWireChange(asked.change);
      const what = { kind: 'scenario-copied' as const, forecastId, parent, name, change };
      await about({ ...asked, forecastId: parent }, context, what);
      return { forecastId };
    }),
  } satisfies Partial<StaffingServiceServer>;
}

interface AskedDraft {
  tenant: string;
  site: string;
  queues: string[];
  from: string;
  days: number;
  slotMinutes: number;
  name: string;
}

/** A draft with everything filled in that was left open. */
async function toAsked(deps: ForecastRpcDeps, asked: AskedDraft) {
  const { tenant, site, days } = asked;
  if (!site) throw new DomainError('invalid', 'site is empty');
  const known = (await plannedQueues(deps, { tenant, site })).filter(
    ({ archive, imported, rules }) => archive || imported || rules?.similar,
  );
  const queues = asked.queues.length > 0 ? [...new Set(asked.queues)] : known.map((q) => q.queue);
  for (const queue of queues) {
    if (splitQueue(queue).site === site) continue;
    throw new DomainError('invalid', `queue "${queue}" does not belong to site "${site}"`);
  }
  const today = localDayOf(deps.now(), deps.zoneOf(tenant, site));
  const from = asked.from || addDays(today, 1);
  checkDay(from, 'from');
  const latest = addDays(today, maxDays);
  if (from > latest) throw new DomainError('invalid', `from is ${from}, but at latest ${latest}`);
  if (days < 1 || days > maxDays) {
    throw new DomainError('invalid', `days is ${days}, but must be 1 to ${maxDays}`);
  }
  if (queues.length === 0 || queues.length > maxQueues) {
    const why = queues.length === 0 ? 'no queue of the site has history' : 'too many';
    throw new DomainError(
      'invalid',
      `${queues.length} queues (${why}), but must be 1 to ${maxQueues}`,
    );
  }
  const likes = known.flatMap(({ queue, rules }) =>
    queues.includes(queue) && rules?.similar ? [rules.similar.queue] : [],
  );
  const sources = known.filter(({ queue }) => queues.includes(queue) || likes.includes(queue));
  const finest = Math.max(15, ...sources.map(({ imported }) => imported?.slotMinutes ?? 15));
  const slotMinutes = asked.slotMinutes || finest;
  if (![15, 30, 60].includes(slotMinutes)) {
    throw new DomainError('invalid', `slot is ${slotMinutes}, but must be 15, 30 or 60 minutes`);
  }
  const slots = (queues.length * days * 1_440) / slotMinutes;
  if (slots > maxSlots) {
    throw new DomainError('invalid', `${slots} slots together, but at most ${maxSlots}`);
  }
  const name = asked.name.trim() || `${from} – ${addDays(from, days - 1)}`;
  return { name, queues, from, days, slotMinutes };
}

async function compared(
  deps: ForecastRpcDeps,
  asked: {
    tenant: string;
    forecastId: string;
    otherId: string;
    queue: string;
    slotMinutes: number;
  },
): Promise<CompareForecastsResponse> {
  const { tenant, queue } = asked;
  const slotsOf = async (forecastId: string) => {
    const { forecast } = foundForecast(deps.book, tenant, forecastId);
    const slotMinutes = asked.slotMinutes || 60;
    const all = { from: '', to: '', slotMinutes };
    return await forecastSlots(deps, { tenant, forecast, queue }, all);
  };
  const one = await slotsOf(asked.forecastId);
  const other = new Map((await slotsOf(asked.otherId)).map((slot) => [slot.start, slot]));
  const slots = one.flatMap(({ start, mean, ahtS }) => {
    const beside = other.get(start);
    return beside ? [{ start, mean, ahtS, other: beside.mean, otherAhtS: beside.ahtS }] : [];
  });
  const sum = slots.reduce((total, { mean = 0 }) => total + mean, 0);
  const off = slots.reduce((total, { mean = 0, other = 0 }) => total + Math.abs(mean - other), 0);
  return { slots, difference: sum > 0 ? off / sum : undefined };
}
