import { DomainError } from '../../domain-error.ts';
import {
  type HandleTime,
  simulationLimits as limits,
  type Patience,
  type SimulatedGroup,
  type SimulatedQueue,
  type SimulationModel,
} from './model.ts';

/** Refuses a model that cannot be simulated, naming the value and the place. */
export function checkModel(model: SimulationModel): void {
  const { slotS, slots, queues, groups, waitingPlaces, volumeSd = 0, measured } = model;
  check(slotS > 0 && Number.isFinite(slotS), `a slot of ${slotS} s: it has to be above 0`);
  whole(slots, 1, limits.slots, 'slots');
  whole(queues.length, 1, limits.queues, 'queues');
  whole(groups.length, 1, limits.groups, 'groups');
  if (waitingPlaces !== undefined) whole(waitingPlaces, 0, 1_000_000, 'waiting places');
  within(volumeSd, 0, 1, 'standard deviation of volume');
  if (measured) {
    whole(measured.fromSlot, 0, slots - 1, 'first measured slot');
    whole(measured.toSlot, measured.fromSlot + 1, slots, 'end of measured slots');
  }
  unique(queues.map(({ queue }) => queue));
  unique(groups.map(({ group }) => group));
  const names = new Set(queues.map(({ queue }) => queue));
  for (const queue of queues) checkQueue(queue, slots);
  for (const group of groups) checkGroup(group, slots, names);
  const contacts = queues.reduce(
    (sum, { callsPerHour }) => sum + callsPerHour.reduce((a, b) => a + b, 0) * (slotS / 3_600),
    0,
  );
  check(
    contacts <= limits.contacts,
    `${Math.round(contacts)} contacts in one repetition: at most ${limits.contacts}`,
  );
}

function checkQueue(queue: SimulatedQueue, slots: number): void {
  const place = `queue "${queue.queue}"`;
  check(
    queue.callsPerHour.length === slots,
    `${place}: ${queue.callsPerHour.length} rates for ${slots} slots`,
  );
  for (const rate of queue.callsPerHour) within(rate, 0, 1e8, `${place}: calls per hour`);
  checkHandleTime(queue.handleTime, place);
  checkPatience(queue.patience, place);
  for (const factors of [queue.handleTimeFactor, queue.patienceFactor]) {
    for (const factor of factors ?? []) within(factor, 1e-3, 1e3, `${place}: factor of a slot`);
  }
  within(queue.withinS, 0, 1e6, `${place}: target`);
  within(queue.shortAbandonS ?? 0, 0, 1e6, `${place}: short-abandon limit`);
  within(queue.priority ?? 0, -1e6, 1e6, `${place}: priority`);
  if (queue.redial) {
    within(queue.redial.chance, 0, 0.95, `${place}: chance of calling again`);
    within(queue.redial.afterMeanS, 0, 1e6, `${place}: time until calling again`);
  }
}

function checkHandleTime(time: HandleTime, place: string): void {
  within(time.meanS, 1e-3, 1e6, `${place}: mean handle time`);
  if (time.kind === 'log-normal') within(time.logSd, 0, 5, `${place}: spread of handle time`);
}

function checkPatience(patience: Patience, place: string): void {
  if (patience.kind === 'exponential') {
    within(patience.meanS, 1e-3, 1e9, `${place}: mean patience`);
  }
  if (patience.kind !== 'hazard') return;
  const { fromS, hazardPerS, atOnce = 0 } = patience;
  within(atOnce, 0, 1, `${place}: share hanging up at once`);
  const rises = fromS.every((at, i) => (i === 0 ? at === 0 : at > (fromS[i - 1] ?? 0)));
  check(
    fromS.length > 0 && fromS.length === hazardPerS.length && rises,
    `${place}: a hazard needs a rate for each start, and starts that rise from 0`,
  );
  for (const hazard of hazardPerS) within(hazard, 0, 1e6, `${place}: hazard`);
}

function checkGroup(group: SimulatedGroup, slots: number, queues: ReadonlySet<string>): void {
  const place = `group "${group.group}"`;
  const { agents, skills, breaks = [] } = group;
  check(
    agents.length === 1 || agents.length === slots,
    `${place}: agents for ${agents.length} slots of ${slots}`,
  );
  for (const few of agents) whole(few, 0, limits.agents, `${place}: agents`);
  unique(skills.map(({ queue }) => queue));
  for (const { queue, level = 1, timeFactor = 1, afterS = 0 } of skills) {
    check(queues.has(queue), `${place}: no queue "${queue}"`);
    within(level, 0, 1e6, `${place}: level for "${queue}"`);
    within(timeFactor, 1e-2, 1e2, `${place}: time factor for "${queue}"`);
    within(afterS, 0, 1e6, `${place}: overflow time for "${queue}"`);
  }
  for (const { startS, endS, agents: few } of breaks) {
    check(endS > startS, `${place}: a break from ${startS} to ${endS} s`);
    whole(few, 0, limits.agents, `${place}: agents on break`);
  }
}

function whole(value: number, least: number, most: number, what: string): void {
  check(Number.isInteger(value), `${what}: ${value} is no whole number`);
  within(value, least, most, what);
}

function within(value: number, least: number, most: number, what: string): void {
  check(value >= least && value <= most, `${what}: ${value} is not from ${least} to ${most}`);
}

function unique(names: readonly string[]): void {
  const twice = names.find((name, at) => names.indexOf(name) !== at);
  check(twice === undefined, `"${twice}" is named twice`);
}

function check(holds: boolean, sentence: string): void {
  if (!holds) throw new DomainError('invalid', sentence);
}
