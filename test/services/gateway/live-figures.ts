import { Server, ServerCredentials } from '@grpc/grpc-js';
import type { NatsConnection } from '@nats-io/transport-node';
import type { Test } from 'tap';
import {
  type AgentState,
  DisplayState,
  LiveAgents,
} from '../../../proto/gen/floorcast/agent/v1/agent_state.ts';
import { AgentStatusServiceService } from '../../../proto/gen/floorcast/agent/v1/agent_status_service.ts';
import { HistoryServiceService } from '../../../proto/gen/floorcast/history/v1/history_service.ts';
import { QueueMetricsServiceService } from '../../../proto/gen/floorcast/queue/v1/queue_metrics_service.ts';
import {
  LiveQueues,
  type QueueSnapshot,
} from '../../../proto/gen/floorcast/queue/v1/queue_snapshot.ts';
import { ShiftSchedulingServiceService } from '../../../proto/gen/floorcast/schedule/v1/shift_scheduling_service.ts';
import {
  GetPostedResponse,
  ScorecardServiceService,
} from '../../../proto/gen/floorcast/score/v1/scorecard_service.ts';
import { StaffingServiceService } from '../../../proto/gen/floorcast/staffing/v1/staffing_service.ts';
import { DomainError } from '../../../services/domain/domain-error.ts';
import { sameTenant } from '../../../services/lib/context.ts';
import { unary } from '../../../services/lib/grpc.ts';
import { makeLog } from '../../../services/lib/log.ts';
import { subjects } from '../../../services/lib/subjects.ts';

/** Live figures told by hand: real messages on NATS and real gRPC answers, chosen by the test. */
export interface LiveFigures {
  address: string;
  /** A queue's waiting count, told on the bus and in every later snapshot. */
  waiting: (tenant: string, queue: string, count: number, lose?: 'lost') => void;
  /** An agent's state, the same way. */
  agent: (tenant: string, agent: string, state: DisplayState) => void;
  /** What scorecards says may be posted; null = it does not answer. */
  posted: (tenant: string, answer: Partial<GetPostedResponse> | null) => void;
  /** Snapshots of queues asked for so far. */
  snapshots: () => number;
  /** Calls by method, for what reached a service at all. */
  calls: string[];
}

