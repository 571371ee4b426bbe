/** What is chosen in the grid and what a hand or a key does to it. */
import { dayPlus, daysBetween } from '../local-time.ts';
import type { Template } from '../schedule-api.ts';
import { moved, shiftOf, stretched } from '../shift-edits.ts';
import type { Edit, Shift } from '../shift-view.ts';
import type { GridBook } from './grid-book.svelte.ts';

/** Where the cursor stands. */
export interface Cursor {
  person: string;
  day: string;
}

/** How far something is moved. */
export interface Move {
  days: number;
  minutes: number;
  rows: number;
}

/** The frame a hand works in. */
export interface Frame {
  people: readonly string[];
  days: readonly string[];
  zone: string;
  /** Minutes of one step. */
  step: number;
  /** May edit. */
  edits: boolean;
}

/** The hand. */
export class GridHand {
  cursor = $state.raw<Cursor | null>(null);
  selected = $state.raw<ReadonlySet<string>>(new Set());
  /** Edits that are shown while a drag is under way. */
  ghost = $state.raw<readonly Edit[]>([]);
  #frame: Frame = { people: [], days: [], zone: 'UTC', step: 15, edits: false };
  #anchor: Cursor | null = null;
  #copied: readonly { shift: Shift; rows: number; days: number }[] = [];
  readonly #book: GridBook;

  constructor(book: GridBook) {
    this.#book = book;
  }

  /** The frame of now. */
  frame(frame: Frame): void {
    this.#frame = frame;
  }

