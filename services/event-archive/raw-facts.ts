import { BinaryReader } from '@bufbuild/protobuf/wire';
import { Fact as WireFact } from '../../proto/gen/floorcast/event/v1/fact.ts';
import type { Fact } from '../domain/fact.ts';
import type { ClickHouse, Params } from '../lib/clickhouse.ts';
import { tsvInstant, tsvRow } from '../lib/clickhouse-rows.ts';
import { fromWire } from '../lib/facts.ts';

/** Columns of `facts` as `factRow` fills them. */
export const factColumns = [
  'tenant',
  'site',
  'hour',
  'stream',
  'seq',
  'idx',
  'at',
  'about',
  'kind',
  'source',
  'queue',
  'agent',
  'leg_id',
  'contact_id',
  'fact_id',
  'fact',
] as const;

/** Where a fact stands: stream, message and place within its batch. */
export interface FactPosition {
  stream: string;
  sequence: number;
  index: number;
}

/** One fact as a row: what is asked for as columns, the whole as it travelled. */
export function factRow(
  tenant: string,
  fact: Fact,
  bytes: Uint8Array,
  { stream, sequence, index }: FactPosition,
): string {
  const contact = fact.about === 'contact' ? fact : null;
  const hour = Math.max(0, Math.floor((contact?.offeredAtMs ?? fact.atMs) / 3_600_000) * 3600);
  return tsvRow([
    tenant,
    fact.site,
    String(hour).padStart(10, '0'),
    stream,
    sequence,
    index,
    tsvInstant(fact.atMs),
    fact.about,
    fact.about === 'agent' ? fact.change : fact.what.kind,
    fact.source,
    fact.about === 'source' ? '' : fact.queue,
    agentOf(fact),
    contact?.legId ?? '',
    contact?.contactId ?? '',
    fact.factId,
    bytes,
  ]);
}

/** Heartbeats prove, but tell nothing: they alone are not kept. */
export function isKept(fact: Fact): boolean {
  return fact.about !== 'source' || fact.what.kind !== 'heartbeat';
}

function agentOf(fact: Fact): string {
  if (fact.about === 'agent') return fact.agent;
  return fact.about === 'contact' && 'agent' in fact.what ? fact.what.agent : '';
}

/** The bytes of each fact in a batch, as they came: fields this version does not know stay. */
export function factBytes(batch: Uint8Array): Uint8Array[] {
  const reader = new BinaryReader(batch);
  const facts: Uint8Array[] = [];
  while (reader.pos < reader.len) {
    const tag = reader.uint32();
    if (tag >>> 3 === factsField) facts.push(reader.bytes());
    else reader.skip(tag & 7);
  }
  return facts;
}

/** `FactBatch.facts`. */
const factsField = 3;

/** A fact out of the history. */
export interface StoredFact {
  fact: Fact;
  wire: WireFact;
}

/** Facts by a condition over the columns of `facts`, in order of time. */
export async function selectFacts(
  clickhouse: ClickHouse,
  condition: string,
  params: Params,
  { limit, withinS = 30 }: { limit: number; withinS?: number },
): Promise<StoredFact[]> {
  const rows = await clickhouse.select<{ f: string }>(
    `SELECT base64Encode(fact) AS f FROM facts WHERE ${condition}
     ORDER BY at, stream DESC, seq, idx LIMIT {limit:UInt32}`,
    { ...params, limit },
    withinS,
  );
  return rows.map(({ f }) => {
    const wire = WireFact.decode(Buffer.from(f, 'base64'));
    return { wire, fact: fromWire(wire) };
  });
}

/** The last sequence of a stream that is stored; 0 = none. */
export async function storedUntil(clickhouse: ClickHouse, stream: string): Promise<number> {
  const [row] = await clickhouse.select<{ last: number }>(
    `SELECT greatest(
       (SELECT max(seq) FROM facts WHERE stream = {stream:String}),
       (SELECT max(position) FROM watermarks WHERE name = {name:String})) AS last`,
    { stream, name: `raw:${stream}` },
    60,
  );
  return row?.last ?? 0;
}

/** Refuses when somebody else has written beyond our own last position. */
export async function refuseOverlap(
  clickhouse: ClickHouse,
  stream: string,
  lastMine: number,
): Promise<void> {
  const last = await readWatermark(clickhouse, `raw:${stream}`);
  if (last <= lastMine) return;
  throw new Error(
    `overlap: ${stream} is stored up to ${last}, this archive is at ${lastMine}: another one writes here`,
  );
}

/** How far a table is. */
export async function readWatermark(clickhouse: ClickHouse, name: string): Promise<number> {
  const [row] = await clickhouse.select<{ position: number }>(
    'SELECT max(position) AS position FROM watermarks WHERE name = {name:String}',
    { name },
  );
  return row?.position ?? 0;
}

/** Says how far tables are; after the rows it speaks of are written. */
export async function writeWatermarks(
  clickhouse: ClickHouse,
  marks: Record<string, number>,
): Promise<void> {
  const lines = Object.entries(marks).map(([name, position]) => tsvRow([name, position]));
  const insert = { table: 'watermarks', columns: ['name', 'position'], lines: lines.join('') };
  await clickhouse.insert(insert);
}

/** How far facts, legs and intervals of the log of now are. */
export async function readWatermarks(
  clickhouse: ClickHouse,
): Promise<{ raw: number; legs: number; intervals: number }> {
  const rows = await clickhouse.select<{ name: string; position: number }>(
    'SELECT name, max(position) AS position FROM watermarks GROUP BY name LIMIT 1000',
  );
  const of = (name: string) => rows.find((row) => row.name === name)?.position ?? 0;
  return { raw: of('raw:FACTS'), legs: of('contact_legs'), intervals: of('queue_intervals') };
}
