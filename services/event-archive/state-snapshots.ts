import { queuesFoldVersion, readQueues, writeQueues } from '../domain/queue/queue-writing.ts';
import type { ClickHouse } from '../lib/clickhouse.ts';
import { tsvInstant, tsvRow } from '../lib/clickhouse-rows.ts';
import type { Snapshots } from '../lib/snapshots.ts';
import { emptyFolds, type Folds, type SiteTime } from './folds.ts';
import { readMarks, writeMarks } from './marks.ts';

/** JSON has no infinity: a clock that never ran comes back as null. */
const never = Number.NEGATIVE_INFINITY;

/** Raised with the form below; the queues' fold has a version of its own. */
export const foldVersion = 1_000 + queuesFoldVersion;

interface Written {
  facts: number;
  backfill: number;
  queues: [string, string][];
  sites: [string, SiteTime][];
  marks: ReturnType<typeof writeMarks>;
  restated: string[];
}

/** The folds out of the newest snapshot; empty ones when there is none. */
export async function readFolds(snapshots: Snapshots, nowMs: number): Promise<Folds> {
  const snapshot = await snapshots.read();
  if (!snapshot) return emptyFolds();
  const written = JSON.parse(Buffer.from(snapshot.state).toString()) as Written;
  return {
    ...emptyFolds(),
    facts: written.facts,
    backfill: written.backfill,
    queues: new Map(written.queues.map(([tenant, json]) => [tenant, readQueues(json)])),
    sites: new Map(
      written.sites.map(([key, time]) => [key, { ...time, clockMs: time.clockMs ?? never }]),
    ),
    marks: readMarks(written.marks, nowMs),
    restated: new Set(written.restated),
  };
}

/** Takes a snapshot. Every row the folds gave must be written by then. */
export async function writeFolds(snapshots: Snapshots, folds: Folds): Promise<void> {
  const written: Written = {
    facts: folds.facts,
    backfill: folds.backfill,
    queues: [...folds.queues].map(([tenant, state]) => [tenant, writeQueues(state)]),
    sites: [...folds.sites],
    marks: writeMarks(folds.marks),
    restated: [...folds.restated],
  };
  const state = Buffer.from(JSON.stringify(written));
  await snapshots.write({ position: folds.facts, state });
}

/** Each tenant's state into the history, so that any past minute is rebuilt from the nearest one. */
export async function archiveStates(
  clickhouse: ClickHouse,
  folds: Folds,
  nowMs: number,
): Promise<void> {
  for (const [tenant, state] of folds.queues) {
    const cells = [tenant, tsvInstant(nowMs), folds.facts, foldVersion, writeQueues(state)];
    await clickhouse.insert({
      table: 'state_snapshots',
      columns: ['tenant', 'at', 'position', 'fold_version', 'state'],
      lines: tsvRow(cells),
    });
  }
}