/** Starts the services' faces on one free port. Stopped with the test. */
export async function startLiveFigures(t: Test, nats: NatsConnection): Promise<LiveFigures> {
  const log = makeLog('figures', 'silent');
  const queues = new Map<string, LiveQueues>();
  const agents = new Map<string, LiveAgents>();
  const posted = new Map<string, Partial<GetPostedResponse> | null>();
  const calls: string[] = [];
  let snapshots = 0;
  const server = new Server();
  const queuesOf = (tenant: string) => known(queues, tenant, () => emptyQueues(tenant));
  const agentsOf = (tenant: string) => known(agents, tenant, () => emptyAgents(tenant));

  server.addService(QueueMetricsServiceService, {
    getQueues: unary(log, ({ tenant }: { tenant: string }, context) => {
      sameTenant(context, tenant);
      snapshots += 1;
      return { live: { ...queuesOf(tenant), sources: proofs() } };
    }),
    listIntervals: unary(log, () => ({ intervals: [] })),
    watchQueues: () => undefined,
  });
  server.addService(AgentStatusServiceService, {
    getAgents: unary(log, ({ tenant }: { tenant: string }, context) => {
      sameTenant(context, tenant);
      return { live: { ...agentsOf(tenant), sources: proofs() } };
    }),
    listAgentIntervals: unary(log, () => ({ intervals: [] })),
    watchAgents: () => undefined,
  });
  const told = (method: string, answer: object) =>
    unary(log, ({ tenant }: { tenant: string }, context) => {
      sameTenant(context, tenant);
      calls.push(`${method} ${tenant} ${context.roles.join(',')}`);
      return answer;
    });
  server.addService(HistoryServiceService, {
    listQueueIntervals: told('listQueueIntervals', { intervals: [], nextPageToken: '' }),
    listAgentIntervals: told('listAgentIntervals', { intervals: [], nextPageToken: '' }),
    getContact: told('getContact', { legs: [] }),
    getAgentDay: told('getAgentDay', { spans: [] }),
    getWatermarks: told('getWatermarks', { raw: 9, legs: 9, intervals: 9, facts: 9, residual: 0 }),
    eraseTenant: told('eraseTenant', { facts: 1, legs: 1, intervals: 1, messages: 1, people: 0 }),
  });
  server.addService(StaffingServiceService, {
    erasePlanning: told('erasePlanning', { decisions: 0, contents: 0 }),
  });
  server.addService(ShiftSchedulingServiceService, {
    eraseSchedule: told('eraseSchedule', { decisions: 0, contents: 0 }),
  });
  server.addService(ScorecardServiceService, {
    eraseScores: told('eraseScores', { decisions: 0, contents: 0 }),
    getPosted: unary(log, ({ tenant, site }: { tenant: string; site: string }, context) => {
      sameTenant(context, tenant);
      calls.push(`getPosted ${tenant} ${site}`);
      const answer = posted.get(tenant) ?? null;
      if (!answer) throw new DomainError('unavailable', 'scorecards is away');
      return GetPostedResponse.fromPartial({ asOf: new Date(), ...answer });
    }),
  });
  const port = await new Promise<number>((resolve, reject) => {
    server.bindAsync('127.0.0.1:0', ServerCredentials.createInsecure(), (error, bound) =>
      error ? reject(error) : resolve(bound),
    );
  });
  t.teardown(() => server.forceShutdown());
  return {
    address: `127.0.0.1:${port}`,
    snapshots: () => snapshots,
    posted: (tenant, answer) => void posted.set(tenant, answer),
    calls,
    waiting: (tenant, queue, count, lose) => {
      const live = queuesOf(tenant);
      live.version += 1;
      const others = live.queues.filter((each) => each.queue !== queue);
      const changed = queueOf(queue, count);
      live.queues = [...others, changed];
      const message = { ...live, queues: [changed], sources: proofs() };
      if (!lose) nats.publish(subjects.liveQueues(tenant), LiveQueues.encode(message).finish());
    },
    agent: (tenant, agent, state) => {
      const live = agentsOf(tenant);
      live.version += 1;
      const changed = agentOf(agent, state);
      live.agents = [...live.agents.filter((each) => each.agent !== agent), changed];
      const message = { ...live, agents: [changed], sources: proofs() };
      nats.publish(subjects.liveAgents(tenant), LiveAgents.encode(message).finish());
    },
  };
}

function known<T>(map: Map<string, T>, key: string, make: () => T): T {
  const value = map.get(key) ?? make();
  map.set(key, value);
  return value;
}

function emptyQueues(tenant: string): LiveQueues {
  return LiveQueues.create({ epoch: 'one', version: 1, tenant, newestSentAt: new Date() });
}

function emptyAgents(tenant: string): LiveAgents {
  return LiveAgents.create({ epoch: 'one', version: 1, tenant });
}

/** The source's clock is two minutes ahead of ours. */
export const clockAheadMs = 120_000;

function proofs() {
  return [
    {
      site: 'hq',
      source: 'pbx',
      provenUntil: new Date(Date.now() + clockAheadMs),
      clockOffsetMs: clockAheadMs,
      cadenceMs: 1_000,
      inGap: false,
      gapReason: '',
      disagreements: 0,
    },
  ];
}

function queueOf(queue: string, waiting: number): QueueSnapshot {
  const since = waiting > 0 ? new Date(Date.now() + clockAheadMs - 30_000) : undefined;
  return LiveQueues.fromPartial({
    queues: [
      {
        site: 'hq',
        queue,
        waiting,
        longestWaitingSince: since,
        today: {
          offered: 10 + waiting,
          answered: 8,
          abandoned: 2,
          serviceLevels: [{ rule: 3, met: 6, counted: 10, ratio: 0.6 }],
        },
        targetMs: 20_000,
        rule: 3,
        goal: 0.8,
      },
    ],
  }).queues[0] as QueueSnapshot;
}

function agentOf(agent: string, state: DisplayState): AgentState {
  return LiveAgents.fromPartial({
    agents: [
      {
        site: 'hq',
        source: 'pbx',
        agent,
        person: agent,
        name: `Name of ${agent}`,
        state,
        since: new Date(),
        reason: state === DisplayState.BREAK ? 'lunch' : '',
        queues: ['repair'],
      },
    ],
  }).agents[0] as AgentState;
}
