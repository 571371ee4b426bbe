import type { LinearModel, LinearSolver } from '../linear-model.ts';
import { type LinearDraft, linearDraft } from './linear-draft.ts';
import type { DesignedShift } from './shift-design-cost.ts';
import {
  type ShiftDesignProblem,
  type ShiftTemplate,
  shiftTemplates,
  slotsADay,
} from './shift-design-problem.ts';

/** The problem as a whole-numbered linear model, and the way back. */
export interface ShiftDesignModel {
  model: LinearModel;
  templates: readonly ShiftTemplate[];
  /** Columns that say whether a template is used, in the order of the templates. */
  used: readonly number[];
  /** All columns are whole numbers. */
  whole: readonly number[];
  shiftsOf(columns: Float64Array): DesignedShift[];
  /** The values of all columns for a design. */
  columnsOf(shifts: readonly DesignedShift[]): Float64Array;
}

/**
 * Writes the model: how many people take template t on day d, which templates are used, who is too
 * many and who is missing in each slot.
 *
 * Its relaxation alone is weak (a template is used by a hair), so each step of the demand is a row
 * of its own: between two slots with `step` more people wanted either a template begins there, or
 * `step` people are missing after or too many before; likewise where the demand falls. And because
 * everything is whole, the solver may round its bound up to the next cost there is.
 */
export function shiftDesignModel(
  problem: ShiftDesignProblem,
  solver: LinearSolver,
): ShiftDesignModel {
  const templates = shiftTemplates(problem);
  const { required, days } = problem;
  const draft = linearDraft();
  for (const wanted of required) draft.row(wanted, wanted);
  const takenRow = draft.rows;
  for (let at = 0; at < templates.length * days; at += 1) {
    draft.row(Number.NEGATIVE_INFINITY, 0);
  }
  const steps = demandSteps(required, draft);
  const used = useColumns(problem, { templates, takenRow, steps, draft });
  const firstCount = draft.columns;
  templates.forEach((template, index) => {
    for (let day = 0; day < days; day += 1) {
      const span = spanOf(problem, template, day);
      const cover = span.map((slot) => [slot, 1] as const);
      const entries = [...cover, [takenRow + index * days + day, 1] as const];
      draft.column({ upper: mostWanted(problem, template, day), entries });
    }
  });
  const firstOff = draft.columns;
  offColumns(problem, steps, draft);
  const places = { templates, firstCount, firstOff };
  return {
    model: draft.model(solver),
    templates,
    used,
    whole: Array.from({ length: draft.columns }, (_, column) => column),
    shiftsOf: (columns) => {
      const shifts = templates.map((template, index) => {
        const first = firstCount + index * days;
        return {
          ...template,
          counts: Array.from(columns.subarray(first, first + days), Math.round),
        };
      });
      return shifts.filter(({ counts }) => counts.some((count) => count > 0));
    },
    columnsOf: (shifts) => valuesOf(problem, shifts, places),
  };
}

/** The slots that a template covers on a day. */
function spanOf(problem: ShiftDesignProblem, { start, length }: ShiftTemplate, day: number) {
  const first = day * slotsADay(problem) + start;
  return Array.from({ length }, (_, at) => (first + at) % problem.required.length);
}

/** More people than this in a template are too many all the time. */
function mostWanted(problem: ShiftDesignProblem, template: ShiftTemplate, day: number): number {
  return Math.max(...spanOf(problem, template, day).map((slot) => problem.required[slot] ?? 0));
}

interface UseParts {
  templates: readonly ShiftTemplate[];
  takenRow: number;
  steps: readonly DemandStep[];
  draft: LinearDraft;
}

function useColumns(problem: ShiftDesignProblem, { templates, takenRow, steps, draft }: UseParts) {
  const daySlots = slotsADay(problem);
  return templates.map((template, index) => {
    const taken = Array.from({ length: problem.days }, (_, day) => {
      const row = takenRow + index * problem.days + day;
      return [row, -mostWanted(problem, template, day)] as const;
    });
    const ends = (template.start + template.length) % daySlots;
    const changes = steps.filter(({ slot, isRise }) => {
      return slot % daySlots === (isRise ? template.start : ends);
    });
    const entries = [...taken, ...changes.map(({ row, size }) => [row, size] as const)];
    return draft.column({ cost: problem.templateCost, upper: 1, entries });
  });
}

/** Who is too many in each slot, then who is missing. */
function offColumns(
  { required, slotMin, overCost, underCost }: ShiftDesignProblem,
  steps: readonly DemandStep[],
  draft: LinearDraft,
): void {
  const at = (slot: number, isOver: boolean) => {
    const touched = steps.filter((step) => {
      const before = (step.slot + required.length - 1) % required.length;
      return slot === (isOver === step.isRise ? before : step.slot);
    });
    return touched.map(({ row }) => [row, 1] as const);
  };
  required.forEach((_, slot) => {
    draft.column({ cost: overCost * slotMin, entries: [[slot, -1], ...at(slot, true)] });
  });
  required.forEach((upper, slot) => {
    draft.column({ cost: underCost * slotMin, upper, entries: [[slot, 1], ...at(slot, false)] });
  });
}

interface Places {
  templates: readonly ShiftTemplate[];
  firstCount: number;
  firstOff: number;
}

function valuesOf(
  problem: ShiftDesignProblem,
  shifts: readonly DesignedShift[],
  { templates, firstCount, firstOff }: Places,
): Float64Array {
  const { required, days } = problem;
  const columns = new Float64Array(firstOff + 2 * required.length);
  const cover = new Float64Array(required.length);
  for (const shift of shifts) {
    const index = templates.findIndex(
      ({ start, length }) => start === shift.start && length === shift.length,
    );
    columns[index] = 1;
    shift.counts.forEach((count, day) => {
      columns[firstCount + index * days + day] = count;
      for (const slot of spanOf(problem, shift, day)) cover[slot] = (cover[slot] ?? 0) + count;
    });
  }
  required.forEach((wanted, slot) => {
    const more = (cover[slot] ?? 0) - wanted;
    columns[firstOff + slot] = Math.max(0, more);
    columns[firstOff + required.length + slot] = Math.max(0, -more);
  });
  return columns;
}

interface DemandStep {
  /** The first slot with the new demand. */
  slot: number;
  /** People more, or fewer. */
  size: number;
  isRise: boolean;
  row: number;
}

function demandSteps(required: readonly number[], draft: LinearDraft): DemandStep[] {
  return required.flatMap((wanted, slot) => {
    const before = required.at(slot - 1) ?? 0;
    const size = Math.abs(wanted - before);
    if (size === 0) return [];
    return [
      { slot, size, isRise: wanted > before, row: draft.row(size, Number.POSITIVE_INFINITY) },
    ];
  });
}
