import { QueueMetricsServiceService } from '../../proto/gen/floorcast/queue/v1/queue_metrics_service.ts';
import { serveAdmin } from '../lib/admin.ts';
import { listen, makeServer } from '../lib/grpc.ts';
import type { Lag } from '../lib/lag.ts';
import { readinessOf } from '../lib/readiness.ts';
import type { Running } from '../lib/run.ts';
import type { Following } from '../lib/stream.ts';
import type { Config } from './config.ts';
import type { QueueMetricsMetrics } from './metrics.ts';
import { type QueueMetricsDeps, queueMetricsRpc } from './rpc.ts';

/** What the doors of the service lead to. */
export interface Doors extends QueueMetricsDeps {
  config: Config;
  metrics: QueueMetricsMetrics;
  following: Following;
  lag: Lag;
  defer: Running['defer'];
}

/**
 * Opens the door for operators at once, so that they see why it is not ready.
 *
 * @returns what opens the door for callers, once the log is read.
 */
export async function openDoors(doors: Doors): Promise<() => Promise<void>> {
  const { config, metrics, following, lag, defer } = doors;
  const readiness = readinessOf(following, lag);
  metrics.following(following, lag);
  const admin = await serveAdmin(config.adminAddress, { metrics: metrics.registry, readiness });
  defer(admin.close);
  return async () => {
    const { server, setReady } = makeServer(['floorcast.queue.v1.QueueMetricsService']);
    server.addService(QueueMetricsServiceService, queueMetricsRpc(doors));
    await listen(server, config.grpcAddress);
    defer(() => server.forceShutdown());
    setReady(true);
  };
}
