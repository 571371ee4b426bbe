/** A slot whose agents are counted by what each of them gains. */
export interface DayGains {
  /** Agents below which the gains would rise: fewer are not to be weighed. */
  floor: number;
  /** Contacts answered in time with so many. */
  atFloor: number;
  /** Contacts more with each further agent; never rising. */
  gains: number[];
}

/** One queue over a short slot. */
export interface GainingSlot {
  /** Contacts answered in time with so many agents. */
  inTimeAt: (agents: number) => number;
  /** Agents that meet the level of the slot alone. */
  required: number;
  /** Agents that the other goals ask for. */
  least: number;
  /** Contacts that come. */
  contacts: number;
}

/** An agent who gains a smaller share of the contacts is told no more. */
const leastShare = 1e-4;
const mostGains = 200;
/** Sums of doubles may rise by their rounding. */
const rounding = 1e-9;

/**
 * Agents from which on each further one gains less than the one before: a service level rises slowly
 * at first and levels off at last, and only its upper, concave part can be shared out over a day
 * (Koole and van der Sluis, "Optimal shift scheduling with a global service level constraint", IIE
 * Transactions 2003). Never so few that nobody is answered in time: that queue grows for ever.
 */
export function gainsFloor({ inTimeAt, required, least }: GainingSlot): number {
  let floor = Math.max(required, least);
  let here = inTimeAt(floor);
  let next = inTimeAt(floor + 1) - here;
  while (floor > least) {
    const below = inTimeAt(floor - 1);
    const gained = here - below;
    if (below <= 0 || gained < next - rounding) break;
    [floor, here, next] = [floor - 1, below, gained];
  }
  return floor;
}

/**
 * What each further agent gains in a slot made of short ones that share its agents.
 *
 * @param floor - agents that each of the short ones allows.
 */
export function dayGains(slots: readonly GainingSlot[], floor: number): DayGains {
  const inTime = (agents: number) => slots.reduce((sum, one) => sum + one.inTimeAt(agents), 0);
  const contacts = slots.reduce((sum, one) => sum + one.contacts, 0);
  const atFloor = inTime(floor);
  const gains: number[] = [];
  let before = atFloor;
  while (gains.length < mostGains && slots.length > 0) {
    const after = inTime(floor + gains.length + 1);
    const gained = Math.min(after - before, gains.at(-1) ?? Number.POSITIVE_INFINITY);
    if (!(gained > leastShare * contacts)) break;
    gains.push(gained);
    before = after;
  }
  return { floor, atFloor, gains };
}
