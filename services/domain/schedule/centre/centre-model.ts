import { checkCentreProblem } from './centre-check.ts';
import { elapsedMin } from './centre-clock.ts';
import type { CentrePerson, CentreProblem } from './centre-problem.ts';
import { type Contract, contractsOf } from './contract-graph.ts';
import { type PersonCosts, personCosts } from './person-costs.ts';
import { type SlotCosts, slotCosts } from './slot-costs.ts';

/** A template in ticks, the steps of `stepMin` on which shifts and breaks begin. */
export interface TickTemplate {
  span: number;
  breaks: readonly { length: number; earliest: number; latest: number }[];
  minBetween: number;
}

/** People who serve the same skills equally well. */
export interface Crew {
  /** By priority. */
  skills: readonly number[];
  efficiencies: readonly number[];
}

/** One person as the search sees them. */
export interface ModelPerson extends PersonCosts {
  crew: number;
  contract: Contract;
  /** Node of the contract's graph at which this person's lines begin; -1 = no line is permitted. */
  entry: number;
}

/** The problem with everything worked out that a search asks for again and again. */
export interface CentreModel {
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
  dayOfSlot: Int16Array;
  crews: readonly Crew[];
  people: readonly ModelPerson[];
  costs: SlotCosts;
}

/**
 * Works the problem out.
 *
 * @throws DomainError invalid when the problem is none.
 */
export function centreModel(problem: CentreProblem): CentreModel {
  checkCentreProblem(problem);
  const { days, slotMin, stepMin, templates } = problem;
  const firstSlots = days.map((_, day) => sum(days.slice(0, day).map(({ slots }) => slots)));
  const slots = sum(days.map((day) => day.slots));
  const ticksPerSlot = slotMin / stepMin;
  const startTick = new Int32Array(days.length * templates.length);
  const dayOfSlot = new Int16Array(slots);
  days.forEach((day, at) => {
    const first = firstSlots[at] ?? 0;
    dayOfSlot.fill(at, first, first + day.slots);
    templates.forEach(({ startMin }, template) => {
      const tick = first * ticksPerSlot + Math.floor(elapsedMin(day, startMin) / stepMin);
      startTick[at * templates.length + template] = tick;
    });
  });
  const tickTemplates = templates.map(({ spanMin, breaks, minBetweenBreaksMin }) => ({
    span: spanMin / stepMin,
    minBetween: Math.ceil(minBetweenBreaksMin / stepMin),
    breaks: breaks.map(({ minutes, earliestMin, latestMin }) => ({
      length: minutes / stepMin,
      earliest: Math.ceil(earliestMin / stepMin),
      latest: Math.min(Math.floor(latestMin / stepMin), (spanMin - minutes) / stepMin),
    })),
  }));
  const { crews, crewOf } = crewsOf(problem.people);
  const { contracts, entryOf } = contractsOf(problem, startTick);
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
    dayOfSlot,
    crews,
    people: problem.people.map((person, at) => ({
      crew: crewOf[at] ?? 0,
      contract: contracts[at] as Contract,
      entry: entryOf[at] ?? -1,
      ...personCosts(problem, person, { startTick, base: problem.base?.[at] ?? null }),
    })),
    costs: slotCosts(problem, dayOfSlot),
  };
}

function crewsOf(people: readonly CentrePerson[]) {
  const crews: Crew[] = [];
  const known = new Map<string, number>();
  const crewOf = people.map(({ skills }) => {
    const ranked = [...skills].sort((a, b) => a.priority - b.priority || a.skill - b.skill);
    const key = ranked.map(({ skill, efficiency }) => `${skill}*${efficiency}`).join();
    const crew = known.get(key) ?? crews.length;
    if (crew === crews.length) {
      crews.push({
        skills: ranked.map(({ skill }) => skill),
        efficiencies: ranked.map(({ efficiency }) => efficiency),
      });
      known.set(key, crew);
    }
    return crew;
  });
  return { crews, crewOf };
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
