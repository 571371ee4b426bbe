/** Figures from outside as a file brings them: CSV or tab-separated, checked line by line. */
import { csvOf, rowsOf } from '../../parts/csv.ts';

/** One figure. */
export interface OutsideFigure {
  person: string;
  period: string;
  name: string;
  figure: number;
  sample: number;
}

/** Why a line cannot be taken. */
export type Fault = 'person' | 'period' | 'measure' | 'figure' | 'sample' | 'twice';

/** What a file says. */
export interface FiguresRead {
  figures: OutsideFigure[];
  /** Lines as they are counted in the file, the heading being 1. */
  faults: { line: number; fault: Fault; said: string }[];
  /** Columns that are not there though they must be. */
  lacking: string[];
}

/** What is known of the site. */
export interface Known {
  people: readonly { person: string; name: string }[];
  measures: readonly string[];
  /** The period that a file without such a column is of. */
  period: string;
}

const headings: Record<string, readonly string[]> = {
  person: ['person', 'id', 'agent', 'name', '人员', '工号', '姓名'],
  period: ['period', 'month', 'week', '周期', '月份'],
  name: ['measure', 'measure_id', '指标'],
  figure: ['figure', 'value', '数值', '指标值'],
  sample: ['sample', 'n', 'count', '样本', '样本数'],
};

/** Reads a file; a person may stand as id or name. */
export function readFigures(text: string, known: Known): FiguresRead {
  const [heading = [], ...rows] = rowsOf(text);
  const columns = columnsOf(heading);
  const [only] = known.measures;
  const lacking = ['person', 'figure', ...(known.measures.length === 1 ? [] : ['name'])].filter(
    (column) => columns[column] === undefined,
  );
  const read: FiguresRead = { figures: [], faults: [], lacking };
  if (lacking.length > 0) return read;
  const seen = new Set<string>();
  for (const [at, row] of rows.entries()) {
    const cell = (column: string) => (row[columns[column] ?? -1] ?? '').trim();
    if (row.every((one) => one.trim() === '') || cell('figure') === '') continue;
    const refuse = (fault: Fault, said: string) => read.faults.push({ line: at + 2, fault, said });
    const person = personOf(cell('person'), known);
    const period = cell('period') || known.period;
    const name = columns['name'] === undefined ? (only ?? '') : cell('name');
    const figure = numberOf(cell('figure'));
    const sample = cell('sample') === '' ? 1 : Number(cell('sample'));
    const key = `${person} ${period} ${name}`;
    if (person === null) refuse('person', cell('person'));
    else if (!/^\d{4}-(W\d\d|\d\d)$/.test(period)) refuse('period', period);
    else if (!known.measures.includes(name)) refuse('measure', name);
    else if (figure === null) refuse('figure', cell('figure'));
    else if (!Number.isInteger(sample) || sample < 0) refuse('sample', cell('sample'));
    else if (seen.has(key)) refuse('twice', cell('person'));
    else {
      seen.add(key);
      read.figures.push({ person, period, name, figure, sample });
    }
  }
  return read;
}

/** A file to be filled in: everybody, each measure from outside. */
export function emptyFigures({ people, measures, period }: Known): string {
  const heading = ['person', 'full_name', 'measure', 'period', 'figure', 'sample'];
  const rows = measures.flatMap((name) =>
    people.map((one) => [one.person, one.name, name, period, '', '']),
  );
  return csvOf([heading, ...rows]);
}

function personOf(said: string, { people }: Known): string | null {
  const wanted = said.toLowerCase();
  const byId = people.find(({ person }) => person.toLowerCase() === wanted);
  if (byId) return byId.person;
  const named = people.filter(({ name }) => name.toLowerCase() === wanted);
  return named.length === 1 ? (named[0]?.person ?? null) : null;
}

function numberOf(said: string): number | null {
  const share = said.endsWith('%');
  const number = Number(share ? said.slice(0, -1) : said);
  if (said === '' || !Number.isFinite(number)) return null;
  return share ? number / 100 : number;
}

function columnsOf(heading: readonly string[]): Record<string, number> {
  const names = heading.map((one) => one.trim().toLowerCase());
  const found: Record<string, number> = {};
  for (const [column, words] of Object.entries(headings)) {
    const at = words.map((word) => names.indexOf(word)).find((place) => place >= 0);
    if (at !== undefined) found[column] = at;
  }
  return found;
}