  /** Shifts that are chosen, by start. */
  readonly chosen = $derived.by(() =>
    [...this.selected]
      .map((id) => this.#book.shifts.get(id))
      .filter((one) => one !== undefined)
      .sort((one, other) => one.fromMs - other.fromMs),
  );

  /** Chooses one shift, or (adding) one more, or one less. */
  choose(shift: Shift, adding: boolean): void {
    this.cursor = { person: shift.person, day: shift.day };
    if (!adding) {
      this.#anchor = this.cursor;
      this.selected = new Set([shift.shiftId]);
      return;
    }
    const all = new Set(this.selected);
    if (!all.delete(shift.shiftId)) all.add(shift.shiftId);
    this.selected = all;
  }

  /** Puts the cursor on a cell; with `spanning`, chooses all between it and where it was. */
  place(cursor: Cursor, spanning = false): void {
    this.cursor = cursor;
    if (spanning && this.#anchor) {
      this.chooseBox(this.#anchor, cursor);
      return;
    }
    this.#anchor = cursor;
    this.selected = new Set(this.at(cursor).map(({ shiftId }) => shiftId));
  }

  /** Chooses all shifts of a box of cells. */
  chooseBox(one: Cursor, other: Cursor): void {
    const { people } = this.#frame;
    const rows = [people.indexOf(one.person), people.indexOf(other.person)].sort((a, b) => a - b);
    const [first, last] = [one.day, other.day].sort();
    const within = new Set(people.slice(Math.max(0, rows[0] ?? 0), (rows[1] ?? 0) + 1));
    this.selected = new Set(
      [...this.#book.shifts.values()]
        .filter(
          ({ person, day }) => within.has(person) && day >= (first ?? '') && day <= (last ?? ''),
        )
        .map(({ shiftId }) => shiftId),
    );
  }

  /** Chooses all that is shown. */
  chooseAll(): void {
    const { people, days } = this.#frame;
    const [person, day] = [people[0], days[0]];
    if (person === undefined || day === undefined) return;
    this.chooseBox({ person, day }, { person: people.at(-1) ?? '', day: days.at(-1) ?? '' });
  }

  /** Shifts of a cell. */
  at({ person, day }: Cursor): Shift[] {
    return this.#book.byPerson.get(person)?.filter((one) => one.day === day) ?? [];
  }

  /** Edits that move what is chosen, or (copying) set it there as well. */
  moving({ days, minutes, rows }: Move, copying = false): Edit[] {
    const { people, zone } = this.#frame;
    const edits: Edit[] = [];
    for (const shift of this.chosen) {
      const person = people[people.indexOf(shift.person) + rows];
      if (person === undefined) return [];
      const after = moved(shift, { days, minutes, person }, zone);
      if (copying) edits.push(made({ ...after, shiftId: this.#copyId(shift), pinned: false }));
      else edits.push({ shiftId: shift.shiftId, before: shift, after });
    }
    return edits;
  }

  /** Edits that move an end of what is chosen. */
  stretching(end: 'from' | 'to', minutes: number): Edit[] {
    const by = minutes * 60_000;
    return this.chosen.map((shift) => ({
      shiftId: shift.shiftId,
      before: shift,
      after: stretched(
        shift,
        end === 'from' ? Math.min(shift.fromMs + by, shift.toMs - 900_000) : shift.fromMs,
        end === 'to' ? Math.max(shift.toMs + by, shift.fromMs + 900_000) : shift.toMs,
        this.#frame.zone,
      ),
    }));
  }

  /** Does edits and keeps what they made chosen. */
  commit(edits: readonly Edit[]): void {
    this.ghost = [];
    this.#copyIds.clear();
    if (!this.#frame.edits || edits.length === 0) return;
    this.#book.edit(edits);
    const stands = edits.flatMap(({ after }) => (after ? [after] : []));
    this.selected = new Set(stands.map(({ shiftId }) => shiftId));
    const first = stands[0];
    if (first) this.cursor = { person: first.person, day: first.day };
  }

  /** Sets a shift by a template where the cursor stands; an existing one gives way to it. */
  put(template: Template): void {
    if (!this.cursor) return;
    const { person, day } = this.cursor;
    const standing = this.at(this.cursor)[0] ?? null;
    const shiftId = standing?.shiftId ?? crypto.randomUUID();
    const after = shiftOf(template, { shiftId, person, day, zone: this.#frame.zone });
    this.commit([{ shiftId, before: standing, after }]);
  }

  /** Takes away what is chosen. */
  remove(): void {
    this.commit(
      this.chosen.map((shift) => ({ shiftId: shift.shiftId, before: shift, after: null })),
    );
    this.selected = new Set();
  }

  /** Remembers what is chosen. */
  copy(): void {
    const { people } = this.#frame;
    const first = this.chosen[0];
    if (!first) return;
    const top = Math.min(...this.chosen.map(({ person }) => people.indexOf(person)));
    this.#copied = this.chosen.map((shift) => ({
      shift,
      rows: people.indexOf(shift.person) - top,
      days: daysBetween(first.day, shift.day),
    }));
  }

  /** Sets what was remembered down at the cursor; shifts of the same person and day give way. */
  paste(): void {
    if (!this.cursor) return;
    const { people, zone } = this.#frame;
    const row = people.indexOf(this.cursor.person);
    const edits: Edit[] = [];
    for (const { shift, rows, days } of this.#copied) {
      const person = people[row + rows];
      if (person === undefined) continue;
      const day = dayPlus(this.cursor.day, days);
      const after = moved(shift, { days: daysBetween(shift.day, day), person }, zone);
      for (const one of this.at({ person, day })) {
        edits.push({ shiftId: one.shiftId, before: one, after: null });
      }
      edits.push(made({ ...after, shiftId: crypto.randomUUID(), pinned: false }));
    }
    this.commit(edits);
  }

  /** Moves the cursor by rows and days within what is shown. */
  step(rows: number, days: number, spanning: boolean): void {
    const { people, days: shown } = this.#frame;
    const [firstPerson, firstDay] = [people[0], shown[0]];
    if (firstPerson === undefined || firstDay === undefined) return;
    if (!this.cursor) {
      this.place({ person: firstPerson, day: firstDay });
      return;
    }
    const row = within(people.indexOf(this.cursor.person) + rows, people.length);
    const column = within(shown.indexOf(this.cursor.day) + days, shown.length);
    this.place({ person: people[row] ?? firstPerson, day: shown[column] ?? firstDay }, spanning);
  }

  /** Ends a drag without doing anything. */
  drop(): void {
    this.ghost = [];
    this.#copyIds.clear();
  }

  // A copy keeps its id while it is dragged about.
  readonly #copyIds = new Map<string, string>();

  #copyId({ shiftId }: Shift): string {
    const known = this.#copyIds.get(shiftId) ?? crypto.randomUUID();
    this.#copyIds.set(shiftId, known);
    return known;
  }
}

function made(after: Shift): Edit {
  return { shiftId: after.shiftId, before: null, after };
}

function within(index: number, count: number): number {
  return Math.min(count - 1, Math.max(0, index));
}
