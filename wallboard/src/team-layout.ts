/**
 * What of the team board fits the room: the topic above, teams, and beside them or in turn with
 * them who is named. All lengths are percent of the height.
 */
import { edgeOf, type Layout, type Sizes, spaces } from './layout.ts';
import { aimMinutes, floorMinutes, type Room, typeSizes } from './legibility.ts';

/** The team board as it fits. */
export interface TeamLayout {
  sizes: Sizes;
  /** Size of the topic's title; 0 = there is no topic. */
  title: number;
  /** Lines the title takes, and the words under it. */
  titleLines: number;
  topicLines: number;
  /** Teams on one page. */
  rows: number;
  /** Columns beside the name, in the order in which they are kept: running month, closed, people. */
  columns: number;
  /** Width of the teams. */
  table: number;
  /** Width of the names beside them; 0 = they take turns with the teams. */
  beside: number;
  /** Lines of words on a page of names, its heading not counted, and their width in type sizes. */
  lines: number;
  lineEms: number;
  /** Lines under the teams. */
  legend: number;
}

/** What the board would like to show. */
export interface TeamWish {
  teams: number;
  /** Somebody is named. */
  named: boolean;
  /** Widths in type sizes; 0 = there is none. */
  titleEms: number;
  topicEms: number;
  /** Words under the teams: the rule, the age, what is withheld. */
  legendEms: number;
}

/** Mean (100.0), the month before, people: widths in type sizes of figures, words and words. */
const meanWidth = 2.6;
const beforeWidth = 2.5;
const peopleWidth = 3.4;
const cellGap = 0.5;
/** A name cut off sooner than this tells nobody from nobody. */
const nameLeast = 5;
/** Lines of a name, its team and one line of words. */
const namesLeast = 3;
/** Names and praise beside the teams need so much. */
const besideLeast = 12;
const besideMost = 22;
const between = 4.8;
/** A row is its figures and the bar under them. */
const rowPitch = 1.14;
const rowMost = 1.7;
/** The bar with the space around it. */
export const barHeight = 1.9;
/** Height of a line of words. */
export const linePitch = 1.2;
const headPitch = 1.25;
const titles = [2.4, 2, 1.7, 1.4, 1.15];
/** Measured words are a little wider than `textEms` says, and break at words. */
const wrapping = 1.08;

/** Largest type that shows all; else pages take turns at the aim; else less; else none. */
export function teamLayout(room: Room, wish: TeamWish): Layout<TeamLayout> {
  const beside = wish.named && tryTeam(room, wish, aimMinutes, true) !== null;
  for (let minutes = 32; minutes > aimMinutes; minutes -= 1) {
    const found = tryTeam(room, wish, minutes, beside);
    // Larger type is worth a smaller title, but no words.
    const whole = found?.topicLines === linesOf(wish.topicEms, wordsWidth(room, minutes), 2);
    if (found && whole && found.rows >= wish.teams) {
      return { fits: true, minutes, warn: false, ...found };
    }
  }
  for (let minutes = aimMinutes; minutes >= floorMinutes; minutes -= 1) {
    const found = tryTeam(room, wish, minutes, beside) ?? tryTeam(room, wish, minutes, false);
    if (found) return { fits: true, minutes, warn: minutes < aimMinutes, ...found };
  }
  return { fits: false, minutes: floorMinutes };
}

function tryTeam(room: Room, wish: TeamWish, minutes: number, beside: boolean): TeamLayout | null {
  const { body, text } = typeSizes(room, minutes);
  const edge = edgeOf(room);
  const width = room.aspect * 100 - 2 * edge;
  const least = besideLeast * text;
  const split = beside ? splitWidth(width, body, text) : { table: width, beside: 0 };
  if (beside && split.beside < least) return null;
  const columns = columnsWithin(split.table, body, text);
  if (columns === 0) return null;
  const gap = 1.2;
  const most = linesOf(wish.legendEms, width / text, 3);
  const row = body * rowPitch + barHeight;
  const fitted = ({ topic, legend }: Form) => {
    const rest = 100 - spaces(gap) - text * 1.2 - topic.high - legend * text * 1.15;
    const high = rest - headPitch * text;
    // Where names take turns with teams, they take the place of the words under these too.
    const more = split.beside ? 0 : legend * text * 1.15;
    const lines = Math.floor((high + more) / (linePitch * text) + 1e-9);
    return { high, rows: Math.floor(high / row + 1e-9), lines };
  };
  // The topic gives way line by line before teams or names do; the end of the legend at last.
  const topics = topicsOf(wish, { width, body, text });
  const forms = (legend: number) => topics.map((topic) => ({ topic, legend }));
  const holds = (rows: number) => (one: Form) =>
    fitted(one).rows >= rows && (!wish.named || fitted(one).lines >= namesLeast);
  const wanted = Math.max(1, wish.teams);
  const form = triesOf(wanted, most).flatMap(({ least, legend }) => {
    return forms(legend).find(holds(least)) ?? [];
  })[0];
  if (!form) return null;
  const { high, rows, lines } = fitted(form);
  const shown = Math.min(rows, wanted);
  const sizes = { body, text, figure: form.topic.title || body, edge, gap };
  const { title, titleLines, topicLines } = form.topic;
  return {
    ...{ sizes: { ...sizes, row: Math.min(row * rowMost, high / shown) }, ...split },
    ...{ title, titleLines, topicLines, rows: shown, columns, legend: form.legend },
    ...{ lines, lineEms: (split.beside || width) / text },
  };
}

