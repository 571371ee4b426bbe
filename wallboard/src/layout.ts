/**
 * What of a board fits the room: which figures in the strip, how many rows,
 * whether the trend, and every size. All lengths are percent of the height.
 */
import { aimMinutes, floorMinutes, type Room, typeSizes } from './legibility.ts';

/** A layout that can be read, or the reason why there is none. */
export type Layout<Fitted> =
  | ({ fits: true; minutes: number; warn: boolean } & Fitted)
  | { fits: false; minutes: number };

/** Sizes shared by both boards. */
export interface Sizes {
  body: number;
  text: number;
  figure: number;
  row: number;
  /** Space at the left and right edge. */
  edge: number;
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
}

/** The floor board as it fits. */
export interface FloorLayout {
  sizes: Sizes;
  notes: number;
  /** Columns of agents. */
  columns: number;
  /** Agents in one column. */
  rows: number;
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
const rowPitch = 1.16;
const gap = 2.4;
// Widest of three digits; 12:34; 99.9 with a small %; two digits and a note.
const figureWidths = [1.75, 2.6, 2.6, 1.8] as const;
// The label and the notes of the same tiles, in sizes of text, in the longer of both languages.
const wordWidths = [4.6, 6.9, 8.3, 7.6] as const;
const trendMin = 44;

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
  return [
    { figures: 4, rows: some, trend },
    { figures: 4, rows: some, trend: false },
    { figures: 3, rows: some, trend },
    { figures: 3, rows: some, trend: false },
  ];
}

function tryQueues(room: Room, wish: QueueWish, minutes: number, need: Need): QueueLayout | null {
  const { body, text } = typeSizes(room, minutes);
  const edge = Math.min(3.4, 1.9 * room.aspect);
  const width = room.aspect * 100 - 2 * edge;
  const columns = columnsWithin(width, body);
  if (columns < 2) return null;
  const table = tableWidth(columns, body);
  const trend = need.trend && width - table - gap * 2 >= trendMin ? width - table - gap * 2 : 0;
  if (need.trend && trend === 0) return null;

  const row = body * rowPitch;
  const under = wish.lines * text * 1.15;
  for (const notes of [2, 1]) {
    // Room between the edges that neither words nor rows take.
    const words = text * (1.15 + notes * 1.12 + 1.1 + 1.25);
    const rest = 100 - 1.6 - 1 - words - gap - under;
    const rowsAt = (figure: number) => Math.floor((rest - figure) / row);
    const widest = figureWithin(width, need.figures, text);
    let figure = Math.min(3 * body, widest, 30);
    if (rowsAt(figure) < need.rows) figure = Math.min(figure, rest - need.rows * row);
    if (figure < body * 1.75) continue;
    const rows = Math.min(rowsAt(figure), Math.max(wish.rows, 1));
    const sizes = { body, text, figure, row, edge };
    return {
      sizes,
      figures: need.figures,
      notes,
      rows,
      table: trend ? table : width,
      trend,
      columns,
    };
  }
  return null;
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
  const needed = (figure: number) =>
    figureWidths
      .slice(0, figures)
      .reduce((sum, own, i) => sum + Math.max(own * figure, (wordWidths[i] ?? 0) * text), 0);
  for (let figure = 30; figure > 1; figure -= 0.25) if (needed(figure) <= room) return figure;
  return 0;
}

/** Name, reason or queue, and time in state: one agent. */
const agentWidth = 6.6;
const agentGap = 0.9;

/** The floor board: counts of states above, agents by state below. */
export function floorLayout(room: Room, agents: number): Layout<FloorLayout> {
  for (let minutes = 30; minutes >= floorMinutes; minutes -= 1) {
    const found = tryFloor(room, minutes);
    if (!found) continue;
    const enough = found.columns >= 4 && found.columns * found.rows >= Math.min(agents + 10, 60);
    if (enough || minutes <= aimMinutes) {
      return { fits: true, minutes, warn: minutes < aimMinutes, ...found };
    }
  }
  return { fits: false, minutes: floorMinutes };
}

function tryFloor(room: Room, minutes: number): FloorLayout | null {
  const { body, text } = typeSizes(room, minutes);
  const edge = Math.min(3.4, 1.9 * room.aspect);
  const width = room.aspect * 100 - 2 * edge;
  const columns = Math.min(
    12,
    Math.floor((width + agentGap * body) / ((agentWidth + agentGap) * body)),
  );
  const row = body * 1.2;
  const figure = Math.min(body * 2.4, 22);
  const notes = 2;
  const rest = 100 - 1.6 - 1 - text * (1.15 + notes * 1.12 + 1.25) - figure - gap;
  const rows = Math.floor(rest / row);
  if (columns < 2 || rows < 2) return null;
  return { sizes: { body, text, figure, row, edge }, notes, columns, rows };
}
