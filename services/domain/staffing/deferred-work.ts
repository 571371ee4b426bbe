import { DomainError } from '../domain-error.ts';

/** Work that need not be done at once: mail, orders, callbacks. */
export interface DeferredWork {
  /** Name, to say which work binds. */
  work: string;
  /** Slot from whose beginning on it can be worked on. */
  fromSlot: number;
  /** The slot by whose end it has to be done. */
  dueSlot: number;
  /** Agent-slots of work: pieces times handling time over the slot's length. */
  agentSlots: number;
}

/** What each slot offers and bears. One figure a slot. */
export interface DeferredPlan {
  /** Agents that live queues leave over, whole or not; counted first, at no cost. */
  spare: readonly number[];
  /** Most agents that may be added; 0 where the site is closed. */
  most: readonly number[];
}

/** The flattest staffing that meets every deadline. */
export interface DeferredStaffing {
  /** Agents to be added in each slot; fractions are an agent for part of a slot. */
  agents: number[];
  /** The same rounded up as little as all deadlines allow. */
  wholeAgents: number[];
  /** Done by earliest deadline, per slot: which work, how many agent-slots. */
  done: { work: string; agentSlots: number }[][];
  /** Spans that force their level: all of their work must fit into them. */
  binding: { fromSlot: number; dueSlot: number; agents: number; works: string[] }[];
}

/** Half-hours of two weeks; the search over spans grows with the square. */
const mostSlots = 700;
const mostWorks = 200;
const slack = 1e-9;

/**
 * The smallest staffing for work with deadlines. By earliest deadline first a
 * staffing suffices exactly when every span of slots holds the work that both
 * comes and is due within it, so the densest span fixes its level: the agents
 * that fill it evenly over the spare ones (water up to `most`). It is set, taken
 * out, and the next densest follows. The result is feasible, the flattest that
 * is, and adds no more than the work needs.
 *
 * @throws DomainError invalid when a span cannot hold its work, naming the span,
 *   the work and what is missing.
 * @see Yao, Demers and Shenker, "A scheduling model for reduced CPU energy", FOCS
 *   1995 (densest span first); Jackson, 1955 (earliest deadline first).
 */
export function deferredStaffing(
  works: readonly DeferredWork[],
  plan: DeferredPlan,
): DeferredStaffing {
  check(works, plan);
  refuseWhatCannotFit(works, plan);
  const agents = new Array<number>(plan.most.length).fill(0);
  const binding: DeferredStaffing['binding'] = [];
  const open = plan.most.map(() => true);
  let left = works.filter(({ agentSlots }) => agentSlots > 0);
  while (left.length > 0) {
    const span = densest(left, plan, open);
    // All the rest fits into the spare agents.
    if (!span || span.level <= slack) break;
    for (let slot = span.from; slot <= span.due; slot += 1) {
      if (!open[slot]) continue;
      agents[slot] = addedAt(span.level, slot, plan);
      open[slot] = false;
    }
    const works = span.inside.map(({ work }) => work);
    binding.push({ fromSlot: span.from, dueSlot: span.due, agents: span.level, works });
    const inside = new Set(span.inside);
    left = left.filter((work) => !inside.has(work));
  }
  const wholeAgents = wholeFrom(agents, works, plan);
  return { agents, wholeAgents, done: byDeadline(works, plan, agents).done, binding };
}

interface Span {
  from: number;
  due: number;
  level: number;
  inside: DeferredWork[];
}

/** The span of open slots whose work, added evenly over the spare agents, stands highest. */
function densest(works: readonly DeferredWork[], plan: DeferredPlan, open: boolean[]): Span | null {
  let best: Span | null = null;
  const starts = new Set(works.map(({ fromSlot }) => fromSlot));
  const dues = [...new Set(works.map(({ dueSlot }) => dueSlot))];
  for (const from of starts) {
    for (const due of dues) {
      if (due < from) continue;
      const inside = works.filter((work) => work.fromSlot >= from && work.dueSlot <= due);
      if (inside.length === 0) continue;
      const needed = inside.reduce((sum, { agentSlots }) => sum + agentSlots, 0);
      const level = levelFor(needed, from, due, plan, open);
      if (!best || level > best.level) best = { from, due, level, inside };
    }
  }
  return best;
}

