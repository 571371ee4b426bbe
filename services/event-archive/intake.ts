import { DomainError } from '../domain/domain-error.ts';
import type { Fact } from '../domain/fact.ts';
import type { ClickHouse } from '../lib/clickhouse.ts';
import { decodeBatch } from '../lib/facts.ts';
import type { Log } from '../lib/log.ts';
import type { Position } from '../lib/stream.ts';
import {
  factBytes,
  factColumns,
  factRow,
  isKept,
  refuseOverlap,
  writeWatermarks,
} from './raw-facts.ts';

/** A message whose facts are stored, for the folds. */
export interface StoredMessage {
  sequence: number;
  tenant: string;
  sentAtMs: number;
  facts: Fact[];
}

/** What the intake of one stream tells of itself. */
export interface IntakeState {
  stream: string;
  /** Last sequence whose facts are stored. */
  storedUntil: number;
  /** Rows stored since the start. */
  rows: number;
  /** Duration of the last insert. */
  insertMs: number;
  /** Why the store does not take rows at the moment; null = it does. */
  refused: string | null;
}

export interface Intake {
  state: IntakeState;
  take: (data: Uint8Array, at: Position) => Promise<void>;
  /** Stores what is waiting. */
  flush: () => Promise<void>;
}

export interface IntakeDeps {
  clickhouse: ClickHouse;
  stream: string;
  storedUntil: number;
  /** Takes messages in order, each once; called after their rows are stored. */
  fold: (messages: StoredMessage[]) => void;
  /** One thing at a time: inserts, folds, restatements and snapshots take turns. */
  inTurn: (work: () => Promise<void>) => Promise<void>;
  log: Log;
  signal: AbortSignal;
}

/** A batch is stored when it has so many rows, or when its first message is so old. */
const batchRows = 20_000;
const batchMs = 1_000;
const retryMs = 500;

interface Batch {
  first: number;
  last: number;
  rows: number;
  lines: string[];
  messages: StoredMessage[];
}

/**
 * Facts of one stream into the table `facts`, exactly once.
 *
 * A batch is a range of sequences [a, b] and goes in as one block under the
 * token "stream:a-b". A refused insert is repeated, the same bytes under the
 * same token, until it is taken; a restart resumes behind the last stored
 * sequence, so no range can overlap another.
 */
export function makeIntake(deps: IntakeDeps): Intake {
  const { stream, log, signal } = deps;
  const state: IntakeState = {
    stream,
    storedUntil: deps.storedUntil,
    rows: 0,
    insertMs: 0,
    refused: null,
  };
  let batch: Batch | null = null;
  let timer: NodeJS.Timeout | null = null;
  let failed: unknown = null;

  const flush = async () => {
    if (timer) clearTimeout(timer);
    timer = null;
    const full = batch;
    batch = null;
    if (full) await deps.inTurn(() => store(deps, state, full));
  };
  const flushLater = () => {
    flush().catch((error: unknown) => {
      // Told at the next message: whoever follows the stream ends the service.
      failed = error;
      log.fatal({ err: error, stream }, 'a batch could not be stored');
    });
  };

  const take = async (data: Uint8Array, { sequence }: Position) => {
    if (failed) throw failed;
    const message = readMessage(data, sequence);
    if (sequence <= state.storedUntil) {
      // Stored before the last restart, folded again since the snapshot.
      await deps.inTurn(async () => deps.fold([message.stored]));
      return;
    }
    if (batch && sequence !== batch.last + 1) await flush();
    batch ??= { first: sequence, last: sequence, rows: 0, lines: [], messages: [] };
    batch.last = sequence;
    batch.messages.push(message.stored);
    for (const [index, fact] of message.stored.facts.entries()) {
      const bytes = message.bytes[index];
      if (!bytes || !isKept(fact)) continue;
      const at = { stream, sequence, index };
      batch.lines.push(factRow(message.stored.tenant, fact, bytes, at));
      batch.rows += 1;
    }
    if (batch.rows >= batchRows) await flush();
    else if (!timer && !signal.aborted) timer = setTimeout(flushLater, batchMs);
  };
  return { state, take, flush };
}

function readMessage(data: Uint8Array, sequence: number) {
  const { tenant, sentAtMs, facts } = decodeBatch(data);
  return { stored: { sequence, tenant, sentAtMs, facts }, bytes: factBytes(data) };
}

async function store(deps: IntakeDeps, state: IntakeState, batch: Batch): Promise<void> {
  const { clickhouse, stream, log, signal } = deps;
  while (!signal.aborted) {
    try {
      const beganMs = performance.now();
      if (batch.rows > 0) {
        await refuseOverlap(clickhouse, stream, state.storedUntil);
        await clickhouse.insert({
          table: 'facts',
          columns: factColumns,
          lines: batch.lines.join(''),
          token: `${stream}:${batch.first}-${batch.last}`,
        });
        await writeWatermarks(clickhouse, { [`raw:${stream}`]: batch.last });
      }
      state.insertMs = performance.now() - beganMs;
      state.refused = null;
      break;
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      state.refused = error.message;
      log.warn({ stream, from: batch.first, to: batch.last, why: error.message }, 'trying again');
      await new Promise((resolve) => setTimeout(resolve, retryMs));
    }
  }
  if (signal.aborted) return;
  state.storedUntil = batch.last;
  state.rows += batch.rows;
  deps.fold(batch.messages);
}
