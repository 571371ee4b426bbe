import { DomainError } from '../domain-error.ts';
import { abandonRules } from '../queue/service-level.ts';
import { erlangA, erlangAForGoals, erlangALog10 } from './erlang-a.ts';
import { blockingLog10, freeOdds, normal } from './erlang-b.ts';
import { erlangC, erlangCLog10 } from './erlang-c.ts';
import {
  maxAgents,
  noFigures,
  type StaffedQueue,
  type StaffingFigures,
  type StaffingModel,
} from './staffed-queue.ts';

/**
 * All figures of one queue under one model.
 *
 * @throws DomainError invalid, naming the input that no queue can have.
 */
export function staffingFigures(model: StaffingModel, queue: StaffedQueue): StaffingFigures {
  checkQueue(model, queue);
  if (queue.erlangs === 0) return idleFigures(model, queue);
  switch (model) {
    case 'erlang-b':
      return erlangB(queue);
    case 'erlang-c':
      return erlangC(queue);
    case 'erlang-a':
      return erlangA(queue);
  }
}

/** The figures that goals are set on: all but the quantile of the wait, which takes a search of its own. */
export function goalFigures(model: StaffingModel, queue: StaffedQueue): StaffingFigures {
  if (model !== 'erlang-a' || queue.erlangs === 0) return staffingFigures(model, queue);
  checkQueue(model, queue);
  return erlangAForGoals(queue);
}

/**
 * log10 of the same figures, also where a double can no longer hold the figure
 * itself: 100,000 agents for 50,000 erlangs block 10^-8391 of the contacts.
 * `-Infinity` for a true 0.
 */
export function staffingFiguresLog10(model: StaffingModel, queue: StaffedQueue): StaffingFigures {
  checkQueue(model, queue);
  if (queue.erlangs === 0) throw new DomainError('invalid', 'a load of 0 erlangs has no logarithm');
  switch (model) {
    case 'erlang-b':
      return erlangBLog10(queue);
    case 'erlang-c':
      return erlangCLog10(queue);
    case 'erlang-a':
      return erlangALog10(queue);
  }
}

function erlangB({ erlangs, agents }: StaffedQueue): StaffingFigures {
  const odds = freeOdds(erlangs, agents);
  // 1 - B = E/(1 + E), without subtracting.
  const carried = odds === Number.POSITIVE_INFINITY ? 1 : odds / (1 + odds);
  const occupancy = agents === 0 ? null : (erlangs * carried) / agents;
  return { ...noFigures, blocking: normal(1 / (1 + odds)), occupancy };
}

function erlangBLog10(queue: StaffedQueue): StaffingFigures {
  const { occupancy } = erlangB(queue);
  return {
    ...noFigures,
    blocking: blockingLog10(queue.erlangs, queue.agents),
    occupancy: occupancy === null ? null : Math.log10(occupancy),
  };
}

/** Nobody calls: nobody waits, and there is nothing to take a share of. */
function idleFigures(model: StaffingModel, { agents }: StaffedQueue): StaffingFigures {
  const queueLength = model === 'erlang-b' ? null : 0;
  return { ...noFigures, occupancy: agents === 0 ? null : 0, queueLength };
}

function checkQueue(model: StaffingModel, queue: StaffedQueue): void {
  atLeast('erlangs', queue.erlangs, 0);
  atLeast('agents', queue.agents, 0);
  for (const name of ['erlangs', 'agents'] as const) {
    if (queue[name] <= maxAgents) continue;
    throw new DomainError('invalid', `${name} ${queue[name]} is above ${maxAgents}`);
  }
  if (queue.ahtS !== null) above('ahtS', queue.ahtS, 0);
  if (queue.withinS !== null) atLeast('withinS', queue.withinS, 0);
  if (queue.shortAbandonS !== undefined) atLeast('shortAbandonS', queue.shortAbandonS, 0);
  if (queue.rule !== undefined && !abandonRules.includes(queue.rule)) {
    throw new DomainError('invalid', `rule "${queue.rule}" is none of ${abandonRules.join(', ')}`);
  }
  if (model !== 'erlang-a') return;
  if (queue.ahtS === null) throw new DomainError('invalid', 'erlang-a needs ahtS');
  if (queue.patienceS === null) throw new DomainError('invalid', 'erlang-a needs patienceS');
  above('patienceS', queue.patienceS, 0);
}

function atLeast(name: string, value: number, least: number): void {
  if (Number.isFinite(value) && value >= least) return;
  throw new DomainError('invalid', `${name} ${value} is no number from ${least} on`);
}

function above(name: string, value: number, bound: number): void {
  if (Number.isFinite(value) && value > bound) return;
  throw new DomainError('invalid', `${name} ${value} is no number above ${bound}`);
}
