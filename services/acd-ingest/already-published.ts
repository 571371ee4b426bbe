import { randomInt } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Fact } from '../domain/fact.ts';
import { knowledge } from '../domain/queue/contact-fact.ts';
import type { Log } from '../lib/log.ts';
import {
  listSegments,
  readSegment,
  removeSegment,
  type SegmentName,
  type SegmentWriter,
  writeSegment,
} from './id-segments.ts';
import { type IdHash, type IdTable, idHash, makeIdTable } from './id-table.ts';

/** Facts about to be published, with what is needed to remember or to forget them. */
export interface Fresh {
  facts: Fact[];
  ids: { hash: IdHash; bits: number; before: number }[];
}

/**
 * Which facts of one stream have been published in the last two days. The window
 * goes by arrival: a source tells a thing again soon after it told it first
 * (a reconnect, a retry, a second reader), whatever the age of the thing.
 */
export interface AlreadyPublished {
  /**
   * The facts worth publishing: ids never seen, and tellings that know more than
   * those before (a finer time, a reason). They count as published from here on;
   * `record` writes them down when the log has them, `forget` takes them back.
   */
  fresh: (tenant: string, facts: readonly Fact[]) => Fresh;
  /** @param position - everything in the stream up to this sequence is recorded. */
  record: (fresh: Fresh, position: number) => void;
  forget: (fresh: Fresh) => void;
  /** Takes in a batch read back from the stream. */
  learn: (tenant: string, facts: readonly Fact[], position: number) => void;
  /** Last stream sequence up to which everything is recorded. */
  position: () => number;
  /** Ids remembered, and facts passed over as known. */
  stats: () => { ids: number; duplicates: number; sinceMs: number };
  close: () => void;
}

/** Where and how much is remembered. */
export interface Remembering {
  folder: string;
  /** When the stream was created: another stream means that all ids are forgotten. */
  streamCreated: string;
  rememberMs: number;
  maxIds: number;
  now: () => number;
  log: Log;
}

interface Segment {
  name: SegmentName;
  ids: IdTable;
  /** Null for one of an earlier start: appending to a torn file would shift its records. */
  writer: SegmentWriter | null;
}

interface Memory extends Remembering {
  seed: number;
  /** Newest first. */
  segments: Segment[];
  /** Highest position recorded. */
  position: number;
  /** Set when ids could not be written: the next start reads the stream from here. */
  frozenAt: number | null;
  duplicates: number;
}

const hourMs = 3_600_000;
/** A table is closed at this size, so that growing it never stalls ingest for long. */
const maxSegmentIds = 1_000_000;

/** Loads the window from its folder. */
export function openAlreadyPublished(settings: Remembering): AlreadyPublished {
  const memory = load(settings);
  return {
    fresh: (tenant, facts) => freshOf(memory, tenant, facts),
    record: (fresh, position) => write(memory, fresh.ids, position),
    forget: ({ ids }) => {
      for (const { hash, before } of ids) current(memory).ids.keep(hash, before);
    },
    learn: (tenant, facts, position) => write(memory, freshOf(memory, tenant, facts).ids, position),
    position: () => memory.position,
    stats: () => ({
      ids: idsIn(memory),
      duplicates: memory.duplicates,
      sinceMs: (memory.segments.at(-1)?.name.hour ?? 0) * hourMs,
    }),
    close: () => memory.segments[0]?.writer?.close(),
  };
}

function load(settings: Remembering): Memory {
  const { folder, log } = settings;
  const seed = seedOf(settings);
  const start = { segments: [], position: 0, frozenAt: null, duplicates: 0 };
  const memory: Memory = { ...settings, ...start, seed };
  for (const name of listSegments(folder)) {
    if (expired(memory, name)) {
      removeSegment(folder, name);
      continue;
    }
    const { ids, position } = readSegment(folder, name);
    const table = makeIdTable();
    for (const { hash, bits } of ids) table.keep(hash, bits);
    memory.segments.unshift({ name, ids: table, writer: null });
    memory.position = Math.max(memory.position, position);
  }
  log.info({ folder, ids: idsIn(memory), position: memory.position }, 'remembered facts loaded');
  return memory;
}