/** All teams on one page, else half of them, else three; below that words give way too. */
function triesOf(wanted: number, most: number): { least: number; legend: number }[] {
  const easy = [wanted, Math.ceil(wanted / 2), 3].map((least) => ({ least, legend: most }));
  const tight = [2, 1].flatMap((least) => {
    return [most, 2, 1].map((legend) => ({ least, legend: Math.min(legend, most) }));
  });
  return [...easy, ...tight].filter(({ least }) => least <= wanted);
}

/** Width of the page in sizes of words. */
function wordsWidth(room: Room, minutes: number): number {
  return (room.aspect * 100 - 2 * edgeOf(room)) / typeSizes(room, minutes).text;
}

/** The topic and the words under the teams in one of their sizes. */
interface Form {
  topic: Topic;
  legend: number;
}

interface Topic {
  title: number;
  titleLines: number;
  topicLines: number;
  high: number;
}

/** The topic from its largest form to its smallest. */
function topicsOf(
  { titleEms, topicEms }: TeamWish,
  { width, body, text }: { width: number; body: number; text: number },
): Topic[] {
  if (titleEms === 0) return [{ title: 0, titleLines: 0, topicLines: 0, high: 0 }];
  const wide = titles.map((size) => size * body).filter((size) => fitsIn(titleEms, size, width));
  const forms = wide.filter((size) => size <= 16).map((title) => ({ title, titleLines: 1 }));
  const small = { title: text, titleLines: linesOf(titleEms, width / text, 2) };
  const all = [...forms, small].flatMap((form) => {
    const most = linesOf(topicEms, width / text, 2);
    return [most, Math.min(1, most), 0].map((topicLines) => ({ ...form, topicLines }));
  });
  return all.map(({ title, titleLines, topicLines }) => {
    const high = text * 1.15 + title * 1.18 * titleLines + text * 1.15 * topicLines + 1;
    return { title, titleLines, topicLines, high };
  });
}

function fitsIn(ems: number, size: number, width: number): boolean {
  return ems * 1.04 * size <= width;
}

/** Lines that words take in such a width, at most so many. */
export function linesOf(ems: number, widthEms: number, most: number): number {
  if (ems === 0) return 0;
  const room = Math.max(1, widthEms);
  return Math.min(most, ems <= room * 0.97 ? 1 : Math.ceil((ems * wrapping) / room));
}

/** The teams get what their columns and whole names need, the names the rest. */
function splitWidth(width: number, body: number, text: number): { table: number; beside: number } {
  const room = width - between;
  const cells = cellWidth(3, body, text) + nameLeast * text;
  const least = besideLeast * text;
  const beside = Math.min(besideMost * text, Math.max(least, room * 0.42), room - cells);
  return { table: room - beside, beside };
}

function columnsWithin(width: number, body: number, text: number): number {
  for (const columns of [3, 2, 1]) {
    if (cellWidth(columns, body, text) + nameLeast * text <= width) return columns;
  }
  return 0;
}

function cellWidth(columns: number, body: number, text: number): number {
  const cells = [
    (meanWidth + cellGap) * body,
    (beforeWidth + cellGap) * text,
    (peopleWidth + cellGap) * text,
  ];
  return cells.slice(0, columns).reduce((sum, cell) => sum + cell, 0);
}

/** Widths of the columns beside the name, as styles. */
export const cellStyles = {
  mean: `calc(${meanWidth + cellGap} * var(--body))`,
  before: `calc(${beforeWidth + cellGap} * var(--text))`,
  people: `calc(${peopleWidth + cellGap} * var(--text))`,
} as const;
