import { checkCentreProblem } from './centre-check.ts';
import { elapsedMin } from './centre-clock.ts';
import type { CentreDay, CentreProblem, CentreTemplate } from './centre-problem.ts';
import { type SlotCosts, slotCosts } from './slot-costs.ts';

/** A template in ticks, the steps of `stepMin` on which shifts and breaks begin. */
export interface TickTemplate {
  span: number;
  breaks: readonly { length: number; earliest: number; latest: number }[];
  minBetween: number;
}

/** Days, templates and costs in slots and ticks: all that does not depend on people's rules. */
export interface CentreGrid {
  problem: CentreProblem;
  days: number;
  slots: number;
  /** Length of a slot in hours. */
  slotHours: number;
  ticksPerSlot: number;
  /** Ticks of the horizon; a shift of the last night goes on beyond. */
  ticks: number;
  templates: readonly TickTemplate[];
  /** Longest shift in ticks, and most breaks of one. */
  maxSpan: number;
  maxBreaks: number;
  /** First tick of template t begun on day d, at d × templates + t. */
  startTick: Int32Array;
  /** First slot of each day. */
  firstSlot: Int32Array;
  dayOfSlot: Int16Array;
  costs: SlotCosts;
}

/**
 * Lays the problem out on its grid.
 *
 * @throws DomainError invalid when the problem is none.
 */
export function centreGrid(problem: CentreProblem): CentreGrid {
  checkCentreProblem(problem);
  const { days, slotMin, stepMin, templates } = problem;
  const firstSlot = Int32Array.from(days, (_, day) => slotsOf(days.slice(0, day)));
  const slots = slotsOf(days);
  const ticksPerSlot = slotMin / stepMin;
  const startTick = new Int32Array(days.length * templates.length);
  const dayOfSlot = new Int16Array(slots);
  days.forEach((day, at) => {
    const first = firstSlot[at] ?? 0;
    dayOfSlot.fill(at, first, first + day.slots);
    templates.forEach(({ startMin }, template) => {
      const tick = first * ticksPerSlot + Math.floor(elapsedMin(day, startMin) / stepMin);
      startTick[at * templates.length + template] = tick;
    });
  });
  const tickTemplates = templates.map((template) => inTicks(template, stepMin));
  return {
    problem,
    days: days.length,
    slots,
    slotHours: slotMin / 60,
    ticksPerSlot,
    ticks: slots * ticksPerSlot,
    templates: tickTemplates,
    maxSpan: Math.max(0, ...tickTemplates.map(({ span }) => span)),
    maxBreaks: Math.max(0, ...tickTemplates.map(({ breaks }) => breaks.length)),
    startTick,
    firstSlot,
    dayOfSlot,
    costs: slotCosts(problem, dayOfSlot),
  };
}

function inTicks(template: CentreTemplate, stepMin: number): TickTemplate {
  const { spanMin, breaks, minBetweenBreaksMin } = template;
  return {
    span: spanMin / stepMin,
    minBetween: Math.ceil(minBetweenBreaksMin / stepMin),
    breaks: breaks.map(({ minutes, earliestMin, latestMin }) => ({
      length: minutes / stepMin,
      earliest: Math.ceil(earliestMin / stepMin),
      latest: Math.min(Math.floor(latestMin / stepMin), (spanMin - minutes) / stepMin),
    })),
  };
}

function slotsOf(days: readonly CentreDay[]): number {
  return days.reduce((total, { slots }) => total + slots, 0);
}
