import { DomainError } from '../domain-error.ts';
import { centrePlan } from './simulation/centre-plan.ts';
import { simulate } from './simulation/simulate.ts';
import { skillMargins } from './skill-margins.ts';
import type {
  GoalStanding,
  SkillSearch,
  SkillStaffing,
  SkillStaffingProblem,
} from './skill-problem.ts';
import {
  drawSample,
  type Goal,
  gap,
  goalFigure,
  goalsOf,
  groupsOf,
  type Outcome,
  play,
  type Sample,
  staffed,
  standingOf,
  steadyModel,
} from './skill-sample.ts';
import {
  costOf,
  polish,
  type SearchState,
  type Steps,
  searchStaffing,
  spent,
} from './skill-search.ts';

const defaultContacts = 20_000_000;
const verifications = 12;

/** The search of `skillStaffing`, step by step: for progress, and to be left early. */
export function* skillStaffingSteps(
  problem: SkillStaffingProblem,
  { seed, confidence = 0.95, maxContacts = defaultContacts }: SkillSearch,
): Steps<SkillStaffing> {
  checkProblem(problem);
  const contacts = Math.round(maxContacts / (100 + 15 * problem.groups.length));
  const state: SearchState = {
    sample: drawSample(problem, {
      seed,
      contacts: Math.min(300_000, Math.max(20_000, contacts)),
      replications: 10,
    }),
    seen: new Map(),
    simulatedContacts: 0,
    maxContacts,
    best: null,
  };
  yield* searchStaffing(state);
  if (state.best === null) {
    throw new DomainError(
      'invalid',
      'no staffing within the limits of agents and of work meets every goal',
    );
  }
  const finished = !spent(state);
  const larger = drawSample(problem, {
    seed: freshSeed(seed, 98),
    contacts: Math.min(1_500_000, maxContacts / (8 + 4 * problem.groups.length)),
    replications: 20,
  });
  const polished: SearchState = {
    ...state,
    sample: larger,
    seen: new Map(),
    maxContacts: state.simulatedContacts + maxContacts,
    best: null,
  };
  const agents = yield* polish(polished, state.best.agents);
  state.simulatedContacts = polished.simulatedContacts;
  state.best = { agents, cost: costOf(problem, agents) };
  const verified = yield* verify(state, { seed, confidence, agents });
  yield progress(state, 'explain');
  return answerOf(state, { ...verified, seed, confidence, finished });
}

/**
 * Cheap agents per skill group so that every queue meets its goals in a steady
 * period, verified on chance that the search has not seen.
 *
 * `met` means: every goal's bound is on its right side, all of them together with
 * the stated confidence, however often was looked (Bonferroni over goals; each
 * further look gets half of what doubt was left). What cannot be told from the
 * goal is answered with an agent more.
 */
export function skillStaffing(problem: SkillStaffingProblem, search: SkillSearch): SkillStaffing {
  const steps = skillStaffingSteps(problem, search);
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
  }
}

function checkProblem(problem: SkillStaffingProblem): void {
  const goals = goalsOf(problem);
  if (goals.length === 0) throw new DomainError('invalid', 'no queue has a goal');
  for (const { goal, target, queue } of goals) {
    const share = goal !== 'asaS';
    if (!(target > 0) || (share && target >= 1)) {
      const { queue: name } = problem.queues[queue] ?? { queue: '' };
      throw new DomainError('invalid', `queue "${name}": ${goal} ${target} cannot be a goal`);
    }
  }
  for (const { queue, callsPerHour } of problem.queues) {
    const taken = problem.groups.some(({ skills }) =>
      skills.some((skill) => skill.queue === queue),
    );
    if (!(callsPerHour > 0)) {
      throw new DomainError('invalid', `queue "${queue}": ${callsPerHour} calls per hour`);
    }
    if (!taken) throw new DomainError('invalid', `queue "${queue}": no group takes it`);
  }
  for (const { group, cost } of problem.groups) {
    if (!(cost > 0)) throw new DomainError('invalid', `group "${group}": a cost of ${cost}`);
  }
  centrePlan(steadyModel(problem, 1));
}

interface Verified {
  agents: number[];
  goals: GoalStanding[];
  sample: Sample;
  outcome: Outcome;
}

/** Looks at fresh contacts, more where undecided, and adds agents until all goals stand. */
function* verify(
  state: SearchState,
  { seed, confidence, agents: found }: { seed: number; confidence: number; agents: number[] },
): Steps<Verified> {
  const { problem } = state.sample;
  const few = Math.min(400_000, Math.max(40_000, state.maxContacts / 50));
  const most = Math.min(16 * few, state.maxContacts / 8);
  const enough = state.simulatedContacts + 2 * state.maxContacts;
  let agents = found;
  let contacts = few;
  let doubt = (1 - confidence) / 2;
  for (let look = 1; ; look += 1) {
    const sample = drawSample(problem, { seed: freshSeed(seed, look), contacts, replications: 40 });
    const outcome = play(sample, agents);
    state.simulatedContacts += sample.contacts;
    const goals = sample.goals.map((goal) =>
      standing(sample, outcome, goal, 1 - (2 * doubt) / sample.goals.length),
    );
    yield progress(state, 'verify');
    const open = sample.goals.filter((_, at) => goals[at]?.standing !== 'met');
    const last = look === verifications || state.simulatedContacts > enough;
    if (open.length === 0 || last) return { agents, goals, sample, outcome };
    doubt /= 2;
    const undecided = goals.every(({ standing: how }) => how !== 'missed');
    if (undecided && contacts < most) {
      contacts *= 4;
      continue;
    }
    const more = yield* someMore(state, sample, agents, open);
    if (more === null) return { agents, goals, sample, outcome };
    agents = more;
    contacts = few;
  }
}

