import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { createGunzip } from 'node:zlib';
import { DomainError } from '../../domain/domain-error.ts';
import type { Fact } from '../../domain/fact.ts';
import { type AmiMessage, type AmiRead, amiParser } from './ami-parser.ts';
import { leavesUndecided, timestampOf, translate } from './ami-translator.ts';
import { newSwitch, type Switch, type SwitchIdentity } from './asterisk-switch.ts';
import { type QueueLogRow, readQueueLogLine } from './queue-log-line.ts';
import { translateRow } from './queue-log-translator.ts';

/** Recorded files of one switch, plain or gzip: what its two readers would have seen. */
export interface Recording {
  /** Text of the manager interface, as its bytes came. */
  ami?: string;
  queueLog?: string;
}

/** What becomes of the recording. */
export interface RecordingSink {
  /** Facts in the order of the recording, with the recording's own time. */
  tell: (facts: Fact[], nowMs: number) => void | Promise<void>;
  park: (line: string, place: string, why: string) => void;
}

/**
 * The log is read so far behind the events of the same file time: a row bears
 * the second in which it was written, and the events usually tell first.
 */
const logBehindMs = 2_500;

/** A recording that was looked into. */
export interface OpenedRecording {
  /**
   * True when the switch sent no `Timestamp`: instants are unknown, all stand
   * at 0, and only the durations which the switch tells hold.
   */
  timeless: boolean;
  /** Tells all of it; gives back the switch as it stands at the end. */
  read: (sink: RecordingSink) => Promise<Switch>;
}

/**
 * A recording through the translators of the live reader, both files merged by
 * time. Events without times cannot be put beside a log: then the log is read alone.
 */
export async function openRecording(
  recording: Recording,
  { identity, warn }: { identity: SwitchIdentity; warn: (sentence: string) => void },
): Promise<OpenedRecording> {
  const { ami, queueLog } = recording;
  const noTimes = ami !== undefined && (await isTimeless(ami));
  if (noTimes) warn(timelessWarning(recording));
  const timeless = noTimes && queueLog === undefined;
  const files = noTimes && queueLog !== undefined ? { queueLog } : recording;
  return {
    timeless,
    read: (sink) => readMerged(files, newSwitch(identity, { timeless }), sink),
  };
}

async function readMerged(files: Recording, sw: Switch, sink: RecordingSink): Promise<Switch> {
  const told = async (facts: Fact[]) => {
    if (facts.length > 0) await sink.tell(facts, sw.nowMs);
  };
  const ami = cursor(files.ami === undefined ? [] : readAmi(files.ami, sink));
  const log = cursor(files.queueLog === undefined ? [] : readRows(files.queueLog, sink));
  for (;;) {
    const message = await ami.peek();
    const row = await log.peek();
    if (!message && !row) break;
    const amiFirst = message && (!row || message.atMs <= row.atMs + logBehindMs);
    if (amiFirst) await told(translate(sw, message.message, null));
    else if (row) await told(translateRow(sw, row));
    (amiFirst ? ami : log).advance();
  }
  await told(leavesUndecided(sw));
  return sw;
}

function timelessWarning({ ami, queueLog }: Recording): string {
  const missing = `"${ami}" has no Timestamp lines (timestampevents=yes in manager.conf)`;
  return queueLog === undefined
    ? `${missing}: instants are unknown, waits and talk are the switch's own whole seconds`
    : `${missing} and cannot be put beside the log: all figures are those of "${queueLog}"`;
}

/** So many events are looked at to see whether the switch sends its time. */
const eventsLookedAt = 100;

async function isTimeless(path: string): Promise<boolean> {
  let events = 0;
  for await (const reads of amiReads(path)) {
    for (const read of reads) {
      if (read.kind !== 'message' || !read.message.has('Event')) continue;
      if (timestampOf(read.message) !== null) return false;
      events += 1;
    }
    if (events >= eventsLookedAt) break;
  }
  return events > 0;
}

interface TimedMessage {
  message: AmiMessage;
  atMs: number;
}

/** Messages in order; one without a time stands at that of the one before. */
async function* readAmi(path: string, sink: RecordingSink): AsyncGenerator<TimedMessage[]> {
  let atMs = 0;
  let messages = 0;
  let refused = 0;
  for await (const reads of amiReads(path)) {
    const timed: TimedMessage[] = [];
    for (const read of reads) {
      if (read.kind === 'refused') {
        refused += 1;
        sink.park(read.text, `${path}:${read.line}`, read.why);
      }
      if (read.kind !== 'message') continue;
      messages += 1;
      atMs = timestampOf(read.message) ?? atMs;
      timed.push({ message: read.message, atMs });
    }
    yield timed;
  }
  if (messages === 0 && refused > 0) {
    throw new DomainError('invalid', `"${path}" is no text of the Asterisk manager interface`);
  }
}

async function* amiReads(path: string): AsyncGenerator<AmiRead[]> {
  const parser = amiParser();
  for await (const bytes of bytesOf(path)) yield parser.push(bytes);
  yield parser.end();
}

async function* readRows(path: string, sink: RecordingSink): AsyncGenerator<QueueLogRow[]> {
  let line = 0;
  let good = 0;
  for await (const lines of linesOf(path)) {
    const rows: QueueLogRow[] = [];
    for (const text of lines) {
      line += 1;
      const row = readQueueLogLine(text);
      if (row && 'why' in row) sink.park(text, `${path}:${line}`, row.why);
      else if (row) rows.push(row);
    }
    good += rows.length;
    yield rows;
  }
  if (good === 0 && line > 0) throw new DomainError('invalid', `"${path}" is no queue_log`);
}

async function* linesOf(path: string): AsyncGenerator<string[]> {
  let rest = Buffer.alloc(0);
  for await (const bytes of bytesOf(path)) {
    const data = Buffer.concat([rest, bytes]);
    const end = data.lastIndexOf(0x0a) + 1;
    rest = data.subarray(end);
    if (end > 0) yield data.toString('utf8', 0, end - 1).split(/\r?\n/);
  }
  if (rest.length > 0) yield [rest.toString('utf8')];
}

/** A file's bytes, unpacked when it is gzip by its name or its first bytes. */
async function* bytesOf(path: string): AsyncGenerator<Buffer> {
  try {
    const gzip = await isGzip(path);
    const file = createReadStream(path);
    const stream = gzip ? file.pipe(createGunzip()) : file;
    file.once('error', (error) => stream.destroy(error));
    yield* stream;
  } catch (error) {
    if (error instanceof DomainError) throw error;
    throw new DomainError('invalid', `cannot read "${path}": ${(error as Error).message}`);
  }
}

async function isGzip(path: string): Promise<boolean> {
  if (path.endsWith('.gz')) return true;
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(2), 0, 2, 0);
    return bytesRead === 2 && buffer[0] === 0x1f && buffer[1] === 0x8b;
  } finally {
    await file.close();
  }
}

/** A place in a sequence of batches from which the next thing can be looked at. */
function cursor<T>(batches: Iterable<T[]> | AsyncIterable<T[]>) {
  const iterator = (async function* () {
    yield* batches;
  })();
  let batch: T[] = [];
  let at = 0;
  return {
    peek: async (): Promise<T | undefined> => {
      while (at >= batch.length) {
        const next = await iterator.next();
        if (next.done) return undefined;
        batch = next.value;
        at = 0;
      }
      return batch[at];
    },
    advance: () => {
      at += 1;
    },
  };
}
