// npm test: everything that CI runs. With file names: only those tests.
//
//   npm test
//   npm test -- test/domain/queue/service-level.test.ts
import { spawn } from 'node:child_process';
import { existsSync, globSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { DomainError } from '../services/domain/domain-error.ts';
import { allChecks, type Outcome, runChecks, scratchFolder } from './checks-of-code.ts';
import { provideChromium } from './chromium.ts';
import { provideNats } from './nats.ts';
import { buildWallboard, isBuilt } from './wallboard.ts';

const root = join(import.meta.dirname, '..');
const asked = process.argv.slice(2);
const scratch = scratchFolder();
process.on('exit', scratch.remove);

try {
  const totals = await everything();
  console.log(`\n${totals.passed} passed, ${totals.failed} failed`);
  process.exit(totals.failed === 0 ? 0 : 1);
} catch (error) {
  if (!(error instanceof DomainError)) throw error;
  console.error(`floorcast: ${error.message}`);
  process.exit(2);
}

interface Totals {
  passed: number;
  failed: number;
}

async function everything(): Promise<Totals> {
  const say = (line: string) => console.log(`  ${line}`);
  process.env.PATH = `${join(root, '.local', 'bin')}:${process.env.PATH ?? ''}`;
  provideNats(root, say);
  process.env.FLOORCAST_CHROMIUM = provideChromium(say);
  // Compiled once for all files of tests and the services they start.
  process.env.NODE_COMPILE_CACHE ??= join(root, 'node_modules', '.cache', 'node');
  if (asked.length > 0) return runTests(asked);

  const outcomes = await runChecks(root, allChecks(root, scratch.folder), {
    atOnce: 2,
    onOutcome: tell,
  });
  const failed = outcomes.filter((outcome) => !outcome.passed).length;
  if (!isBuilt(root)) await buildWallboard(root);
  const tests = await runTests(globSync('test/**/*.test.ts', { cwd: root }).sort());
  for (const outcome of outcomes) if (!outcome.passed) say(`failed: ${outcome.name}`);
  return {
    passed: outcomes.length - failed + tests.passed,
    failed: failed + tests.failed,
  };
}

function tell({ name, passed, output, tookMs }: Outcome) {
  console.log(`  ${passed ? 'ok    ' : 'FAILED'} ${name} (${(tookMs / 1000).toFixed(1)} s)`);
  if (!passed) console.log(output.replace(/^/gm, '         '));
}

/** Runs tap: a line per file that passes, the whole report of one that does not. */
async function runTests(files: string[]): Promise<Totals> {
  await buildTap();
  const args = ['run', '--reporter=tap', ...files];
  const tap = spawn('tap', args, { cwd: root, stdio: ['ignore', 'pipe', 'inherit'] });
  const totals = { passed: 0, failed: 0 };
  let report: string[] = [];
  for await (const line of createInterface({ input: tap.stdout })) {
    report.push(line);
    const ended = /^(not )?ok \d+ - (.*?)(?: # time=(.*?))?(?: \{)?$/.exec(line);
    if (ended) {
      if (ended[1]) console.log(report.join('\n'));
      console.log(`  ${ended[1] ? 'FAILED' : 'ok    '} ${ended[2]} (${ended[3] ?? 'no time'})`);
      report = [];
    }
    if (line.startsWith('# { total: ')) {
      totals.passed = countIn(line, 'pass');
      totals.failed = countIn(line, 'fail');
    }
  }
  const code = tap.exitCode ?? (await new Promise((resolve) => tap.once('close', resolve)));
  // A file that dies, or a run without a report, fails even when no assertion did.
  return code === 0 ? totals : { ...totals, failed: Math.max(totals.failed, 1) };
}

/**
 * tap comes built with plugins that .taprc leaves out: Node itself reads the TypeScript. Built once
 * for what is installed, since a build takes away what a run beside it has loaded.
 */
async function buildTap(): Promise<void> {
  const installed = join(root, 'node_modules/@tapjs/test');
  const builtFor = join(root, '.tap/built-for');
  const { mtimeMs } = statSync(join(installed, 'package.json'));
  const wanted = `${mtimeMs}\n${readFileSync(join(root, '.taprc'), 'utf8')}`;
  const isBuiltTap = existsSync(join(installed, 'test-built/dist/esm/index.js'));
  if (isBuiltTap && existsSync(builtFor) && readFileSync(builtFor, 'utf8') === wanted) return;
  const build = spawn('tap', ['build'], { cwd: root, stdio: ['ignore', 'ignore', 'inherit'] });
  const code = await new Promise((resolve) => build.once('close', resolve));
  if (code !== 0) throw new DomainError('unavailable', `tap build ended with code ${code}`);
  writeFileSync(builtFor, wanted);
}

function countIn(line: string, word: string): number {
  return Number(new RegExp(`${word}: (\\d+)`).exec(line)?.[1] ?? 0);
}
