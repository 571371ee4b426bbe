/** A value of a row: text, a number, bytes, or null for NULL. */
export type Cell = string | number | boolean | Uint8Array | null;

/**
 * One row in ClickHouse's TabSeparated form. Raw lines cost a third of JSON and
 * never block the loop with stringifying. Bytes keep their value: what is not
 * plain ASCII is escaped.
 */
export function tsvRow(cells: readonly Cell[]): string {
  let line = '';
  for (let index = 0; index < cells.length; index += 1) {
    if (index > 0) line += '\t';
    line += tsvCell(cells[index] ?? null);
  }
  return `${line}\n`;
}

function tsvCell(cell: Cell): string {
  if (cell === null) return '\\N';
  if (typeof cell === 'number') return String(cell);
  if (typeof cell === 'boolean') return cell ? '1' : '0';
  if (typeof cell === 'string') return needsEscape.test(cell) ? escapeText(cell) : cell;
  return Buffer.from(cell.buffer, cell.byteOffset, cell.byteLength)
    .toString('latin1')
    .replace(bytesToEscape, escapeByte);
}

/** An instant for a DateTime64(3) column; before 1970 there were no contact centres. */
export function tsvInstant(atMs: number): string {
  // Ten digits of seconds: shorter ones would be read as a date.
  return (Math.max(0, atMs) / 1000).toFixed(3).padStart(14, '0');
}

const needsEscape = /[\\\t\n\r\0]/;

function escapeText(text: string): string {
  return text.replace(/[\\\t\n\r\0]/g, escapeByte);
}

const bytesToEscape = /[\\\t\n\r\0\x80-\xff]/g;

const escapes = Array.from(
  { length: 256 },
  (_, byte) => `\\x${byte.toString(16).padStart(2, '0').toUpperCase()}`,
);

function escapeByte(char: string): string {
  return escapes[char.charCodeAt(0)] ?? char;
}
