/** The grid by hand: a shift is moved, its ends or a break inside it are drawn, a box chooses. */

import { daysBetween, minuteMs } from '../local-time.ts';
import { partMoved } from '../shift-edits.ts';
import type { Edit, Shift } from '../shift-view.ts';
import { type Axis, spotAt } from './axis.ts';
import type { GridHand } from './grid-hand.svelte.ts';

/** A place in the grid, in pixels of all its rows and days. */
export interface Point {
  x: number;
  y: number;
}

/** The box that is drawn to choose. */
export interface Box {
  left: number;
  top: number;
  width: number;
  height: number;
}

/** What a drag needs to know. */
export interface DragFrame {
  axis: Axis;
  people: readonly string[];
  rowHeight: number;
  step: number;
  edits: boolean;
}

/** What a drag takes hold of. */
export interface Grip {
  shift: Shift | null;
  /** "from", "to" = an end; a number = a part; null = the whole. */
  hold: 'from' | 'to' | number | null;
  copying: boolean;
  adding: boolean;
}

/** A drag under way. */
export interface Drag {
  move: (to: Point) => Box | null;
  end: () => void;
  cancel: () => void;
}

/** Less than this is a click. */
const slackPx = 4;

/** Begins a drag. */
export function beginDrag(hand: GridHand, grip: Grip, from: Point, frame: DragFrame): Drag {
  return grip.shift ? dragShift(hand, grip, grip.shift, from, frame) : drawBox(hand, from, frame);
}

function dragShift(hand: GridHand, grip: Grip, shift: Shift, from: Point, frame: DragFrame): Drag {
  const { edits, step } = frame;
  const wasChosen = hand.selected.has(shift.shiftId);
  if (!wasChosen || grip.adding) hand.choose(shift, grip.adding);
  const start = minutesAt(from, frame);
  let ghost: readonly Edit[] = [];
  let moves = false;
  return {
    move: (to) => {
      if (!edits) return null;
      moves ||= Math.hypot(to.x - from.x, to.y - from.y) >= slackPx;
      if (!moves) return null;
      const by = stepped(minutesAt(to, frame) - start, step);
      ghost = ghostOf(hand, grip, shift, { by, rows: rowAt(to, frame) - rowAt(from, frame) });
      hand.ghost = ghost;
      return null;
    },
    end: () => {
      if (moves) hand.commit(ghost);
      else if (wasChosen && !grip.adding) hand.choose(shift, false);
    },
    cancel: () => hand.drop(),
  };
}

function ghostOf(
  hand: GridHand,
  { hold, copying }: Grip,
  shift: Shift,
  { by, rows }: { by: number; rows: number },
): readonly Edit[] {
  if (typeof hold === 'number') {
    const part = shift.parts[hold];
    if (!part) return [];
    const after = partMoved(shift, hold, part.fromMs + by * minuteMs);
    return [{ shiftId: shift.shiftId, before: shift, after }];
  }
  if (hold) return hand.stretching(hold, by);
  const days = Math.round(by / 1440);
  // Between days the clock is kept; within a day the hand's minutes count.
  const minutes = Math.abs(by) < 720 ? by : by - days * 1440;
  return hand.moving({ days: Math.abs(by) < 720 ? 0 : days, minutes, rows }, copying);
}

function drawBox(hand: GridHand, from: Point, frame: DragFrame): Drag {
  let box: Box | null = null;
  const cell = (at: Point) => ({
    person: frame.people[rowAt(at, frame)] ?? '',
    day: spotAt(frame.axis, at.x, frame.step).day,
  });
  hand.place(cell(from));
  return {
    move: (to) => {
      if (Math.hypot(to.x - from.x, to.y - from.y) < slackPx && !box) return null;
      box = {
        left: Math.min(from.x, to.x),
        top: Math.min(from.y, to.y),
        width: Math.abs(to.x - from.x),
        height: Math.abs(to.y - from.y),
      };
      hand.chooseBox(cell(from), cell(to));
      return box;
    },
    end: () => undefined,
    cancel: () => undefined,
  };
}

/** Minutes by the clock from the first day that is shown. */
function minutesAt({ x }: Point, { axis }: DragFrame): number {
  const { day, minute } = spotAt(axis, x, 1);
  return daysBetween(axis.days[0] ?? day, day) * 1440 + minute;
}

function rowAt({ y }: Point, { rowHeight, people }: DragFrame): number {
  return Math.min(people.length - 1, Math.max(0, Math.floor(y / rowHeight)));
}

function stepped(minutes: number, step: number): number {
  return Math.round(minutes / step) * step;
}
