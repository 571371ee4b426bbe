import {
  closeSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import type { IdHash } from './id-table.ts';

/** One file of ids: those published in one hour, or the first million of them. */
export interface SegmentName {
  hour: number;
  /** Counts the files of one hour from 0. */
  part: number;
}

/** What stood in a segment file. */
export interface SegmentContent {
  ids: { hash: IdHash; bits: number }[];
  /** Everything in the stream up to here is in this or an earlier segment; 0 = not said. */
  position: number;
}

/**
 * Records of 9 bytes: hash high, hash low (big-endian), knowledge bits. With the
 * top bit set a record is a position instead: up to that stream sequence
 * everything is written. A file torn by a crash is read up to the tear; what is
 * missing after the last position comes from the stream again.
 */
const recordBytes = 9;
const positionMark = 0x80;

/** Segment files of a folder, oldest first. */
export function listSegments(folder: string): SegmentName[] {
  mkdirSync(folder, { recursive: true });
  return readdirSync(folder)
    .map((name) => /^(\d+)-(\d+)\.ids$/.exec(name))
    .filter((match) => match !== null)
    .map(([, hour, part]) => ({ hour: Number(hour), part: Number(part) }))
    .sort((a, b) => a.hour - b.hour || a.part - b.part);
}

/** Reads one segment. */
export function readSegment(folder: string, name: SegmentName): SegmentContent {
  const bytes = readFileSync(join(folder, fileName(name)));
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const content: SegmentContent = { ids: [], position: 0 };
  let settled = 0;
  for (let at = 0; at + recordBytes <= bytes.length; at += recordBytes) {
    const high = view.getUint32(at);
    const low = view.getUint32(at + 4);
    const bits = view.getUint8(at + 8);
    // Blocks that never reached the disk before a power cut read as zeros.
    if (high === 0 && low === 0) break;
    if (bits & positionMark) {
      content.position = high * 2 ** 32 + low;
      settled = content.ids.length;
    } else {
      content.ids.push({ hash: { high, low }, bits });
    }
  }
  content.ids.length = settled;
  return content;
}

/** Removes a segment. */
export function removeSegment(folder: string, name: SegmentName): void {
  rmSync(join(folder, fileName(name)), { force: true });
}

/** A segment being written. */
export interface SegmentWriter {
  name: SegmentName;
  /** Appends ids and the position after them, in one write. Throws when the disk refuses. */
  append: (ids: readonly { hash: IdHash; bits: number }[], position: number) => void;
  close: () => void;
}

/** Opens a new segment file. */
export function writeSegment(folder: string, name: SegmentName): SegmentWriter {
  const file = openSync(join(folder, fileName(name)), 'a', 0o600);
  return {
    name,
    append: (ids, position) => {
      const bytes = Buffer.allocUnsafe((ids.length + 1) * recordBytes);
      let at = 0;
      for (const { hash, bits } of ids) {
        bytes.writeUInt32BE(hash.high, at);
        bytes.writeUInt32BE(hash.low, at + 4);
        bytes.writeUInt8(bits, at + 8);
        at += recordBytes;
      }
      bytes.writeUInt32BE(Math.floor(position / 2 ** 32), at);
      bytes.writeUInt32BE(position >>> 0, at + 4);
      bytes.writeUInt8(positionMark, at + 8);
      const written = writeSync(file, bytes);
      if (written !== bytes.length)
        throw new Error(`only ${written} of ${bytes.length} bytes written`);
    },
    close: () => {
      fsyncSync(file);
      closeSync(file);
    },
  };
}

function fileName({ hour, part }: SegmentName): string {
  return `${hour}-${part}.ids`;
}