/** The even number of agents added that, with the spare ones, does so much in a span. */
function levelFor(
  needed: number,
  from: number,
  due: number,
  plan: DeferredPlan,
  open: boolean[],
): number {
  const slots: number[] = [];
  let spare = 0;
  for (let slot = from; slot <= due; slot += 1) {
    if (!open[slot]) continue;
    slots.push(slot);
    spare += plan.spare[slot] ?? 0;
  }
  let missing = needed - spare;
  if (missing <= slack) return 0;
  // Slots that take least fill up first; the rest share what is left.
  const byRoom = slots.map((slot) => plan.most[slot] ?? 0).sort((a, b) => a - b);
  for (const [full, most] of byRoom.entries()) {
    const sharing = byRoom.length - full;
    if (missing <= most * sharing) return missing / sharing;
    missing -= most;
  }
  return byRoom.at(-1) ?? 0;
}

function addedAt(level: number, slot: number, { most }: DeferredPlan): number {
  return Math.min(level, most[slot] ?? 0);
}

/** Rounds up, then takes away an agent wherever the deadlines still hold; latest slots first. */
function wholeFrom(agents: number[], works: readonly DeferredWork[], plan: DeferredPlan): number[] {
  const whole = agents.map((part) => Math.ceil(part - slack));
  for (let slot = whole.length - 1; slot >= 0; slot -= 1) {
    const before = whole[slot] ?? 0;
    if (before === 0) continue;
    whole[slot] = before - 1;
    if (byDeadline(works, plan, whole).late > slack) whole[slot] = before;
  }
  return whole;
}

/** Earliest deadline first, slot by slot: who is done when, and how much is late. */
function byDeadline(works: readonly DeferredWork[], plan: DeferredPlan, agents: readonly number[]) {
  const waiting = works.map((work) => ({ ...work, left: work.agentSlots }));
  waiting.sort((a, b) => a.dueSlot - b.dueSlot || a.fromSlot - b.fromSlot);
  const done = agents.map((added, slot) => {
    let free = added + (plan.spare[slot] ?? 0);
    const inSlot: { work: string; agentSlots: number }[] = [];
    for (const work of waiting) {
      if (work.fromSlot > slot || work.dueSlot < slot || work.left <= 0 || free <= 0) continue;
      const part = Math.min(free, work.left);
      work.left -= part;
      free -= part;
      inSlot.push({ work: work.work, agentSlots: part });
    }
    return inSlot;
  });
  return { done, late: waiting.reduce((sum, { left }) => sum + left, 0) };
}

function refuseWhatCannotFit(works: readonly DeferredWork[], plan: DeferredPlan): void {
  const { late } = byDeadline(works, plan, plan.most);
  if (late <= slack * Math.max(1, works.length)) return;
  for (const from of new Set(works.map(({ fromSlot }) => fromSlot))) {
    for (const due of new Set(works.map(({ dueSlot }) => dueSlot))) {
      const inside = works.filter((work) => work.fromSlot >= from && work.dueSlot <= due);
      const needed = inside.reduce((sum, { agentSlots }) => sum + agentSlots, 0);
      let room = 0;
      for (let s = from; s <= due; s += 1) room += (plan.most[s] ?? 0) + (plan.spare[s] ?? 0);
      if (needed <= room + slack) continue;
      const names = inside.map(({ work }) => work).join(', ');
      throw new DomainError(
        'invalid',
        `slots ${from} to ${due} hold ${room} agent-slots, but ${names} need ${needed}`,
      );
    }
  }
}

function check(works: readonly DeferredWork[], { spare, most }: DeferredPlan): void {
  const refuse = (sentence: string): never => {
    throw new DomainError('invalid', sentence);
  };
  if (most.length > mostSlots) refuse(`${most.length} slots are more than ${mostSlots}`);
  if (works.length > mostWorks) refuse(`${works.length} works are more than ${mostWorks}`);
  if (spare.length !== most.length) {
    refuse(`${spare.length} slots of spare agents for ${most.length} of most`);
  }
  for (const agents of [...spare, ...most]) {
    if (!(agents >= 0 && Number.isFinite(agents)))
      refuse(`agents ${agents} are no number from 0 on`);
  }
  for (const { work, fromSlot, dueSlot, agentSlots } of works) {
    const whole = Number.isInteger(fromSlot) && Number.isInteger(dueSlot);
    if (!(whole && fromSlot >= 0 && dueSlot >= fromSlot && dueSlot < most.length)) {
      refuse(`"${work}" from slot ${fromSlot} to ${dueSlot} is no span of ${most.length} slots`);
    }
    if (!(agentSlots >= 0 && Number.isFinite(agentSlots))) {
      refuse(`agentSlots ${agentSlots} of "${work}" are no number from 0 on`);
    }
  }
}
