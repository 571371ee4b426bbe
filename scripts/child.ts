// A program that is kept running: started, watched, started again with back-off, ended.
import { type ChildProcess, spawn } from 'node:child_process';
import { DomainError } from '../services/domain/domain-error.ts';
import type { Env } from '../services/lib/config.ts';
import { type ChildLog, childLog } from './child-log.ts';

/** What to run. */
export interface Program {
  name: string;
  command: string;
  args: string[];
  cwd: string;
  env: Env;
  logFile: string;
  /** True when it works, else why not yet. */
  isReady: () => Promise<true | string>;
  /** A program of ours notices by this channel that its parent is gone. */
  channel: boolean;
}

/** A program that is kept running. */
export interface Child {
  name: string;
  /** Of the process of now; undefined between two. */
  pid: () => number | undefined;
  /** Waits until it works. Rejects when it refuses to start, with its own sentence. */
  ready: (onWaiting: (why: string) => void) => Promise<void>;
  /** Ends it and starts it again. */
  restart: () => Promise<void>;
  /** Asks it to end; kills it after `limitMs`. */
  stop: (limitMs: number) => Promise<void>;
  /** Ends it at once, with whatever it has started. */
  kill: () => void;
}

const firstBackOffMs = 250;
const longestBackOffMs = 10_000;
/** Who lived this long has recovered: the next back-off is the first again. */
const recoveredMs = 30_000;
const restartLimitMs = 2_500;
const pollMs = 100;
const tellMs = 10_000;
const refusedCode = 2;
/** Who never worked is not started more often than this. */
const crashLimit = 3;

interface State {
  process: ChildProcess | null;
  /** Whether it ever worked: before that, a refusal ends the start. */
  worked: boolean;
  stopping: boolean;
  /** A restart was asked for: no back-off, nothing to tell. */
  asked: boolean;
  refusal: string | null;
  crashes: number;
  backOffMs: number;
}

/** Starts a program and keeps it running until `stop`. */
export function keepRunning(program: Program, say: (line: string) => void): Child {
  const log = childLog(program.logFile, (line) => say(`${program.name}: ${line}`));
  const state: State = {
    process: null,
    worked: false,
    stopping: false,
    asked: false,
    refusal: null,
    crashes: 0,
    backOffMs: firstBackOffMs,
  };
  launch(program, { state, log, say });
  return {
    name: program.name,
    pid: () => state.process?.pid,
    ready: (onWaiting) => becomeReady(program, state, onWaiting),
    restart: async () => {
      state.asked = true;
      await end(state.process, restartLimitMs);
    },
    stop: async (limitMs) => {
      state.stopping = true;
      const inTime = await end(state.process, limitMs);
      if (!inTime) say(`${program.name} did not end within ${limitMs / 1000} s and was killed`);
    },
    kill: () => {
      state.stopping = true;
      if (state.process) killGroup(state.process);
    },
  };
}

interface Keeping {
  state: State;
  log: ChildLog;
  say: (line: string) => void;
}

function launch(program: Program, keeping: Keeping) {
  const { state, log } = keeping;
  const child = spawn(program.command, program.args, {
    cwd: program.cwd,
    env: program.env,
    stdio: ['ignore', 'pipe', 'pipe', ...(program.channel ? (['ipc'] as const) : [])],
    // A group of its own: Ctrl-C reaches us alone, and we end all in the right order.
    detached: true,
  });
  const startedAt = Date.now();
  state.process = child;
  if (child.stdout) log.take(child.stdout);
  if (child.stderr) log.take(child.stderr);
  child.once('error', (error) => {
    state.refusal = `cannot run ${program.command}: ${error.message}`;
  });
  // 'close' and not 'exit': by then its last words are read.
  child.once('close', (code, signal) => {
    state.process = null;
    if (state.stopping) return;
    if (state.asked) {
      state.asked = false;
      return launch(program, keeping);
    }
    if (!state.worked && (code === refusedCode || state.crashes >= crashLimit)) {
      state.refusal = `${log.lastError() ?? `it ended (${signal ?? code})`} (${program.logFile})`;
      return;
    }
    state.crashes += 1;
    startAgain(program, keeping, {
      how: signal ?? `code ${code}`,
      livedMs: Date.now() - startedAt,
    });
  });
}

function startAgain(
  program: Program,
  keeping: Keeping,
  { how, livedMs }: { how: string; livedMs: number },
) {
  const { state, say } = keeping;
  if (livedMs > recoveredMs) state.backOffMs = firstBackOffMs;
  const delayMs = state.backOffMs;
  state.backOffMs = Math.min(delayMs * 2, longestBackOffMs);
  say(`${program.name} ended (${how}); it is started again in ${delayMs / 1000} s`);
  setTimeout(() => {
    if (!state.stopping) launch(program, keeping);
  }, delayMs).unref();
}

async function becomeReady(program: Program, state: State, onWaiting: (why: string) => void) {
  let toldAt = Date.now();
  while (true) {
    if (state.stopping) throw new DomainError('unavailable', `${program.name} was ended`);
    if (state.refusal) throw new DomainError('unavailable', `${program.name}: ${state.refusal}`);
    const answer = await program.isReady();
    if (answer === true) break;
    if (Date.now() - toldAt > tellMs) {
      toldAt = Date.now();
      onWaiting(answer);
    }
    await new Promise((resolve) => setTimeout(resolve, pollMs));
  }
  state.worked = true;
}

/**
 * Asks a program to end, kills it after `limitMs`, and kills what it has left
 * behind: it leads a group of its own.
 *
 * @returns false when it had to be killed.
 */
function end(child: ChildProcess | null, limitMs: number): Promise<boolean> {
  if (!child || child.exitCode !== null || child.signalCode !== null) return Promise.resolve(true);
  return new Promise((resolve) => {
    const kill = setTimeout(() => killGroup(child), limitMs);
    child.once('exit', (_code, signal) => {
      clearTimeout(kill);
      killGroup(child);
      resolve(signal !== 'SIGKILL');
    });
    child.kill('SIGTERM');
  });
}

function killGroup({ pid }: ChildProcess) {
  if (pid === undefined) return;
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // Nobody is left in it.
  }
}
