import { DomainError } from '../domain-error.ts';
import { chatFigures, requiredChatAgents } from './concurrency.ts';
import {
  generalPatience,
  generalPatienceForGoals,
  requiredAgentsGeneral,
} from './general-patience.ts';
import type { PatienceHazard } from './patience-fit.ts';
import { settledOffered } from './redials.ts';
import { type Neighbour, smallestAgents } from './sizing.ts';
import { noFigures, type StaffingFigures, type StaffingModel } from './staffed-queue.ts';
import { goalFigures, staffingFigures } from './staffing-figures.ts';
import { checkGoals, missedGoal, type StaffingGoals } from './staffing-goals.ts';

/** What there is to do in one slot; erlangs over handling time are contacts a second. */
export interface SlotLoad {
  erlangs: number;
  ahtS: number;
}

/** One way to reckon a queue, with goals and patience said once for all its slots. */
export interface QueueModel {
  /**
   * The smallest number of agents that meets all goals.
   *
   * @param near - a similar slot and its answer, where to begin; `null`: none.
   * @throws DomainError invalid when no number does.
   */
  required: (load: SlotLoad, near: Neighbour | null) => number;
  /** All figures of so many agents. */
  figures: (load: SlotLoad, agents: number) => StaffingFigures;
  /** The figures that goals are set on, for less work. */
  goalFigures: (load: SlotLoad, agents: number) => StaffingFigures;
  /** Share of so much load that hangs up or is turned away. */
  lost: (load: SlotLoad, agents: number) => number;
  /** The load that so many agents meet in the end, with those who call again. */
  met: (load: SlotLoad, agents: number) => SlotLoad;
}

/** Erlang B, C or A. */
export function erlangModel(
  model: StaffingModel,
  patienceS: number | null,
  goals: StaffingGoals,
): QueueModel {
  checkGoals(model, goals, 1);
  const { withinS = null, rule, shortAbandonS } = goals;
  const about = { withinS, rule, shortAbandonS, patienceS };
  const quick: QueueModel['goalFigures'] = (load, agents) =>
    goalFigures(model, { ...load, ...about, agents });
  return {
    required: (load, near) => smallestAgents(model, { ...load, patienceS }, goals, near),
    figures: (load, agents) => staffingFigures(model, { ...load, ...about, agents }),
    goalFigures: quick,
    // Without a target there is one range of waits to integrate, not two.
    lost: lostBy((load, agents) => goalFigures(model, { ...load, patienceS, agents, ...aimless })),
    met: (load) => load,
  };
}

const aimless = { withinS: null };

/** Erlang A with patience of any measured shape (M/M/N+G). */
export function measuredModel(patience: PatienceHazard, goals: StaffingGoals): QueueModel {
  checkGoals('erlang-a', goals, 1);
  const { withinS = null, rule, shortAbandonS } = goals;
  const about = { withinS, rule, shortAbandonS, patience };
  const nobody = { ...noFigures, pWait: 1, pAbandon: 1, serviceLevel: withinS === null ? null : 0 };
  const quick: QueueModel['goalFigures'] = (load, agents) =>
    agents === 0 ? nobody : generalPatienceForGoals({ ...load, ...about, agents });
  return {
    required: (load, near) => requiredAgentsGeneral({ ...load, patience }, goals, near).agents,
    figures: (load, agents) =>
      agents === 0 ? nobody : generalPatience({ ...load, ...about, agents }),
    goalFigures: quick,
    lost: lostBy((load, agents) =>
      agents === 0 ? nobody : generalPatienceForGoals({ ...load, patience, agents, ...aimless }),
    ),
    met: (load) => load,
  };
}

/** Chats, of which an agent holds several; erlangs are taken as chats a second. */
export function chatModel(
  chat: { handleS: readonly number[]; patienceS: number | null },
  goals: StaffingGoals,
): QueueModel {
  checkGoals(chat.patienceS === null ? 'erlang-c' : 'erlang-a', goals, 1);
  const queue = ({ erlangs, ahtS }: SlotLoad) => ({
    ...chat,
    chatsPerHour: (erlangs / ahtS) * 3_600,
  });
  const { withinS = null } = goals;
  const nobody = { ...noFigures, pWait: 1, serviceLevel: withinS === null ? null : 0 };
  const figures: QueueModel['figures'] = (load, agents) =>
    agents === 0 ? nobody : chatFigures(queue(load), agents, withinS);
  return {
    required: (load) => requiredChatAgents(queue(load), goals).agents,
    figures,
    goalFigures: figures,
    lost: lostBy((load, agents) =>
      agents === 0 ? nobody : chatFigures(queue(load), agents, null),
    ),
    met: (load) => load,
  };
}

/** The same model where a share of those lost calls again: every figure is that of the balance. */
export function redialling(model: QueueModel, share: number, goals: StaffingGoals): QueueModel {
  if (share === 0) return model;
  const met: QueueModel['met'] = ({ erlangs, ahtS }, agents) => {
    const perErlang = 3_600 / ahtS;
    const lostAt = (perHour: number) => model.lost({ erlangs: perHour / perErlang, ahtS }, agents);
    const offered = settledOffered({ freshPerHour: erlangs * perErlang, share }, lostAt);
    return { erlangs: offered / perErlang, ahtS };
  };
  const meets = (load: SlotLoad, agents: number) =>
    missedGoal(model.goalFigures(met(load, agents), agents), agents, goals) === null;
  return {
    met,
    lost: model.lost,
    figures: (load, agents) => model.figures(met(load, agents), agents),
    goalFigures: (load, agents) => model.goalFigures(met(load, agents), agents),
    required: (load, near) => {
      // Fewer than for the fresh calls alone cannot do; more calls need no fewer agents.
      let low = model.required(load, near) - 1;
      let high = low + 1;
      for (let stride = 1; !meets(load, high); stride *= 2) {
        [low, high] = [high, high + stride];
        if (stride > mostStride) {
          throw new DomainError('invalid', 'no number of agents meets the goals with redials');
        }
      }
      while (high - low > 1) {
        const middle = low + Math.floor((high - low) / 2);
        if (meets(load, middle)) high = middle;
        else low = middle;
      }
      return high;
    },
  };
}

const mostStride = 1_000_000;

function lostBy(figures: QueueModel['goalFigures']): QueueModel['lost'] {
  return (load, agents) => {
    const { pAbandon, blocking } = figures(load, agents);
    return pAbandon ?? blocking ?? 0;
  };
}
