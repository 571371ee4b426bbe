import type { ShiftEdit } from './shift-edit.ts';

/** Acts of the day itself: who is away and who stands in, notes, a person's calendar. */
export type FloorAct =
  | SicknessReported
  | StandInAssigned
  | NoteWritten
  | { kind: 'note-answered'; noteId: string; done: boolean; text: string }
  | CalendarFeedDecided;

/** Somebody is away sick. */
export interface SicknessReported {
  kind: 'sickness-reported';
  /** Filled in. */
  sicknessId: string;
  /** Empty = who asks. */
  person: string;
  /** First local day, and last as far as is known. */
  from: string;
  to: string;
  /** Filled in. */
  edits: readonly ShiftEdit[];
  /** Filled in. */
  version: number;
}

/** Somebody stands in. */
export interface StandInAssigned {
  kind: 'stand-in-assigned';
  /** The shift stood in for: of somebody sick or on leave. */
  shiftId: string;
  person: string;
  /** Filled in. */
  edits: readonly ShiftEdit[];
  /** Filled in. */
  version: number;
}

/** A note from one shift to the next. */
export interface NoteWritten {
  kind: 'note-written';
  /** Filled in. */
  noteId: string;
  /** For the shift that begins after this. */
  atMs: number;
  /** Empty = the whole site. */
  team: string;
  text: string;
  /** Something must still be done. */
  open: boolean;
}

/** A calendar address is made or revoked; only its digest is kept. */
export interface CalendarFeedDecided {
  kind: 'calendar-feed-decided';
  /** Filled in with who asks. */
  person: string;
  /** Empty = revoked. Filled in. */
  secretDigest: string;
  make: boolean;
}
