import {
  DeliverPolicy,
  type JetStreamManager,
  type JsMsg,
  jetstream,
  jetstreamManager,
} from '@nats-io/jetstream';
import type { NatsConnection } from '@nats-io/transport-node';
import { DomainError } from '../domain/domain-error.ts';
import type { Log } from './log.ts';
import { subjects, tenantOf } from './subjects.ts';

/** Where a message stands in its stream. */
export interface Position {
  /** Stream sequence, from 1. */
  sequence: number;
  subject: string;
}

/**
 * Takes one message, in order. A `DomainError` means "cannot be read": the
 * message is parked and the next one comes. Any other error ends the following.
 */
export type Handle = (data: Uint8Array, at: Position) => void | Promise<void>;

/** What to follow. */
export interface Source {
  stream: string;
  /** Only these subjects. */
  subjects: string | string[];
  /** First sequence to hand over; 1 = everything kept. */
  fromSequence: number;
  /** True = every sequence must come: a hole that is no recorded deletion is reported. */
  contiguous?: boolean;
}

/** A following under way. */
export interface Following {
  /** Resolves when everything that stood in the stream at the start is handed over. */
  caughtUp: Promise<void>;
  /** Resolves when the signal aborts; rejects when the handler fails. */
  done: Promise<void>;
  /** Messages parked so far. */
  parked: () => number;
  /** Sequences that never came although nothing deleted them. */
  holes: () => number;
  /** Last sequence handed over, or the one before the first. */
  position: () => number;
}

/**
 * Replays a stream from a position, then follows it: each message once and in
 * order, through reconnects and restarts of the server. What cannot be read is
 * parked with its reason, counted, and passed over.
 */
export function follow(
  nats: NatsConnection,
  source: Source,
  handle: Handle,
  { signal, log }: { signal: AbortSignal; log: Log },
): Following {
  const state = { position: source.fromSequence - 1, parked: 0, holes: 0 };
  const caughtUp = Promise.withResolvers<void>();
  const done = loop(nats, source, handle, {
    busy: false,
    stop: () => undefined,
    signal,
    log,
    state,
    caughtUp: caughtUp.resolve,
  });
  done.catch(caughtUp.reject);
  caughtUp.promise.catch(() => undefined);
  return {
    caughtUp: caughtUp.promise,
    done,
    parked: () => state.parked,
    holes: () => state.holes,
    position: () => state.position,
  };
}

interface Loop {
  /** A message is being handled: a long silence is ours. */
  busy: boolean;
  /** Ends the consumption under way. */
  stop: () => void;
  signal: AbortSignal;
  log: Log;
  state: { position: number; parked: number; holes: number };
  caughtUp: () => void;
}

async function loop(nats: NatsConnection, source: Source, handle: Handle, run: Loop) {
  void stopAtReconnect(nats, run);
  while (!run.signal.aborted) {
    try {
      await consumeOnce(nats, source, handle, run);
    } catch (error) {
      if (error instanceof HandlerFailed) throw error.cause;
      if (run.signal.aborted) return;
      run.log.warn({ stream: source.stream, why: String(error) }, 'following anew');
      await new Promise((resolve) => setTimeout(resolve, 250));
    }
  }
}

/**
 * A server that was away has forgotten the consumer: it is made anew at once,
 * not when its heartbeats have been missed.
 */
async function stopAtReconnect(nats: NatsConnection, run: Loop) {
  for await (const { type } of nats.status()) {
    if (run.signal.aborted) return;
    if (type === 'reconnect') run.stop();
  }
}

const pull = { max_messages: 2_000 };
/** How often a following that hears nothing asks whether there is nothing. */
const stallCheckMs = 2_000;

class HandlerFailed extends Error {}