/** The installation's seed of the hashes; made anew, with everything forgotten, for a new stream. */
function seedOf({ folder, streamCreated }: Remembering): number {
  const file = join(folder, 'window.json');
  mkdirSync(folder, { recursive: true });
  try {
    const known = JSON.parse(readFileSync(file, 'utf8')) as { seed?: unknown; stream?: unknown };
    if (known.stream === streamCreated && typeof known.seed === 'number') return known.seed;
  } catch {
    // The first start, or a file torn by a crash: both begin anew.
  }
  for (const name of listSegments(folder)) removeSegment(folder, name);
  const seed = randomInt(2 ** 32);
  writeFileSync(file, JSON.stringify({ seed, stream: streamCreated }), { mode: 0o600 });
  return seed;
}

function freshOf(memory: Memory, tenant: string, facts: readonly Fact[]): Fresh {
  const fresh: Fresh = { facts: [], ids: [] };
  const { ids: newest } = current(memory);
  for (const fact of facts) {
    if (fact.about === 'source' && fact.what.kind === 'heartbeat') {
      // Folds keep the latest; a repeated one harms nothing and costs no memory here.
      fresh.facts.push(fact);
      continue;
    }
    const hash = idHash(memory.seed, tenant, fact.factId);
    const before = bitsKnown(memory, hash);
    const bits = before | bitsOf(fact);
    if (bits === before) {
      memory.duplicates += 1;
      continue;
    }
    newest.keep(hash, bits);
    fresh.facts.push(fact);
    fresh.ids.push({ hash, bits, before });
  }
  return fresh;
}

/** Newest first: a later telling has joined the bits of those before. */
function bitsKnown({ segments }: Memory, hash: IdHash): number {
  for (const { ids } of segments) {
    const bits = ids.bitsOf(hash);
    if (bits >= 0) return bits;
  }
  return 0;
}

/** Never 0, or a fact would count as unknown for ever. */
function bitsOf(fact: Fact): number {
  if (fact.about === 'contact') return knowledge(fact) | 8;
  return knowledge({ ...fact, what: { kind: fact.about } }) | 8;
}

function write(memory: Memory, ids: Fresh['ids'], position: number): void {
  const before = memory.position;
  memory.position = Math.max(memory.position, position);
  const segment = current(memory);
  try {
    segment.writer?.append(ids, memory.frozenAt ?? memory.position);
  } catch (error) {
    // The stream has the facts: the next start reads them from the last position written.
    memory.log.error({ folder: memory.folder, why: String(error) }, 'ids could not be written');
    memory.frozenAt ??= before;
    segment.writer?.close();
    segment.writer = null;
  }
}

/** The segment of this hour. Opens the next one and drops what is too old or too much. */
function current(memory: Memory): Segment {
  const hour = Math.floor(memory.now() / hourMs);
  const newest = memory.segments[0];
  const full = newest && newest.ids.size() >= maxSegmentIds;
  if (newest?.writer && newest.name.hour >= hour && !full) return newest;
  newest?.writer?.close();
  const name = nextName(hour, newest?.name);
  const segment = { name, ids: makeIdTable(), writer: writeSegment(memory.folder, name) };
  if (newest) newest.writer = null;
  memory.segments.unshift(segment);
  dropOldest(memory);
  return segment;
}

/** Never before the newest, even when the clock was set back. */
function nextName(hour: number, newest: SegmentName | undefined): SegmentName {
  if (!newest || newest.hour < hour) return { hour, part: 0 };
  return { hour: newest.hour, part: newest.part + 1 };
}

function dropOldest(memory: Memory): void {
  while (memory.segments.length > 1) {
    const oldest = memory.segments.at(-1);
    const tooMany = idsIn(memory) > memory.maxIds;
    if (!oldest || (!tooMany && !expired(memory, oldest.name))) return;
    if (tooMany) {
      memory.log.warn({ folder: memory.folder }, 'more ids than memory allows: forgetting early');
    }
    memory.segments.pop();
    removeSegment(memory.folder, oldest.name);
  }
}

function expired({ now, rememberMs }: Remembering, { hour }: SegmentName): boolean {
  return (hour + 1) * hourMs < now() - rememberMs;
}

function idsIn({ segments }: Memory): number {
  return segments.reduce((sum, { ids }) => sum + ids.size(), 0);
}
