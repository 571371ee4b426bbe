import { DomainError } from '../domain-error.ts';
import type { AbandonRule } from '../queue/service-level.ts';
import {
  type Ratio,
  ratioNumber,
  rosteredAgents,
  type ShrinkageSum,
  totalShrinkage,
} from './rostered.ts';
import { requiredAgents } from './sizing.ts';
import type { StaffingFigures, StaffingModel } from './staffed-queue.ts';
import { staffingFigures } from './staffing-figures.ts';
import { type GoalName, goalsSet, onlyGoal, type StaffingGoals } from './staffing-goals.ts';

/** What there is to do in one slot: contacts, or erlangs reckoned elsewhere (modified offered load). */
export type SlotVolume = { calls: number; slotS: number } | { erlangs: number };

/** Paid time that is not available for contacts, by kind: vacation, sickness, training, breaks ... */
export interface ShrinkagePart {
  kind: string;
  share: Ratio;
}

/** All that decides how many are needed in one slot. */
export interface RequirementRules {
  model: StaffingModel;
  /** Mean handling time. */
  ahtS: number;
  /** Mean patience; `null` when unknown: then Erlang A cannot be asked. */
  patienceS: number | null;
  goals: StaffingGoals;
  shrinkage: readonly ShrinkagePart[];
  /** `additive` unless named: each kind a share of all paid time. */
  shrinkageSum?: ShrinkageSum;
}

/** Agents with what they would bring. */
export interface StaffingChoice {
  agents: number;
  figures: StaffingFigures;
}

/**
 * One step from volume to heads, as data: pages put the words. In the order in
 * which they were taken.
 */
export type RequirementStep =
  | { step: 'volume'; calls: number; slotS: number; callsPerHour: number }
  | { step: 'load'; erlangs: number; callsPerHour: number | null; ahtS: number }
  | { step: 'model'; model: StaffingModel; patienceS: number | null }
  | {
      step: 'goal';
      goal: GoalName;
      limit: number;
      agents: number;
      binding: boolean;
      withinS: number | null;
      rule: AbandonRule | null;
    }
  | { step: 'base'; agents: number; binding: GoalName | null }
  | { step: 'shrinkage'; kind: string; share: number }
  | {
      step: 'total-shrinkage';
      share: number;
      numerator: string;
      denominator: string;
      sum: ShrinkageSum;
    }
  | { step: 'rostered'; exact: number; agents: number };

/** How many one slot needs, and why. */
export interface Requirement {
  erlangs: number;
  /** Base: on contacts or ready. */
  agents: number;
  /** Heads on the roster. */
  rostered: number;
  binding: GoalName | null;
  figures: StaffingFigures;
  steps: RequirementStep[];
  /** `null` with 0 agents. */
  oneLess: StaffingChoice | null;
  oneMore: StaffingChoice;
  /** The same slot under Erlang C and A; `null` where the model cannot be asked or meet the goals. */
  byModel: { model: StaffingModel; choice: StaffingChoice | null; reason: string | null }[];
}

/**
 * How many one slot needs, opened to every step: volume, load, model, what each
 * goal alone would take, base, shrinkage by kind, heads; with one agent less and
 * more, and the same slot by the other models.
 *
 * A volume of exactly 0 is a closed slot and needs nobody, whatever the minimum.
 *
 * @throws DomainError invalid, naming what no slot can have.
 */
export function requirement(volume: SlotVolume, rules: RequirementRules): Requirement {
  const load = loadOf(volume, rules);
  const shrinkage = totalShrinkage(
    rules.shrinkage.map(({ share }) => share),
    rules.shrinkageSum,
  );
  const closed = load.erlangs === 0;
  const goals = closed ? { ...rules.goals, minimumAgents: 0 } : rules.goals;
  const { agents, binding, figures } = requiredAgents(rules.model, load, goals);
  const rostered = rosteredAgents(agents, shrinkage);
  const at = (count: number) => choiceAt(rules.model, load, goals, count);
  return {
    erlangs: load.erlangs,
    agents,
    rostered,
    binding,
    figures,
    steps: [
      ...volumeSteps(volume, load.erlangs, rules),
      { step: 'model', model: rules.model, patienceS: rules.patienceS },
      ...(closed ? [] : goalSteps(load, rules, agents, binding)),
      { step: 'base', agents, binding },
      ...shrinkageSteps(rules, shrinkage, agents, rostered),
    ],
    oneLess: agents === 0 ? null : at(agents - 1),
    oneMore: at(agents + 1),
    byModel: (['erlang-c', 'erlang-a'] as const).map((model) => byModel(model, load, goals)),
  };
}

