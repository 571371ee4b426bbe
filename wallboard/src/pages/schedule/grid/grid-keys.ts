/** The grid by keyboard. */
import type { GridBook } from './grid-book.svelte.ts';
import type { GridHand } from './grid-hand.svelte.ts';

/** What a key asks of the page around the grid. */
export interface KeyDeeds {
  book: GridBook;
  hand: GridHand;
  /** Minutes of one step. */
  step: number;
  edits: boolean;
  /** Rows that fit on a page. */
  page: number;
  open: () => void;
}

/** Does what a key means; true when it meant something. */
export function pressed(event: KeyboardEvent, deeds: KeyDeeds): boolean {
  const ruled = event.ctrlKey || event.metaKey;
  if (ruled) return withControl(event.key.toLowerCase(), event.shiftKey, deeds);
  if (event.altKey) return withAlt(event.key, deeds);
  return plain(event.key, event.shiftKey, deeds);
}

function withControl(key: string, shift: boolean, { book, hand, edits }: KeyDeeds): boolean {
  const means: Record<string, () => void> = {
    a: () => hand.chooseAll(),
    c: () => hand.copy(),
    v: () => edits && hand.paste(),
    x: () => {
      hand.copy();
      if (edits) hand.remove();
    },
    z: () => edits && (shift ? book.redo() : book.undo()),
    y: () => edits && book.redo(),
  };
  return done(means[key]);
}

/** Moves what is chosen: by a step of minutes, or to the person above or below. */
function withAlt(key: string, { hand, edits, step }: KeyDeeds): boolean {
  const by = (rows: number, minutes: number) => () =>
    edits && hand.commit(hand.moving({ rows, minutes, days: 0 }));
  const means: Record<string, () => unknown> = {
    ArrowLeft: by(0, -step),
    ArrowRight: by(0, step),
    ArrowUp: by(-1, 0),
    ArrowDown: by(1, 0),
  };
  return done(means[key]);
}

function plain(key: string, shift: boolean, deeds: KeyDeeds): boolean {
  const { hand, edits, step, page, open } = deeds;
  const ends = (end: 'from' | 'to', minutes: number) => () =>
    edits && hand.commit(hand.stretching(end, minutes));
  const means: Record<string, () => unknown> = {
    ArrowLeft: () => hand.step(0, -1, shift),
    ArrowRight: () => hand.step(0, 1, shift),
    ArrowUp: () => hand.step(-1, 0, shift),
    ArrowDown: () => hand.step(1, 0, shift),
    PageUp: () => hand.step(-page, 0, shift),
    PageDown: () => hand.step(page, 0, shift),
    Home: () => hand.step(0, -100, shift),
    End: () => hand.step(0, 100, shift),
    Enter: open,
    ' ': open,
    Delete: () => edits && hand.remove(),
    Backspace: () => edits && hand.remove(),
    '+': ends('to', step),
    '=': ends('to', step),
    '-': ends('to', -step),
    '[': ends('from', -step),
    ']': ends('from', step),
    Escape: () => {
      hand.drop();
      hand.selected = new Set();
    },
  };
  return done(means[key]);
}

function done(meaning: (() => unknown) | undefined): boolean {
  meaning?.();
  return meaning !== undefined;
}
