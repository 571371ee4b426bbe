/** Files of what people said: cells by heading, and what is refused by line and column. */
import { instantAt } from '../../schedule/local-time.ts';

/** A cell that cannot be taken. */
export interface FileFault {
  /** As lines are counted in the file, the heading being 1. */
  line: number;
  column: string;
  /** What stands there. */
  said: string;
  why: FaultKind;
}

/** Why. */
export type FaultKind =
  | ('person' | 'time' | 'grade' | 'yes-no' | 'queue' | 'points' | 'most' | 'twice')
  | ('missing' | 'too-many');

/** Whom and what a site knows. */
export interface KnownSite {
  people: readonly { person: string; name: string }[];
  /** "source/agent" → person. */
  agents: Readonly<Record<string, string>>;
  queues: readonly string[];
  zone: string;
}

/** One line of a file. */
export interface Line {
  at: number;
  cell: (column: string) => string;
}

/** Lines by the columns that the headings name; and columns that are lacking. */
export function linesOf(
  rows: readonly (readonly string[])[],
  { headings, needed }: { headings: Headings; needed: readonly string[] },
): { lines: Line[]; lacking: string[]; found: Record<string, string> } {
  const [heading = [], ...rest] = rows;
  const names = heading.map((one) => one.trim().toLowerCase());
  const columns: Record<string, number> = {};
  for (const [column, known] of Object.entries(headings)) {
    const at = known.map((word) => names.indexOf(word)).find((place) => place >= 0);
    if (at !== undefined) columns[column] = at;
  }
  const lines = rest.flatMap((row, i): Line[] => {
    if (row.every((one) => one.trim() === '')) return [];
    return [{ at: i + 2, cell: (column) => (row[columns[column] ?? -1] ?? '').trim() }];
  });
  return {
    lines,
    lacking: needed.filter((column) => columns[column] === undefined),
    found: Object.fromEntries(
      Object.entries(columns).map(([column, at]) => [column, heading[at] ?? '']),
    ),
  };
}

/** Words that name a column, in small letters. */
export type Headings = Readonly<Record<string, readonly string[]>>;

/** Somebody by id, by name where only one has it, or as an agent of a source; null = nobody. */
export function personIn(said: string, { people, agents }: KnownSite): string | null {
  const wanted = said.toLowerCase();
  const byId = people.find(({ person }) => person.toLowerCase() === wanted);
  if (byId) return byId.person;
  const named = people.filter(({ name }) => name.toLowerCase() === wanted);
  if (named.length === 1) return named[0]?.person ?? null;
  const served = Object.entries(agents).filter(([agent]) => {
    return agent.toLowerCase() === wanted || agent.toLowerCase().endsWith(`/${wanted}`);
  });
  const found = new Set(served.map(([, person]) => person));
  return found.size === 1 ? ([...found][0] ?? null) : null;
}

/** An instant: ISO 8601 with its offset, or local as "2026-11-28 14:03"; a day means noon. */
export function instantIn(said: string, zone: string): string | null {
  const local = /^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[ T](\d{1,2}):(\d\d)(?::\d\d)?)?$/.exec(
    said,
  );
  if (local) {
    const [, year = '', month = '', date = '', hour = '12', minute = '0'] = local;
    const day = `${year}-${month.padStart(2, '0')}-${date.padStart(2, '0')}`;
    const real = new Date(`${day}T00:00:00Z`);
    if (Number.isNaN(real.getTime()) || real.toISOString().slice(0, 10) !== day) return null;
    if (Number(hour) > 23 || Number(minute) > 59) return null;
    return new Date(instantAt(day, Number(hour) * 60 + Number(minute), zone)).toISOString();
  }
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:?\d\d)$/.test(said)) return null;
  const at = Date.parse(said);
  return Number.isNaN(at) ? null : new Date(at).toISOString();
}

/** Yes or no in either language; undefined = neither. Empty = not answered, null. */
export function yesNoIn(said: string): boolean | null | undefined {
  const word = said.toLowerCase();
  if (word === '') return null;
  if (['yes', 'y', 'true', '1', '是', '已解决'].includes(word)) return true;
  if (['no', 'n', 'false', '0', '否', '未解决'].includes(word)) return false;
  return undefined;
}

/** A number; null = none. */
export function numberIn(said: string): number | null {
  const number = Number(said.replace(',', '.'));
  return said === '' || !Number.isFinite(number) ? null : number;
}
