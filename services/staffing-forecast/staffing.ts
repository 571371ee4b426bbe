import { DomainError } from '../domain/domain-error.ts';
import { type LayeredSeries, layChange, volumeAt } from '../domain/planning/layers.ts';
import {
  addDays,
  type LocalSlot,
  localSlots,
  slotsPerDay,
  weekdayOf,
} from '../domain/planning/local-slots.ts';
import type { ScenarioChange } from '../domain/planning/planning-decision.ts';
import { bothChanges, changeOf, type PlannedForecast } from '../domain/planning/site-plan.ts';
import {
  type RulesGoals,
  type RulesModel,
  type StaffingRules,
  shrinkageAt,
} from '../domain/planning/staffing-rules.ts';
import { erlangAForGoals } from '../domain/staffing/erlang-a.ts';
import { requirementRow } from '../domain/staffing/requirement-row.ts';
import {
  type Ratio,
  rosteredAgents,
  toRatio,
  totalShrinkage,
} from '../domain/staffing/rostered.ts';
import type { StaffingFigures } from '../domain/staffing/staffed-queue.ts';
import { staffingFigures } from '../domain/staffing/staffing-figures.ts';
import type { GoalName, StaffingGoals } from '../domain/staffing/staffing-goals.ts';
import { bindingGoal, toGoals } from './goals.ts';
import type { HistoryDeps } from './history.ts';
import type { Patience } from './patience.ts';
import { type QueueDeps, rulesOf, splitQueue } from './planned-queues.ts';
import { daysOf, loadSeries } from './series.ts';

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

/** One slot of one queue with what it needs. */
export interface StaffedSlot {
  slot: LocalSlot;
  slotS: number;
  /** NaN = not known. */
  calls: number;
  ahtS: number;
  erlangs: number;
  /** Null where it cannot be said; `problem` says why. */
  agents: number | null;
  rostered: number | null;
  binding: GoalName | null;
  figures: StaffingFigures | null;
  problem: string;
  rules: StaffingRules;
  /** Shares that hold for it, by kind. */
  shrinkage: { kind: string; share: Ratio }[];
  patienceS: number | null;
}

/** What one queue of a forecast needs, slot by slot. */
export async function staffQueue(
  deps: StaffingDeps,
  of: { tenant: string; forecast: PlannedForecast; queue: string },
  asked: { from: string; to: string },
  instead: Instead,
): Promise<StaffedSlot[]> {
  const { tenant, forecast, queue } = of;
  const zone = deps.zoneOf(tenant, splitQueue(queue).site);
  const { over } = await loadSeries(deps.store, of);
  const { from, days, skip } = daysOf(forecast, asked);
  const change = withChange(changeOf(forecast), instead.change);
  const first = skip * slotsPerDay(forecast);
  const series = cut(over, first, days * slotsPerDay(forecast));
  if (instead.change) layChange(series, instead.change);
  const slots = localSlots({ from, days, slotMinutes: forecast.slotMinutes }, zone);
  const versions = versionsOf(deps, { tenant, queue, from, days }, instead);
  const staffed: StaffedSlot[] = [];
  for (const [rules, held] of Map.groupBy(slots, ({ start }) => versions(start.slice(0, 10)))) {
    const patienceS = await patienceOf(deps, { tenant, queue, rules, change });
    staffed.push(...staffSlots(series, held, { rules, change, patienceS }));
  }
  return staffed.sort((a, b) => a.slot.startMs - b.slot.startMs);
}

function cut(over: LayeredSeries, from: number, size: number): LayeredSeries {
  const part = (values: Float64Array) => values.slice(from, from + size);
  return {
    ...over,
    mean: part(over.mean),
    low80: part(over.low80),
    high80: part(over.high80),
    low95: part(over.low95),
    high95: part(over.high95),
    ahtS: part(over.ahtS),
  };
}

function withChange(one: ScenarioChange | null, two: ScenarioChange | null): ScenarioChange | null {
  return one && two ? bothChanges(one, two) : (two ?? one);
}

/** Rules by local day, with what is asked instead; one object per version. */
function versionsOf(
  deps: StaffingDeps,
  of: { tenant: string; queue: string; from: string; days: number },
  { model, quantile, goals }: Instead,
): (day: string) => StaffingRules {
  const changed = new Map<StaffingRules, StaffingRules>();
  const byDay = new Map<string, StaffingRules>();
  let fallback: StaffingRules | null = null;
  for (let n = 0; n < of.days; n += 1) {
    const day = addDays(of.from, n);
    const { rules, decided } = rulesOf(deps, { ...of, day });
    if (!decided) fallback ??= rules;
    const version = decided ? rules : (fallback ?? rules);
    const known = changed.get(version) ?? {
      ...version,
      model: model ?? version.model,
      quantile: quantile ?? version.quantile,
      goals: fitGoals(goals ?? version.goals, model ?? version.model),
    };
    changed.set(version, known);
    byDay.set(day, known);
  }
  const first = byDay.get(of.from);
  return (day) => {
    const rules = byDay.get(day) ?? first;
    if (!rules) throw new DomainError('invalid', `${day} is not part of the forecast`);
    return rules;
  };
}

/** Another model than the rules' can be asked only for goals that it knows. */
function fitGoals(goals: RulesGoals, model: RulesModel): RulesGoals {
  return {
    ...goals,
    blocking: model === 'erlang-b' ? (goals.blocking ?? 0.01) : null,
    abandonment: model === 'erlang-a' ? goals.abandonment : null,
  };
}

