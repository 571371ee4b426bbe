import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { type AmiMessage, amiParser } from '../../../services/acd-ingest/adapters/ami-parser.ts';
import {
  leavesUndecided,
  timestampOf,
  translate,
} from '../../../services/acd-ingest/adapters/ami-translator.ts';
import { newSwitch } from '../../../services/acd-ingest/adapters/asterisk-switch.ts';
import {
  type QueueLogRow,
  readQueueLogLine,
} from '../../../services/acd-ingest/adapters/queue-log-line.ts';
import { translateRow } from '../../../services/acd-ingest/adapters/queue-log-translator.ts';
import type { Fact } from '../../../services/domain/fact.ts';
import { type Counts, sumCounts } from '../../../services/domain/queue/counts.ts';
import {
  advanceQueues,
  applyContactFact,
  emptyQueues,
} from '../../../services/domain/queue/queue-state.ts';
import { noSettings } from '../../../services/domain/settings/settings.ts';

// The recorded run of test/fixtures/asterisk, as messages, rows and facts.

const folder = 'test/fixtures/asterisk';

/** A file of the recorded run, unpacked. */
export function recorded(name: string): Buffer {
  return gunzipSync(readFileSync(`${folder}/${name}.gz`));
}

/** Every message of the recorded manager interface with the switch's time. */
export function recordedMessages(): { atMs: number; message: AmiMessage }[] {
  let atMs = 0;
  return amiParser()
    .push(recorded('ami_capture.log'))
    .flatMap((read) => {
      if (read.kind !== 'message') return [];
      atMs = timestampOf(read.message) ?? atMs;
      return [{ atMs, message: read.message }];
    });
}

/** Every row of the recorded queue_log. */
export function recordedRows(): QueueLogRow[] {
  const lines = recorded('queue_log').toString().split('\n');
  return lines.flatMap((line) => {
    const row = readQueueLogLine(line);
    return row && !('why' in row) ? [row] : [];
  });
}

/** A fact with the instant at which the readers came to tell it. */
export interface Told {
  fact: Fact;
  toldMs: number;
}

export const identity = {
  source: 'pbx',
  site: 'hq',
  agentsBy: 'name',
  callerDigits: 0,
} as const;

/** What two readers of one switch tell, the log 2.5 s behind the events, as when live. */
export function tellTogether(
  messages: readonly { atMs: number; message: AmiMessage }[],
  rows: readonly QueueLogRow[],
): Told[] {
  const sw = newSwitch(identity);
  const steps = [
    ...messages.map(({ atMs, message }) => ({
      atMs,
      facts: () => translate(sw, message, null),
    })),
    ...rows.map((row) => ({ atMs: row.atMs + 2_500, facts: () => translateRow(sw, row) })),
  ].sort((a, b) => a.atMs - b.atMs);
  const told = steps.flatMap(({ atMs, facts }) => facts().map((fact) => ({ fact, toldMs: atMs })));
  const toldMs = steps.at(-1)?.atMs ?? 0;
  return [...told, ...leavesUndecided(sw).map((fact) => ({ fact, toldMs }))];
}

/** Counts by queue at the end of these facts. */
export function countsOf(facts: Iterable<Fact>): Map<string, Counts> {
  const state = emptyQueues();
  let nowMs = 0;
  for (const fact of facts) {
    if (fact.about !== 'contact') continue;
    applyContactFact(state, fact, noSettings);
    nowMs = Math.max(nowMs, fact.atMs);
  }
  advanceQueues(state, nowMs + 60_000, noSettings);
  return new Map(
    [...state.queues.values()].map(({ queue, buckets }) => [
      queue,
      sumCounts([...buckets.values()].map(({ counts }) => counts)),
    ]),
  );
}

/** The whole numbers of the counts that do not depend on how exactly instants are known. */
export function wholeCounts(counts: Map<string, Counts>) {
  return Object.fromEntries(
    [...counts]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([queue, { offered, answered, abandoned, waiting, left, handled }]) => {
        return [queue, { offered, answered, abandoned, waiting, handled, left }];
      }),
  );
}

/** Random numbers from 0 to 1 that repeat with their seed (mulberry32). */
export function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
