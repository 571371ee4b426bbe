import type { ServerWritableStream } from '@grpc/grpc-js';
import type {
  AgentStatusServiceServer,
  ListAgentIntervalsRequest,
  ListAgentIntervalsResponse,
  WatchAgentsRequest,
  WatchAgentsResponse,
} from '../../proto/gen/floorcast/agent/v1/agent_status_service.ts';
import { type AgentInterval, agentIntervals } from '../domain/agent/agent-figures.ts';
import { agentKey } from '../domain/agent/agent-state.ts';
import { DomainError } from '../domain/domain-error.ts';
import type { Settings } from '../domain/settings/settings.ts';
import { type Context, sameTenant } from '../lib/context.ts';
import { serverStream, unary } from '../lib/grpc.ts';
import type { Log } from '../lib/log.ts';
import { toWireInterval } from './convert.ts';
import type { Floors } from './floor.ts';
import { identityAt } from './identity.ts';
import type { Now } from './now.ts';
import type { Live } from './publish.ts';
import { figuresSight, sightOf } from './sight.ts';

/** What the answers are made from. */
export interface AgentStatusDeps {
  floors: Floors;
  live: Live;
  now: Now;
  settingsOf: (tenant: string) => Settings;
  position: () => number;
  /** Makes the keys a wall sees. */
  salt: string;
  log: Log;
}

/** Messages waiting for one reader; beyond it the reader is too slow and starts anew. */
const maxWaiting = 256;

/** Intervals in one answer. */
const maxIntervals = 50_000;

const lengths = [300, 900, 1_800];
const longestMs = 49 * 3_600_000;

/** The service's door: translates and checks who asks; the folds compute. */
export function agentStatusRpc(deps: AgentStatusDeps): AgentStatusServiceServer {
  const { live, log, salt } = deps;
  return {
    getAgents: unary(log, ({ tenant, site }, context) => {
      sameTenant(context, tenant);
      return { live: sightOf(context, { site, salt })(live.whole(tenant)) };
    }),
    watchAgents: serverStream(log, (call, context, signal) => watch(deps, call, context, signal)),
    listAgentIntervals: unary(log, (request, context) => listIntervals(deps, request, context)),
  };
}

async function watch(
  { live, salt }: AgentStatusDeps,
  call: ServerWritableStream<WatchAgentsRequest, WatchAgentsResponse>,
  context: Context,
  signal: AbortSignal,
): Promise<void> {
  const { tenant, site } = call.request;
  sameTenant(context, tenant);
  const sight = sightOf(context, { site, salt });
  const ended = Promise.withResolvers<void>();
  signal.addEventListener('abort', () => ended.resolve(), { once: true });
  // The whole and the watching begin in one turn of the loop: no change falls between.
  call.write({ live: sight(live.whole(tenant)) });
  const stop = live.watch(tenant, (message) => {
    call.write({ live: sight(message) });
    if (call.writableLength <= maxWaiting) return;
    ended.reject(new DomainError('unavailable', 'the reader is too slow: watch again'));
  });
  try {
    await ended.promise;
  } finally {
    stop();
  }
}

function listIntervals(
  { floors, now, settingsOf, position }: AgentStatusDeps,
  request: ListAgentIntervalsRequest,
  context: Context,
): ListAgentIntervalsResponse {
  const { tenant, site, agent } = request;
  sameTenant(context, tenant);
  const sight = figuresSight(context);
  const span = spanOf(request);
  const floor = floors.get(tenant);
  if (!floor) return { intervals: [] };
  const settings = settingsOf(tenant);
  const wanted = (row: { site: string; source: string; agent: string }) =>
    (!site || row.site === site) && (!agent || row.agent === agent);
  // By whom the phone belonged to then: a hot desk's figures are not its next owner's.
  const allowed = (row: AgentInterval) =>
    sight === 'everybody' ||
    identityAt(settings, agentKey(row), row.startMs).person === context.person;
  const found = agentIntervals(floor.agents, span, now.clockOf(tenant), wanted).filter(allowed);
  if (found.length > maxIntervals) {
    throw new DomainError(
      'invalid',
      `${found.length} intervals are more than ${maxIntervals}: ask for less time or one site`,
    );
  }
  return { intervals: found.map((interval) => toWireInterval(interval, position())) };
}

function spanOf({ from, to, lengthS }: ListAgentIntervalsRequest) {
  if (!lengths.includes(lengthS)) {
    throw new DomainError('invalid', `length_s is ${lengthS}, but must be 300, 900 or 1800`);
  }
  if (!from || !to || from >= to) {
    throw new DomainError('invalid', 'from and to must be given, from before to');
  }
  if (to.getTime() - from.getTime() > longestMs) {
    throw new DomainError('invalid', 'from and to are more than 49 hours apart');
  }
  const lengthMs = lengthS * 1_000;
  const fromMs = Math.floor(from.getTime() / lengthMs) * lengthMs;
  const toMs = Math.ceil(to.getTime() / lengthMs) * lengthMs;
  return { fromMs, toMs, lengthMs };
}