function loadOf(volume: SlotVolume, { ahtS, patienceS }: RequirementRules) {
  if ('erlangs' in volume) return { erlangs: volume.erlangs, ahtS, patienceS };
  const { calls, slotS } = volume;
  if (!(calls >= 0 && Number.isFinite(calls))) {
    throw new DomainError('invalid', `calls ${calls} is no number from 0 on`);
  }
  if (!(slotS > 0)) throw new DomainError('invalid', `slotS ${slotS} is not above 0`);
  return { erlangs: (calls * ahtS) / slotS, ahtS, patienceS };
}

function volumeSteps(
  volume: SlotVolume,
  erlangs: number,
  { ahtS }: RequirementRules,
): RequirementStep[] {
  if ('erlangs' in volume) return [{ step: 'load', erlangs, callsPerHour: null, ahtS }];
  const { calls, slotS } = volume;
  const callsPerHour = (calls * 3600) / slotS;
  return [
    { step: 'volume', calls, slotS, callsPerHour },
    { step: 'load', erlangs, callsPerHour, ahtS },
  ];
}

/** What each goal alone would take. */
function goalSteps(
  load: ReturnType<typeof loadOf>,
  { model, goals }: RequirementRules,
  agents: number,
  binding: GoalName | null,
): RequirementStep[] {
  const set = goalsSet(goals);
  return set.map((goal) => ({
    step: 'goal',
    goal,
    limit: goals[goal] ?? 0,
    agents: set.length === 1 ? agents : requiredAgents(model, load, onlyGoal(goals, goal)).agents,
    binding: goal === binding,
    withinS: goal === 'serviceLevel' ? (goals.withinS ?? null) : null,
    rule: goal === 'serviceLevel' ? (goals.rule ?? 'missed') : null,
  }));
}

function shrinkageSteps(
  { shrinkage, shrinkageSum }: RequirementRules,
  total: Ratio,
  agents: number,
  rostered: number,
): RequirementStep[] {
  const share = ratioNumber(total);
  return [
    ...shrinkage.map(
      (part): RequirementStep => ({
        step: 'shrinkage',
        kind: part.kind,
        share: ratioNumber(part.share),
      }),
    ),
    {
      step: 'total-shrinkage',
      share,
      numerator: String(total.numerator),
      denominator: String(total.denominator),
      sum: shrinkageSum ?? 'additive',
    },
    { step: 'rostered', exact: agents / (1 - share), agents: rostered },
  ];
}

function choiceAt(
  model: StaffingModel,
  load: ReturnType<typeof loadOf>,
  { withinS, rule, shortAbandonS }: StaffingGoals,
  agents: number,
): StaffingChoice {
  const queue = { ...load, agents, withinS: withinS ?? null, rule, shortAbandonS };
  return { agents, figures: staffingFigures(model, queue) };
}

/** The slot by one model with those of the goals that it knows; a refusal is told, not thrown. */
function byModel(
  model: StaffingModel,
  load: ReturnType<typeof loadOf>,
  goals: StaffingGoals,
): Requirement['byModel'][number] {
  const { abandonment, blocking: _, ...known } = goals;
  try {
    const asked = model === 'erlang-a' ? { ...known, abandonment } : known;
    const { agents, figures } = requiredAgents(model, load, asked);
    return { model, choice: { agents, figures }, reason: null };
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    return { model, choice: null, reason: error.message };
  }
}
