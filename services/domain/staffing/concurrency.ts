import { DomainError } from '../domain-error.ts';
import { noFigures, type StaffingFigures } from './staffed-queue.ts';
import { missedGoal, type StaffingGoals } from './staffing-goals.ts';

/** Chats: an agent holds several, and each then takes longer. */
export interface ChatQueue {
  chatsPerHour: number;
  /**
   * Mean handling time of a chat in seconds while its agent holds 1, 2, ... at
   * once; the length is the most chats an agent takes. For example 300, 400, 550.
   */
  handleS: readonly number[];
  /** Mean patience in the queue; `null`: nobody leaves. */
  patienceS: number | null;
}

/** What chats meet, and how many an agent holds. */
export interface ChatFigures extends StaffingFigures {
  /** Chats in hand per agent who has any. */
  chatsPerBusyAgent: number;
}

const mostAgents = 20_000;
const mostChats = 20;
const cutoff = 1e-18;

/**
 * Chat concurrency by a birth-death chain with state-dependent rates. New chats go
 * to the agent with the fewest, so with c chats in hand among N agents c mod N of
 * them hold one more than the rest; each agent with k chats ends k/handleS[k-1] a
 * second. Beyond N * most all wait, and leave by exponential patience. Waits are
 * those of the chain: P(answered within t) sums, over the place in the queue, an
 * Erlang-like wait with abandonment, by uniformisation.
 *
 * Dividing the load by the number of chats at once, as is usual, forgets that
 * each slows the others, and that idle chat places are not idle agents.
 *
 * @throws DomainError invalid, naming the value.
 * @see Luo and Zhang, "Staffing and control of instant messaging contact centers",
 *   Operations Research 2013; Tezcan and Zhang, 2014.
 */
export function chatFigures(queue: ChatQueue, agents: number, withinS: number | null): ChatFigures {
  check(queue, agents);
  const arrival = queue.chatsPerHour / 3600;
  const places = agents * queue.handleS.length;
  const full = endRate(queue.handleS, agents, places);
  const hangUp = queue.patienceS === null ? 0 : 1 / queue.patienceS;
  if (hangUp === 0 && arrival >= full) return overloaded(queue, agents);
  const { inHand, waiting, total } = weights(queue, agents, arrival, full, hangUp);
  const sum = (terms: readonly number[], value: (at: number) => number) =>
    terms.reduce((all, term, at) => all + term * value(at), 0) / total;
  const pWait = sum(waiting, () => 1);
  const queueLength = sum(waiting, (ahead) => ahead);
  const pAbandon = (queueLength * hangUp) / arrival;
  const chats = sum(inHand, (at) => at) + pWait * places;
  const busy = sum(inHand, (at) => Math.min(at, agents)) + pWait * agents;
  const asaS = queueLength / arrival;
  const inTime =
    withinS === null ? null : 1 - pWait + lateOrNot(waiting, total, full, hangUp, withinS);
  return {
    ...noFigures,
    pWait,
    pAbandon,
    asaS,
    queueLength,
    occupancy: busy / agents,
    serviceLevel: inTime,
    chatsPerBusyAgent: busy === 0 ? 0 : chats / busy,
  };
}

/**
 * The smallest number of agents whose chats meet all goals.
 *
 * @throws DomainError invalid when no number up to 20,000 does.
 */
export function requiredChatAgents(
  queue: ChatQueue,
  goals: StaffingGoals,
): { agents: number; figures: ChatFigures } {
  const at = (agents: number) => chatFigures(queue, agents, goals.withinS ?? null);
  const met = (agents: number) => missedGoal(at(agents), agents, goals) === null;
  let low = Math.max(0, Math.ceil(goals.minimumAgents ?? 0) - 1);
  let high = Math.max(1, low + 1);
  while (!met(high)) {
    if (high >= mostAgents) {
      throw new DomainError('invalid', `no number of agents up to ${mostAgents} meets the goals`);
    }
    [low, high] = [high, Math.min(mostAgents, high * 2)];
  }
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (met(middle)) high = middle;
    else low = middle;
  }
  return { agents: high, figures: at(high) };
}

/** Chats that end in a second with so many in hand, spread as evenly as can be. */
function endRate(handleS: readonly number[], agents: number, chats: number): number {
  const each = Math.floor(chats / agents);
  const more = chats - each * agents;
  const rate = (held: number) => (held === 0 ? 0 : held / (handleS[held - 1] ?? 1));
  return (agents - more) * rate(each) + (more === 0 ? 0 : more * rate(each + 1));
}

