// What to do about the rest of today: actions as data, the most useful first.

/** The rest of the day, slot by slot from now on; every list begins with the slot that runs. */
export interface RestOfDayPlan {
  slotMinutes: number;
  /** Slot of the day that the lists begin with. */
  fromSlot: number;
  /** Contacts as they look now. */
  contacts: readonly number[];
  /** Agents required as it looks now. */
  required: readonly number[];
  /** Agents required if it comes as high as the 80 % interval goes; absent = not known. */
  requiredHigh?: readonly number[];
  /** Agents on queue by the schedule, without those on break; `null` = no schedule. */
  scheduled: readonly number[] | null;
  /** Agents on a break that may be moved, by slot; absent = none. */
  breaks?: readonly number[];
  /** Agents who may be called in at any time today. */
  reserves?: number;
  /**
   * Service level of slot `i` of the lists with so many agents, by the queue's own
   * model and goals; `null` = cannot be computed. Absent = effects are not told.
   */
  serviceLevel?: (i: number, agents: number) => number | null;
}

/** Something to do today. */
export interface IntradayAction {
  /**
   * `move-breaks`: breaks out of a shortage into a surplus. `add-agents`: from the
   * reserve, or overtime. `release-agents`: to other work for less than an hour, and
   * `offer-leave` for longer. `watch`: enough as it looks, not if it comes high.
   */
  kind: 'move-breaks' | 'add-agents' | 'release-agents' | 'offer-leave' | 'watch';
  /** Where added agents come from. */
  means: 'reserve' | 'overtime' | null;
  /** First slot of the day it is for, and the first after. */
  fromSlot: number;
  toSlot: number;
  /** Where breaks move to; `null` for other kinds. */
  movedToSlot: number | null;
  agents: number;
  agentHours: number;
  /** The figures it rests on: over its slots, the agents required and scheduled at the worst one. */
  reason: { required: number; scheduled: number };
  /** Service level over its slots, weighted by contacts, without and with it; `null` = not told. */
  effect: { before: number; after: number } | null;
}

/** Breaks move at most so far: labour law and stomachs. */
const furthestMoveMinutes = 120;
/** Leave shorter than this is no leave. */
const shortestLeaveMinutes = 60;

/**
 * Recommends what to do, in the order in which floors do it: breaks first, which cost
 * nothing; then agents for what is still short; then the surplus, of which only that
 * is given away which would not be missed if contacts come high. Shortages come
 * first, by contacts saved from waiting too long; then what gives most hours back.
 */
export function recommendActions(plan: RestOfDayPlan): IntradayAction[] {
  if (plan.scheduled === null) return [];
  const agents = [...plan.scheduled];
  const moved = moveBreaks(plan, agents);
  const short = runs(plan, (i) => at(plan.required, i) > at(agents, i));
  const added = addAgents(plan, agents, short);
  const safe = (i: number) => Math.max(at(plan.required, i), at(plan.requiredHigh ?? [], i));
  const watched = runs(
    plan,
    (i) => at(plan.required, i) <= at(agents, i) && safe(i) > at(agents, i),
  ).map((run) => watch(plan, agents, run));
  const over = runs(plan, (i) => at(agents, i) > safe(i));
  const given = over.map((run) => giveBack(plan, agents, { run, safe }));
  const urgent = [...moved, ...added].sort((a, b) => saved(plan, b) - saved(plan, a));
  return [...urgent, ...watched, ...given.sort((a, b) => b.agentHours - a.agentHours)];
}

/** A stretch of list positions, the end excluded. */
interface Run {
  from: number;
  to: number;
}

function moveBreaks(plan: RestOfDayPlan, agents: number[]): IntradayAction[] {
  const { breaks = [], required, slotMinutes, fromSlot } = plan;
  const reach = Math.floor(furthestMoveMinutes / slotMinutes);
  const actions: IntradayAction[] = [];
  for (let i = 0; i < required.length; i++) {
    let free = at(breaks, i);
    for (let step = 1; step <= reach; step++) {
      for (const to of [i + step, i - step]) {
        const short = at(required, i) - at(agents, i);
        const spare = at(agents, to) - at(required, to);
        const count = Math.min(free, short, spare);
        if (to < 0 || to >= required.length || !(count >= 1)) continue;
        const run = { from: i, to: i + 1 };
        const reason = { required: at(required, i), scheduled: at(agents, i) };
        actions.push({
          kind: 'move-breaks',
          means: null,
          fromSlot: fromSlot + i,
          toSlot: fromSlot + i + 1,
          movedToSlot: fromSlot + to,
          agents: Math.floor(count),
          agentHours: (Math.floor(count) * slotMinutes) / 60,
          reason,
          effect: effectOf(plan, agents, { run, change: Math.floor(count) }),
        });
        agents[i] = at(agents, i) + Math.floor(count);
        agents[to] = at(agents, to) - Math.floor(count);
        free -= Math.floor(count);
      }
    }
  }
  return actions;
}

