import type {
  ExplainStep,
  ModelAnswer,
  Neighbour,
} from '../../proto/gen/floorcast/staffing/v1/requirement.ts';
import type { ExplainRequirementResponse } from '../../proto/gen/floorcast/staffing/v1/staffing_service.ts';
import { DomainError } from '../domain/domain-error.ts';
import type { PlannedForecast } from '../domain/planning/site-plan.ts';
import { ratioNumber, totalShrinkage } from '../domain/staffing/rostered.ts';
import { requiredAgents } from '../domain/staffing/sizing.ts';
import type { StaffingModel } from '../domain/staffing/staffed-queue.ts';
import { staffingFigures } from '../domain/staffing/staffing-figures.ts';
import type { StaffingGoals } from '../domain/staffing/staffing-goals.ts';
import { meetsGoal, toGoals } from './goals.ts';
import { toSlot, toWireFigures } from './requirement.ts';
import { type Instead, type StaffedSlot, type StaffingDeps, staffQueue } from './staffing.ts';

const goalNames = [
  'serviceLevel',
  'asaS',
  'pWait',
  'occupancy',
  'blocking',
  'abandonment',
] as const;
/** Agents fewer and more that are told beside the answer. */
const beside = [-2, -1, 0, 1, 2];

/** Why one slot of one queue needs so many. */
export async function explain(
  deps: StaffingDeps,
  of: { tenant: string; forecast: PlannedForecast; queue: string },
  start: string,
  instead: Instead,
): Promise<ExplainRequirementResponse> {
  const day = start.slice(0, 10);
  const staffed = await staffQueue(deps, of, { from: day, to: day }, instead);
  const one = staffed.find(({ slot }) => slot.start === start || slot.start.startsWith(start));
  if (!one) {
    const sentence = `start is "${start}", but must be a slot's, as ${staffed[0]?.slot.start}`;
    throw new DomainError('invalid', sentence);
  }
  const measured = one.patienceS ?? (await deps.patience.meanS(of.tenant, of.queue));
  const able = one.agents !== null && one.agents > 0;
  return {
    slot: toSlot(of.queue, [one]),
    steps: stepsOf(one),
    models: able ? modelsOf(one, measured) : [],
    neighbours: able ? neighboursOf(one) : [],
  };
}

function stepsOf(one: StaffedSlot): ExplainStep[] {
  const { calls, ahtS, erlangs, slotS, rules, patienceS, agents, rostered, binding } = one;
  const minutes = slotS / 60;
  const total = ratioNumber(totalShrinkage(one.shrinkage.map(({ share }) => share)));
  const volume = rules.quantile === null ? 'mean' : `quantile ${rules.quantile}`;
  const steps: ExplainStep[] = [
    step('volume', calls, 'contacts', {
      detail: `${text(calls)} contacts in ${minutes} minutes, the ${volume} of the forecast`,
      inputs: {
        slotMinutes: minutes,
        ...(rules.quantile === null ? {} : { quantile: rules.quantile }),
      },
      words: { volume: rules.quantile === null ? 'mean' : 'quantile' },
    }),
    step('aht', ahtS, 's', {
      detail: `each handled for ${text(ahtS)} s on average, ${rules.ahtSource}`,
      words: { source: rules.ahtSource },
    }),
    step('load', erlangs, 'erlang', {
      detail: `${text(calls)} × ${text(ahtS)} s / ${slotS} s = ${text(erlangs)} erlang`,
      inputs: { calls, ahtS, slotS },
    }),
    step('model', patienceS ?? undefined, patienceS === null ? '' : 's', {
      detail:
        patienceS === null ? rules.model : `${rules.model}, mean patience ${text(patienceS)} s`,
      inputs: patienceS === null ? {} : { patienceS },
      words: { model: rules.model },
    }),
    ...goalSteps(one),
    step('base', agents ?? undefined, 'agents', {
      detail: one.problem || `the fewest agents that meet every goal: ${agents}`,
      words: binding ? { binding } : {},
    }),
    ...one.shrinkage.map(({ kind, share }) =>
      step('shrinkage', ratioNumber(share), 'ratio', {
        detail: `${kind}: ${share.numerator}/${share.denominator} of paid time`,
        words: { kind },
      }),
    ),
    step('rostered', rostered ?? undefined, 'agents', {
      detail: `${agents} / (1 − ${text(total)}) = ${text((agents ?? 0) / (1 - total))}, rounded up to ${rostered}`,
      inputs: { agents: agents ?? Number.NaN, shrinkage: total },
    }),
  ];
  return steps;
}

