import { Readable } from 'node:stream';
import { type ClickHouseClient, ClickHouseLogLevel, createClient } from '@clickhouse/client';
import { DomainError } from '../domain/domain-error.ts';

/** Where the history lies: a folder (the engine runs inside this process) or a server. */
export type ClickHousePlace = { folder: string } | { url: string };

/** Rows as tab-separated lines (`tsv-row.ts`), written as one block or not at all. */
export interface Insert {
  table: string;
  columns: readonly string[];
  lines: string;
  /** The same token again is the same insert: it changes nothing. */
  token?: string;
}

/** Values of `{name:Type}` in a question. Instants are Int64 epoch milliseconds. */
export type Params = Record<string, string | number | readonly string[] | readonly number[]>;

/**
 * ClickHouse, embedded or a server, as the archive uses it. Statements are the
 * product's own, never a user's; values travel as parameters.
 */
export interface ClickHouse {
  /** The answer's rows; refused as unavailable when it takes longer than `withinS` (10). */
  select: <Row>(sql: string, params?: Params, withinS?: number) => Promise<Row[]>;
  /** A statement that answers nothing. In one lane with the inserts, one after another. */
  command: (sql: string, params?: Params) => Promise<void>;
  insert: (insert: Insert) => Promise<void>;
  close: () => Promise<void>;
}

/** Readers beside the one writer: an engine session is a serial lane. */
const readers = 2;
const defaultWithinS = 10;
/** Errors are told by whoever asked; the client's own words to the console would come twice. */
const log = { level: ClickHouseLogLevel.OFF };

/** Opens the history. A folder that another process holds is refused with one sentence. */
export async function openClickHouse(place: ClickHousePlace): Promise<ClickHouse> {
  const lanes = 'url' in place ? serverLanes(place.url) : await embeddedLanes(place.folder);
  const where = 'url' in place ? `ClickHouse at ${withoutSecret(place.url)}` : place.folder;
  let turn = 0;
  let writing: Promise<unknown> = Promise.resolve();
  const inWriterLane = <T>(work: () => Promise<T>): Promise<T> => {
    const done = writing.then(work, work);
    writing = done.catch(() => undefined);
    return done;
  };
  return {
    select: <Row>(sql: string, params: Params = {}, withinS = defaultWithinS) => {
      turn = (turn + 1) % lanes.readers.length;
      const lane = lanes.readers[turn] ?? lanes.writer;
      return told(where, () => select<Row>(lane, { sql, params, withinS }));
    },
    command: (sql, params = {}) =>
      inWriterLane(() =>
        told(where, async () => {
          await lanes.writer.command({ query: sql, query_params: params });
        }),
      ),
    insert: (insert) => inWriterLane(() => told(where, () => lanes.insert(insert))),
    close: async () => {
      await writing;
      for (const lane of [lanes.writer, ...lanes.readers]) await lane.close();
    },
  };
}

interface Lanes {
  writer: ClickHouseClient;
  readers: ClickHouseClient[];
  insert: (insert: Insert) => Promise<void>;
}

async function embeddedLanes(folder: string): Promise<Lanes> {
  // Loaded only when needed: half a gigabyte of engine.
  const { createChdbConnection } = await import('chdb/connection');
  const open = () => {
    try {
      return createChdbConnection({ path: folder });
    } catch (error) {
      throw new DomainError(
        'unavailable',
        `cannot open the history in ${folder}: another process holds the folder, or it cannot be written (${(error as Error).message})`,
      );
    }
  };
  const connection = open();
  return {
    writer: client(connection),
    readers: Array.from({ length: readers }, () => client(open())),
    insert: async ({ table, columns, lines, token }) => {
      // Settings of a statement would leak into the session; those of a raw insert do not.
      await connection.chdb.rawInsert({
        table,
        columns: [...columns],
        values: Buffer.from(lines),
        format: 'TabSeparated',
        settings: insertSettings(token),
      });
    },
  };
}

/** The adapter is made for a sister package of the client's: the same shape under another name. */
function client(connection: unknown): ClickHouseClient {
  return createClient({ connection, log } as Parameters<typeof createClient>[0]);
}

function serverLanes(url: string): Lanes {
  const writer = createClient({ url, log, request_timeout: 60_000 });
  return {
    writer,
    readers: [createClient({ url, log, request_timeout: 60_000, max_open_connections: 4 })],
    insert: async ({ table, columns, lines, token }) => {
      const settings = Object.entries(insertSettings(token))
        .map(([name, value]) => `${name} = ${typeof value === 'string' ? quoted(value) : value}`)
        .join(', ');
      const into = `INSERT INTO ${table} (${columns.join(', ')})`;
      const { stream } = await writer.exec({
        query: `${into} SETTINGS ${settings} FORMAT TabSeparated`,
        values: Readable.from([Buffer.from(lines)]),
      });
      stream.resume();
    },
  };
}

/** One insert is one block: a token guards blocks, and half a block cannot be told from a whole. */
function insertSettings(token: string | undefined): Record<string, string | number> {
  const one = { async_insert: 0, max_insert_threads: 1, input_format_parallel_parsing: 0 };
  return token === undefined ? one : { ...one, insert_deduplication_token: token };
}

async function select<Row>(
  lane: ClickHouseClient,
  { sql, params, withinS }: { sql: string; params: Params; withinS: number },
): Promise<Row[]> {
  const settings = [
    `max_execution_time = ${withinS}`,
    'output_format_json_quote_64bit_integers = 0',
    // Reader threads come out of the same cores as the live path.
    'max_threads = 2',
  ].join(', ');
  const answer = await lane.query({
    query: `${sql} SETTINGS ${settings}`,
    query_params: params,
    format: 'JSONEachRow',
  });
  return (await answer.json<Row>()) as Row[];
}

/** Limits reached and lost connections are refusals; any other error is a bug in a statement. */
const unavailableCodes = new Set(['159', '160', '202', '209', '210', '241', '242', '319', '999']);

async function told<T>(where: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof DomainError) throw error;
    const code = engineCode(error);
    if (code === null ? !isConnectionError(error) : !unavailableCodes.has(code)) throw error;
    const why = (error as Error).message.slice(0, 200);
    throw new DomainError('unavailable', `${where} does not answer: ${why}`);
  }
}

/** The engine's own number of an error: the adapter and the client each carry it their way. */
function engineCode(error: unknown): string | null {
  const { code, clickhouseCode } = error as { code?: string; clickhouseCode?: number };
  if (clickhouseCode !== undefined) return String(clickhouseCode);
  return /^\d+$/.test(code ?? '') ? (code ?? null) : null;
}

function isConnectionError(error: unknown): boolean {
  const { code, message } = error as { code?: string; message?: string };
  const codes = ['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ENOTFOUND', 'ETIMEDOUT', 'EAI_AGAIN'];
  return (
    codes.includes(code ?? '') || /timeout error|socket hang up|is closed/i.test(message ?? '')
  );
}

function quoted(text: string): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
}

function withoutSecret(url: string): string {
  return url.replace(/\/\/[^@/]*@/, '//');
}
