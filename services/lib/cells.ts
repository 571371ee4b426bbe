import { parse } from 'csv-parse/sync';

/** What stands between two cells of a file. */
export type Separator = ',' | ';' | '\t' | '|';

/** Every separator, in the order in which they are tried. */
export const separators: readonly Separator[] = [',', ';', '\t', '|'];

/** How every part of a file is cut into cells: quotes where they are needed, rows of any length. */
export const cutting = {
  relax_column_count: true,
  relax_quotes: true,
  skip_empty_lines: true,
  trim: true,
  max_record_size: 1_000_000,
} as const;

/** Lines cut into cells; none where quotes do not close, as in the title of a report. */
export function cut(text: string, separator: Separator): string[][] {
  try {
    return parse(text, { ...cutting, delimiter: separator });
  } catch {
    return [];
  }
}

/** A heading as it is compared: no unit in brackets, accents, case, spaces or signs. */
export function bareHeading(name: string): string {
  return name
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[([{（【].*?[)\]}）】]/g, '')
    .replace(/[^\p{L}\p{N}]/gu, '');
}