function goalSteps({ rules, agents, figures, binding }: StaffedSlot): ExplainStep[] {
  const goals = toGoals(rules);
  return goalNames.flatMap((name) => {
    const limit = goals[name];
    if (limit === undefined) return [];
    const found = figures?.[name === 'abandonment' ? 'pAbandon' : name] ?? undefined;
    const within =
      name === 'serviceLevel' ? ` within ${goals.withinS} s, rule ${rules.goals.rule}` : '';
    const bound = name === 'serviceLevel' ? 'at least' : 'at most';
    return [
      step('goal', found, name === 'asaS' ? 's' : 'ratio', {
        detail: `${name} ${bound} ${text(limit)}${within}; ${agents ?? 0} agents give ${text(found)}`,
        inputs: { limit, ...(goals.withinS === undefined ? {} : { withinS: goals.withinS }) },
        words: { goal: name, rule: rules.goals.rule, binding: String(binding === name) },
      }),
    ];
  });
}

function step(
  name: string,
  value: number | undefined,
  unit: string,
  of: { detail: string; inputs?: Record<string, number>; words?: Record<string, string> },
): ExplainStep {
  const { detail, inputs = {}, words = {} } = of;
  return { step: name, value, unit, detail, inputs, words };
}

function text(value: number | undefined): string {
  return value === undefined || Number.isNaN(value) ? '–' : String(Number(value.toPrecision(4)));
}

/** The same load by Erlang C and by Erlang A, with the goals that each knows. */
function modelsOf(one: StaffedSlot, patienceS: number | null): ModelAnswer[] {
  const all = toGoals(one.rules);
  const { blocking: _, abandonment, ...goals } = all;
  const models: { model: StaffingModel; patienceS: number | null; goals: StaffingGoals }[] = [
    { model: 'erlang-c', patienceS: null, goals },
  ];
  if (patienceS !== null) {
    const own = abandonment === undefined ? goals : { ...goals, abandonment };
    models.push({ model: 'erlang-a', patienceS, goals: own });
  }
  return models.map(({ model, patienceS, goals }) => {
    const load = { erlangs: one.erlangs, ahtS: one.ahtS, patienceS };
    const reachable = goalNames.some((name) => goals[name] !== undefined);
    return {
      model,
      agents: reachable ? requiredAgents(model, load, goals).agents : undefined,
      figures: toWireFigures(figuresAt(one, { model, patienceS }, one.agents ?? 0)),
      serviceLevelHalfWidth: undefined,
      replications: 0,
    };
  });
}

function neighboursOf(one: StaffedSlot): Neighbour[] {
  const goals = toGoals(one.rules);
  const { model } = one.rules;
  const patienceS = model === 'erlang-a' ? one.patienceS : null;
  return beside
    .map((more) => (one.agents ?? 0) + more)
    .filter((agents) => agents >= 0)
    .map((agents) => {
      const figures = figuresAt(one, { model, patienceS }, agents);
      const meets =
        agents >= (goals.minimumAgents ?? 0) &&
        goalNames.every((name) => meetsGoal(goals, figures, name));
      return { agents, figures: toWireFigures(figures), meets };
    });
}

function figuresAt(
  { erlangs, ahtS, rules }: StaffedSlot,
  { model, patienceS }: { model: StaffingModel; patienceS: number | null },
  agents: number,
) {
  const { withinS, rule } = rules.goals;
  return staffingFigures(model, { erlangs, agents, ahtS, withinS, patienceS, rule });
}
