import { mkdir, writeFile } from 'node:fs/promises';
import { get } from 'node:http';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { credentials } from '@grpc/grpc-js';
import { QueueMetricsServiceClient } from '../../proto/gen/floorcast/queue/v1/queue_metrics_service.ts';
import { ask } from '../../services/lib/grpc.ts';
import { busProgram } from '../bus.ts';
import { type Child, keepRunning } from '../child.ts';
import { readInstallation } from '../installation.ts';
import { provideNats } from '../nats.ts';
import type { Totals } from './log-totals.ts';

/** The live path from a switch to its figures: bus, acd-ingest, queue-metrics. */
export interface SmallHouse {
  totals: () => Promise<Totals>;
  stop: () => Promise<void>;
}

/** Starts it on free ports, with one source. */
export async function startSmallHouse(
  root: string,
  folder: string,
  source: { tenant: string; site: string } & Record<string, unknown>,
): Promise<SmallHouse> {
  const data = join(folder, 'data');
  await mkdir(join(data, 'logs'), { recursive: true });
  await writeFile(join(data, 'sources.json'), JSON.stringify({ sources: [source] }));
  const [bus, http, push, ingestAdmin, metrics, metricsAdmin] = await freeAddresses();
  const env = {
    ...process.env,
    FLOORCAST_DATA: data,
    FLOORCAST_NATS_URL: `nats://${bus}`,
    ACD_INGEST_HTTP: http,
    ACD_INGEST_GRPC: push,
    ACD_INGEST_ADMIN: ingestAdmin,
    QUEUE_METRICS_GRPC: metrics,
    QUEUE_METRICS_ADMIN: metricsAdmin,
  };
  const binary = provideNats(root, say);
  const started: Child[] = [];
  const start = async (child: Child) => {
    started.unshift(child);
    await child.ready(say);
  };
  await start(keepRunning(busProgram(binary, bus, readInstallation(root, env)), say));
  const service = (name: string, admin: string) =>
    keepRunning(
      {
        name,
        command: process.execPath,
        args: [join(root, 'services', name, 'main.ts')],
        cwd: root,
        env,
        logFile: join(data, 'logs', `${name}.log`),
        isReady: () => readyz(admin),
        channel: true,
      },
      say,
    );
  await start(service('acd-ingest', ingestAdmin));
  await start(service('queue-metrics', metricsAdmin));
  const client = new QueueMetricsServiceClient(metrics, credentials.createInsecure());
  return {
    totals: () => readTotals(client, source),
    stop: async () => {
      client.close();
      for (const child of started) await child.stop(3_000);
    },
  };
}

async function readTotals(
  client: QueueMetricsServiceClient,
  { tenant, site }: { tenant: string; site: string },
): Promise<Totals> {
  const context = { tenant, person: '', roles: ['wall'] } as const;
  const { live } = await ask(client, client.getQueues, { tenant, site }, { context });
  const totals: Totals = {};
  for (const { queue, waiting, today } of live?.queues ?? []) {
    if (!today) continue;
    const { offered, answered, abandoned } = today;
    // Reasons the switch cannot mean (lost, unnamed) count too: they must not occur unnoticed.
    const left = Object.values(today.left).reduce((sum, count) => sum + count, 0);
    totals[queue] = { offered, answered, abandoned, left, waiting };
  }
  return totals;
}

function readyz(admin: string): Promise<true | string> {
  return new Promise((done) => {
    const request = get(`http://${admin}/readyz`, { timeout: 1_000 }, (response) => {
      response.resume();
      done(response.statusCode === 200 || `/readyz answers ${response.statusCode}`);
    });
    request.once('error', (error) => done(error.message));
  });
}

type Six = [string, string, string, string, string, string];

async function freeAddresses(): Promise<Six> {
  const address = async () => `127.0.0.1:${await freePort()}`;
  const one = await address();
  return [one, await address(), await address(), await address(), await address(), await address()];
}

function freePort(): Promise<number> {
  return new Promise((done, reject) => {
    const server = createServer().once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const bound = server.address();
      server.close(() => done(typeof bound === 'object' && bound ? bound.port : 0));
    });
  });
}

function say(line: string): void {
  console.log(`  ${line}`);
}
