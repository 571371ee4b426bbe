// What npm test checks beside the tests: each a command that says nothing when all is well.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** One check. */
export interface Check {
  /** As it stands in the output. */
  name: string;
  command: string;
  args: string[];
  /** Folder to run in, from the root. */
  cwd?: string;
}

/** What came of a check. */
export interface Outcome {
  name: string;
  passed: boolean;
  /** What it said, shown when it failed. */
  output: string;
  tookMs: number;
}

const limitMs = 5 * 60_000;
const outputLimit = 20_000;

/** Every check that applies to what is there. */
export function allChecks(root: string, scratch: string): Check[] {
  const checks: Check[] = [
    { name: 'types (tsc)', command: 'tsc', args: ['-p', 'tsconfig.json'] },
    {
      name: 'format and lint (biome)',
      command: 'biome',
      args: ['ci', '--colors=off', '--max-diagnostics=30', '--diagnostic-level=warn'],
    },
    { name: 'proto lint (buf)', command: 'buf', args: ['lint'], cwd: 'proto' },
    {
      name: 'boundaries (dependency-cruiser)',
      command: 'depcruise',
      args: [
        '--config',
        '.dependency-cruiser.mjs',
        '--output-type',
        'err-long',
        ...codeFolders(root),
      ],
    },
  ];
  if (existsSync(join(root, 'wallboard', 'tsconfig.json'))) {
    const args = ['--workspace', 'wallboard', '--fail-on-warnings', '--output', 'human'];
    checks.push({ name: 'pages (svelte-check)', command: 'svelte-check', args });
  }
  const before = protoOfMain(root, scratch);
  if (before) {
    const args = ['breaking', '--against', before];
    checks.push({ name: 'proto compatible with main (buf)', command: 'buf', args, cwd: 'proto' });
  }
  return checks;
}

function codeFolders(root: string): string[] {
  return ['services', 'scripts', 'wallboard/src', 'test'].filter((folder) =>
    existsSync(join(root, folder)),
  );
}

/** The protos as main has them, unpacked; null without git or without such a branch. */
function protoOfMain(root: string, scratch: string): string | null {
  for (const main of ['origin/main', 'main']) {
    const folder = mkdtempSync(join(scratch, 'main-'));
    const unpack = 'git archive "$0" proto | tar -x -C "$1" 2>/dev/null';
    spawnSync('sh', ['-c', unpack, main, folder], { cwd: root, stdio: 'ignore' });
    if (existsSync(join(folder, 'proto', 'buf.yaml'))) return join(folder, 'proto');
  }
  return null;
}

/** A folder for what checks need meanwhile, and its end. */
export function scratchFolder(): { folder: string; remove: () => void } {
  const folder = mkdtempSync(join(tmpdir(), 'floorcast-test-'));
  mkdirSync(folder, { recursive: true });
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

/** Runs checks, a few at a time, and tells each outcome as it comes. */
export async function runChecks(
  root: string,
  checks: Check[],
  { atOnce, onOutcome }: { atOnce: number; onOutcome: (outcome: Outcome) => void },
): Promise<Outcome[]> {
  const waiting = [...checks];
  const outcomes: Outcome[] = [];
  const worker = async () => {
    for (let check = waiting.shift(); check; check = waiting.shift()) {
      const outcome = await runCheck(root, check);
      outcomes.push(outcome);
      onOutcome(outcome);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
  return outcomes;
}

async function runCheck(root: string, { name, command, args, cwd = '.' }: Check): Promise<Outcome> {
  const startedAt = performance.now();
  const child = spawn(command, args, {
    cwd: join(root, cwd),
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: limitMs,
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (text) => {
      output = (output + text).slice(-outputLimit);
    });
  }
  const code = await new Promise<number | null>((resolve) => {
    child.once('close', resolve);
    child.once('error', (error) => {
      output += error.message;
      resolve(null);
    });
  });
  return { name, passed: code === 0, output, tookMs: performance.now() - startedAt };
}
