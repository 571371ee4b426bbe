import type { AgentState, QueueStaffing } from '../../proto/gen/floorcast/agent/v1/agent_state.ts';
import { DisplayState } from '../../proto/gen/floorcast/agent/v1/agent_state.ts';
import type { Name } from '../../proto/gen/floorcast/directory/v1/setting.ts';
import type { QueueSnapshot } from '../../proto/gen/floorcast/queue/v1/queue_snapshot.ts';
import type {
  AgentRow,
  QueueRow,
  RowServiceLevel,
  SourceAge,
} from '../../proto/gen/floorcast/wall/v1/wall_frame.ts';
import { queueSettingsAt, type Settings, settingAt } from '../domain/settings/settings.ts';
import { type Audience, mayName, pseudonym, smallestGroup } from './audience.ts';
import { type Floor, onOurClock, sourcesOf } from './floor.ts';

/** Everything a row is made from. */
export interface Sight {
  tenant: string;
  floor: Floor;
  settings: Settings;
  /** Names of people by person id. */
  names: ReadonlyMap<string, string>;
  audience: Audience;
  nowMs: number;
  /** False while agent-status is silent: staffing is then unknown, not as it was. */
  agentsHeard: boolean;
}

/** A queue as a screen shows it; null when it is not known any more. */
export function queueRow(sight: Sight, key: string): QueueRow | null {
  const { floor, settings, nowMs } = sight;
  const snapshot = floor.queues.get(key);
  if (!snapshot) return null;
  const { site, queue, waiting, talking, longestWaitingSince, today } = snapshot;
  const { name, position } = queueSettingsAt(settings, site, queue, nowMs);
  const sources = sourcesOf(floor, site);
  return {
    key,
    site,
    name,
    position,
    waiting,
    longestSinceMs: longestWaitingSince && onOurClock(floor, sources[0] ?? '', longestWaitingSince),
    talking,
    offered: today?.offered ?? 0,
    answered: today?.answered ?? 0,
    abandoned: today?.abandoned ?? 0,
    left: Object.values(today?.left ?? {}).reduce((sum, count) => sum + count, 0),
    answerRate: today?.answerRate,
    serviceLevel: serviceLevelOf(snapshot),
    asaMs: today?.asaMs,
    ahtMs: today?.ahtMs,
    ...staffingOf(sight, key),
    sources,
  };
}

function serviceLevelOf({ today, rule, targetMs, goal }: QueueSnapshot): RowServiceLevel {
  const own = today?.serviceLevels.find((level) => level.rule === rule);
  return {
    rule,
    met: own?.met ?? 0,
    counted: own?.counted ?? 0,
    ratio: own?.ratio,
    targetMs,
    goal,
  };
}

type Staffing = Pick<QueueRow, 'signedIn' | 'ready' | 'onContact' | 'afterCallWork' | 'onBreak'>;

const unknownStaffing: Staffing = {
  signedIn: undefined,
  ready: undefined,
  onContact: undefined,
  afterCallWork: undefined,
  onBreak: undefined,
};

function staffingOf({ floor, agentsHeard, audience }: Sight, key: string): Staffing {
  if (!floor.agentsLoaded || !agentsHeard) return unknownStaffing;
  const nobody: Omit<QueueStaffing, 'site' | 'queue'> = {
    signedIn: 0,
    ready: 0,
    onContact: 0,
    afterCallWork: 0,
    onBreak: 0,
  };
  const { signedIn, ready, onContact, afterCallWork, onBreak } = floor.staffing.get(key) ?? nobody;
  if (audience === 'public' && signedIn > 0 && signedIn < smallestGroup) {
    return { ...unknownStaffing, signedIn };
  }
  return { signedIn, ready, onContact, afterCallWork, onBreak };
}

/** An agent as a screen shows it. */
export function agentRow(sight: Sight, key: string, agent: AgentState): AgentRow {
  const { tenant, floor, settings, audience, nowMs } = sight;
  const source = `${agent.site}/${agent.source}`;
  const named = mayName(audience, settings, { site: agent.site, nowMs });
  return {
    key: named ? key : pseudonym(tenant, key),
    site: agent.site,
    source,
    name: named ? nameOf(sight, agent) : '',
    state: agent.state,
    sinceMs: agent.since ? onOurClock(floor, source, agent.since) : 0,
    // Why somebody pauses is nobody's business in passing.
    reason: named ? agent.reason : '',
    queue: agent.queue ? queueName(sight, agent) : undefined,
    contacts: agent.contacts,
    team: named ? agent.team : '',
  };
}

function nameOf({ names }: Sight, { person, name, agent }: AgentState): string {
  return names.get(person) || name || agent;
}

function queueName({ settings, nowMs }: Sight, { site, queue }: AgentState): Name {
  return queueSettingsAt(settings, site, queue, nowMs).name;
}

/** Is the agent signed in to any queue? */
export function isSignedIn({ state }: Pick<AgentState, 'state'>): boolean {
  return state !== DisplayState.SIGNED_OUT && state !== DisplayState.UNSPECIFIED;
}

/**
 * How old every source of a site is. A board that shows agents is as old as the
 * older of the two proofs; a board of queues stands on queue-metrics alone.
 */
export function sourceAges(
  sight: Sight,
  { site, withAgents }: { site: string; withAgents: boolean },
): SourceAge[] {
  const { floor, settings, nowMs } = sight;
  const keys = new Set([...floor.queueProofs.keys(), ...floor.agentProofs.keys()]);
  const ages: SourceAge[] = [];
  for (const key of [...keys].sort()) {
    const counted = [
      floor.queueProofs.get(key),
      withAgents && floor.agentsLoaded ? floor.agentProofs.get(key) : undefined,
    ].filter((proof) => proof !== undefined);
    const oldest = counted.toSorted((a, b) => instant(a.provenUntil) - instant(b.provenUntil))[0];
    const proof = oldest ?? floor.agentProofs.get(key);
    if (!proof || (site !== '' && proof.site !== site)) continue;
    ages.push({
      site: proof.site,
      source: proof.source,
      name: settingAt(settings, 'source', proof.source, nowMs)?.name ?? {
        en: proof.source,
        zh: '',
      },
      provenMs: proof.provenUntil ? onOurClock(floor, key, proof.provenUntil) : 0,
      cadenceMs: proof.cadenceMs || 1_000,
      inGap: counted.some((each) => each.inGap),
      gapReason: counted.find((each) => each.inGap)?.gapReason ?? '',
    });
  }
  return ages;
}

function instant(at: Date | undefined): number {
  return at?.getTime() ?? 0;
}

/** Every figure comes from the simulated centre: all sources that told anything are simulators. */
export function isSimulated({ floor, settings, nowMs }: Sight): boolean {
  const sources = [...floor.queueProofs.values(), ...floor.agentProofs.values()];
  if (sources.length === 0) return false;
  return sources.every(
    ({ source }) => settingAt(settings, 'source', source, nowMs)?.kind === 'simulator',
  );
}
