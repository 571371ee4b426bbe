// One log file per program, bounded; what matters also reaches the terminal.
import { appendFileSync, renameSync, statSync } from 'node:fs';
import { basename } from 'node:path';
import type { Readable } from 'node:stream';

/** At this size the file becomes `<name>.log.1`, whose predecessor is dropped. */
const fileLimit = 10 * 1024 ** 2;
/** Lines of one program shown in the terminal per `quietMs`; the rest is in its file. */
const shownLimit = 3;
const quietMs = 10_000;
const lineLimit = 64 * 1024;
const warning = 40;
const fatal = 60;

/** What a program last said about why it must end. */
export interface ChildLog {
  take: (output: Readable) => void;
  /** Its last fatal line or, from a crash, its last error. */
  lastError: () => string | null;
}

/**
 * Writes a program's output into its file. Warnings and worse go to `say` too,
 * a few at a time.
 */
export function childLog(file: string, say: (line: string) => void): ChildLog {
  const state = { size: sizeOf(file), shown: 0, since: 0, error: null as string | null };
  const show = (message: string, nowMs: number) => {
    if (nowMs - state.since > quietMs) Object.assign(state, { shown: 0, since: nowMs });
    state.shown += 1;
    if (state.shown <= shownLimit) say(message);
    if (state.shown === shownLimit + 1) say(`says more in ${basename(file)}`);
  };
  const takeLine = (line: string) => {
    append(file, line, state);
    const { level, message } = readLine(line);
    if (level >= fatal || /^\w*Error\b/.test(message)) state.error = message;
    if (level >= warning) show(message, Date.now());
  };
  return { take: (output) => eachLine(output, takeLine), lastError: () => state.error };
}

function append(file: string, line: string, state: { size: number }) {
  const bytes = Buffer.byteLength(line) + 1;
  try {
    if (state.size + bytes > fileLimit) {
      renameSync(file, `${file}.1`);
      state.size = 0;
    }
    appendFileSync(file, `${line}\n`);
    state.size += bytes;
  } catch {
    // A full disk must not end the programs too; they report it themselves.
  }
}

function sizeOf(file: string): number {
  try {
    return statSync(file).size;
  } catch {
    return 0;
  }
}

/** A pino object, or a line of nats-server ("[7] 2026/11/22 … [ERR] …"), or anything. */
function readLine(line: string): { level: number; message: string } {
  if (line.startsWith('{')) {
    try {
      const { level, msg, why, err } = JSON.parse(line);
      const parts = [msg, why, err?.message].filter((part) => typeof part === 'string');
      return { level: Number(level) || 0, message: parts.join(': ') || line.slice(0, 200) };
    } catch {
      return { level: 0, message: line };
    }
  }
  const nats = /\[(ERR|FTL)\] (.*)/.exec(line);
  if (nats) return { level: nats[1] === 'FTL' ? fatal : warning, message: nats[2] ?? line };
  return { level: 0, message: line };
}

function eachLine(output: Readable, take: (line: string) => void) {
  let rest = '';
  output.setEncoding('utf8');
  output.on('data', (text: string) => {
    const lines = (rest + text).split('\n');
    rest = (lines.pop() ?? '').slice(-lineLimit);
    for (const line of lines) take(line.slice(0, lineLimit));
  });
  output.on('end', () => rest && take(rest));
}