/** An agent more for each open goal, unless one for another goal helps it too. */
function* someMore(
  state: SearchState,
  sample: Sample,
  agents: readonly number[],
  open: readonly Goal[],
): Steps<number[] | null> {
  const { problem } = sample;
  let more = [...agents];
  const added = new Set<number>();
  for (const goal of open) {
    const groups = groupsOf(problem, [goal]);
    if (groups.some((group) => added.has(group))) continue;
    const group = yield* bestHelp(state, sample, { agents: more, goal, groups });
    if (group === null) continue;
    added.add(group);
    more = withOneMore(more, group);
  }
  return added.size > 0 ? more : null;
}

/** The group whose agent more moves a goal's figure most, per cost; `null`: all are at their limit. */
function* bestHelp(
  state: SearchState,
  sample: Sample,
  { agents, goal, groups }: { agents: readonly number[]; goal: Goal; groups: readonly number[] },
): Steps<number | null> {
  const fewer = { ...sample, tapes: sample.tapes.slice(0, 5) };
  const contacts = fewer.tapes.reduce((sum, { count }) => sum + count, 0);
  const gapOf = (tried: readonly number[]) => {
    state.simulatedContacts += contacts;
    return gap(goal, goalFigure(fewer, play(fewer, tried), goal, 0.95).value);
  };
  const able = groups.filter((group) => {
    return (agents[group] ?? 0) < (sample.problem.groups[group]?.maximumAgents ?? 50_000);
  });
  if (able.length < 2) return able[0] ?? null;
  const now = gapOf(agents);
  let best: { group: number; gain: number } | null = null;
  for (const group of able) {
    const { cost = 1 } = sample.problem.groups[group] ?? {};
    const gain = (now - gapOf(withOneMore(agents, group))) / cost;
    if (best === null || gain > best.gain) best = { group, gain };
    yield progress(state, 'verify');
  }
  return best?.group ?? null;
}

function withOneMore(agents: readonly number[], group: number): number[] {
  return agents.map((few, place) => (place === group ? few + 1 : few));
}

function standing(sample: Sample, outcome: Outcome, goal: Goal, confidence: number): GoalStanding {
  const figure = goalFigure(sample, outcome, goal, confidence);
  const { queue = '' } = sample.problem.queues[goal.queue] ?? {};
  return {
    queue,
    goal: goal.goal,
    target: goal.target,
    ...figure,
    standing: standingOf(goal, figure),
  };
}

function answerOf(
  state: SearchState,
  found: Verified & { seed: number; confidence: number; finished: boolean },
): SkillStaffing {
  const { agents, goals, sample, confidence, finished } = found;
  const { problem } = sample;
  const model = staffed(steadyModel(problem, 10_000), agents);
  const rooms = goals.map(({ value }, at) => gap(sample.goals[at] as Goal, value));
  const tightest = goals[rooms.indexOf(Math.max(...rooms))];
  return {
    agents: problem.groups.map(({ group }, place) => ({ group, agents: agents[place] ?? 0 })),
    cost: costOf(problem, agents),
    leastCost: leastCost(problem),
    met: goals.every(({ standing: how }) => how === 'met'),
    confidence,
    goals,
    binding: tightest ? { queue: tightest.queue, goal: tightest.goal } : null,
    verification: simulate(model, { seed: freshSeed(found.seed, 99), confidence }),
    margins: skillMargins(state.sample, agents),
    simulatedContacts: state.simulatedContacts,
    finished,
  };
}

/**
 * The work that must be answered, by the cheapest agents, busy all the time. Of a
 * queue whose customers hang up only the share that its goals ask to be answered.
 */
function leastCost({ queues, groups }: SkillStaffingProblem): number {
  return queues.reduce((sum, { queue, callsPerHour, handleTime, patience, goals, rule }) => {
    const prices = groups.flatMap(({ skills, cost }) =>
      skills
        .filter((skill) => skill.queue === queue)
        .map(({ timeFactor = 1 }) => cost * timeFactor),
    );
    const byLevel = rule === 'missed' ? (goals.serviceLevel ?? 0) : 0;
    const byAbandonment = goals.abandonment === undefined ? 0 : 1 - goals.abandonment;
    const answered = patience.kind === 'none' ? 1 : Math.max(byLevel, byAbandonment);
    return sum + (answered * callsPerHour * handleTime.meanS * Math.min(...prices)) / 3_600;
  }, 0);
}

/** A seed whose streams share nothing with the search's. */
function freshSeed(seed: number, look: number): number {
  return seed + look * 1_000_003;
}

function progress(
  state: SearchState,
  phase: 'verify' | 'explain',
): { phase: 'verify' | 'explain'; simulatedContacts: number; best: SearchState['best'] } {
  return { phase, simulatedContacts: state.simulatedContacts, best: state.best };
}
