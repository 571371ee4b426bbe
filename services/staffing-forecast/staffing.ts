import { DomainError } from '../domain/domain-error.ts';
import { type LayeredSeries, layChange } from '../domain/planning/layers.ts';
import { addDays, type LocalSlot, localSlots } from '../domain/planning/local-slots.ts';
import type { ScenarioChange } from '../domain/planning/planning-decision.ts';
import { bothChanges, changeOf, type PlannedForecast } from '../domain/planning/site-plan.ts';
import type { RulesGoals, RulesModel, StaffingRules } from '../domain/planning/staffing-rules.ts';
import { recent } from '../lib/recent.ts';
import { callersOf } from './callers.ts';
import type { HistoryDeps } from './history.ts';
import type { Patience } from './patience.ts';
import { type QueueDeps, rulesOf, splitQueue } from './planned-queues.ts';
import { daysOf, loadSeries } from './series.ts';
import { type StaffedSlot, staffingOf } from './staff-slots.ts';

/** What requirement is worked out with. */
export interface StaffingDeps extends HistoryDeps, QueueDeps {
  patience: Patience;
}

/** What is asked in place of what the rules and the forecast say. */
export interface Instead {
  model: RulesModel | null;
  quantile: number | null;
  goals: RulesGoals | null;
  change: ScenarioChange | null;
}

/** Nothing in place of anything. */
export const asDecided: Instead = { model: null, quantile: null, goals: null, change: null };

/** Models that take long give way to other questions so often. */
const turnMs = 25;

/**
 * What one queue of a forecast needs, slot by slot. Worked out on the whole
 * forecast and told for the days asked, so that what earlier slots leave in hand
 * and work that may wait are the same whatever is asked.
 */
export async function staffQueue(
  deps: StaffingDeps,
  of: { tenant: string; forecast: PlannedForecast; queue: string },
  asked: { from: string; to: string },
  instead: Instead,
): Promise<StaffedSlot[]> {
  const { tenant, forecast, queue } = of;
  const zone = deps.zoneOf(tenant, splitQueue(queue).site);
  const { over } = await loadSeries(deps.store, of);
  const { from, days } = daysOf(forecast, asked);
  const to = addDays(from, days - 1);
  const change = withChange(changeOf(forecast), instead.change);
  const series = instead.change ? copyOf(over) : over;
  if (instead.change) layChange(series, instead.change);
  const versions = versionsOf(deps, { tenant, queue, forecast }, instead);
  const staffed: StaffedSlot[] = [];
  let begunMs = performance.now();
  for (const [rules, held] of Map.groupBy(slotsOf(forecast, zone), ({ start }) =>
    versions(start.slice(0, 10)),
  )) {
    const callers = await callersOf(deps, { tenant, queue, rules, change });
    const isAsked = (day: string) => day >= from && day <= to;
    const wanted = held.flatMap(({ start }, i) => (isAsked(start.slice(0, 10)) ? i : []));
    const slotAt = staffingOf(series, held, { rules, change, callers, wanted });
    for (const i of wanted) {
      staffed.push(slotAt(i));
      if (performance.now() - begunMs < turnMs) continue;
      await new Promise((resolve) => setImmediate(resolve));
      begunMs = performance.now();
    }
  }
  return staffed.sort((a, b) => a.slot.startMs - b.slot.startMs);
}

const gridSlots = recent<LocalSlot[]>(20);

/** A forecast's slots, remembered: a year of quarter hours is asked for with every drag. */
function slotsOf({ from, days, slotMinutes }: PlannedForecast, zone: string): LocalSlot[] {
  const key = JSON.stringify([from, days, slotMinutes, zone]);
  return gridSlots.get(key) ?? gridSlots.put(key, localSlots({ from, days, slotMinutes }, zone));
}

function copyOf(over: LayeredSeries): LayeredSeries {
  return {
    ...over,
    mean: over.mean.slice(),
    low80: over.low80.slice(),
    high80: over.high80.slice(),
    low95: over.low95.slice(),
    high95: over.high95.slice(),
    ahtS: over.ahtS.slice(),
  };
}

function withChange(one: ScenarioChange | null, two: ScenarioChange | null): ScenarioChange | null {
  return one && two ? bothChanges(one, two) : (two ?? one);
}

/** Rules by local day, with what is asked instead; one object per version. */
function versionsOf(
  deps: StaffingDeps,
  of: { tenant: string; queue: string; forecast: PlannedForecast },
  instead: Instead,
): (day: string) => StaffingRules {
  const { tenant, queue, forecast } = of;
  const changed = new Map<StaffingRules, StaffingRules>();
  const byDay = new Map<string, StaffingRules>();
  let fallback: StaffingRules | null = null;
  for (let n = 0; n < forecast.days; n += 1) {
    const day = addDays(forecast.from, n);
    const { rules, decided } = rulesOf(deps, { tenant, queue, day });
    if (!decided) fallback ??= rules;
    const version = decided ? rules : (fallback ?? rules);
    const known = changed.get(version) ?? withInstead(version, instead);
    changed.set(version, known);
    byDay.set(day, known);
  }
  const first = byDay.get(forecast.from);
  return (day) => {
    const rules = byDay.get(day) ?? first;
    if (!rules) throw new DomainError('invalid', `${day} is not part of the forecast`);
    return rules;
  };
}

function withInstead(rules: StaffingRules, { model, quantile, goals }: Instead): StaffingRules {
  const asked = model ?? rules.model;
  if (asked === 'chat' && rules.chatHandleS.length === 0) {
    throw new DomainError('invalid', 'the rules do not say how long chats take: chatHandleS');
  }
  if (asked === 'deferred' && !rules.deferred) {
    throw new DomainError('invalid', 'the rules do not say within what time work must be done');
  }
  return {
    ...rules,
    model: asked,
    quantile: quantile ?? rules.quantile,
    goals: fitGoals(goals ?? rules.goals, asked),
    redialShare: asked === 'erlang-c' || asked === 'deferred' ? 0 : rules.redialShare,
  };
}

/** Another model than the rules' can be asked only for goals that it knows. */
function fitGoals(goals: RulesGoals, model: RulesModel): RulesGoals {
  const { occupancy, minimumAgents, rule } = goals;
  const none = { serviceLevel: null, withinS: null, asaS: null, pWait: null };
  switch (model) {
    case 'deferred':
      return { ...none, rule, occupancy, blocking: null, abandonment: null, minimumAgents };
    case 'erlang-b':
      return { ...goals, blocking: goals.blocking ?? 0.01, abandonment: null };
    case 'erlang-c':
      return { ...goals, blocking: null, abandonment: null };
    case 'erlang-a':
    case 'measured-patience':
    case 'chat':
      return { ...goals, blocking: null };
  }
}
