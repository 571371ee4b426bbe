// npm start as a user meets it: real services, real signals.
import { type ChildProcess, spawn } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import t, { type Test } from 'tap';
import { readInstallation } from '../../scripts/installation.ts';
import { freePortBase } from '../helpers/ports.ts';

const root = join(import.meta.dirname, '..', '..');
/** Ctrl-C's promise. */
const endLimitMs = 3_000;
const patienceMs = 60_000;

t.test('everything starts, heals, ends soon and starts again', async (t) => {
  const data = t.testdir();
  const base = await freePortBase();
  const sources = join(data, 'mine.json');
  const source = {
    id: 'pbx',
    tenant: 'main',
    site: 'hq',
    kind: 'cloudevents',
    token: 'x'.repeat(32),
  };
  writeFileSync(sources, JSON.stringify({ sources: [source] }));
  const env = {
    FLOORCAST_DATA: join(data, 'kept'),
    FLOORCAST_PORT_BASE: String(base),
    FLOORCAST_SOURCES: sources,
  };

  const first = start(t, env);
  await first.says(/Wall {3}http/);
  t.match(first.output(), `http://127.0.0.1:${base}`, 'one address is told');
  t.match(first.output(), env.FLOORCAST_DATA, 'and where the data lies');
  t.match(first.output(), sources, 'with a source of the user’s own nothing is simulated');
  const page = await fetch(`http://127.0.0.1:${base}/`);
  t.equal(page.status, 200, 'the wall is served');
  t.match(await page.text(), '<html', 'as a page');

  const second = start(t, env);
  t.equal(await second.ended, 2, 'a second start on the same folder is refused');
  t.match(second.output(), /already runs on .* \(process \d+\)/);
  const elsewhere = start(t, { ...env, FLOORCAST_DATA: join(data, 'other') });
  t.equal(await elsewhere.ended, 2, 'so is one on taken ports');
  t.match(elsewhere.output(), /^floorcast: port \d+ on 127\.0\.0\.1 is taken: .*FLOORCAST_/m);

  const gateway = pidOf(first, 'services/gateway/main.ts');
  process.kill(gateway, 'SIGKILL');
  await first.says(/gateway ended \(SIGKILL\); it is started again in/);
  await until(
    async () => (await fetch(`http://127.0.0.1:${base}/`).catch(() => null))?.ok === true,
  );
  t.not(pidOf(first, 'services/gateway/main.ts'), gateway, 'a killed service lives again');

  const all = descendants(first.pid);
  t.ok(all.length >= 6, `${all.length} programs run`);
  const askedAt = performance.now();
  process.kill(first.pid, 'SIGINT');
  t.equal(await first.ended, 0);
  const tookMs = performance.now() - askedAt;
  t.ok(tookMs < endLimitMs, `Ctrl-C took ${Math.round(tookMs)} ms`);
  t.same(all.filter(isAlive).map(commandOf), [], 'nothing is left running');
  t.notMatch(first.output(), 'was killed', 'every program ended of itself');

  const again = start(t, env);
  await again.says(/Wall {3}http/);
  const orphans = descendants(again.pid);
  process.kill(again.pid, 'SIGKILL');
  await until(async () => !orphans.some(isAlive));
  t.pass('even a killed start leaves nothing behind');
});

t.test('a bad setting is one sentence and exit 2', async (t) => {
  const wrong = { FLOORCAST_DATA: t.testdir(), FLOORCAST_PORT_BASE: 'many' };
  const port = start(t, wrong);
  t.equal(await port.ended, 2);
  t.match(port.output(), /^floorcast: FLOORCAST_PORT_BASE is "many", but must be a whole number/m);
  const missing = start(t, {
    ...wrong,
    FLOORCAST_PORT_BASE: '',
    FLOORCAST_SOURCES: 'nowhere.json',
  });
  t.equal(await missing.ended, 2);
  t.match(missing.output(), 'FLOORCAST_SOURCES is "nowhere.json", but there is no such file');
});

t.test('ports move together, and one by one', async (t) => {
  const moved = readInstallation(root, {
    FLOORCAST_PORT_BASE: '8100',
    DIRECTORY_GRPC: '127.0.0.1:9',
  });
  t.equal(moved.wall, 'http://127.0.0.1:8100');
  t.equal(moved.nats.url, 'nats://127.0.0.1:8222');
  t.equal(moved.env.DIRECTORY_GRPC, '127.0.0.1:9');
  t.throws(() => readInstallation(root, { GATEWAY_HTTP: '7100' }), /GATEWAY_HTTP is wrong/);
  const outside = readInstallation(root, { FLOORCAST_NATS_URL: 'nats://bus:4222' });
  t.equal(outside.nats.listen, null, 'an outside NATS is not started');
});

interface Started {
  pid: number;
  output: () => string;
  /** Waits for a line. */
  says: (pattern: RegExp) => Promise<void>;
  ended: Promise<number | null>;
}

function start(t: Test, env: Record<string, string>): Started {
  // Without the options by which tap would load itself into every service of it.
  const bare = ['-u', 'NODE_OPTIONS', 'sh', join(root, 'scripts', 'launch'), 'start'];
  const child: ChildProcess = spawn('env', bare, {
    // From another folder, as a service manager would.
    cwd: t.testdirName.slice(0, t.testdirName.lastIndexOf('/')),
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    if (stream) createInterface({ input: stream }).on('line', (line) => (output += `${line}\n`));
  }
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
  t.teardown(() => child.kill('SIGKILL'));
  const says = (pattern: RegExp) =>
    until(async () => {
      if (child.exitCode !== null) throw new Error(`it ended instead:\n${output}`);
      return pattern.test(output);
    });
  return { pid: child.pid ?? 0, output: () => output, says, ended };
}

async function until(isTrue: () => Promise<boolean>): Promise<void> {
  for (const endMs = Date.now() + patienceMs; Date.now() < endMs; ) {
    if (await isTrue()) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error('it never came true');
}

function pidOf({ pid }: Started, script: string): number {
  const found = descendants(pid).find((each) => commandOf(each).includes(script));
  if (!found) throw new Error(`${script} does not run`);
  return found;
}

function descendants(pid: number): number[] {
  const all = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number);
  const direct = all.filter((each) => parentOf(each) === pid);
  return direct.flatMap((each) => [each, ...descendants(each)]);
}

function parentOf(pid: number): number {
  return Number(/^PPid:\s*(\d+)/m.exec(procFile(pid, 'status'))?.[1] ?? 0);
}

function commandOf(pid: number): string {
  return procFile(pid, 'cmdline').replaceAll('\0', ' ');
}

function isAlive(pid: number): boolean {
  const state = /^State:\s*(\w)/m.exec(procFile(pid, 'status'))?.[1];
  return state !== undefined && state !== 'Z';
}

function procFile(pid: number, name: string): string {
  try {
    return readFileSync(`/proc/${pid}/${name}`, 'utf8');
  } catch {
    return '';
  }
}
