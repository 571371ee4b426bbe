import type { SimulatedGroup, SimulationModel } from './model.ts';
import { checkModel } from './validate-model.ts';

/** A model as the simulator reads it: places instead of names, flat arrays. */
export interface CentrePlan {
  model: SimulationModel;
  queues: number;
  groups: number;
  horizonS: number;
  waitingPlaces: number;
  /** Abandonments happen as events only where something follows from them. */
  abandonAsEvent: boolean;
  /** By queue: groups that take it, lowest level first, with the level and the overflow time. */
  takers: { group: Int32Array; level: Float64Array; afterS: Float64Array }[];
  /** By group: queues it takes, with rank of choice (smaller first) and overflow time. */
  skills: { queue: Int32Array; rank: Int32Array; afterS: Float64Array }[];
  /** Handle time factor by group and queue. */
  factor: Float64Array;
  staffing: { atS: Float64Array; agents: Int32Array };
  /** Most agents of one group at once. */
  mostAgents: number;
}

/** Checks a model and lays it out. Refuses what cannot be, naming value and place. */
export function centrePlan(model: SimulationModel): CentrePlan {
  checkModel(model);
  const places = new Map(model.queues.map(({ queue }, place) => [queue, place]));
  const placeOf = (queue: string) => places.get(queue) ?? 0;
  const queues = model.queues.length;
  const factor = new Float64Array(model.groups.length * queues).fill(1);
  model.groups.forEach(({ skills }, group) => {
    for (const skill of skills) {
      factor[group * queues + placeOf(skill.queue)] = skill.timeFactor ?? 1;
    }
  });
  const staffing = staffingSteps(model);
  return {
    model,
    queues,
    groups: model.groups.length,
    horizonS: model.slots * model.slotS,
    waitingPlaces: model.waitingPlaces ?? Number.POSITIVE_INFINITY,
    abandonAsEvent: model.waitingPlaces !== undefined || model.queues.some((queue) => queue.redial),
    takers: model.queues.map(({ queue }) => takersOf(model.groups, queue)),
    skills: model.groups.map((group) => skillsOf(model, group, placeOf)),
    factor,
    staffing,
    mostAgents: staffing.agents.reduce((most, agents) => Math.max(most, agents), 1),
  };
}

function takersOf(groups: readonly SimulatedGroup[], queue: string): CentrePlan['takers'][number] {
  const found = groups.flatMap(({ skills }, group) =>
    skills
      .filter((skill) => skill.queue === queue)
      .map(({ level = 1, afterS = 0 }) => ({ group, level, afterS })),
  );
  found.sort((a, b) => a.level - b.level || a.group - b.group);
  return {
    group: Int32Array.from(found, ({ group }) => group),
    level: Float64Array.from(found, ({ level }) => level),
    afterS: Float64Array.from(found, ({ afterS }) => afterS),
  };
}

function skillsOf(
  model: SimulationModel,
  { skills }: SimulatedGroup,
  placeOf: (queue: string) => number,
): CentrePlan['skills'][number] {
  const byLevel = model.contactChoice === 'level';
  const keys = skills.map(({ queue, level = 1 }) => ({
    level: byLevel ? level : 0,
    priority: model.queues[placeOf(queue)]?.priority ?? 0,
  }));
  const rankOf = (own: (typeof keys)[number]) =>
    keys.filter((k) => k.level < own.level || (k.level === own.level && k.priority < own.priority))
      .length;
  return {
    queue: Int32Array.from(skills, ({ queue }) => placeOf(queue)),
    rank: Int32Array.from(keys, rankOf),
    afterS: Float64Array.from(skills, ({ afterS }) => afterS ?? 0),
  };
}

/** Agents of every group from each instant at which one of them changes. */
function staffingSteps({ slotS, slots, groups }: SimulationModel): CentrePlan['staffing'] {
  const instants = new Set<number>();
  for (let slot = 0; slot < slots; slot += 1) instants.add(slot * slotS);
  for (const { breaks = [] } of groups) {
    for (const { startS, endS } of breaks) instants.add(startS).add(endS);
  }
  const atS = [...instants].filter((at) => at >= 0 && at < slots * slotS).sort((a, b) => a - b);
  const rows = atS.map((at) => groups.map((group) => agentsAt(group, Math.floor(at / slotS), at)));
  const changes = rows.map(
    (row, step) => step === 0 || row.some((agents, group) => agents !== rows[step - 1]?.[group]),
  );
  return {
    atS: Float64Array.from(atS.filter((_, step) => changes[step])),
    agents: Int32Array.from(rows.filter((_, step) => changes[step]).flat()),
  };
}

function agentsAt({ agents, breaks = [] }: SimulatedGroup, slot: number, atS: number): number {
  const scheduled = agents[Math.min(slot, agents.length - 1)] ?? 0;
  const away = breaks.filter(({ startS, endS }) => startS <= atS && atS < endS);
  return Math.max(0, scheduled - away.reduce((sum, { agents: few }) => sum + few, 0));
}
