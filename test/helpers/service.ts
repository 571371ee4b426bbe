import { type ChildProcess, spawn } from 'node:child_process';
import type { Test } from 'tap';
import { freePort } from './ports.ts';

/** A service as a process of its own, on ports of its own. Stopped with the test. */
export interface TestService {
  /** host:port of its gRPC door; of its HTTP door for the gateway. */
  address: string;
  /** The operators' door. */
  admin: string;
  /** Everything it wrote since the first start. */
  log: () => string;
  kill: (how: NodeJS.Signals) => Promise<void>;
  /** Starts it again on the same ports; resolves when it is ready. */
  start: () => Promise<void>;
}

/** Starts services/<name>/main.ts; resolves when it says that it is ready. */
export async function startService(
  t: Test,
  name: string,
  env: Record<string, string>,
): Promise<TestService> {
  const prefix = name.toUpperCase().replaceAll('-', '_');
  const address = `127.0.0.1:${await freePort()}`;
  const admin = `127.0.0.1:${await freePort()}`;
  const door = name === 'gateway' ? 'HTTP' : 'GRPC';
  const doors = { [`${prefix}_${door}`]: address, [`${prefix}_ADMIN`]: admin };
  const whole = { ...process.env, ...doors, ...env };
  let said = '';
  const hear = (text: string) => {
    said += text;
  };
  let child = await begin(name, whole, hear);
  t.teardown(() => ended(child, 'SIGKILL'));
  return {
    address,
    admin: `http://${admin}`,
    log: () => said,
    kill: (how) => ended(child, how),
    start: async () => {
      child = await begin(name, whole, hear);
    },
  };
}

function begin(
  name: string,
  env: NodeJS.ProcessEnv,
  hear: (text: string) => void,
): Promise<ChildProcess> {
  const child = spawn(process.execPath, [`services/${name}/main.ts`], {
    env,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let said = '';
  return new Promise((resolve, reject) => {
    child.stderr.on('data', (data: Buffer) => {
      said += data;
      hear(String(data));
      if (said.includes('"msg":"ready"')) resolve(child);
    });
    child.once('exit', (code) => reject(new Error(`${name} ended with ${code}: ${said}`)));
  });
}

function ended(child: ChildProcess, how: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve();
  return new Promise((resolve) => {
    child.once('exit', () => resolve());
    child.kill(how);
  });
}
