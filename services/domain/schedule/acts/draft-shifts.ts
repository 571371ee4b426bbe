import { DomainError } from '../../domain-error.ts';
import type { Shift } from '../shift.ts';
import { bookOf, type ShiftBook, shiftsOfDays, withShifts } from '../shift-book.ts';
import { laterDay, latest } from '../site-calendar.ts';
import type { Draft, PublishedDays, SiteSchedule } from '../site-schedule.ts';
import type { Acting, Contents } from './acting.ts';
import type { EditedSchedule } from './consequences.ts';

/** The draft, if it can still be worked on. */
export function openDraft({ drafts }: SiteSchedule, draftId: string): Draft {
  const draft = knownDraft(drafts, draftId);
  if (draft.state === 'discarded') {
    throw new DomainError('conflict', `draft "${draft.name}" was thrown away`);
  }
  return draft;
}

/** The draft, in whatever state. */
export function knownDraft(drafts: SiteSchedule['drafts'], draftId: string): Draft {
  const draft = drafts.get(draftId);
  if (!draft) throw new DomainError('not-found', `there is no draft "${draftId}"`);
  return draft;
}

/** Shifts that a draft holds now: its content with every layer laid over it. */
export function shiftsOfDraft(draft: Draft, contents: Pick<Contents, 'shifts'>): Shift[] {
  const shifts = new Map(
    (draft.content === '' ? [] : contents.shifts(draft.content)).map((one) => [one.shiftId, one]),
  );
  for (const { edits, published } of draft.layers) {
    if (published) takePublished(shifts, published, contents);
    for (const { shiftId, after } of edits) {
      if (after) shifts.set(shiftId, after);
      else shifts.delete(shiftId);
    }
  }
  return [...shifts.values()].sort(byPersonThenStart);
}

/** Contents that the shifts of a draft lie in. */
export function contentsOfDraft({ content, layers }: Draft): string[] {
  return [content, ...layers.map(({ published }) => published?.content ?? '')].filter(Boolean);
}

/** Version of the published schedule that a day of a draft was made from. */
export function baseVersionOf({ layers, baseVersion }: Draft, day: string): number {
  const part = layers.findLast(
    ({ published }) => published && published.from <= day && published.to >= day,
  );
  return part?.published?.version ?? baseVersion;
}

function takePublished(
  shifts: Map<string, Shift>,
  { from, to, content }: PublishedDays,
  contents: Pick<Contents, 'shifts'>,
): void {
  if (content === '') return;
  for (const { shiftId, day } of shifts.values()) {
    if (day >= from && day <= to) shifts.delete(shiftId);
  }
  for (const shift of contents.shifts(content)) shifts.set(shift.shiftId, shift);
}

/** Last local day of a draft. */
export function lastDayOf({ from, days }: Pick<Draft, 'from' | 'days'>): string {
  return laterDay(from, days - 1);
}

/**
 * A draft as a schedule: its shifts in its days, what is published around them, so that rules look
 * over its borders.
 */
export function draftSchedule(
  state: SiteSchedule,
  draft: Draft,
  { contents }: Pick<Acting, 'contents'>,
): EditedSchedule {
  const book = bookOfDraft(state, draft, contents);
  const curves = draft.requirement === '' ? null : contents.curves(draft.requirement);
  const last = lastDayOf(draft);
  return {
    book,
    knownTo: latest(state.publishedTo, last),
    slotMinutes: draft.slotMinutes,
    requiredOn: (day) => (day >= draft.from && day <= last ? curves : null),
  };
}

/** A book of a draft, with all that it was made from beside its layers. */
interface KnownBook extends Pick<Draft, 'draftId' | 'content'> {
  layers: number;
  published: ShiftBook;
  book: ShiftBook;
}

/** The last book of a draft by its last layer: an edit more is laid over it, not over everything. */
const knownBooks = new WeakMap<object, KnownBook>();

/** Published shifts with the days of a draft as the draft has them. */
export function bookOfDraft(
  state: SiteSchedule,
  draft: Draft,
  contents: Pick<Contents, 'shifts'>,
): ShiftBook {
  const { draftId, content, layers } = draft;
  const { published } = state;
  const [last, eve] = [layers.at(-1), layers.at(-2)];
  const bookAt = (layer: object | undefined, count: number): ShiftBook | null => {
    const known = layer && knownBooks.get(layer);
    const isSame =
      known?.draftId === draftId && known.content === content && known.published === published;
    return isSame && known.layers === count ? known.book : null;
  };
  const stands = bookAt(last, layers.length);
  if (stands) return stands;
  const before = last?.published === null ? bookAt(eve, layers.length - 1) : null;
  const book = before
    ? withShifts(before, last?.edits ?? [])
    : wholeBook(published, draft, contents);
  if (last) knownBooks.set(last, { draftId, content, published, layers: layers.length, book });
  // One book a draft is enough: an older one shows itself by being asked for anew.
  if (eve) knownBooks.delete(eve);
  return book;
}

function wholeBook(
  published: ShiftBook,
  draft: Draft,
  contents: Pick<Contents, 'shifts'>,
): ShiftBook {
  const shifts = shiftsOfDraft(draft, contents);
  const stood = shiftsOfDays(published, draft.from, lastDayOf(draft));
  if (stood.length === 0 && published.byPerson.size === 0) return bookOf(shifts);
  return withShifts(published, [
    ...stood.map(({ shiftId }) => ({ shiftId, after: null })),
    ...shifts.map((after) => ({ shiftId: after.shiftId, after })),
  ]);
}

/** The order of shifts in a content. */
export function byPersonThenStart(a: Shift, b: Shift): number {
  if (a.person !== b.person) return a.person < b.person ? -1 : 1;
  return a.fromMs - b.fromMs || (a.shiftId < b.shiftId ? -1 : 1);
}