/** Weights of 0, 1, ... chats in hand with nobody waiting out, then of so many ahead. */
function weights(
  { handleS }: ChatQueue,
  agents: number,
  arrival: number,
  full: number,
  hangUp: number,
): { inHand: number[]; waiting: number[]; total: number } {
  const places = agents * handleS.length;
  const inHand = new Array<number>(places).fill(0);
  // Downward and upward from the last free place, so that nothing overflows.
  inHand[places - 1] = 1;
  for (let chats = places - 1; chats > 0; chats -= 1) {
    inHand[chats - 1] = ((inHand[chats] ?? 0) * endRate(handleS, agents, chats)) / arrival;
    if ((inHand[chats - 1] ?? 0) > 1e250) {
      for (let at = chats - 1; at < places; at += 1) inHand[at] = (inHand[at] ?? 0) * 1e-250;
    }
  }
  const waiting: number[] = [];
  let weight = ((inHand[places - 1] ?? 0) * arrival) / full;
  let [all, most] = [inHand.reduce((a, b) => a + b, 0), 0];
  for (let ahead = 0; ahead < 1_000_000; ahead += 1) {
    waiting.push(weight);
    all += weight;
    most = Math.max(most, weight);
    weight *= arrival / (full + (ahead + 1) * hangUp);
    if (weight < cutoff * all && weight < most) break;
  }
  return { inHand, waiting, total: all };
}

/**
 * P(must wait, and is answered within t): with k ahead, v'(k) = (full + k theta)
 * (v(k-1) - v(k)) - theta v(k), v(-1) = 1, by uniformisation.
 */
function lateOrNot(
  waiting: readonly number[],
  total: number,
  full: number,
  hangUp: number,
  withinS: number,
): number {
  const speed = full + waiting.length * hangUp + hangUp;
  const steps = speed * withinS;
  let answered = new Float64Array(waiting.length);
  const last = Math.ceil(steps + 9 * Math.sqrt(steps) + 30);
  let lnMass = -steps;
  let sum = 0;
  for (let step = 0; step <= last; step += 1) {
    const mass = Math.exp(lnMass);
    if (mass > 0) {
      sum += mass * waiting.reduce((all, w, k) => all + (w * (answered[k] ?? 0)) / total, 0);
    }
    lnMass += Math.log(steps) - Math.log(step + 1);
    const next = new Float64Array(waiting.length);
    for (let k = 0; k < next.length; k += 1) {
      const ahead = (full + k * hangUp) / speed;
      const here = answered[k] ?? 0;
      next[k] =
        ahead * (k === 0 ? 1 : (answered[k - 1] ?? 0)) + (1 - ahead - hangUp / speed) * here;
    }
    answered = next;
  }
  return sum;
}

function overloaded({ handleS }: ChatQueue, agents: number): ChatFigures {
  const figures = { pWait: 1, serviceLevel: 0, occupancy: agents === 0 ? null : 1 };
  return { ...noFigures, ...figures, chatsPerBusyAgent: handleS.length };
}

function check({ chatsPerHour, handleS, patienceS }: ChatQueue, agents: number): void {
  const refuse = (sentence: string): never => {
    throw new DomainError('invalid', sentence);
  };
  const above0 = (value: number) => value > 0 && Number.isFinite(value);
  if (!above0(chatsPerHour)) refuse(`chatsPerHour ${chatsPerHour} is not above 0`);
  if (patienceS !== null && !above0(patienceS)) refuse(`patienceS ${patienceS} is not above 0`);
  if (!(Number.isInteger(agents) && agents > 0 && agents <= mostAgents)) {
    refuse(`agents ${agents} are no whole number from 1 to ${mostAgents}`);
  }
  if (handleS.length === 0 || handleS.length > mostChats) {
    refuse(`${handleS.length} chats at once are not 1 to ${mostChats}`);
  }
  for (const [index, seconds] of handleS.entries()) {
    if (!above0(seconds)) refuse(`handleS ${seconds} with ${index + 1} chats is not above 0`);
    const [before, now] = [index / (handleS[index - 1] ?? 1), (index + 1) / seconds];
    if (index > 0 && now < before) {
      refuse(`an agent with ${index + 1} chats ends fewer than with ${index}: take fewer at once`);
    }
  }
}
