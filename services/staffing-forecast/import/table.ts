import { DomainError } from '../../domain/domain-error.ts';
import { cut, type Separator, separators } from '../../lib/cells.ts';
import { type DecimalSign, decimalSign } from './amounts.ts';
import { checkMapping, type Header, type Role, readHeader } from './columns.ts';

/** Where the table in a file begins and how it is written. */
export interface Table {
  separator: Separator;
  decimal: DecimalSign;
  header: Header;
  /** From 1. Reports have a title above it. */
  headerLine: number;
}

const linesLookedAt = 30;
/** Enough numbers to see how fractions are written. */
const sampleLength = 200_000;

/**
 * Finds the header line of an export and what separates its cells: the first
 * line, read with the separator that finds most columns, in which a time and a
 * count are named.
 */
export function findTable(
  text: string,
  options: { columns?: Partial<Record<Role, string>>; decimal?: DecimalSign },
): Table {
  const head = text.slice(0, 100_000).split(/\r\n|\n|\r/, linesLookedAt);
  const found = separators
    .map((separator) => headerWith(separator, head, options.columns))
    .filter((table) => table !== undefined)
    .sort((a, b) => a.headerLine - b.headerLine || width(b.header) - width(a.header))[0];
  if (!found) {
    const first = head.find((line) => line.trim() !== '')?.slice(0, 80) ?? '';
    throw new DomainError(
      'invalid',
      `no line names a time and a number of calls (line 1: "${first}"): the first line names the columns, as start,calls`,
    );
  }
  checkMapping(found.header, options.columns ?? {});
  const decimal = options.decimal ?? decimalOf(text, found);
  return { ...found, decimal };
}

function headerWith(
  separator: Separator,
  lines: readonly string[],
  columns: Partial<Record<Role, string>> | undefined,
): Omit<Table, 'decimal'> | undefined {
  for (const [at, line] of lines.entries()) {
    if (/^"?sep=/i.test(line)) continue;
    const [cells = []] = cut(line, separator);
    const header = cells.length < 2 ? undefined : readHeader(cells, columns);
    if (header) return { separator, header, headerLine: at + 1 };
  }
  return undefined;
}

function width({ columns, intervals }: Header): number {
  return columns.length + intervals.length;
}

/** The comma is a fraction's sign only where it separates no cells, and numbers show it. */
function decimalOf(text: string, { separator, header, headerLine }: Omit<Table, 'decimal'>) {
  if (separator === ',' && !text.slice(0, sampleLength).includes('"')) return '.';
  const lines = text
    .slice(0, sampleLength)
    .split(/\r\n|\n|\r/)
    .slice(headerLine, -1);
  const numbers = header.columns.filter(
    ({ role }) => !['start', 'date', 'time', 'queue', 'holiday'].includes(role),
  );
  const indexes = [...numbers, ...header.intervals].map(({ index }) => index);
  const cells = cut(lines.join('\n'), separator).flatMap((row) => indexes.map((i) => row[i] ?? ''));
  const sign = decimalSign(cells);
  if (sign) return sign;
  // Who separates cells with the comma does not write fractions with it.
  if (separator === ',') return '.';
  const either = cells.find((cell) => /^\d{1,3}[.,]\d{3}$/.test(cell));
  if (either === undefined) return ',';
  throw new DomainError(
    'invalid',
    `"${either}" may be thousands or a fraction, and no number of the file decides: say which with the decimal sign "." or ","`,
  );
}
