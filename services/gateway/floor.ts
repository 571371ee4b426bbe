import type {
  AgentState,
  DisplayState,
  LiveAgents,
  QueueStaffing,
} from '../../proto/gen/floorcast/agent/v1/agent_state.ts';
import type {
  LiveQueues,
  QueueSnapshot,
  SourceProof,
} from '../../proto/gen/floorcast/queue/v1/queue_snapshot.ts';

/** All that is known live of one tenant, as the services told it last. */
export interface Floor {
  /** By "site/queue". */
  queues: Map<string, QueueSnapshot>;
  staffing: Map<string, QueueStaffing>;
  /** By "source/agent". Changed only by `putAgent` and `dropAgents`, which keep the count. */
  agents: Map<string, AgentState>;
  /** How many agents of each site are in each state: boards ask on every beat. */
  agentsByState: Map<string, Map<DisplayState, number>>;
  /** How far queue-metrics has each source proven, by "site/source" … */
  queueProofs: Map<string, SourceProof>;
  /** … and how far agent-status. */
  agentProofs: Map<string, SourceProof>;
  /** A source's clock minus ours as used for instants, in milliseconds, by "site/source". */
  offsetsMs: Map<string, number>;
  queuesLoaded: boolean;
  agentsLoaded: boolean;
  /** When the newest fact folded in was sent by ingest; null = none yet. */
  newestFactMs: number | null;
}

/** What changed since the last beat. */
export interface Touched {
  /** Everything: forget all before. */
  whole: boolean;
  /** Every row may read differently, but none is gone. */
  every: boolean;
  queues: Set<string>;
  agents: Set<string>;
}

/** A floor of which nothing is known. */
export function emptyFloor(): Floor {
  return {
    queues: new Map(),
    staffing: new Map(),
    agents: new Map(),
    agentsByState: new Map(),
    queueProofs: new Map(),
    agentProofs: new Map(),
    offsetsMs: new Map(),
    queuesLoaded: false,
    agentsLoaded: false,
    newestFactMs: null,
  };
}

/** Nothing changed. */
export function untouched(): Touched {
  return { whole: false, every: false, queues: new Set(), agents: new Set() };
}

/**
 * A measured offset of a clock wanders by milliseconds; an instant on a screen
 * must not. The one in use is kept until it is wrong by more than this.
 */
const offsetStepMs = 100;

/** Every queue as it stands; rows that are gone make the next frame a whole one. */
export function replaceQueues(floor: Floor, live: LiveQueues, touched: Touched): void {
  const keys = new Set(live.queues.map(keyOf));
  touched.whole ||= !floor.queuesLoaded || [...floor.queues.keys()].some((key) => !keys.has(key));
  floor.queues.clear();
  floor.queueProofs.clear();
  floor.queuesLoaded = true;
  changeQueues(floor, live, touched);
}

/** Queues that changed. */
export function changeQueues(floor: Floor, live: LiveQueues, touched: Touched): void {
  for (const queue of live.queues) {
    floor.queues.set(keyOf(queue), queue);
    touched.queues.add(keyOf(queue));
  }
  prove(floor, floor.queueProofs, live.sources, touched);
  floor.newestFactMs = live.newestSentAt?.getTime() ?? floor.newestFactMs;
}

/** Every agent as it stands. */
export function replaceAgents(floor: Floor, live: LiveAgents, touched: Touched): void {
  touched.whole ||= !floor.agentsLoaded;
  touched.every = true;
  for (const key of floor.agents.keys()) touched.agents.add(key);
  dropAgents(floor, [...floor.agents.keys()]);
  floor.staffing.clear();
  floor.agentProofs.clear();
  floor.agentsLoaded = true;
  changeAgents(floor, live, touched);
}

/** Agents that changed or are gone. */
export function changeAgents(floor: Floor, live: LiveAgents, touched: Touched): void {
  for (const agent of live.agents) {
    const key = `${agent.source}/${agent.agent}`;
    putAgent(floor, key, agent);
    touched.agents.add(key);
  }
  dropAgents(floor, live.gone);
  for (const key of live.gone) touched.agents.add(key);
  for (const staffing of live.staffing) {
    floor.staffing.set(keyOf(staffing), staffing);
    touched.queues.add(keyOf(staffing));
  }
  prove(floor, floor.agentProofs, live.sources, touched);
}

function putAgent(floor: Floor, key: string, agent: AgentState): void {
  dropAgents(floor, [key]);
  floor.agents.set(key, agent);
  const { site, state } = agent;
  const states = floor.agentsByState.get(site) ?? new Map<DisplayState, number>();
  floor.agentsByState.set(site, states.set(state, (states.get(state) ?? 0) + 1));
}

function dropAgents(floor: Floor, keys: readonly string[]): void {
  for (const key of keys) {
    const agent = floor.agents.get(key);
    const states = agent && floor.agentsByState.get(agent.site);
    if (!states) continue;
    floor.agents.delete(key);
    const left = (states.get(agent.state) ?? 0) - 1;
    if (left > 0) states.set(agent.state, left);
    else states.delete(agent.state);
    if (states.size === 0) floor.agentsByState.delete(agent.site);
  }
}

function prove(
  floor: Floor,
  proofs: Map<string, SourceProof>,
  sources: readonly SourceProof[],
  touched: Touched,
): void {
  for (const proof of sources) {
    const key = `${proof.site}/${proof.source}`;
    proofs.set(key, proof);
    const used = floor.offsetsMs.get(key);
    if (used !== undefined && Math.abs(used - proof.clockOffsetMs) <= offsetStepMs) continue;
    floor.offsetsMs.set(key, proof.clockOffsetMs);
    touched.every = true;
  }
}

function keyOf({ site, queue }: { site: string; queue: string }): string {
  return `${site}/${queue}`;
}

/** An instant of a source on the gateway's own clock. */
export function onOurClock(floor: Floor, source: string, at: Date): number {
  return at.getTime() - (floor.offsetsMs.get(source) ?? 0);
}

/** Keys "site/source" of a site's sources, in order. */
export function sourcesOf(floor: Floor, site: string): string[] {
  const keys = new Set([...floor.queueProofs.keys(), ...floor.agentProofs.keys()]);
  return [...keys].filter((key) => key.startsWith(`${site}/`)).sort();
}
