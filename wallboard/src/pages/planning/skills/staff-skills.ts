/** Several skills, as the gateway tells them: how far it is, and what the centre gets. */
import { Refused } from '../../api.ts';
import { planningPath, type StaffingGoals } from '../planning-api.ts';

/** What is asked. */
export interface SkillsQuestion {
  groups: {
    name: string;
    agents: number;
    cost: number;
    skills: { queue: string; level: number; afterS: number }[];
  }[];
  queues: {
    queue: string;
    callsPerHour: number;
    ahtS: number;
    patienceS: number | null;
    goals: Partial<StaffingGoals>;
    priority: number;
  }[];
  search: boolean;
  seed: number;
  contactChoice: 'priority' | 'level';
}

/** A simulated figure with its 95 % interval; null = nothing to divide. */
export interface SimulatedFigure {
  value: number | null;
  low: number | null;
  high: number | null;
}

/** How far it is. */
export interface SkillsProgress {
  phase: string;
  share: number;
  bestAgents: number[];
  bestCost: number | null;
}

/** What the centre gets. */
export interface SkillsAnswer {
  groups: { name: string; agents: number; occupancy: SimulatedFigure | null }[];
  queues: {
    queue: string;
    serviceLevel: SimulatedFigure | null;
    asaS: SimulatedFigure | null;
    pAbandon: SimulatedFigure | null;
    waitP90S: SimulatedFigure | null;
    standing: string;
  }[];
  agents: number;
  cost: number;
  meets: boolean;
  leastCost: number | null;
  steps: { name: string; change: number; serviceLevels: SimulatedFigure[]; meets: boolean }[];
  finished: boolean;
  replications: number;
  seed: number;
}

/** Asks, and tells how far it is until the answer is there; aborting ends the work. */
export async function staffSkills(
  question: SkillsQuestion,
  { progress, signal }: { progress: (so: SkillsProgress) => void; signal: AbortSignal },
): Promise<SkillsAnswer> {
  const response = await fetch(planningPath('skills'), {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'text/event-stream' },
    body: JSON.stringify(question),
    signal,
  });
  if (!response.ok || !response.body) {
    const problem: { detail?: string } = await response.json().catch(() => ({}));
    throw new Refused(response.status, problem.detail ?? `${response.status}`);
  }
  for await (const { event, data } of eventsOf(response.body)) {
    if (event === 'progress') progress(data as SkillsProgress);
    if (event === 'answer') return data as SkillsAnswer;
    if (event === 'refusal') {
      const { status, detail } = data as { status: number; detail: string };
      throw new Refused(status, detail);
    }
  }
  throw new Refused(503, 'the simulation ended without an answer');
}

async function* eventsOf(body: ReadableStream<Uint8Array>) {
  const reader = body.pipeThrough(new TextDecoderStream() as never).getReader();
  let rest = '';
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    const blocks = (rest + String(value)).split('\n\n');
    rest = blocks.pop() ?? '';
    for (const block of blocks) {
      const [, event = '', data = 'null'] = /^event: (.*)\ndata: (.*)$/.exec(block) ?? [];
      yield { event, data: JSON.parse(data) as unknown };
    }
  }
}