async function consumeOnce(nats: NatsConnection, source: Source, handle: Handle, run: Loop) {
  const { state, signal } = run;
  const manager = await jetstreamManager(nats);
  const start = Math.max(state.position + 1, 1);
  if ((await nextAfter(manager, source, state.position)) === null) run.caughtUp();

  const consumer = await jetstream(nats).consumers.get(source.stream, {
    filter_subjects: source.subjects,
    deliver_policy: DeliverPolicy.StartSequence,
    opt_start_seq: start,
  });
  const messages = await consumer.consume(pull);
  const stop = () => void messages.close();
  signal.addEventListener('abort', stop, { once: true });
  // An end that came while the consumer was made is not told a second time.
  if (signal.aborted) stop();
  run.stop = stop;
  const unwatch = watchStall(nats, source, run);
  try {
    for await (const message of messages) {
      if (signal.aborted) break;
      if (message.seq <= state.position) continue;
      run.busy = true;
      if (source.contiguous) await checkHole(nats, source.stream, message.seq, run);
      await handOver(nats, source, handle, message, run);
      state.position = message.seq;
      run.busy = false;
      if (message.info.pending === 0) run.caughtUp();
    }
  } finally {
    run.busy = false;
    unwatch();
    signal.removeEventListener('abort', stop);
    await messages.close().catch(() => undefined);
  }
}

/**
 * Ends a consumption that stands still although the stream goes on, as after a
 * consumer was reset while this process was busy. The loop then follows anew
 * from its position, so nothing is lost or doubled.
 */
function watchStall(nats: NatsConnection, source: Source, run: Loop): () => void {
  let seen = -1;
  const look = async () => {
    if (run.busy || run.signal.aborted) return;
    const { position } = run.state;
    if (position !== seen) {
      seen = position;
      return;
    }
    const manager = await jetstreamManager(nats);
    const next = await nextAfter(manager, source, position);
    if (run.state.position !== position || run.busy) return;
    if (next === null) return run.caughtUp();
    run.log.warn({ stream: source.stream, position, next }, 'the consumer stands still');
    run.stop();
  };
  const timer = setInterval(() => void look().catch(() => undefined), stallCheckMs);
  return () => clearInterval(timer);
}

/** The first sequence after a position that this source would hand over; null = none. */
async function nextAfter(
  manager: JetStreamManager,
  { stream, subjects: filter }: Source,
  position: number,
): Promise<number | null> {
  for (const next_by_subj of [filter].flat()) {
    const query = { seq: position + 1, next_by_subj };
    const found = await manager.streams.getMessage(stream, query);
    if (found) return found.seq;
  }
  return null;
}

async function handOver(
  nats: NatsConnection,
  source: Source,
  handle: Handle,
  message: JsMsg,
  { state, log }: Loop,
) {
  try {
    const handled = handle(message.data, { sequence: message.seq, subject: message.subject });
    if (handled) await handled;
  } catch (error) {
    if (!(error instanceof DomainError)) throw new HandlerFailed('', { cause: error });
    state.parked += 1;
    const { seq, subject } = message;
    log.error({ parked: { stream: source.stream, subject, seq }, why: error.message });
    const place = subjects.parked(tenantOf(subject) || 'unknown', 'consumer');
    const header = JSON.stringify({ stream: source.stream, seq, why: error.message });
    await jetstream(nats).publish(place, header, { msgID: `${source.stream}:${seq}` });
  }
}

/** Sequences may be missing because they were deleted on purpose; any other hole is an alarm. */
async function checkHole(nats: NatsConnection, stream: string, seq: number, { state, log }: Loop) {
  const from = state.position + 1;
  if (seq === from) return;
  const manager = await jetstreamManager(nats);
  const info = await manager.streams.info(stream, { deleted_details: true });
  const deleted = new Set(info.state.deleted ?? []);
  const first = Math.max(from, info.state.first_seq);
  let missing = 0;
  for (let each = first; each < seq; each += 1) if (!deleted.has(each)) missing += 1;
  if (missing === 0) return;
  state.holes += missing;
  log.error({ stream, from: first, to: seq - 1, missing }, 'the stream lost messages');
}
