/**
 * What of a board fits the room: which figures in the strip, how many rows,
 * whether the trend, and every size. All lengths are percent of the height.
 */
import { aimMinutes, floorMinutes, type Room, typeSizes } from './legibility.ts';

/** A layout that can be read, or the reason why there is none. */
export type Layout<Fitted> =
  | ({ fits: true; minutes: number; warn: boolean } & Fitted)
  | { fits: false; minutes: number };

/** Sizes shared by all boards. */
export interface Sizes {
  body: number;
  text: number;
  figure: number;
  row: number;
  /** Space at the left and right edge. */
  edge: number;
  /** Space between the parts of a page. */
  gap: number;
}

/** The queue board as it fits. */
export interface QueueLayout {
  sizes: Sizes;
  /** Figures in the strip: 2 to 4. */
  figures: number;
  /** Lines under each figure, 1 or 2. */
  notes: number;
  /** Rows of queues. */
  rows: number;
  /** Width of the table. */
  table: number;
  /** Width of the trend; 0 = there is no room for it. */
  trend: number;
  /** Columns of the table beside the name, in the order in which they are kept. */
  columns: number;
  /** Widths of the tiles in the strip. Fixed, so that nothing moves when digits change. */
  tiles: number[];
}

/** The floor board as it fits. */
export interface FloorLayout {
  sizes: Sizes;
  notes: number;
  /** Columns of agents. */
  columns: number;
  /** Agents in one column. */
  rows: number;
  /** Width of a column, in sizes of words. */
  columnEms: number;
  /** Beside the name there is room for a reason or a queue. */
  detail: boolean;
}

/** What the queue board would like to show. */
export interface QueueWish {
  rows: number;
  /** Lines under the table: marks explained, queues that found no room. */
  lines: number;
  trend: boolean;
}

// Widths in type sizes. A digit is 0.56 wide, a colon 0.28, a mark 0.75.
const nameWidth = 4.9;
/** Waiting (3 digits) · longest (mark + 12:34) · service level (mark + 99.9%) · ready (2 digits). */
export const columnWidths = [1.75, 3.6, 3.75, 1.6] as const;
const columnGap = 0.5;
/** Height of a row in type sizes: airy when there is room, tight at the limit. */
const rowPitches = [
  { pitch: 1.16, space: 1.2 },
  { pitch: 1.08, space: 0.7 },
];
const rowPitchMost = 1.5;
const gap = 2.4;
// Widest of three digits; 12:34; 99.9 with a small %; two digits and a note.
const figureWidths = [1.75, 2.6, 2.6, 1.8] as const;
// The label and the notes of the same tiles, in sizes of text, in the longer of both languages.
const wordWidths = [5.2, 6.6, 8.2, 7.4] as const;
const trendMin = 44;
// A wide trend says no more: width beyond this goes to the names.
const trendEnough = 60;
const nameMore = 3.2;

/** Largest type that shows all; else less, down to what one can still read; else none. */
export function queueLayout(room: Room, wish: QueueWish): Layout<QueueLayout> {
  const all = { figures: 4, rows: Math.max(wish.rows, 3), trend: wish.trend };
  for (let minutes = 34; minutes > aimMinutes; minutes -= 1) {
    const found = tryQueues(room, wish, minutes, all);
    if (found) return { fits: true, minutes, warn: false, ...found };
  }
  for (const minutes of [20, 19, 18, 17, 16]) {
    for (const less of lesserWishes(wish)) {
      const found = tryQueues(room, wish, minutes, less);
      if (found) return { fits: true, minutes, warn: minutes < aimMinutes, ...found };
    }
  }
  return { fits: false, minutes: floorMinutes };
}

interface Need {
  figures: number;
  rows: number;
  trend: boolean;
}

function lesserWishes({ rows, trend }: QueueWish): Need[] {
  const some = Math.min(Math.max(rows, 1), 4);
  const wishes = [some, 3, 2, 1].filter((each) => each <= some);
  return wishes.flatMap((each) => [
    { figures: 4, rows: each, trend },
    { figures: 4, rows: each, trend: false },
    { figures: 3, rows: each, trend },
    { figures: 3, rows: each, trend: false },
    { figures: 2, rows: each, trend: false },
  ]);
}

function tryQueues(room: Room, wish: QueueWish, minutes: number, need: Need): QueueLayout | null {
  const { body, text } = typeSizes(room, minutes);
  const edge = edgeOf(room);
  const width = room.aspect * 100 - 2 * edge;
  const columns = columnsWithin(width, body);
  if (columns < 2) return null;
  const beside = besideTable(width, tableWidth(columns, body), body);
  if (need.trend && beside.trend === 0) return null;
  const { table, trend } = need.trend ? beside : { table: width, trend: 0 };

  for (const { notes, pitch, space } of tightnesses) {
    // Room between the edges that neither words nor rows take.
    const words = text * (1.15 + notes * 1.14 + 1.25 + 1.2) + wish.lines * text * 1.15;
    const rest = 100 - spaces(space) - words;
    const widest = figureWithin(width, need.figures, text);
    const row = body * pitch;
    const rows = (figure: number) => Math.floor((rest - figure) / row + 1e-9);
    let figure = Math.min(3 * body, widest, 30);
    if (rows(figure) < need.rows) figure = Math.min(figure, rest - need.rows * row);
    if (figure < body * 1.75) continue;
    const shown = Math.min(rows(figure), Math.max(wish.rows, 1));
    const high = Math.min(body * rowPitchMost, (rest - figure) / shown);
    const sizes = { body, text, figure, row: high, edge, gap: space };
    const tiles = tileWidths(figure, need.figures, text);
    return { sizes, figures: need.figures, notes, rows: shown, table, trend, columns, tiles };
  }
  return null;
}

