/** The shifts that are looked at, edited at once and told to the service in batches. */
import { ask, Refused } from '../../api.ts';
import { dayPlus, daysBetween, mondayOf } from '../local-time.ts';
import type { Scheduling } from '../schedule.svelte.ts';
import {
  type Absence,
  type CurveSlot,
  type Fairness,
  type FairnessLine,
  type Score,
  schedulePath,
  type Violation,
  type WireSchedule,
} from '../schedule-api.ts';
import { same } from '../shift-edits.ts';
import { type Edit, fromWire, type Shift, toWireEdit } from '../shift-view.ts';
import { edited, inverseOf, merged } from './edit-list.ts';

/** Edits of one movement of the hand wait so long for more before they are told. */
const batchMs = 250;
/** Acts that can be taken back; older ones stand. */
const mostUndo = 200;
/** The service refuses more edits in one act. */
const mostEdits = 5_000;

/** What is looked at. */
export interface Look {
  /** Empty = what is published. */
  draftId: string;
  from: string;
  days: number;
}

/** The book of shifts. */
export class GridBook {
  shifts = $state.raw<ReadonlyMap<string, Shift>>(new Map());
  curves = $state.raw<readonly CurveSlot[]>([]);
  violations = $state.raw<readonly Violation[]>([]);
  absences = $state.raw<readonly Absence[]>([]);
  ledger = $state.raw<ReadonlyMap<string, FairnessLine>>(new Map());
  score = $state.raw<Score | null>(null);
  slotMinutes = $state(30);
  requiredAsOf = $state.raw<string | null>(null);
  readFrom = $state('');
  failed = $state('');
  busy = $state(false);
  loaded = $state(false);
  /** Edits that the curves do not contain yet. */
  unconfirmed = $state.raw<readonly Edit[]>([]);
  /** Edits of what is published, which wait for their reason. */
  staged = $state.raw<readonly Edit[]>([]);
  undos = $state.raw<readonly (readonly Edit[])[]>([]);
  redos = $state.raw<readonly (readonly Edit[])[]>([]);
  saving = $state(false);
  /** Edits that wait to be told. */
  queued = $state(0);
  readonly #scheduling: Scheduling;
  #look: Look = { draftId: '', from: '', days: 7 };
  #queue: Edit[] = [];
  #timer: ReturnType<typeof setTimeout> | null = null;
  #position: number | undefined;
  #turn = 0;

  constructor(scheduling: Scheduling) {
    this.#scheduling = scheduling;
  }

  /** What is not told, not answered or not read again yet; 0 = all that is shown stands. */
  readonly waiting = $derived(this.queued + Number(this.saving) + Number(this.busy));

  readonly byPerson = $derived.by(() => {
    const found = new Map<string, Shift[]>();
    for (const shift of this.shifts.values()) {
      const own = found.get(shift.person);
      if (own) own.push(shift);
      else found.set(shift.person, [shift]);
    }
    for (const own of found.values()) own.sort((one, other) => one.fromMs - other.fromMs);
    return found;
  });

  /** Broken rules by "person day". */
  readonly marks = $derived.by(() => {
    const found = new Map<string, { hard: number; soft: number }>();
    for (const { person, day, hard } of this.violations) {
      const key = `${person} ${day}`;
      const mark = found.get(key) ?? { hard: 0, soft: 0 };
      if (hard) mark.hard += 1;
      else mark.soft += 1;
      found.set(key, mark);
    }
    return found;
  });

  /** Reads whole weeks around what is looked at, so that hours of a week are whole. */
  async open(look: Look): Promise<void> {
    await this.flush();
    const other = look.draftId !== this.#look.draftId;
    this.#look = look;
    if (other) {
      [this.undos, this.redos, this.staged] = [[], [], []];
      this.loaded = false;
    }
    await this.read();
  }

