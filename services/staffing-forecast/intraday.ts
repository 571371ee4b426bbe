import type {
  IntradayAction,
  IntradaySlot,
} from '../../proto/gen/floorcast/staffing/v1/forecast.ts';
import type { GetIntradayResponse } from '../../proto/gen/floorcast/staffing/v1/staffing_service.ts';
import { DomainError } from '../domain/domain-error.ts';
import {
  forecastRestOfDay,
  type IntradayForecast,
  learnIntraday,
} from '../domain/forecast/intraday.ts';
import { recommendActions } from '../domain/forecast/intraday-actions.ts';
import type { LayeredSeries } from '../domain/planning/layers.ts';
import {
  daysBetween,
  type LocalSlot,
  localSlots,
  slotsPerDay,
} from '../domain/planning/local-slots.ts';
import { changeOf, type PlannedForecast } from '../domain/planning/site-plan.ts';
import { recent } from '../lib/recent.ts';
import { callersOf } from './callers.ts';
import { type Computed, seriesOf } from './compute.ts';
import type { Drafting } from './drafting.ts';
import { readHistory } from './history.ts';
import { localDayOf, rulesOf, splitQueue } from './planned-queues.ts';
import type { ScheduledDay, Schedules } from './schedules.ts';
import { loadSeries } from './series.ts';
import { type StaffedSlot, staffSlots } from './staff-slots.ts';
import type { StaffingDeps } from './staffing.ts';

/** What today is looked at with. */
export interface IntradayDeps extends StaffingDeps {
  drafting: Drafting;
  schedules: Pick<Schedules, 'ofDay'>;
}

/** Lengths of slots that today is told in: the finest that its past is known in. */
const slotLengths = [15, 30, 60];
/** Learned once a day for each queue: the past of a day does not change in it. */
const learned = recent<Promise<Computed>>(500);

/**
 * Today as it looks now: made anew with every slot that is over, from what came so
 * far. Slots are those of the published forecast, else quarters of an hour or the
 * finest that history is known in.
 */
export async function intradayOf(
  deps: IntradayDeps,
  { tenant, queue }: { tenant: string; queue: string },
): Promise<GetIntradayResponse> {
  const { site } = splitQueue(queue);
  const zone = deps.zoneOf(tenant, site);
  const nowMs = deps.now();
  const day = localDayOf(nowMs, zone);
  const published = publishedFor(deps, { tenant, site, queue, day });
  const { computed, slotMinutes } = await learnedFor(deps, { tenant, queue, day }, published);
  const own = seriesOf(computed.series);
  const before = published
    ? dayOf((await loadSeries(deps.store, { tenant, forecast: published, queue })).over, day)
    : { ...own, overridden: new Uint8Array(own.mean.length) };
  const grid = { from: day, days: 1, slotMinutes };
  const slots = localSlots(grid, zone);
  const { calls } = await readHistory(deps, { tenant, queue, ...grid });
  const isOver = (slot: LocalSlot) => slot.startMs + slotMinutes * 60_000 <= nowMs;
  const known = slots.filter((slot) => isOver(slot) && !Number.isNaN(calls[slot.index]));
  const last = known.at(-1);
  const fromSlot = last ? last.index + 1 : 0;
  const today = { forecast: zeroes(before.mean), actual: calls };
  const rest = forecastRestOfDay(today, fromSlot, learnIntraday(computed.past));
  const { rules } = rulesOf(deps, { tenant, queue, day });
  const change = published ? changeOf(published) : null;
  const callers = await callersOf(deps, { tenant, queue, rules, change });
  const staff = (series: LayeredSeries) => staffSlots(series, slots, { rules, change, callers });
  const [planned, needed] = [staff(before), staff({ ...before, ...rest, ahtS: before.ahtS })];
  const asOfMs = last ? last.startMs + slotMinutes * 60_000 : (slots[0]?.startMs ?? nowMs);
  const schedule = await deps.schedules.ofDay({ tenant, queue, day });
  const told = slots.map((slot, n): IntradaySlot => {
    const staffed = { planned: planned[n], needed: needed[n] };
    const scheduled = schedule?.agentsIn(slot.startMs, slot.startMs + slotMinutes * 60_000);
    return toSlot({ slot, fromSlot, before, calls, rest, ...staffed, scheduled });
  });
  const high = staff({ ...before, ...rest, mean: rest.high80, ahtS: before.ahtS });
  const ahead = slots.flatMap((slot, n) => {
    const [one] = told.slice(n, n + 1);
    return slot.index >= fromSlot && one ? [{ slot, told: one, high: high[n] }] : [];
  });
  return {
    forecastId: published?.forecastId ?? '',
    day,
    asOf: localText(asOfMs, zone),
    slots: told,
    actions: actionsOf(ahead, { slotMinutes, zone, schedule }),
    scheduleVersion: schedule?.version,
    change: rest.change ?? undefined,
    zone,
  };
}

