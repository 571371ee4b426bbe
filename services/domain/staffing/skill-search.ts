import type { SkillStaffingProblem, SkillStaffingProgress } from './skill-problem.ts';
import { gap, goalFigure, groupsOf, play, type Sample, shortage } from './skill-sample.ts';

/** What a search has seen so far. */
export interface SearchState {
  sample: Sample;
  /** Shortage by staffing, so that none is played twice. */
  seen: Map<string, number>;
  simulatedContacts: number;
  maxContacts: number;
  best: { agents: number[]; cost: number } | null;
}

/** Steps of a search: it tells how far it is and may be left at any of them. */
export type Steps<Result> = Generator<SkillStaffingProgress, Result>;

type Phase = SkillStaffingProgress['phase'];

/** Agents given and taken in an exchange, wide strides first. */
const wide = [
  [16, 16],
  [8, 8],
  [4, 4],
  [2, 2],
  [1, 1],
  [2, 1],
  [1, 2],
  [3, 2],
  [2, 3],
] as const;
/** So much short on the first repetitions is not made good by the others. */
const hopeless = 0.1;

/** Cost of a staffing. */
export function costOf({ groups }: SkillStaffingProblem, agents: readonly number[]): number {
  return groups.reduce((sum, { cost }, place) => sum + cost * (agents[place] ?? 0), 0);
}

/**
 * Cheap agents per group that meet every goal on the sample, or `null`.
 *
 * Two starts, each queue's load given to its cheapest group and to its most
 * skilled one; then agents are added where the shortage falls most per cost,
 * taken away while the goals hold, and exchanged (one or two here for one or two
 * there) while that is cheaper. All staffings are played on the same contacts
 * (sample average; Cezik and L'Ecuyer, "Staffing multiskill call centers via
 * linear programming and simulation", Management Science 54, 2008, whose
 * integer programs this local search stands in for). The optimum is not proven.
 */
export function* searchStaffing(state: SearchState): Steps<void> {
  for (const choice of ['cheapest', 'most skilled'] as const) {
    const grown = yield* grow(state, startOf(state.sample.problem, choice));
    if (grown === null) continue;
    let agents = yield* trim(state, grown);
    for (;;) {
      const better = yield* exchange(state, agents);
      if (better === null) break;
      agents = yield* trim(state, better);
    }
  }
}

/** The answer once more on a larger sample: agents added where it is short, taken where it is not. */
export function* polish(state: SearchState, agents: readonly number[]): Steps<number[]> {
  const grown = yield* grow(state, agents);
  return grown === null ? [...agents] : yield* trim(state, grown);
}

/** Is the work that may be done used up? */
export function spent({ simulatedContacts, maxContacts }: SearchState): boolean {
  return simulatedContacts >= maxContacts;
}

/** Far beyond the work that may be done, for a search that has found nothing yet. */
function hardly({ simulatedContacts, maxContacts }: SearchState): boolean {
  return simulatedContacts >= 4 * maxContacts;
}

/** Each queue's load and a half of its square root, in one group. */
function startOf(problem: SkillStaffingProblem, choice: 'cheapest' | 'most skilled'): number[] {
  const loads = problem.groups.map(() => 0);
  for (const { queue, callsPerHour, handleTime } of problem.queues) {
    const takers = problem.groups.flatMap(({ skills, cost }, group) => {
      const skill = skills.find((one) => one.queue === queue);
      if (!skill) return [];
      const factor = skill.timeFactor ?? 1;
      const overflow = (skill.afterS ?? 0) > 0 ? 1 : 0;
      return [{ group, factor, overflow, price: cost * factor, breadth: skills.length }];
    });
    takers.sort(
      (a, b) =>
        a.overflow - b.overflow ||
        (choice === 'cheapest' ? 0 : b.breadth - a.breadth) ||
        a.price - b.price ||
        a.group - b.group,
    );
    const [first] = takers;
    if (!first) continue;
    const load = (callsPerHour * handleTime.meanS * first.factor) / 3_600;
    loads[first.group] = (loads[first.group] ?? 0) + load;
  }
  return loads.map((load, group) =>
    clamp(problem, group, load === 0 ? 0 : Math.ceil(load + 0.5 * Math.sqrt(load))),
  );
}

function* grow(state: SearchState, start: readonly number[]): Steps<number[] | null> {
  const { problem } = state.sample;
  let agents = [...start];
  let short = yield* shortageOf(state, agents, 'grow');
  let stride = 1;
  // Each round adds an agent at least; strides widen with what is short.
  for (let round = 0; short > 0 && round < 2_000; round += 1) {
    if (spent(state) && (state.best !== null || hardly(state))) return null;
    const total = agents.reduce((sum, few) => sum + few, 0);
    const step = Math.max(stride, Math.floor(0.2 * short * Math.sqrt(total + 1)));
    let bestGain = 0;
    let next: number[] | null = null;
    let nextShort = short;
    // Wide strides look everywhere: what helps a queue may be help for its helpers.
    const groups = stride === 1 ? shortGroups(state, agents) : problem.groups.keys();
    for (const group of groups) {
      const tried = withChange(problem, agents, [[group, step]]);
      if (tried === null) continue;
      const left = yield* shortageOf(state, tried, 'grow');
      const price = costOf(problem, tried) - costOf(problem, agents);
      const gain = (short - left) / Math.max(price, 1e-9);
      if (gain > bestGain) [bestGain, next, nextShort] = [gain, tried, left];
    }
    if (next === null) {
      if (stride > total) return null;
      stride *= 2;
    } else {
      [agents, short, stride] = [next, nextShort, 1];
    }
  }
  if (short > 0) return null;
  keep(state, agents);
  return agents;
}

