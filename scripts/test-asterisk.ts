// npm run test:asterisk: a real Asterisk makes calls, and every figure equals its own log.
//
//   FLOORCAST_RIG=<folder> npm run test:asterisk [seconds of calls]
//
// The rig is a folder with run_capture.sh (starts the switch and its callers) and stop.sh. Two
// runs: one undisturbed, one whose connection to the switch is cut for 20 s in the middle.
import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { DomainError } from '../services/domain/domain-error.ts';
import { cuttableProxy } from './asterisk/cuttable-proxy.ts';
import { type Totals, totalsOfLog } from './asterisk/log-totals.ts';
import { startSmallHouse } from './asterisk/small-house.ts';

const root = resolve(import.meta.dirname, '..');
const cutMs = 20_000;
/** Where the rig keeps what the switch writes. */
const logInRig = 'root/opt/acd/run/switch/log/queue_log';
const amiPort = 5038;
/** After the last call the figures must be right within this time. */
const settleMs = 15_000;

try {
  process.exitCode = await main();
} catch (error) {
  if (!(error instanceof DomainError)) throw error;
  console.error(`test:asterisk: ${error.message}`);
  process.exitCode = 2;
}
process.exit();

async function main(): Promise<number> {
  const rig = process.env.FLOORCAST_RIG;
  if (!rig) {
    throw new DomainError('invalid', 'FLOORCAST_RIG must name the folder of the Asterisk rig');
  }
  const seconds = Number(process.argv[2] ?? 120);
  if (!Number.isInteger(seconds) || seconds < 60) {
    throw new DomainError('invalid', `"${process.argv[2]}" must be at least 60 seconds of calls`);
  }
  let failed = 0;
  for (const cut of [false, true]) failed += await oneRun(resolve(rig), { seconds, cut });
  console.log(`${2 - failed} passed, ${failed} failed`);
  return failed === 0 ? 0 : 1;
}

async function oneRun(
  rig: string,
  { seconds, cut }: { seconds: number; cut: boolean },
): Promise<number> {
  const what = cut ? `cut off for ${cutMs / 1_000} s in the middle` : 'undisturbed';
  console.log(`${seconds} s of calls, ${what} ...`);
  const folder = await mkdtemp(join(tmpdir(), 'floorcast-asterisk-'));
  // The rig begins with an empty log: what an earlier run left would be read as this one's past.
  await rm(join(rig, logInRig), { force: true });
  const proxy = await cuttableProxy(amiPort);
  const house = await startSmallHouse(root, folder, {
    id: 'pbx-1',
    tenant: 'main',
    site: 'hq',
    kind: 'asterisk',
    // The least a switch's administrator has to give.
    ami: {
      host: '127.0.0.1',
      port: proxy.port,
      username: 'readonly',
      secret: 'readonly-secret',
    },
    queueLog: join(rig, logInRig),
  });
  const end = async () => {
    await runRig(rig, ['./stop.sh']);
    await house.stop();
    await proxy.close();
    await rm(folder, { recursive: true, force: true });
  };
  const interrupted = () => void end().then(() => process.exit(130));
  process.once('SIGINT', interrupted).once('SIGTERM', interrupted);
  try {
    const calls = runRig(rig, ['./run_capture.sh', join(folder, 'calls'), String(seconds), '5']);
    if (cut) {
      await pause((seconds * 1_000) / 2);
      proxy.cut();
      await pause(cutMs);
      proxy.mend();
    }
    await calls;
    const wanted = await totalsOfLog(join(folder, 'calls', 'queue_log'));
    return await compared(wanted, house.totals);
  } finally {
    process.off('SIGINT', interrupted).off('SIGTERM', interrupted);
    await end();
  }
}

/** Prints both sides; 1 when they differ. */
async function compared(wanted: Totals, read: () => Promise<Totals>): Promise<number> {
  const until = Date.now() + settleMs;
  let found = await read();
  while (text(found) !== text(wanted) && Date.now() < until) {
    await pause(500);
    found = await read();
  }
  const equal = text(found) === text(wanted);
  console.log(equal ? `  equal:\n${text(wanted)}` : `  the switch:\n${text(wanted)}`);
  if (!equal) console.log(`  our figures:\n${text(found)}`);
  return equal ? 0 : 1;
}

function text(totals: Totals): string {
  const queues = Object.entries(totals).sort(([a], [b]) => (a < b ? -1 : 1));
  return queues.map(([queue, counts]) => `    ${queue} ${JSON.stringify(counts)}`).join('\n');
}

/** Runs a script of the rig to its end. */
function runRig(rig: string, [command = '', ...args]: string[]): Promise<void> {
  return new Promise((done, reject) => {
    const child = spawn(command, args, { cwd: rig, stdio: 'ignore' });
    child.once('error', (error) => {
      reject(new DomainError('unavailable', `cannot run ${command} in ${rig}: ${error.message}`));
    });
    child.once('close', () => done());
  });
}