/** What the past says of today, in the slots of the forecast in force or the finest there are. */
async function learnedFor(
  { drafting }: IntradayDeps,
  { tenant, queue, day }: { tenant: string; queue: string; day: string },
  published: PlannedForecast | null,
): Promise<{ computed: Computed; slotMinutes: number }> {
  const lengths = published ? [published.slotMinutes] : slotLengths;
  let first: unknown;
  for (const slotMinutes of lengths) {
    const key = `${tenant} ${queue} ${day} ${slotMinutes}`;
    const before = learned.get(key);
    const computing = before ?? drafting.one({ tenant, queue, from: day, days: 1, slotMinutes });
    // What failed once is not remembered: history may come.
    if (!before) computing.catch(() => learned.clear());
    try {
      return { computed: await (before ?? learned.put(key, computing)), slotMinutes };
    } catch (error) {
      if (!(error instanceof DomainError) || error.fault !== 'invalid') throw error;
      first ??= error;
    }
  }
  throw first;
}

/** The newest published forecast that covers today. */
function publishedFor(
  { book }: IntradayDeps,
  of: { tenant: string; site: string; queue: string; day: string },
): PlannedForecast | null {
  const covering = [...book.planOf(of.tenant, of.site).forecasts.values()].filter((forecast) => {
    const ahead = daysBetween(forecast.from, of.day);
    const has = forecast.drafted.some(({ queue, content }) => queue === of.queue && content);
    const fits = ahead >= 0 && ahead < forecast.days;
    return forecast.published !== null && has && fits;
  });
  const position = ({ published }: PlannedForecast) => published?.position ?? 0;
  return covering.sort((a, b) => position(b) - position(a))[0] ?? null;
}

function dayOf(over: LayeredSeries, day: string): LayeredSeries {
  const perDay = slotsPerDay(over);
  const first = daysBetween(over.from, day) * perDay;
  const part = <T extends Float64Array | Uint8Array>(values: T) =>
    values.slice(first, first + perDay) as T;
  return {
    from: day,
    days: 1,
    slotMinutes: over.slotMinutes,
    mean: part(over.mean),
    low80: part(over.low80),
    high80: part(over.high80),
    low95: part(over.low95),
    high95: part(over.high95),
    ahtS: part(over.ahtS),
    overridden: part(over.overridden),
  };
}

/** An hour that does not exist today brings nobody. */
function zeroes(mean: Float64Array): Float64Array {
  return mean.map((one) => (Number.isNaN(one) ? 0 : one));
}

function toSlot(of: {
  slot: LocalSlot;
  fromSlot: number;
  before: LayeredSeries;
  calls: Float64Array;
  rest: IntradayForecast;
  planned: StaffedSlot | undefined;
  needed: StaffedSlot | undefined;
  scheduled: number | undefined;
}): IntradaySlot {
  const { slot, fromSlot, before, calls, rest, planned, needed, scheduled } = of;
  const { index } = slot;
  const ahead = index >= fromSlot;
  const known = (value: number | undefined) =>
    value === undefined || Number.isNaN(value) ? undefined : value;
  return {
    start: slot.start,
    base: known(before.mean[index]),
    actual: ahead ? undefined : known(calls[index]),
    updated: ahead ? known(rest.mean[index]) : undefined,
    low80: ahead ? known(rest.low80[index]) : undefined,
    high80: ahead ? known(rest.high80[index]) : undefined,
    ahtS: known(before.ahtS[index]),
    agentsBefore: planned?.agents ?? undefined,
    agents: ahead ? (needed?.agents ?? undefined) : undefined,
    rostered: ahead ? (needed?.rostered ?? undefined) : undefined,
    scheduled,
  };
}

/**
 * What to do in the rest of the day, against the published schedule. Without one the
 * agents that the forecast of before asked for stand for it. Who serves several groups
 * counts by a share, so that heads are rounded.
 */
function actionsOf(
  ahead: readonly { slot: LocalSlot; told: IntradaySlot; high: StaffedSlot | undefined }[],
  of: { slotMinutes: number; zone: string; schedule: ScheduledDay | null },
): IntradayAction[] {
  const { slotMinutes, zone, schedule } = of;
  const fromSlot = ahead[0]?.slot.index ?? 0;
  const actions = recommendActions({
    slotMinutes,
    fromSlot,
    contacts: ahead.map(({ told }) => told.updated ?? 0),
    required: ahead.map(({ told }) => told.agents ?? 0),
    requiredHigh: ahead.map(({ high }) => high?.agents ?? 0),
    scheduled: ahead.map(({ told }) => Math.round(told.scheduled ?? told.agentsBefore ?? 0)),
  });
  const startOf = (slot: number) => {
    const at = ahead[slot - fromSlot];
    if (at) return at.slot.start;
    const last = ahead.at(-1)?.slot.startMs ?? 0;
    return localText(last + slotMinutes * 60_000, zone);
  };
  return actions.map(({ kind, agents, agentHours, reason, ...at }) => {
    const [from, to] = [startOf(at.fromSlot), startOf(at.toSlot)];
    const { required, scheduled } = reason;
    const so = schedule ? 'are scheduled' : 'were planned for';
    const why = `${required} agents are needed, ${scheduled} ${so}`;
    return { kind, from, to, agents, agentHours, reason: why };
  });
}

function localText(atMs: number, zone: string): string {
  const local = Temporal.Instant.fromEpochMilliseconds(atMs).toZonedDateTimeISO(zone);
  return local.toString({ smallestUnit: 'second', timeZoneName: 'never' });
}
