import { DomainError } from '../domain-error.ts';

/** Work that comes slot by slot, all due within the same working time. */
export interface DeadlineWork {
  /** Agent-slots of work coming in each slot. */
  arrives: Float64Array;
  /** 1 = a slot that is worked in. */
  worked: Uint8Array;
  /** Whole worked slots within which work must be done, 1 or more. */
  withinSlots: number;
  /** Never fewer agents while there is anything to do. */
  minimumAgents?: number;
}

/** Who is needed when for it. One figure a slot. */
export interface DeadlineStaffing {
  /** The flattest staffing that keeps every deadline; fractions of agents. */
  level: Float64Array;
  /** Whole agents that follow it as closely as can be. */
  agents: Float64Array;
  /** Agent-slots worked by the whole agents. */
  done: Float64Array;
  /** Agent-slots that wait at the end of the slot. */
  waiting: Float64Array;
}

/** Years of quarter hours are no plan of deadlines. */
const mostSlots = 40_000;
const slack = 1e-9;

/**
 * The flattest staffing for a row of work with one deadline for all.
 *
 * What comes in a worked slot can be worked on from the next one on and is due
 * at the end of the last slot that is wholly within its time (within one slot:
 * the same). What comes outside working time can be worked on from the next
 * worked slot on, and its time runs from there. Work done, summed up, then has
 * to run between two stairs: what is due and what has come. The shortest string
 * stretched between them is the flattest of all, whatever too many agents cost
 * (as `deferredStaffing`, whose spans are its straight pieces, but in one pass).
 * After the row the day's work is finished in further slots without new work.
 *
 * Whole agents make up the fraction that rounding up leaves over as soon as
 * they can: never more than one agent-slot ahead of the string.
 *
 * @throws DomainError invalid when nothing is ever worked in.
 * @see Yao, Demers and Shenker, FOCS 1995; for the string: Li, Yao and Yao, "Discrete
 *   and continuous min-energy schedules", PNAS 2006.
 */
export function deadlineStaffing(work: DeadlineWork): DeadlineStaffing {
  const { arrives, worked, minimumAgents = 0 } = work;
  check(work);
  const { come, due } = stairsOf(work);
  const string = tautString(come, due);
  const row = () => new Float64Array(arrives.length);
  const staffing = { level: row(), agents: row(), done: row(), waiting: row() };
  let [arrived, finished, place] = [0, 0, 0];
  for (let slot = 0; slot < arrives.length; slot += 1) {
    arrived += arrives[slot] ?? 0;
    if (worked[slot] === 1) {
      place += 1;
      const there = (come[place] ?? 0) - finished;
      const needed = Math.ceil((string[place] ?? 0) - finished - slack);
      const agents = there > slack ? Math.max(needed, minimumAgents, 0) : 0;
      staffing.level[slot] = (string[place] ?? 0) - (string[place - 1] ?? 0);
      staffing.agents[slot] = agents;
      staffing.done[slot] = Math.min(there, agents);
      finished += Math.min(there, agents);
    }
    staffing.waiting[slot] = Math.max(0, arrived - finished);
  }
  return staffing;
}

/**
 * By the end of the 1st, 2nd ... worked slot: work that could have been done by
 * then, and work that has to be. As many slots as a deadline is long follow the row.
 */
function stairsOf({ arrives, worked, withinSlots }: DeadlineWork) {
  const size = worked.reduce((sum, flag) => sum + flag, 0) + withinSlots + 1;
  const [come, due] = [new Float64Array(size + 1), new Float64Array(size + 1)];
  let place = 1;
  for (let slot = 0; slot < arrives.length; slot += 1) {
    const amount = arrives[slot] ?? 0;
    const last = place + withinSlots - 1;
    const from = worked[slot] === 1 ? Math.min(place + 1, last) : place;
    come[from] = (come[from] ?? 0) + amount;
    due[last] = (due[last] ?? 0) + amount;
    if (worked[slot] === 1) place += 1;
  }
  for (let k = 1; k <= size; k += 1) {
    come[k] = (come[k] ?? 0) + (come[k - 1] ?? 0);
    due[k] = Math.min((due[k] ?? 0) + (due[k - 1] ?? 0), come[k] ?? 0);
  }
  // Sums in another order may differ in their last digits, and the string has to end.
  due[size] = come[size] ?? 0;
  return { come, due };
}

/** The shortest way from 0 to the end that is nowhere above `come` or below `due`. */
function tautString(come: Float64Array, due: Float64Array): Float64Array {
  const last = come.length - 1;
  const path = new Float64Array(come.length);
  let at = 0;
  while (at < last) {
    const height = path[at] ?? 0;
    let [most, mostAt] = [Number.POSITIVE_INFINITY, last];
    let [least, leastAt] = [Number.NEGATIVE_INFINITY, last];
    let [bend, slope] = [last, ((come[last] ?? 0) - height) / (last - at)];
    for (let k = at + 1; k <= last; k += 1) {
      const up = ((come[k] ?? 0) - height) / (k - at);
      const low = ((due[k] ?? 0) - height) / (k - at);
      // Straight on it would run into one of the stairs: it bends where it touches the other.
      if (low > most) [bend, slope] = [mostAt, most];
      else if (up < least) [bend, slope] = [leastAt, least];
      if (low > most || up < least) break;
      if (up <= most) [most, mostAt] = [up, k];
      if (low >= least) [least, leastAt] = [low, k];
    }
    for (let k = at + 1; k <= bend; k += 1) path[k] = height + slope * (k - at);
    at = bend;
  }
  return path;
}

function check({ arrives, worked, withinSlots }: DeadlineWork): void {
  const refuse = (sentence: string): never => {
    throw new DomainError('invalid', sentence);
  };
  if (arrives.length > mostSlots) refuse(`${arrives.length} slots are more than ${mostSlots}`);
  if (worked.length !== arrives.length) {
    refuse(`${worked.length} slots of working time for ${arrives.length} slots`);
  }
  if (!(Number.isInteger(withinSlots) && withinSlots >= 1 && withinSlots <= mostSlots)) {
    refuse(`withinSlots ${withinSlots} is no whole number from 1 to ${mostSlots}`);
  }
  for (const [slot, amount] of arrives.entries()) {
    if (amount >= 0 && Number.isFinite(amount)) continue;
    refuse(`work ${amount} of slot ${slot} is no number from 0 on`);
  }
  if (!worked.includes(1)) refuse('no slot is working time');
}