const tightnesses = [2, 1].flatMap((notes) => rowPitches.map((each) => ({ notes, ...each })));

/** All that is empty between the parts of a page, above and below it, and the lines drawn. */
export function spaces(space: number): number {
  return space * 3.8 + 1;
}

/** Space at the left and right edge. */
export function edgeOf({ aspect }: Room): number {
  return Math.min(3.4, 1.9 * aspect);
}

/** Table and trend side by side; the names get what the trend does not need. */
function besideTable(width: number, table: number, body: number): { table: number; trend: number } {
  const left = width - table - gap * 2;
  if (left < trendMin) return { table: width, trend: 0 };
  const more = Math.min(nameMore * body, Math.max(0, left - trendEnough));
  return { table: table + more, trend: left - more };
}

function columnsWithin(width: number, body: number): number {
  for (let columns = columnWidths.length; columns > 0; columns -= 1) {
    if (tableWidth(columns, body) <= width) return columns;
  }
  return 0;
}

function tableWidth(columns: number, body: number): number {
  const cells = columnWidths.slice(0, columns).reduce((sum, cell) => sum + cell + columnGap, 0);
  return (nameWidth + cells) * body;
}

/** The largest figure with which the tiles stand side by side; 0 when their words do not. */
function figureWithin(width: number, figures: number, text: number): number {
  const room = width - gap * (figures - 1);
  for (let figure = 30; figure > 1; figure -= 0.25) {
    const needed = tileWidths(figure, figures, text).reduce((sum, one) => sum + one, 0);
    if (needed <= room) return figure;
  }
  return 0;
}

function tileWidths(figure: number, figures: number, text: number): number[] {
  return figureWidths
    .slice(0, figures)
    .map((own, i) => Math.max(own * figure, (wordWidths[i] ?? 0) * text));
}

/** Groups are not equally full: so many places more than agents. */
const floorSpare = 10;
/** Name, reason or queue, and time in state: one agent. */
const agentWidth = 6.2;
const agentNarrow = 5.6;
const agentGap = 0.6;
const detailWidth = 9.5;

/** The line of the week's topic and of praise with the space above it, in sizes of words. */
export const postedLine = 1.5;

/**
 * The floor board: counts of states above, agents by state below.
 *
 * @param line - with a line of words under the agents.
 */
export function floorLayout(room: Room, agents: number, line = false): Layout<FloorLayout> {
  for (let minutes = 30; minutes >= floorMinutes; minutes -= 1) {
    const found = tryFloor(room, minutes, line);
    if (!found) continue;
    const enough =
      found.columns >= 4 && found.columns * found.rows >= Math.min(agents + floorSpare, 60);
    if (enough || minutes <= aimMinutes) {
      return { fits: true, minutes, warn: minutes < aimMinutes, ...found };
    }
  }
  return { fits: false, minutes: floorMinutes };
}

function tryFloor(room: Room, minutes: number, line: boolean): FloorLayout | null {
  const { body, text } = typeSizes(room, minutes);
  const edge = edgeOf(room);
  const width = room.aspect * 100 - 2 * edge;
  const between = agentGap * body;
  const columnsOf = (ems: number) => Math.floor((width + between) / (ems * body + between));
  const easy = columnsOf(agentWidth);
  // Three narrow columns tell more than two wide ones; from there on names get their room.
  const columns = Math.min(12, easy < 3 ? columnsOf(agentNarrow) : easy);
  const figure = Math.min(body * 2.4, 22);
  const notes = 2;
  const space = 1.2;
  const words = 1.15 + notes * 1.14 + 1.25 + (line ? postedLine : 0);
  const rest = 100 - spaces(space) - text * words - figure;
  const rows = Math.floor(rest / (body * 1.16));
  if (columns < 2 || rows < 2) return null;
  const column = (width + between) / columns - between;
  const sizes = { body, text, figure, row: rest / rows, edge, gap: space };
  return {
    sizes,
    notes,
    columns,
    rows,
    columnEms: column / text,
    detail: column >= detailWidth * body,
  };
}

/** The floor with a line under the agents where none of them loses a place to it; else without. */
export function floorWithLine(
  room: Room,
  agents: number,
): { layout: Layout<FloorLayout>; line: boolean } {
  const plain = floorLayout(room, agents);
  const layout = floorLayout(room, agents, true);
  if (!plain.fits || !layout.fits || layout.warn) return { layout: plain, line: false };
  const places = (one: FloorLayout) => one.columns * one.rows;
  const line = places(layout) >= Math.min(agents + floorSpare, places(plain));
  return { layout: line ? layout : plain, line };
}

/** The farthest place, in metres, from which such a board can still be read on this screen. */
export function farthest(room: Room, fits: (nearer: Room) => boolean): number {
  for (let metres = room.metres; metres > 0.1; metres *= 0.98) {
    if (fits({ ...room, metres })) return metres;
  }
  return 0;
}
