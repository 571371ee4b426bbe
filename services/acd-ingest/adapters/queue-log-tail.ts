import { type FileHandle, open, readdir, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { type QueueLogRow, readQueueLogLine } from './queue-log-line.ts';

/** How far a queue_log was read: kept over restarts. */
export interface LogPosition {
  inode: number;
  offset: number;
}

/** One row, and the position behind it. */
export interface TailedRow {
  row: QueueLogRow;
  after: LogPosition;
}

/** Reads a growing queue_log through rotation and truncation, each row once. */
export interface QueueLogTail {
  /** The next rows; none = everything written so far has been read. Throws when it cannot be read. */
  next: () => Promise<TailedRow[]>;
  close: () => Promise<void>;
}

const chunkBytes = 256 * 1024;
/** A line without an end may grow to this; beyond it is passed over. */
const maxLineBytes = 64 * 1024;

/**
 * @param from - where to go on; null = from the beginning of the file.
 * @param park - told of lines that cannot be read, with file and byte.
 */
export function queueLogTail(
  path: string,
  from: LogPosition | null,
  park: (line: string, place: string, why: string) => void,
): QueueLogTail {
  let file: FileHandle | null = null;
  let inode = 0;
  let offset = 0;
  let rest = Buffer.alloc(0);

  const openAt = async (name: string, at: number) => {
    await file?.close();
    file = await open(name);
    ({ ino: inode } = await file.stat());
    offset = at;
    rest = Buffer.alloc(0);
  };

  const begin = async () => {
    const name = from && (await rotatedName(path, from.inode));
    // A file that is gone with its last rows cannot be read on: the new one begins at its start.
    await openAt(name ?? path, name && from ? from.offset : 0);
  };

  const readOn = async (): Promise<TailedRow[]> => {
    if (!file) await begin();
    const current = file as unknown as FileHandle;
    const { size } = await current.stat();
    if (size < offset) {
      offset = 0;
      rest = Buffer.alloc(0);
    }
    const length = Math.min(chunkBytes, size - offset);
    const { bytesRead, buffer } = await current.read(Buffer.alloc(length), 0, length, offset);
    const data = Buffer.concat([rest, buffer.subarray(0, bytesRead)]);
    const start = offset - rest.length;
    offset += bytesRead;
    const end = data.lastIndexOf(0x0a) + 1;
    rest = data.subarray(end);
    if (rest.length > maxLineBytes) {
      park(rest.toString('utf8', 0, 2_000), `${path}@${start}`, 'a line that does not end');
      rest = Buffer.alloc(0);
    }
    return rowsOf(data.subarray(0, end), { path, inode, start, park });
  };

  return {
    next: async () => {
      for (;;) {
        const rows = await readOn();
        if (rows.length > 0) return rows;
        if ((await unreadBytes(file, offset)) > 0) continue;
        const now = await stat(path);
        if (now.ino === inode) return [];
        // Rotated: the old file has been read to its end, the new one begins.
        await openAt(path, 0);
      }
    },
    close: async () => {
      await file?.close();
      file = null;
    },
  };
}

/** Bytes written but not yet read. */
async function unreadBytes(file: FileHandle | null, offset: number): Promise<number> {
  return file ? (await file.stat()).size - offset : 0;
}

function rowsOf(
  data: Buffer,
  of: {
    path: string;
    inode: number;
    start: number;
    park: (line: string, place: string, why: string) => void;
  },
): TailedRow[] {
  const rows: TailedRow[] = [];
  let at = 0;
  while (at < data.length) {
    const end = data.indexOf(0x0a, at);
    const line = data.toString('utf8', at, end).replace(/\r$/, '');
    const row = readQueueLogLine(line);
    if (row && 'why' in row) of.park(line, `${of.path}@${of.start + at}`, row.why);
    at = end + 1;
    const after = { inode: of.inode, offset: of.start + at };
    if (row && !('why' in row)) rows.push({ row, after });
  }
  return rows;
}

/** Where the file we had read stands now: under its own name, or a rotated one beside it. */
async function rotatedName(path: string, inode: number): Promise<string | null> {
  const folder = dirname(path);
  const beside = (await readdir(folder)).filter((name) => name.startsWith(basename(path)));
  for (const name of beside.slice(0, 1_000)) {
    const file = join(folder, name);
    if ((await stat(file)).ino === inode) return file;
  }
  return null;
}
