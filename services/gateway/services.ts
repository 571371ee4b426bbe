import { credentials } from '@grpc/grpc-js';
import { AdherenceServiceClient } from '../../proto/gen/floorcast/agent/v1/adherence_service.ts';
import { AgentStatusServiceClient } from '../../proto/gen/floorcast/agent/v1/agent_status_service.ts';
import { DirectoryServiceClient } from '../../proto/gen/floorcast/directory/v1/directory_service.ts';
import { HistoryServiceClient } from '../../proto/gen/floorcast/history/v1/history_service.ts';
import { QueueMetricsServiceClient } from '../../proto/gen/floorcast/queue/v1/queue_metrics_service.ts';
import { ShiftSchedulingServiceClient } from '../../proto/gen/floorcast/schedule/v1/shift_scheduling_service.ts';
import { ScorecardServiceClient } from '../../proto/gen/floorcast/score/v1/scorecard_service.ts';
import { StaffingServiceClient } from '../../proto/gen/floorcast/staffing/v1/staffing_service.ts';
import type { Context } from '../lib/context.ts';
import type { Config } from './config.ts';

/** The services the gateway asks, each over one connection that mends itself. */
export interface Services {
  directory: DirectoryServiceClient;
  queues: QueueMetricsServiceClient;
  agents: AgentStatusServiceClient;
  adherence: AdherenceServiceClient;
  history: HistoryServiceClient;
  staffing: StaffingServiceClient;
  scheduling: ShiftSchedulingServiceClient;
  scores: ScorecardServiceClient;
  close: () => void;
}

/** Connects lazily: a service that is away is asked again at the next request. */
export function openServices(config: Config): Services {
  const insecure = credentials.createInsecure();
  // A service that was restarted is found again within a second, not after gRPC's two minutes.
  const options = {
    'grpc.initial_reconnect_backoff_ms': 100,
    'grpc.max_reconnect_backoff_ms': 1_000,
    'grpc.max_receive_message_length': 64 * 1024 * 1024,
  };
  const directory = new DirectoryServiceClient(config.directory, insecure, options);
  const queues = new QueueMetricsServiceClient(config.queueMetrics, insecure, options);
  const agents = new AgentStatusServiceClient(config.agentStatus, insecure, options);
  const adherence = new AdherenceServiceClient(config.agentStatus, insecure, options);
  const history = new HistoryServiceClient(config.eventArchive, insecure, options);
  const staffing = new StaffingServiceClient(config.staffingForecast, insecure, options);
  const scheduling = new ShiftSchedulingServiceClient(config.shiftScheduling, insecure, options);
  const scores = new ScorecardServiceClient(config.scorecards, insecure, options);
  return {
    directory,
    queues,
    agents,
    adherence,
    history,
    staffing,
    scheduling,
    scores,
    close: () => {
      for (const client of [directory, queues, agents, adherence]) client.close();
      for (const client of [history, staffing, scheduling, scores]) client.close();
    },
  };
}

/** Whom the gateway asks for when it asks for itself: all of one tenant, nothing to decide. */
export function ownContext(tenant: string): Context {
  return { tenant, person: '', roles: ['supervisor'] };
}