  /** Reads again what is looked at. */
  async read(): Promise<void> {
    if (this.#look.from === '') return;
    this.#turn += 1;
    const turn = this.#turn;
    this.busy = true;
    try {
      const { draftId, from, days } = this.#look;
      const monday = mondayOf(from);
      const last = dayPlus(mondayOf(dayPlus(from, days - 1)), 6);
      const whole = daysBetween(monday, last) + 1;
      const query = { site: this.#scheduling.site, draft: draftId, from: monday, days: whole };
      const answer = await ask<WireSchedule>(schedulePath('shifts', query));
      if (turn === this.#turn) this.#take(answer, monday);
    } catch (error) {
      if (turn === this.#turn) this.failed = error instanceof Error ? error.message : String(error);
    } finally {
      if (turn === this.#turn) this.busy = false;
    }
  }

  /** Reads the ledger; without it rows only lack their mark. */
  async readLedger(): Promise<void> {
    const site = this.#scheduling.site;
    const answer = await ask<Fairness>(schedulePath('fairness', { site })).catch(() => null);
    this.ledger = new Map(answer?.lines.map((line) => [line.person, line]));
  }

  /** Edits shifts: shown at once, told to the service soon, undone when it refuses. */
  edit(edits: readonly Edit[], { undoable = true } = {}): void {
    const real = edits.filter(({ before, after }) => !same(before, after)).slice(0, mostEdits);
    if (real.length === 0) return;
    this.shifts = edited(this.shifts, real);
    this.unconfirmed = merged([...this.unconfirmed, ...real]);
    if (undoable) {
      this.undos = [...this.undos, real].slice(-mostUndo);
      this.redos = [];
    }
    if (this.#look.draftId === '') {
      this.staged = merged([...this.staged, ...real]);
      return;
    }
    this.#queue.push(...real);
    this.queued = this.#queue.length;
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.flush(), batchMs);
  }

  /** Takes the last act back. */
  undo(): void {
    const last = this.undos.at(-1);
    if (!last) return;
    this.undos = this.undos.slice(0, -1);
    this.redos = [...this.redos, last];
    this.edit(inverseOf(last), { undoable: false });
  }

  /** Does again what was taken back. */
  redo(): void {
    const last = this.redos.at(-1);
    if (!last) return;
    this.redos = this.redos.slice(0, -1);
    this.undos = [...this.undos, last];
    this.edit(last, { undoable: false });
  }

  /** Forgets edits of what is published. */
  dropStaged(): void {
    const back = inverseOf(this.staged);
    this.shifts = edited(this.shifts, back);
    [this.staged, this.unconfirmed, this.undos, this.redos] = [[], [], [], []];
  }

  /** Tells the service what waits; returns when nothing is on its way. */
  async flush(): Promise<void> {
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = null;
    while (this.saving) await new Promise((resolve) => setTimeout(resolve, 20));
    if (this.#queue.length === 0) return;
    const edits = merged(this.#queue.splice(0, mostEdits));
    this.saving = true;
    this.queued = this.#queue.length;
    try {
      await this.#tell(edits);
    } catch (error) {
      this.#takeBack(edits, error);
    } finally {
      this.saving = false;
    }
    if (this.#queue.length > 0) await this.flush();
  }

  async #tell(edits: readonly Edit[]): Promise<void> {
    const { draftId } = this.#look;
    if (edits.length === 0) return;
    const act = { draftEdited: { draftId, edits: edits.map(toWireEdit) as never } };
    const answer = await this.#scheduling.act(act, this.#seen());
    this.#position = answer.position;
    [this.#scheduling.failed, this.#scheduling.told] = ['', ''];
    // The page's own reckoning is replaced by the service's as soon as nothing newer waits.
    if (this.#queue.length === 0) await this.read();
  }

  #seen(): { seen?: number } {
    return this.#position === undefined ? {} : { seen: this.#position };
  }

  /** All or nothing: what was refused is taken back, with all that came after it. */
  #takeBack(edits: readonly Edit[], error: unknown): void {
    const all = merged([...edits, ...this.#queue.splice(0)]);
    this.queued = 0;
    this.shifts = edited(this.shifts, inverseOf(all));
    this.unconfirmed = [];
    this.undos = this.undos.slice(0, -1);
    this.#scheduling.told = '';
    this.#scheduling.refuse(error);
    // Somebody else was first: what they did must be seen before going on.
    if (error instanceof Refused && error.status === 409) void this.read();
  }

  #take(answer: WireSchedule, from: string): void {
    const fresh = new Map(answer.shifts.map((one) => [one.shiftId, fromWire(one)]));
    // What was edited meanwhile stands on top.
    const waiting = merged([...this.#queue, ...this.staged]);
    this.shifts = edited(fresh, waiting);
    this.unconfirmed = waiting;
    this.curves = answer.curves;
    this.violations = answer.violations;
    this.absences = answer.absences;
    this.score = answer.score;
    this.slotMinutes = answer.slotMinutes || 30;
    this.requiredAsOf = answer.requiredAsOf;
    this.#position = answer.position;
    this.readFrom = from;
    this.failed = '';
    this.loaded = true;
  }
}