/** The reserve as far as it goes in each stretch, the rest as overtime. */
function addAgents(plan: RestOfDayPlan, agents: number[], short: Run[]): IntradayAction[] {
  const actions: IntradayAction[] = [];
  for (const run of short) {
    const missing = peak(run, (i) => at(plan.required, i) - at(agents, i));
    const reserve = Math.min(missing, plan.reserves ?? 0);
    for (const [means, count] of [
      ['reserve', reserve],
      ['overtime', missing - reserve],
    ] as const) {
      if (count <= 0) continue;
      const effect = effectOf(plan, agents, { run, change: count });
      actions.push({
        ...basics(plan, agents, run),
        kind: 'add-agents',
        means,
        ...sized(plan, run, count),
        effect,
      });
      for (let i = run.from; i < run.to; i++) agents[i] = at(agents, i) + count;
    }
  }
  return actions;
}

function giveBack(
  plan: RestOfDayPlan,
  agents: readonly number[],
  { run, safe }: { run: Run; safe: (i: number) => number },
): IntradayAction {
  const count = -peak(run, (i) => safe(i) - at(agents, i));
  const minutes = (run.to - run.from) * plan.slotMinutes;
  const kind = minutes >= shortestLeaveMinutes ? 'offer-leave' : 'release-agents';
  const effect = effectOf(plan, agents, { run, change: -count });
  return { ...basics(plan, agents, run), kind, ...sized(plan, run, count), effect };
}

function watch(plan: RestOfDayPlan, agents: readonly number[], run: Run): IntradayAction {
  const missing = peak(run, (i) => at(plan.requiredHigh ?? [], i) - at(agents, i));
  return {
    ...basics(plan, agents, run),
    kind: 'watch',
    ...sized(plan, run, missing),
    effect: null,
  };
}

function basics(plan: RestOfDayPlan, agents: readonly number[], run: Run) {
  let worst = run.from;
  for (let i = run.from; i < run.to; i++) {
    if (at(plan.required, i) - at(agents, i) > at(plan.required, worst) - at(agents, worst))
      worst = i;
  }
  return {
    means: null,
    fromSlot: plan.fromSlot + run.from,
    toSlot: plan.fromSlot + run.to,
    movedToSlot: null,
    reason: { required: at(plan.required, worst), scheduled: at(agents, worst) },
  };
}

function sized({ slotMinutes }: RestOfDayPlan, run: Run, agents: number) {
  return { agents, agentHours: (agents * (run.to - run.from) * slotMinutes) / 60 };
}

/** Stretches of slots for which something holds. */
function runs({ required }: RestOfDayPlan, holds: (i: number) => boolean): Run[] {
  const found: Run[] = [];
  for (let i = 0; i < required.length; i++) {
    if (!holds(i)) continue;
    const last = found.at(-1);
    if (last && last.to === i) last.to = i + 1;
    else found.push({ from: i, to: i + 1 });
  }
  return found;
}

function peak(run: Run, figure: (i: number) => number): number {
  let most = Number.NEGATIVE_INFINITY;
  for (let i = run.from; i < run.to; i++) most = Math.max(most, figure(i));
  return Math.ceil(most);
}

function effectOf(
  { serviceLevel, contacts }: RestOfDayPlan,
  agents: readonly number[],
  { run, change }: { run: Run; change: number },
): { before: number; after: number } | null {
  let [before, after, weight] = [0, 0, 0];
  for (let i = run.from; i < run.to; i++) {
    const was = serviceLevel?.(i, at(agents, i)) ?? null;
    const becomes = serviceLevel?.(i, at(agents, i) + change) ?? null;
    if (was === null || becomes === null) continue;
    before += was * at(contacts, i);
    after += becomes * at(contacts, i);
    weight += at(contacts, i);
  }
  return weight > 0 ? { before: before / weight, after: after / weight } : null;
}

/** Contacts answered in time that would not be, or the agent hours where that is not told. */
function saved({ contacts, fromSlot }: RestOfDayPlan, action: IntradayAction): number {
  if (action.effect === null) return action.agentHours * 1e-6;
  let sum = 0;
  for (let slot = action.fromSlot; slot < action.toSlot; slot++)
    sum += at(contacts, slot - fromSlot);
  return sum * (action.effect.after - action.effect.before);
}

function at(list: readonly number[], i: number): number {
  return list[i] ?? 0;
}
