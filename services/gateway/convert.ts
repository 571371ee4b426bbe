import {
  type AgentFigures,
  type AgentInterval,
  DisplayState,
} from '../../proto/gen/floorcast/agent/v1/agent_state.ts';
import type { AgentSpan, ContactLeg } from '../../proto/gen/floorcast/history/v1/trace.ts';
import type {
  ContactFigures,
  QueueInterval,
  ServiceLevel,
} from '../../proto/gen/floorcast/queue/v1/queue_snapshot.ts';
import type { ServiceAge } from '../../proto/gen/floorcast/wall/v1/wall_frame.ts';
import { fromWire } from '../lib/facts.ts';
import { fromWireRule } from '../lib/settings-wire.ts';
import { agentRow, isSimulated, queueRow, type Sight, sourceAges } from './rows.ts';

/** Absent on the wire is null in JSON: cannot be computed, never 0. */
function orNull<T>(value: T | undefined): T | null {
  return value ?? null;
}

function iso(at: Date | undefined): string | null {
  return at ? at.toISOString() : null;
}

/** Ages of sources and services: no figure leaves without them. */
function agesJson(
  sight: Sight,
  { site, withAgents, services }: { site: string; withAgents: boolean; services: ServiceAge[] },
) {
  return {
    at: new Date(sight.nowMs).toISOString(),
    simulated: isSimulated(sight),
    sources: sourceAges(sight, { site, withAgents }).map((source) => ({
      site: source.site,
      source: source.source,
      provenUntil: source.provenMs === 0 ? null : new Date(source.provenMs).toISOString(),
      ageMs: source.provenMs === 0 ? null : Math.max(0, sight.nowMs - source.provenMs),
      inGap: source.inGap,
      gapReason: source.gapReason || null,
    })),
    services: services.map(({ service, heardMs }) => ({
      service,
      ageMs: heardMs === 0 ? null : Math.max(0, sight.nowMs - heardMs),
    })),
  };
}

/** Queues now, each rate with its rule. */
export function queuesJson(
  sight: Sight,
  { site, services }: { site: string; services: ServiceAge[] },
) {
  const rows = [...sight.floor.queues.keys()].map((key) => queueRow(sight, key));
  const queues = rows
    .filter((row) => row !== null)
    .filter((row) => site === '' || row.site === site)
    .sort((a, b) => a.position - b.position || (a.key < b.key ? -1 : 1))
    .map(({ longestSinceMs, serviceLevel, ...row }) => ({
      ...row,
      longestWaitingSince:
        longestSinceMs === undefined ? null : new Date(longestSinceMs).toISOString(),
      answerRate: orNull(row.answerRate),
      asaMs: orNull(row.asaMs),
      ahtMs: orNull(row.ahtMs),
      signedIn: orNull(row.signedIn),
      ready: orNull(row.ready),
      onContact: orNull(row.onContact),
      afterCallWork: orNull(row.afterCallWork),
      onBreak: orNull(row.onBreak),
      serviceLevel: serviceLevel && {
        ...serviceLevel,
        rule: fromWireRule(serviceLevel.rule),
        ratio: orNull(serviceLevel.ratio),
      },
    }));
  return { ...agesJson(sight, { site, withAgents: false, services }), queues };
}

/** Agents now; with a person only that person. */
export function agentsJson(
  sight: Sight,
  { site, person, services }: { site: string; person: string | null; services: ServiceAge[] },
) {
  const agents = [...sight.floor.agents]
    .filter(([, agent]) => site === '' || agent.site === site)
    .filter(([, agent]) => person === null || (person !== '' && agent.person === person))
    .map(([key, agent]) => {
      const { sinceMs, state, ...row } = agentRow(sight, key, agent);
      return {
        ...row,
        person: agent.person || null,
        state: stateWord(state),
        since: sinceMs === 0 ? null : new Date(sinceMs).toISOString(),
        queue: row.queue ?? null,
        today: agent.today ? agentFiguresJson(agent.today) : null,
      };
    });
  return { ...agesJson(sight, { site, withAgents: true, services }), agents };
}

function stateWord(state: DisplayState): string {
  const word = Object.entries(DisplayState).find(([, value]) => value === state)?.[0];
  return (word ?? 'UNSPECIFIED').toLowerCase().replaceAll('_', '-');
}

/** One interval of one queue. */
export function queueIntervalJson(interval: QueueInterval) {
  const { start, figures, ...rest } = interval;
  return { ...rest, start: iso(start), figures: figures ? contactFiguresJson(figures) : null };
}

function contactFiguresJson(figures: ContactFigures) {
  return {
    ...figures,
    blocked: orNull(figures.blocked),
    answerRate: orNull(figures.answerRate),
    asaMs: orNull(figures.asaMs),
    maxWaitMs: orNull(figures.maxWaitMs),
    talkMs: orNull(figures.talkMs),
    holdMs: orNull(figures.holdMs),
    acwMs: orNull(figures.acwMs),
    ahtMs: orNull(figures.ahtMs),
    serviceLevels: figures.serviceLevels.map(serviceLevelJson),
  };
}

function serviceLevelJson(level: ServiceLevel) {
  return { ...level, rule: fromWireRule(level.rule), ratio: orNull(level.ratio) };
}

/** One interval of one agent. */
export function agentIntervalJson(interval: AgentInterval) {
  const { start, figures, ...rest } = interval;
  return { ...rest, start: iso(start), figures: figures ? agentFiguresJson(figures) : null };
}

function agentFiguresJson(figures: AgentFigures) {
  return { ...figures, occupancy: orNull(figures.occupancy) };
}

/** One leg of a contact with its trace. */
export function legJson(leg: ContactLeg) {
  return {
    ...leg,
    offeredAt: iso(leg.offeredAt),
    agent: leg.agent || null,
    waitMs: orNull(leg.waitMs),
    talkMs: orNull(leg.talkMs),
    holdMs: orNull(leg.holdMs),
    acwMs: orNull(leg.acwMs),
    facts: leg.facts.map(fromWire).map(({ atMs, ...fact }) => ({
      ...fact,
      at: new Date(atMs).toISOString(),
    })),
  };
}

/** One stretch of an agent's day. */
export function spanJson({ start, end, ...span }: AgentSpan) {
  return { ...span, start: iso(start), end: iso(end) };
}
