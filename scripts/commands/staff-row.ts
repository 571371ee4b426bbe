import { DomainError } from '../../services/domain/domain-error.ts';
import type { AbandonRule } from '../../services/domain/queue/service-level.ts';
import { largestErlangs } from '../../services/domain/staffing/erlang-b.ts';
import { rosteredAgents, toRatio } from '../../services/domain/staffing/rostered.ts';
import { requiredAgents, type StaffingLoad } from '../../services/domain/staffing/sizing.ts';
import {
  type StaffingFigures,
  type StaffingModel,
  staffingModels,
} from '../../services/domain/staffing/staffed-queue.ts';
import { staffingFigures } from '../../services/domain/staffing/staffing-figures.ts';
import { goalNames, type StaffingGoals } from '../../services/domain/staffing/staffing-goals.ts';

type Row = Record<string, unknown>;

const goalKeys = new Set<string>([...goalNames, 'withinS', 'rule', 'shortAbandonS']);

/**
 * One line of `floorcast staff`: the question's own fields, then the answer's.
 * Fields that it does not know are the caller's and come back untouched.
 *
 * @returns the answer, or the same fields with `error`: what is wrong, in one sentence.
 */
export function staffRow(text: string): Row {
  let row: Row;
  try {
    row = object('the line', JSON.parse(text));
  } catch (error) {
    return { error: error instanceof DomainError ? error.message : 'the line is no JSON object' };
  }
  try {
    return { ...row, ...answer(row) };
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    return { ...row, error: error.message };
  }
}

function answer(row: Row): Row {
  const model = modelOf(row);
  const solved = solve(model, row);
  if (!present(row, 'shrinkage')) return solved;
  return { ...solved, rostered: rosteredAgents(solved.agents, shrinkageOf(row.shrinkage)) };
}

/** Figures for agents, agents for goals, or erlangs for agents and blocking. */
function solve(model: StaffingModel, row: Row): Row & { agents: number } {
  const asked = asking(row);
  const agents = number(row, 'agents');
  if (row.goal === undefined || row.goal === null) {
    if (agents === null) throw refusal('agents or a goal is missing');
    return { agents, ...shown(model, figuresAt(model, loadOf(model, row), agents, asked)) };
  }
  const goals = goalsOf(object('goal', row.goal), asked);
  if (agents === null) {
    const found = requiredAgents(model, loadOf(model, row), goals);
    const asRow = { ...asked, withinS: goals.withinS, rule: goals.rule };
    const figures = figuresAt(model, loadOf(model, row), found.agents, asRow);
    return { agents: found.agents, ...shown(model, figures) };
  }
  const hasLoad = present(row, 'erlangs') || present(row, 'callsPerHour');
  if (hasLoad) throw refusal('agents, a goal and a load are given: leave one of them out');
  if (model !== 'erlang-b' || goals.blocking === undefined) {
    throw refusal('the largest load is known for erlang-b with goal.blocking only: give a load');
  }
  if (!(agents >= 0 && Number.isFinite(agents))) throw refusal(`agents ${agents} is below 0`);
  const erlangs = largestErlangs(agents, goals.blocking);
  const load = loadOf(model, { ...row, erlangs });
  return { erlangs, agents, ...shown(model, figuresAt(model, load, agents, asked)) };
}

interface Asking {
  withinS: number | undefined;
  rule: AbandonRule | undefined;
  shortAbandonS: number | undefined;
}

function asking(row: Row): Asking {
  const rule = row.rule ?? undefined;
  if (rule !== undefined && typeof rule !== 'string') {
    throw refusal(`rule ${JSON.stringify(rule)} is no name`);
  }
  return {
    withinS: number(row, 'withinS') ?? undefined,
    // The domain refuses a rule that it does not know, by name.
    rule: rule as AbandonRule | undefined,
    shortAbandonS: number(row, 'shortAbandonS') ?? undefined,
  };
}

function goalsOf(goal: Row, asked: Asking): StaffingGoals {
  for (const key of Object.keys(goal)) {
    if (!goalKeys.has(key)) throw refusal(`goal.${key} is none of ${[...goalKeys].join(', ')}`);
  }
  const own = asking(goal);
  const limits: Row = {};
  for (const name of goalNames) {
    const limit = number(goal, name, 'goal.');
    if (limit !== null) limits[name] = limit;
  }
  if (own.withinS !== undefined && asked.withinS !== undefined && own.withinS !== asked.withinS) {
    throw refusal(`withinS ${asked.withinS} and goal.withinS ${own.withinS} differ: give one`);
  }
  return {
    ...limits,
    withinS: own.withinS ?? asked.withinS,
    rule: own.rule ?? asked.rule,
    shortAbandonS: own.shortAbandonS ?? asked.shortAbandonS,
  };
}

function loadOf(model: StaffingModel, row: Row): StaffingLoad {
  const ahtS = number(row, 'ahtS');
  const patienceS = number(row, 'patienceS');
  const erlangs = number(row, 'erlangs');
  const callsPerHour = number(row, 'callsPerHour');
  if (model === 'erlang-a' && patienceS === null) throw refusal('erlang-a needs patienceS');
  if (erlangs !== null && callsPerHour !== null) {
    throw refusal('erlangs and callsPerHour are both given: give one');
  }
  if (erlangs !== null) return { erlangs, ahtS, patienceS };
  if (callsPerHour === null) throw refusal('a load is missing: erlangs, or callsPerHour with ahtS');
  if (ahtS === null) throw refusal('callsPerHour needs ahtS');
  if (!(callsPerHour >= 0)) throw refusal(`callsPerHour ${callsPerHour} is below 0`);
  if (!(ahtS > 0)) throw refusal(`ahtS ${ahtS} is not above 0`);
  return { erlangs: (callsPerHour * ahtS) / 3600, ahtS, patienceS };
}

function figuresAt(
  model: StaffingModel,
  load: StaffingLoad,
  agents: number,
  { withinS, rule, shortAbandonS }: Asking,
): StaffingFigures {
  const queue = { ...load, agents, withinS: withinS ?? null, rule, shortAbandonS };
  return staffingFigures(model, queue);
}

/** Erlang B speaks of blocking, the others of waiting. */
function shown(model: StaffingModel, figures: StaffingFigures): Row {
  const { blocking, pWait, ...rest } = figures;
  return model === 'erlang-b' ? { blocking, ...rest } : { pWait, ...rest };
}

function modelOf({ model }: Row): StaffingModel {
  const found = staffingModels.find((name) => name === model);
  if (found) return found;
  if (model === undefined) throw refusal(`model is missing: ${staffingModels.join(', ')}`);
  throw refusal(`model ${JSON.stringify(model)} is none of ${staffingModels.join(', ')}`);
}

function shrinkageOf(value: unknown) {
  if (typeof value === 'number' || typeof value === 'string') return toRatio(value);
  throw refusal(`shrinkage ${JSON.stringify(value)} is no ratio like 0.3 or "30/100"`);
}

/** A number, or `null` when the field is absent or null. Never a guess from text. */
function number(row: Row, name: string, prefix = ''): number | null {
  const value = row[name] ?? null;
  if (value === null || typeof value === 'number') return value;
  throw refusal(`${prefix}${name} ${JSON.stringify(value)} is no number`);
}

function present(row: Row, name: string): boolean {
  return row[name] !== undefined && row[name] !== null;
}

function object(name: string, value: unknown): Row {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Row;
  throw refusal(`${name} is no JSON object`);
}

function refusal(sentence: string): DomainError {
  return new DomainError('invalid', sentence);
}