/** Groups that take a queue which misses a goal with these agents. */
function shortGroups(state: SearchState, agents: readonly number[]): number[] {
  const { sample } = state;
  const outcome = play(sample, agents);
  state.simulatedContacts += sample.contacts;
  const short = sample.goals.filter(
    (goal) => gap(goal, goalFigure(sample, outcome, goal, 0.95).value) > 0,
  );
  return groupsOf(sample.problem, short);
}

/** Takes agents away, the dearest first, many at once where that goes. */
function* trim(state: SearchState, start: readonly number[]): Steps<number[]> {
  const { problem } = state.sample;
  let agents = [...start];
  const dearest = problem.groups.map((_, group) => group);
  dearest.sort((a, b) => (problem.groups[b]?.cost ?? 0) - (problem.groups[a]?.cost ?? 0) || a - b);
  for (const fewer of [8, 4, 2, 1]) {
    for (const group of dearest) {
      for (;;) {
        const tried = withChange(problem, agents, [[group, -fewer]]);
        if (tried === null || !(yield* meets(state, tried, 'trim'))) break;
        agents = tried;
        keep(state, agents);
      }
    }
  }
  return agents;
}

/** One pass over all exchanges, each repeated while it is cheaper and meets every goal. */
function* exchange(state: SearchState, start: readonly number[]): Steps<number[] | null> {
  const { problem } = state.sample;
  let agents = [...start];
  let found = false;
  for (const changes of exchanges(problem)) {
    for (;;) {
      const tried = withChange(problem, agents, changes);
      if (tried === null || costOf(problem, tried) >= costOf(problem, agents) - 1e-9) break;
      if (!(yield* meets(state, tried, 'swap'))) break;
      agents = tried;
      found = true;
      keep(state, agents);
    }
  }
  return found ? agents : null;
}

type Change = readonly [group: number, change: number];

function* exchanges(problem: SkillStaffingProblem): Generator<readonly Change[]> {
  const groups = problem.groups.map((_, group) => group);
  const pairs = groups.flatMap((from) =>
    groups.filter((to) => to !== from).map((to) => [from, to] as const),
  );
  for (const [fewer, more] of wide) {
    for (const [from, to] of pairs) {
      yield [
        [from, -fewer],
        [to, more],
      ];
    }
  }
  // Two groups give, a third takes: two specialists for one who has both skills.
  for (const [one, two] of pairs.filter(([a, b]) => a < b)) {
    for (const to of groups.filter((group) => group !== one && group !== two)) {
      for (const more of [1, 2]) {
        yield [
          [one, -1],
          [two, -1],
          [to, more],
        ];
      }
    }
  }
}

/** The staffing with these changes, or `null` where a limit stands against it. */
function withChange(
  problem: SkillStaffingProblem,
  agents: readonly number[],
  changes: readonly Change[],
): number[] | null {
  const next = [...agents];
  for (const [group, change] of changes) {
    const wanted = (next[group] ?? 0) + change;
    // A wide stride upwards stops at the limit; downwards it is all or nothing.
    const possible = clamp(problem, group, wanted);
    if (possible === next[group] || (change < 0 && possible !== wanted)) return null;
    next[group] = possible;
  }
  return next;
}

function clamp({ groups }: SkillStaffingProblem, group: number, agents: number): number {
  const { minimumAgents = 0, maximumAgents = 50_000 } = groups[group] ?? {};
  return Math.max(minimumAgents, Math.min(maximumAgents, agents));
}

function* meets(state: SearchState, agents: readonly number[], phase: Phase): Steps<boolean> {
  if (spent(state)) return false;
  const key = agents.join();
  if (!state.seen.has(key)) {
    const { sample } = state;
    const first = { ...sample, tapes: sample.tapes.slice(0, 3) };
    const short = shortage(first, play(first, agents));
    state.simulatedContacts += first.tapes.reduce((sum, { count }) => sum + count, 0);
    if (short > hopeless) state.seen.set(key, short);
  }
  return (yield* shortageOf(state, agents, phase)) === 0;
}

function* shortageOf(state: SearchState, agents: readonly number[], phase: Phase): Steps<number> {
  const key = agents.join();
  const known = state.seen.get(key);
  if (known !== undefined) return known;
  const short = shortage(state.sample, play(state.sample, agents));
  state.seen.set(key, short);
  state.simulatedContacts += state.sample.contacts;
  yield { phase, simulatedContacts: state.simulatedContacts, best: state.best };
  return short;
}

function keep(state: SearchState, agents: readonly number[]): void {
  const cost = costOf(state.sample.problem, agents);
  if (state.best === null || cost < state.best.cost - 1e-9) {
    state.best = { agents: [...agents], cost };
  }
}
