import { setTimeout as pause } from 'node:timers/promises';
import type { Log } from '../lib/log.ts';
import type { AdapterStates } from './adapter-states.ts';
import type { Adapter, FactSink } from './adapters/adapter.ts';
import { asteriskSource } from './adapters/asterisk.ts';
import { openRecording } from './adapters/asterisk-recorded.ts';
import { type Recording, replayAdapter } from './adapters/replay.ts';
import { callerKeyOf } from './caller-keys.ts';
import { sourceFact } from './liveness.ts';
import type { Parking } from './parking.ts';
import type { Publisher } from './publish.ts';
import { readFactLines } from './recorded-facts.ts';
import type { AsteriskSource, ReplaySource, Source } from './sources.ts';

/** The adapters of all sources that we read ourselves. */
export interface RunningAdapters {
  /** Starts, ends and restarts adapters until they are those of these sources. */
  become: (sources: readonly Source[]) => Promise<void>;
  /** Sources being read. */
  count: () => number;
  /** Ends all and keeps their states. */
  stop: () => Promise<void>;
}

export interface AdapterDeps {
  publisher: Publisher;
  parking: Parking;
  states: AdapterStates;
  /** Folder of the caller keys. */
  folder: string;
  log: Log;
  now: () => number;
}

type ReadSource = AsteriskSource | ReplaySource;

interface Running {
  /** The source as written: another text is another source. */
  text: string;
  end: () => Promise<void>;
}

const keepEveryMs = 1_000;
const againAfterMs = 5_000;

export function runAdapters(deps: AdapterDeps): RunningAdapters {
  const running = new Map<string, Running>();
  const become = async (sources: readonly Source[]) => {
    const wanted = new Map<string, ReadSource>();
    for (const source of sources) {
      if ('token' in source) continue;
      wanted.set(`${source.tenant}.${source.id}`, source);
    }
    for (const [name, { text, end }] of running) {
      const source = wanted.get(name);
      if (source && JSON.stringify(source) === text) continue;
      running.delete(name);
      await end();
    }
    for (const [name, source] of wanted) {
      if (!running.has(name)) running.set(name, startOne(deps, name, source));
    }
  };
  return { become, count: () => running.size, stop: () => become([]) };
}

/** One adapter, its state kept each second, behind the facts it tells. */
function startOne(deps: AdapterDeps, name: string, source: ReadSource): Running {
  const { publisher, states, log } = deps;
  const adapter = adapterOf(deps, source, states.read(name));
  const stop = new AbortController();
  const sink = sinkOf(deps, source);
  let keeping: Promise<void> = Promise.resolve();
  const keep = async () => {
    if (sink.busy()) return;
    const state = JSON.stringify(adapter.state() ?? null);
    // What the state takes for told must be in the log before the state is kept.
    await publisher.settled();
    states.write(name, state);
  };
  const keepAgain = () => {
    keeping = keeping.then(keep).catch((error: unknown) => {
      log.error({ source: name, why: String(error) }, 'the state of a source could not be kept');
    });
  };
  const timer = setInterval(keepAgain, keepEveryMs);
  const done = readOn(adapter, sink, stop.signal, { log, name });
  return {
    text: JSON.stringify(source),
    end: async () => {
      stop.abort();
      clearInterval(timer);
      await done;
      keepAgain();
      await keeping;
    },
  };
}

/** A fault of one source must not end the others: it is told and tried again. */
async function readOn(
  adapter: Adapter,
  sink: FactSink,
  signal: AbortSignal,
  { log, name }: { log: Log; name: string },
): Promise<void> {
  while (!signal.aborted) {
    try {
      await adapter.start(sink, signal);
      if (!signal.aborted) log.info({ source: name }, 'the source has come to its end');
      return;
    } catch (error) {
      log.error({ source: name, err: error }, 'a source failed and is read again');
    }
    await pause(againAfterMs, undefined, { signal }).catch(() => undefined);
  }
}

function sinkOf({ publisher, parking }: AdapterDeps, source: ReadSource) {
  let under = 0;
  return {
    /** True while a teller waits. */
    busy: () => under > 0,
    park: (line: string, place: string, why: string) => parking.park(source, line, place, why),
    tell: (facts: Parameters<FactSink['tell']>[0]) => {
      const waits = publisher.tell(source, facts);
      if (!waits) return undefined;
      under += 1;
      return waits.finally(() => {
        under -= 1;
      });
    },
  };
}

function adapterOf(deps: AdapterDeps, source: ReadSource, kept: unknown): Adapter {
  const warn = (sentence: string) => deps.log.warn({ source: source.id }, sentence);
  if (source.kind === 'asterisk') {
    const callerKey = callerKeyOf(deps.folder, source.tenant);
    return asteriskSource({ ...source.options, callerKey }, { kept, warn });
  }
  const { speed, times } = source;
  const what = { kind: 'heartbeat', cadenceMs: 1_000, disagreements: 0 } as const;
  const heartbeat = (atMs: number) => sourceFact(source, `heartbeat|${atMs}`, atMs, what);
  const options = { speed, times, now: deps.now, heartbeat };
  return replayAdapter(recordingOf(deps, source, warn), options, kept);
}

function recordingOf(
  { folder }: AdapterDeps,
  source: ReplaySource,
  warn: (sentence: string) => void,
): Recording {
  const { id, tenant, site, file, format, agentsBy } = source;
  if (format === 'facts') {
    return (sink) => readFactLines(file, { id, site, cadenceMs: 1_000 }, sink);
  }
  const callerKey = callerKeyOf(folder, tenant);
  const identity = { source: id, site, agentsBy, callerKey, callerDigits: 0 as const };
  return async ({ tell, park }) => {
    const files = format === 'ami' ? { ami: file } : { queueLog: file };
    const recording = await openRecording(files, { identity, warn });
    if (recording.timeless) return warn('a recording without instants cannot be told again');
    await recording.read({ tell: (facts) => tell(facts), park });
  };
}
