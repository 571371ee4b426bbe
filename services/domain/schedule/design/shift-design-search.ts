import type { LinearSolver } from '../linear-model.ts';
import { seededRandom } from '../roster/seeded-random.ts';
import { type DesignedShift, nextPossibleCost, shiftDesignCost } from './shift-design-cost.ts';
import { type ShiftDesignModel, shiftDesignModel } from './shift-design-model.ts';
import type { ShiftDesignProblem } from './shift-design-problem.ts';

/** What a search says while it goes on. */
export type ShiftDesignNews =
  | { kind: 'design'; shifts: readonly DesignedShift[]; cost: number }
  | { kind: 'bound'; bound: number };

/** How a search is to go about it. */
export interface ShiftDesignSearch {
  solver: LinearSolver;
  /** `prove` solves the whole model after a few rounds; `improve` goes on searching. */
  role: 'prove' | 'improve';
  seed: number;
  /** Most rounds of the search; the same rounds give the same result. */
  rounds: number;
  /** Wall-clock seconds left; infinite when only rounds count. */
  secondsLeft: () => number;
  tell: (news: ShiftDesignNews) => void;
}

/** What a search ended with. */
export interface ShiftDesignFound {
  shifts: readonly DesignedShift[];
  cost: number;
  /** No design costs less, proven. */
  bound: number;
}

/**
 * Finds shifts of least cost: rounds in which only a part of the templates may be used, each solved
 * exactly from the best design so far (large-neighbourhood search), then the whole model.
 *
 * @throws DomainError invalid when the problem is none.
 */
export function searchShiftDesign(
  problem: ShiftDesignProblem,
  search: ShiftDesignSearch,
): ShiftDesignFound {
  const design = shiftDesignModel(problem, search.solver);
  try {
    const state = keptBest(problem, search.tell);
    state.offer([]);
    improve(design, state, search);
    if (search.role === 'prove' && search.secondsLeft() > 0) prove(design, state, search);
    return state.found();
  } finally {
    design.model.dispose();
  }
}

/** The best so far, and what is proven; both are told as they get better. */
function keptBest(problem: ShiftDesignProblem, tell: ShiftDesignSearch['tell']) {
  let shifts: readonly DesignedShift[] = [];
  let cost = Number.POSITIVE_INFINITY;
  let bound = 0;
  return {
    offer(found: readonly DesignedShift[]) {
      const { cost: itsCost } = shiftDesignCost(problem, found);
      if (itsCost >= cost - 1e-6) return false;
      shifts = found;
      cost = itsCost;
      tell({ kind: 'design', shifts, cost });
      return true;
    },
    prove(proven: number) {
      const next = Math.min(cost, nextPossibleCost(problem, proven));
      if (!(next > bound)) return;
      bound = next;
      tell({ kind: 'bound', bound });
    },
    isProven: () => cost <= bound + 1e-6,
    found: (): ShiftDesignFound => ({ shifts, cost, bound }),
  };
}

type KeptBest = ReturnType<typeof keptBest>;

/** Templates that may be used in the first rounds; more as long as rounds end soon. */
const firstFree = 16;
const roundNodes = 200;
const roundSeconds = 4;
/** Rounds in a row without a better design before the prover turns to the whole model. */
const patience = 3;

function improve(design: ShiftDesignModel, state: KeptBest, search: ShiftDesignSearch): void {
  const { model, used, whole } = design;
  const { chance, bound } = relaxedUse(design);
  state.prove(bound);
  const random = seededRandom(search.seed);
  let free = Math.min(firstFree, used.length);
  let idle = 0;
  for (let round = 0; round < search.rounds && search.secondsLeft() > 0; round += 1) {
    if (state.isProven() || (search.role === 'prove' && idle >= patience)) break;
    const { shifts } = state.found();
    const open = openTemplates(design, { shifts, chance, free, random: random.next });
    model.setUppers(
      used,
      used.map((_, index) => (open.has(index) ? 1 : 0)),
    );
    const left = search.secondsLeft();
    const found = model.solveWhole(whole, {
      start: design.columnsOf(shifts),
      steps: roundNodes,
      ...(Number.isFinite(left) && { seconds: Math.min(left, roundSeconds) }),
    });
    idle = found.feasible && state.offer(design.shiftsOf(found.columns)) ? 0 : idle + 1;
    if (open.size === used.length) state.prove(found.bound);
    const isQuick = found.status === 'optimal';
    free = Math.max(4, Math.min(used.length, Math.round(free * (isQuick ? 1.2 : 0.85))));
  }
  model.setUppers(
    used,
    used.map(() => 1),
  );
}

/** How much each template is used when people may be split: the relaxation's hint, and its bound. */
function relaxedUse({ model, used }: ShiftDesignModel) {
  const relaxed = model.solve('dual');
  const isSolved = relaxed.status === 'optimal';
  return {
    bound: isSolved ? relaxed.objective : 0,
    chance: used.map((column) => (isSolved ? (relaxed.columns[column] ?? 0) : 0) + 0.02),
  };
}

interface Opening {
  shifts: readonly DesignedShift[];
  chance: readonly number[];
  free: number;
  random: () => number;
}

/** The templates in use, and so many others: drawn by the relaxation's hint or near one in use. */
function openTemplates({ templates }: ShiftDesignModel, opening: Opening): Set<number> {
  const { shifts, chance, free, random } = opening;
  const isUsed = ({ start, length }: { start: number; length: number }) =>
    shifts.some((shift) => shift.start === start && shift.length === length);
  const nearness = templates.map(({ start, length }) => {
    const steps = shifts.map((shift) => {
      const ends = Math.abs(shift.start + shift.length - start - length);
      return Math.abs(shift.start - start) + ends;
    });
    return 1 / (1 + Math.min(100, ...steps));
  });
  // Weighted drawing without putting back (Efraimidis and Spirakis, 2006).
  const keys = templates.map((template, index) => {
    const weight = (chance[index] ?? 0) + 0.2 * (nearness[index] ?? 0);
    return { index, key: isUsed(template) ? 2 : random() ** (1 / weight) };
  });
  keys.sort((a, b) => b.key - a.key || a.index - b.index);
  const count = Math.max(free, Math.min(templates.length, shifts.length + 4));
  return new Set(keys.slice(0, count).map(({ index }) => index));
}

function prove(design: ShiftDesignModel, state: KeptBest, search: ShiftDesignSearch): void {
  if (state.isProven()) return;
  const left = search.secondsLeft();
  const found = design.model.solveWhole(design.whole, {
    start: design.columnsOf(state.found().shifts),
    ...(Number.isFinite(left) && { seconds: left }),
    tell: ({ bound, better }) => {
      if (better) state.offer(design.shiftsOf(better.columns));
      state.prove(bound);
    },
  });
  if (found.feasible) state.offer(design.shiftsOf(found.columns));
  state.prove(found.bound);
}
