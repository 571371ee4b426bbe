import { parse } from 'csv-parse/sync';
import { DomainError } from '../../domain/domain-error.ts';
import { bareHeading, cut, cutting, type Separator, separators } from '../../lib/cells.ts';
import { decodeText } from '../../lib/decode-text.ts';

/** What a column can tell, and by which headings it is known. */
export interface Field {
  name: string;
  /** As `bareHeading` gives them, in English and Chinese. */
  headings: readonly string[];
}

/** A line of the file. */
export interface FileRow {
  /** From 1, as an editor counts. */
  line: number;
  /** The cell of a field; empty = there is none. */
  of: (field: string) => string;
}

/** What was understood of a file. */
export interface ReadFile {
  /** Field → heading. */
  columns: Record<string, string>;
  unused: string[];
  rows: FileRow[];
}

/** What is wrong in a line. */
export interface Fault {
  line: number;
  column: string;
  sentence: string;
}

const maxRows = 100_000;
const linesLookedAt = 20;

/**
 * Reads a table: UTF-8 or GB18030, comma, semicolon or tab, headings in English or Chinese.
 *
 * @param given - field → heading, where names do not tell.
 * @param needed - fields of which each must be there; of a list of several, one.
 */
export function readFile(
  content: Uint8Array,
  {
    fields,
    given,
    needed,
  }: {
    fields: readonly Field[];
    given: Record<string, string>;
    needed: readonly (readonly string[])[];
  },
): ReadFile {
  const { text } = decodeText(content);
  const head = text.slice(0, 100_000).split(/\r\n|\n|\r/, linesLookedAt);
  const found = separators
    .flatMap((separator) => headerWith(separator, head, { fields, given, needed }) ?? [])
    .sort((a, b) => a.at - b.at || b.places.size - a.places.size)[0];
  if (!found) {
    const wanted = needed.map((some) => some.join(' or ')).join(', ');
    const first = head.find((line) => line.trim() !== '')?.slice(0, 80) ?? '';
    throw new DomainError('invalid', `no line names ${wanted} (line 1: "${first}")`);
  }
  const { separator, at, places, cells } = found;
  const records = parse(text, { ...cutting, delimiter: separator, from_line: at + 2, info: true });
  const rows = (records as unknown as { record: string[]; info: { lines: number } }[]).map(
    ({ record, info }) => ({
      line: info.lines,
      of: (field: string) => cellOf(record, places, field),
    }),
  );
  if (rows.length > maxRows) {
    throw new DomainError('invalid', `the file has ${rows.length} lines, but at most ${maxRows}`);
  }
  const used = new Set(places.values());
  return {
    columns: Object.fromEntries([...places].map(([field, place]) => [field, cells[place] ?? ''])),
    unused: cells.filter((cell, place) => cell.trim() !== '' && !used.has(place)),
    rows,
  };
}

function cellOf(record: readonly string[], places: ReadonlyMap<string, number>, field: string) {
  const place = places.get(field);
  return place === undefined ? '' : (record[place] ?? '').trim();
}

function headerWith(
  separator: Separator,
  lines: readonly string[],
  { fields, given, needed }: Parameters<typeof readFile>[1],
) {
  for (const [at, line] of lines.entries()) {
    const [cells = []] = cut(line.replace(/^\uFEFF/, ''), separator);
    const places = placesOf(cells, fields, given);
    const whole = needed.every((some) => some.some((field) => places.has(field)));
    if (whole) return { separator, at, places, cells };
  }
  return undefined;
}

function placesOf(
  cells: readonly string[],
  fields: readonly Field[],
  given: Record<string, string>,
): Map<string, number> {
  const places = new Map<string, number>();
  const taken = new Set<number>();
  const bare = cells.map(bareHeading);
  for (const { name, headings } of fields) {
    const named = given[name];
    const place =
      named === undefined
        ? bare.findIndex((cell, at) => !taken.has(at) && headings.includes(cell))
        : cells.findIndex((cell) => cell.trim() === named);
    if (place < 0) continue;
    places.set(name, place);
    taken.add(place);
  }
  return places;
}
