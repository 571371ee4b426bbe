// A whole installation as one thing that can be started and ended.
import { existsSync } from 'node:fs';
import { get } from 'node:http';
import { join } from 'node:path';
import { wholeNumber } from '../services/lib/config.ts';
import { connectNats, ensureStreams } from '../services/lib/nats.ts';
import { busProgram, endOrphan, guard } from './bus.ts';
import { checkStart } from './checks.ts';
import { type Child, keepRunning, type Program } from './child.ts';
import { demoSources } from './demo-sources.ts';
import type { Installation, Service } from './installation.ts';
import { provideNats } from './nats.ts';
import { buildWallboard, isBuilt } from './wallboard.ts';

/** A running installation. */
export interface System {
  /** Every program by name, nats-server included. */
  children: ReadonlyMap<string, Child>;
  /** True when the simulated centre feeds it. */
  simulated: boolean;
  /** Ends everything, in order, within three seconds. */
  stop: () => Promise<void>;
}

export interface StartOptions {
  /** Told in one line what happens. */
  say: (line: string) => void;
  /** False = no simulated centre even when there is no other source. */
  simulate?: boolean;
  /** Aborted = give up and end what was started. */
  signal?: AbortSignal;
}

/** Together below the three seconds that Ctrl-C may take. */
const servicesEndMs = 2_200;
const busEndMs = 600;
/** FACTS and BACKFILL each refuse new facts beyond this many bytes. */
const factsLimit = { fallback: 4 * 1024 ** 3, min: 1024 ** 2, max: 1024 ** 5 };

/**
 * Starts nats-server, every service and, without a source of the user's own,
 * the simulated centre. Resolves when all of them work.
 *
 * @throws DomainError in one sentence, after ending what was already started.
 */
export async function startSystem(
  installation: Installation,
  { say, simulate = true, signal }: StartOptions,
): Promise<System> {
  const { data, root } = installation;
  await endOrphan(data);
  const ends: (() => unknown)[] = [await checkStart(installation)];
  const children = new Map<string, Child>();
  let stopping: Promise<void> | null = null;
  // Asked for twice at Ctrl-C, by the signal and by the command: it happens once.
  const stop = () => {
    stopping ??= endAll(children, ends);
    return stopping;
  };
  const add = (program: Program) => {
    signal?.throwIfAborted();
    const child = keepRunning(program, say);
    children.set(program.name, child);
    return child;
  };
  signal?.addEventListener('abort', () => void stop(), { once: true });
  // Our own time may be up before all have ended: they do not outlive us then either.
  process.once('exit', () => {
    for (const child of children.values()) child.kill();
  });

  try {
    const building = isBuilt(root) ? Promise.resolve() : build(root, say);
    // Awaited below; a refusal meanwhile must not fall on the floor.
    building.catch(() => undefined);
    const { listen } = installation.nats;
    if (listen) {
      await readyAll([add(busProgram(provideNats(root, say), listen, installation))], say);
      ends.push(guard(data));
      await createStreams(installation);
    }
    const simulated = simulate && !installation.sources && isThere(root, 'simulate');
    const sources = simulated ? { FLOORCAST_SOURCES: demoSources(data) } : {};
    const env = { ...installation.env, ...sources };
    for (const stage of byStage(installation.services)) {
      const started = stage.map((service) => add(serviceProgram(service, installation, env)));
      await readyAll(started, say);
    }
    await building;
    if (simulated) add(simulatorProgram(installation, env));
    return { children, simulated, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** The bus last: what the others still have to say goes over it. */
async function endAll(children: ReadonlyMap<string, Child>, ends: (() => unknown)[]) {
  const bus = children.get('nats-server');
  const others = [...children.values()].filter((child) => child !== bus);
  await Promise.all(others.map((child) => child.stop(servicesEndMs)));
  await bus?.stop(busEndMs);
  for (const end of ends.splice(0).reverse()) await end();
}

/** Streams are created before who follows them asks. */
async function createStreams({ nats, env }: Installation) {
  const connection = await connectNats(nats.url, 'start');
  const factsBytes = wholeNumber(env, 'FLOORCAST_FACTS_BYTES', factsLimit);
  await ensureStreams(connection, { factsBytes, replicas: 1 });
  await connection.close();
}

function isThere(root: string, script: string): boolean {
  return existsSync(join(root, 'scripts', `${script}.ts`));
}

async function build(root: string, say: (line: string) => void) {
  if (!existsSync(join(root, 'wallboard'))) return;
  say('building the wallboard ...');
  await buildWallboard(root);
}

function byStage(services: Service[]): Service[][] {
  return [...Map.groupBy(services, ({ stage }) => stage).values()];
}

async function readyAll(children: Child[], say: (line: string) => void) {
  const begun = Date.now();
  await Promise.all(
    children.map(async ({ name, ready }) => {
      await ready((why) => say(`${name} is not ready yet: ${why}`));
      say(`${name} is ready (${((Date.now() - begun) / 1000).toFixed(1)} s)`);
    }),
  );
}

function serviceProgram(service: Service, { root, data }: Installation, env: Program['env']) {
  return {
    name: service.name,
    command: process.execPath,
    args: [join(root, 'services', service.name, 'main.ts')],
    cwd: root,
    env,
    logFile: join(data, 'logs', `${service.name}.log`),
    isReady: () => askReady(service.admin),
    channel: true,
  };
}

function simulatorProgram({ root, data }: Installation, env: Program['env']): Program {
  return {
    name: 'simulated centre',
    command: process.execPath,
    args: [join(root, 'scripts', 'simulate.ts')],
    cwd: root,
    env,
    logFile: join(data, 'logs', 'simulate.log'),
    isReady: async () => true,
    channel: true,
  };
}

function askReady(admin: string): Promise<true | string> {
  return new Promise((resolve) => {
    const request = get(`http://${admin}/readyz`, { timeout: 1_000 }, (response) => {
      let body = '';
      response.setEncoding('utf8');
      response.on('data', (text: string) => {
        body = (body + text).slice(0, 500);
      });
      response.on('end', () => resolve(response.statusCode === 200 || body.trim()));
      response.on('error', (error) => resolve(error.message));
    });
    request.on('timeout', () => request.destroy(new Error('it does not answer')));
    request.on('error', (error) => resolve(error.message));
  });
}
