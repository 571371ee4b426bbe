// The simulated centre: several sites that speak CloudEvents to the public door
// of ingest, and nothing else. Started by `npm start` while no real source is
// configured.
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { credentials } from '@grpc/grpc-js';
import { DirectoryServiceClient } from '../proto/gen/floorcast/directory/v1/directory_service.ts';
import { DomainError } from '../services/domain/domain-error.ts';
import { splitAddress } from '../services/lib/admin.ts';
import { text, wholeNumber } from '../services/lib/config.ts';
import { ask } from '../services/lib/grpc.ts';
import { ended, run } from '../services/lib/run.ts';
import type { Storm } from './simulation/arrivals.ts';
import { openAssessor } from './simulation/assessor.ts';
import { openDoor } from './simulation/deliver.ts';
import { simulatedDirectory } from './simulation/directory.ts';
import { sites } from './simulation/plan.ts';
import { openPlanner } from './simulation/planner.ts';
import { playSite } from './simulation/play.ts';
import { openScheduler } from './simulation/scheduler.ts';
import { readState, writeState } from './simulation/state.ts';

await run('simulator', async ({ log, signal, defer }) => {
  const config = readConfig(process.env);
  const { tenant, tokens } = await readSources(config.sourcesFile);
  await importDirectory(config.directory, tenant, config.agents);

  const stateFile = join(config.data, 'simulator', 'state.json');
  const state = await readState(stateFile);
  const keeping = setInterval(() => void writeState(stateFile, state), 5_000);
  defer(() => writeState(stateFile, state));
  defer(() => clearInterval(keeping));

  const planner = openPlanner(config.staffing, { tenant, log, signal });
  defer(planner.close);
  const scheduler = openScheduler({ ...config, tenant }, { log, signal });
  defer(scheduler.close);
  const assessor = openAssessor({ ...config, tenant }, { log, signal });
  defer(assessor.close);
  const played = sites.map((site) => {
    const token = tokens.get(site.source) ?? '';
    const door = openDoor({ url: config.door, token, source: site.source }, signal);
    const { seed, agents, historyWeeks } = config;
    const of = { site, seed, agents, historyWeeks, state, door, planner, scheduler, assessor };
    return playSite({ ...of, log, signal });
  });
  const stopControl = await serveControl(config.control, (storm) => {
    state.storms.push(storm);
    for (const one of played) one.storm(storm);
  });
  defer(stopControl);
  await Promise.race([ended(signal), ...played.map((one) => one.done)]);
});

function readConfig(env: NodeJS.ProcessEnv) {
  const data = text(env, 'FLOORCAST_DATA', '.data');
  return {
    data,
    sourcesFile: text(env, 'FLOORCAST_SOURCES', join(data, 'sources.json')),
    door: `http://${text(env, 'ACD_INGEST_HTTP', '127.0.0.1:7110')}`,
    directory: text(env, 'DIRECTORY_GRPC', '127.0.0.1:7121'),
    staffing: text(env, 'STAFFING_FORECAST_GRPC', '127.0.0.1:7161'),
    scheduling: text(env, 'SHIFT_SCHEDULING_GRPC', '127.0.0.1:7171'),
    scorecards: text(env, 'SCORECARDS_GRPC', '127.0.0.1:7181'),
    archive: text(env, 'EVENT_ARCHIVE_GRPC', '127.0.0.1:7151'),
    control: text(env, 'SIMULATOR_CONTROL', '127.0.0.1:7190'),
    agents: wholeNumber(env, 'SIMULATOR_AGENTS', { fallback: 60, min: 5, max: 10_000 }),
    seed: wholeNumber(env, 'SIMULATOR_SEED', { fallback: 1, min: 0, max: 2 ** 31 }),
    historyWeeks: wholeNumber(env, 'SIMULATOR_HISTORY_WEEKS', { fallback: 13, min: 0, max: 104 }),
  };
}

async function readSources(file: string): Promise<{ tenant: string; tokens: Map<string, string> }> {
  const known = JSON.parse(await readFile(file, 'utf8')) as {
    sources: { id: string; tenant: string; token?: string }[];
  };
  const tokens = new Map(known.sources.map((source) => [source.id, source.token ?? '']));
  const missing = sites.find((site) => !tokens.get(site.source));
  if (missing) {
    throw new DomainError('invalid', `${file} holds no token for source "${missing.source}"`);
  }
  return { tenant: known.sources[0]?.tenant ?? 'demo', tokens };
}

async function importDirectory(address: string, tenant: string, agents: number): Promise<void> {
  const client = new DirectoryServiceClient(address, credentials.createInsecure());
  const json = JSON.stringify(simulatedDirectory(tenant, agents));
  const context = { tenant, person: 'simulator', roles: ['administrator' as const] };
  const request = { tenant, commandId: `simulator-${agents}`, json, dryRun: false };
  await ask(client, client.importDirectory, request, { context, withinMs: 60_000 });
  client.close();
}

/** `POST /storm {"site":"qingyang","queue":"","times":12,"minutes":5}` on loopback. */
async function serveControl(address: string, call: (storm: Storm) => void): Promise<() => void> {
  const server = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) body = `${body}${chunk}`.slice(0, 10_000);
    try {
      if (request.method !== 'POST' || request.url !== '/storm') {
        throw new DomainError('not-found', 'only POST /storm is known here');
      }
      call(readStorm(body, Date.now()));
      response.writeHead(202).end('the storm begins\n');
    } catch (error) {
      response.writeHead(400).end(`${(error as Error).message}\n`);
    }
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    const [host, port] = splitAddress(address);
    server.listen(port, host, resolve);
  });
  return () => server.close();
}

function readStorm(body: string, nowMs: number): Storm {
  const given = JSON.parse(body) as Partial<Storm>;
  const site = sites.find((one) => one.id === given.site);
  if (!site) throw new DomainError('invalid', `site "${given.site}" is not simulated`);
  const queue = given.queue ?? '';
  if (queue && !site.queues.some((one) => one.id === queue)) {
    throw new DomainError('invalid', `queue "${queue}" is not simulated at ${site.id}`);
  }
  const times = Math.min(50, Math.max(1, Number(given.times ?? 12)));
  const minutes = Math.min(120, Math.max(1, Number(given.minutes ?? 5)));
  return { site: site.id, queue, fromMs: nowMs, minutes, times };
}