/** Mean patience as a change or the rules say, else as measured for Erlang A; null = not known. */
export async function patienceOf(
  { patience }: StaffingDeps,
  of: {
    tenant: string;
    queue: string;
    rules: StaffingRules;
    change: ScenarioChange | null;
  },
): Promise<number | null> {
  const { tenant, queue, rules, change } = of;
  const said = change?.patienceS ?? rules.patienceS;
  if (said !== null && said !== undefined) return said;
  if (rules.model !== 'erlang-a') return null;
  return await patience.meanS(tenant, queue);
}

/** Slots that one version of the rules holds for. */
export function staffSlots(
  series: LayeredSeries,
  slots: readonly LocalSlot[],
  of: { rules: StaffingRules; change: ScenarioChange | null; patienceS: number | null },
): StaffedSlot[] {
  const { rules, patienceS } = of;
  const slotS = series.slotMinutes * 60;
  const calls = Float64Array.from(slots, ({ index }) => volumeAt(series, index, rules.quantile));
  const ahtFactor = 1 + (of.change?.ahtPercent ?? 0) / 100;
  const ahtS = Float64Array.from(slots, ({ index }) =>
    rules.ahtSource === 'fixed'
      ? (rules.ahtS ?? Number.NaN) * ahtFactor
      : (series.ahtS[index] ?? Number.NaN),
  );
  const problem = rules.model === 'erlang-a' && patienceS === null ? noPatience : '';
  const goals = toGoals(rules);
  // Where nothing can be said the load is unknown, and so is the answer.
  const known = slots.map((_, i) => !problem && (ahtS[i] ?? 0) > 0);
  const row = requirementRow(
    { calls: calls.map((one, i) => (known[i] ? one : Number.NaN)), slotS },
    {
      model: rules.model,
      goals,
      shrinkage: [],
      ahtS: ahtS.map((one, i) => (known[i] ? one : 1)),
      patienceS: rules.model === 'erlang-a' ? (patienceS ?? 1) : null,
    },
  );
  const shares = sharesOf(rules, of.change);
  return slots.map((slot, i): StaffedSlot => {
    const at = { slot, slotS, calls: calls[i] ?? Number.NaN, ahtS: ahtS[i] ?? Number.NaN };
    const shrinkage = shares(slot.start);
    const about = { ...at, rules, shrinkage: shrinkage.kinds, patienceS };
    return {
      ...about,
      ...answer(about, {
        ...{ goals, problem, shrinkage, agents: row.agents[i] ?? 0 },
        many: slots.length > manySlots,
      }),
    };
  });
}

const noPatience = 'no patience is known: nobody hung up in the last 60 days, and no rule says one';

type Answer = Pick<
  StaffedSlot,
  'erlangs' | 'agents' | 'rostered' | 'binding' | 'figures' | 'problem'
>;

function answer(
  at: Pick<StaffedSlot, 'calls' | 'ahtS' | 'slotS' | 'rules' | 'patienceS'>,
  of: {
    goals: StaffingGoals;
    agents: number;
    many: boolean;
    problem: string;
    shrinkage: { total: Ratio };
  },
): Answer {
  const { calls, ahtS, slotS, rules } = at;
  const erlangs = (calls * ahtS) / slotS;
  const none = { erlangs, agents: null, rostered: null, binding: null, figures: null };
  if (calls === 0) return { ...none, erlangs: 0, agents: 0, rostered: 0, problem: '' };
  if (of.problem) return { ...none, problem: of.problem };
  if (Number.isNaN(calls)) return { ...none, problem: 'no volume is forecast for this slot' };
  if (!(ahtS > 0)) return { ...none, problem: 'no handling time is known' };
  const { agents, goals, many } = of;
  const figuresAt = (count: number) => {
    const { withinS, rule } = rules.goals;
    const queue = { erlangs, agents: count, ahtS, withinS, rule, patienceS: at.patienceS };
    if (rules.model !== 'erlang-a')
      return staffingFigures(rules.model, { ...queue, patienceS: null });
    return many && count > 0 ? erlangAForGoals(queue) : staffingFigures(rules.model, queue);
  };
  const rostered = rosteredAgents(agents, of.shrinkage.total);
  const binding = bindingGoal(goals, agents, figuresAt);
  return { erlangs, agents, rostered, binding, figures: figuresAt(agents), problem: '' };
}

/** Beyond so many slots at once the ninth tenth of Erlang A's wait, the dearest figure, is not told. */
const manySlots = 200;

/** Shrinkage of a slot; worked out once for each set of kinds. */
function sharesOf(rules: StaffingRules, change: ScenarioChange | null) {
  const fixed = change?.shrinkage ? [{ kind: 'scenario', share: toRatio(change.shrinkage) }] : null;
  const known = new Map<string, { kinds: StaffedSlot['shrinkage']; total: Ratio }>();
  return (start: string) => {
    const weekday = weekdayOf(start.slice(0, 10));
    const minute = Number(start.slice(11, 13)) * 60 + Number(start.slice(14, 16));
    const key = fixed || rules.shrinkage.length === 0 ? '' : `${weekday} ${minute}`;
    const before = known.get(key);
    if (before) return before;
    const kinds =
      fixed ??
      shrinkageAt(rules, { weekday, minute }).map(({ kind, share }) => {
        return { kind, share: toRatio(share) };
      });
    const shrinkage = { kinds, total: totalShrinkage(kinds.map(({ share }) => share)) };
    known.set(key, shrinkage);
    return shrinkage;
  };
}
