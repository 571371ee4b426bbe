import { JetStreamApiError, jetstream, jetstreamManager, type PubAck } from '@nats-io/jetstream';
import type { NatsConnection } from '@nats-io/transport-node';
import type { Log } from '../lib/log.ts';
import { pause } from '../lib/pause.ts';

/** One message on its way into a stream. */
export interface Passage {
  nats: NatsConnection;
  stream: string;
  subject: string;
  /** Guards against storing the same bytes twice. */
  messageId: string;
  /** Told of every repetition. */
  again: () => void;
  now: () => number;
  log: Log;
  signal: AbortSignal;
}

const retryFromMs = 50;
const retryToMs = 1_000;
const ackTimeoutMs = 2_000;
/** The server drops a repeated message id for 120 s; after this we look for ourselves. */
const trustDuplicateWindowMs = 60_000;

/** The log answered, and the answer was no: the message is not in it. */
export class Refused extends Error {}

/**
 * The same bytes under the same message id until the server says that they are
 * on disk, or that it will not have them (`Refused`). Silence is neither: it is
 * asked again.
 */
export async function untilStored(bytes: Uint8Array, passage: Passage): Promise<PubAck> {
  const { nats, subject, stream, messageId: msgID, signal, log } = passage;
  const firstMs = passage.now();
  for (let waitMs = retryFromMs; ; waitMs = Math.min(waitMs * 2, retryToMs)) {
    try {
      const stored = await storedBefore(passage, firstMs);
      if (stored) return stored;
      const to = { msgID, expect: { streamName: stream } };
      return await jetstream(nats, { timeout: ackTimeoutMs }).publish(subject, bytes, to);
    } catch (error) {
      if (error instanceof JetStreamApiError) throw new Refused(error.message);
      if (signal.aborted) throw new Refused('the service is ending');
      passage.again();
      log.warn({ subject, why: String(error) }, 'publishing again');
    }
    await pause(waitMs, signal);
  }
}

/** Past the server's window: one publish is under way per subject, so ours would be its last. */
async function storedBefore(passage: Passage, firstMs: number): Promise<PubAck | null> {
  const { nats, stream, subject, messageId, now } = passage;
  if (now() - firstMs < trustDuplicateWindowMs) return null;
  const manager = await jetstreamManager(nats, { timeout: ackTimeoutMs });
  const last = await manager.streams.getMessage(stream, { last_by_subj: subject });
  if (last?.header.get('Nats-Msg-Id') !== messageId) return null;
  return { stream, seq: last.seq, duplicate: true };
}
