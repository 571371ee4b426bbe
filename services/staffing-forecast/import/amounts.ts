/** The sign before a number's fraction. */
export type DecimalSign = '.' | ',';

/** Cells that say "nothing known": never zero. */
const blanks = new Set(['', '-', '–', '—', 'n/a', 'na', 'nan', 'null', 'none', '#n/a', '#div/0!']);

/** Whether a cell says nothing: blank is unknown, not zero. */
export function isBlank(cell: string): boolean {
  return cell === '' || blanks.has(cell.toLowerCase());
}

/**
 * A count or a time as a number.
 *
 * The other sign than the decimal one groups thousands, as do blanks and
 * apostrophes.
 *
 * @returns `undefined` for what is no number.
 */
export function amount(cell: string, decimal: DecimalSign): number | undefined {
  // Nearly every cell: a short whole number.
  if (/^\d{1,15}$/.test(cell)) return Number(cell);
  const bare = cell.replace(/[\s\u00a0\u202f'’]/g, '');
  const grouped = decimal === '.' ? /^\d{1,3}(,\d{3})+(\.\d+)?$/ : /^\d{1,3}(\.\d{3})+(,\d+)?$/;
  if (grouped.test(bare)) {
    return Number(bare.replaceAll(decimal === '.' ? ',' : '.', '').replace(',', '.'));
  }
  const plain = decimal === '.' ? /^-?\d*\.?\d+(e[+-]?\d+)?$/i : /^-?\d*,?\d+$/;
  return plain.test(bare) ? Number(bare.replace(',', '.')) : undefined;
}

/**
 * A time in seconds: `183.5`, `03:04` (minutes and seconds), `0:03:04`.
 *
 * @param unitS - seconds in one unit where the cell is a plain number.
 * @returns `undefined` for what is no time.
 */
export function durationS(cell: string, decimal: DecimalSign, unitS: number): number | undefined {
  if (!cell.includes(':')) {
    const units = amount(cell, decimal);
    return units === undefined ? undefined : units * unitS;
  }
  const found = /^(?:(\d+):)?(\d{1,2}):(\d{2}(?:[.,]\d+)?)$/.exec(cell.trim());
  if (!found) return undefined;
  const [, hours = '0', minutes = '0', seconds = '0'] = found;
  const second = Number(seconds.replace(',', '.'));
  return second < 60 ? Number(hours) * 3_600 + Number(minutes) * 60 + second : undefined;
}

/**
 * The decimal sign of a file, from its numbers: in `183,5` and `1.234,50` it is
 * the comma. `1.234` alone could be either.
 *
 * @returns `undefined` where no number decides.
 */
export function decimalSign(cells: Iterable<string>): DecimalSign | undefined {
  for (const cell of cells) {
    const last = /([.,])(\d+)$/.exec(cell);
    if (!last || !/^[\d.,\s-]+$/.test(cell)) continue;
    const sign = last[1] as DecimalSign;
    const other = sign === '.' ? ',' : '.';
    if (cell.includes(other) || last[2]?.length !== 3) return sign;
    if (cell.indexOf(sign) !== cell.lastIndexOf(sign)) return other;
  }
  return undefined;
}
