import { DomainError } from '../../domain-error.ts';
import type { NoteWritten } from '../floor-act.ts';
import type { Deed, Note, SiteSchedule } from '../site-schedule.ts';
import type { Acting, Decided } from './acting.ts';
import { change, pruned, put } from './apply-map.ts';
import { only } from './decided.ts';
import { asker, mustStand } from './permission.ts';

const most = { notes: 500, text: 2_000, answers: 100 };

type NoteAnswered = { kind: 'note-answered'; noteId: string; done: boolean; text: string };

/** Acts about notes from shift to shift. */
export type NoteAct = NoteWritten | NoteAnswered;

/** Decides about notes. */
export function decideNote(state: SiteSchedule, act: NoteAct, acting: Acting): Decided {
  mustStand(acting, 'writes');
  asker(acting);
  if (act.text.length > most.text) {
    throw new DomainError('invalid', `a note of more than ${most.text} characters`);
  }
  if (act.kind === 'note-answered') {
    const note = state.notes.get(act.noteId);
    if (!note) throw new DomainError('not-found', `there is no note "${act.noteId}"`);
    if (note.doneBy !== '' && act.done) {
      throw new DomainError('conflict', `"${note.doneBy}" has done it already`);
    }
    return only(act);
  }
  if (act.text.trim() === '') throw new DomainError('invalid', 'a note needs a text');
  return only({ ...act, noteId: acting.newId() });
}

/** The state after an act about notes. */
export function applyNote(state: SiteSchedule, act: NoteAct, deed: Deed): SiteSchedule {
  if (act.kind === 'note-written') {
    const { kind: _, ...written } = act;
    const note: Note = { ...written, seenBy: [], doneBy: '', answers: [], written: deed };
    const notes = put(
      pruned(state.notes, () => true, most.notes),
      act.noteId,
      note,
    );
    return { ...state, notes };
  }
  const { noteId, done, text } = act;
  const notes = change(state.notes, noteId, (note) => ({
    ...note,
    seenBy: [...new Set([...note.seenBy, deed.author])],
    doneBy: done ? deed.author : note.doneBy,
    answers: text === '' ? note.answers : [...note.answers, text].slice(-most.answers),
  }));
  return { ...state, notes };
}

/**
 * What a shift is to know when it begins: notes for it, and everything that is still open from
 * shifts before it, which passes on until somebody has done it. The open ones first.
 */
export function notesForShift(
  { notes }: Pick<SiteSchedule, 'notes'>,
  { team, fromMs, sinceMs }: { team: string; fromMs: number; sinceMs: number },
): Note[] {
  const isOpen = (note: Note) => note.open && note.doneBy === '';
  return [...notes.values()]
    .filter(
      (note) =>
        (note.team === '' || note.team === team) &&
        note.atMs <= fromMs &&
        (isOpen(note) || note.atMs >= sinceMs),
    )
    .sort((a, b) => Number(isOpen(b)) - Number(isOpen(a)) || b.atMs - a.atMs);
}
