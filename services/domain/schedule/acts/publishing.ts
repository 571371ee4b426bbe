import { DomainError } from '../../domain-error.ts';
import type { DraftPublished } from '../schedule-act.ts';
import type { Shift } from '../shift.ts';
import { shiftOf, shiftsOfDays } from '../shift-book.ts';
import type { ShiftEdit } from '../shift-edit.ts';
import { earliest, laterDay, latest } from '../site-calendar.ts';
import type { Deed, Draft, PublishedRequirement, SiteSchedule } from '../site-schedule.ts';
import type { Acting, Contents, Decided } from './acting.ts';
import { change } from './apply-map.ts';
import { publishedSchedule } from './changes.ts';
import { consequencesOf, isSame, refuseBroken } from './consequences.ts';
import { withConsequences } from './decided.ts';
import {
  baseVersionOf,
  byPersonThenStart,
  draftSchedule,
  lastDayOf,
  openDraft,
  shiftsOfDraft,
} from './draft-shifts.ts';
import { withLayer } from './drafts.ts';
import { keepsHours, noticeFrom } from './notice.ts';
import { mustStand } from './permission.ts';
import { differences, nextVersion, pastShifts, withoutLongPast, withVersion } from './versions.ts';

/** Requirements of published days that are kept. */
const mostRequirements = 200;

/**
 * Days of a draft become the schedule. What was changed in the published days since the draft was
 * begun (a swap, leave) stays, where the draft left the shift as it was; where both changed it the
 * publication is refused. Hard rules hold, unless a reason says in spite of what. Days already
 * published and within the notice period are not changed this way: that needs consent.
 */
export function decidePublication(
  state: SiteSchedule,
  asked: DraftPublished,
  acting: Acting,
): Decided {
  mustStand(acting, 'plans');
  const draft = openDraft(state, asked.draftId);
  const span = spanOf(draft, asked);
  const shifts = mergedShifts(state, draft, span, acting).sort(byPersonThenStart);
  const edits = differences(shiftsOfDays(state.published, span.from, span.to), shifts, isSame);
  const { slotMinutes, requiredOn } = draftSchedule(state, draft, acting);
  const ground = publishedSchedule(state, acting);
  const knownTo = latest(ground.knownTo, span.to);
  const schedule = { ...ground, knownTo, slotMinutes, requiredOn };
  const done = consequencesOf(state, edits, schedule, acting);
  checkNotice(state, done.edits, acting);
  if (asked.inSpite.trim() === '') refuseBroken(done.violations);
  const act: DraftPublished = {
    ...asked,
    from: span.from,
    days: span.days,
    version: nextVersion(state),
    content: acting.contents.addShifts(shifts),
  };
  return withConsequences(act, done);
}

/** The state after a publication. */
export function applyPublication(
  state: SiteSchedule,
  { draftId, from, days, version, content, inSpite }: DraftPublished,
  deed: Deed,
  contents: Pick<Contents, 'shifts'>,
): SiteSchedule {
  const draft = state.drafts.get(draftId);
  if (!draft) return state;
  const to = laterDay(from, days - 1);
  const edits = differences(
    shiftsOfDays(state.published, from, to),
    contents.shifts(content),
    isSame,
  );
  const reason = inSpite === '' ? draft.name : `${draft.name}: ${inSpite}`;
  const making = { version, edits, act: 'draft-published' as const, reason };
  const after = withVersion(withoutLongPast(state, deed.atMs), making, deed);
  const layer = { edits: [], importId: '', published: { from, to, content, version } };
  return {
    ...after,
    drafts: change(after.drafts, draftId, (one) => ({
      ...one,
      state: 'published' as const,
      layers: withLayer(one.layers, layer),
      last: deed,
    })),
    requirements: withRequirement(after.requirements, draft, { from, to }),
    publishedFrom: earliest(after.publishedFrom || from, from),
    publishedTo: latest(after.publishedTo, to),
  };
}

interface DraftSpan {
  from: string;
  to: string;
  days: number;
}

function spanOf(draft: Draft, { from, days }: DraftPublished): DraftSpan {
  const first = from || draft.from;
  const count = days || draft.days;
  const to = laterDay(first, count - 1);
  if (first >= draft.from && to <= lastDayOf(draft)) return { from: first, to, days: count };
  const has = `${draft.from} to ${lastDayOf(draft)}`;
  throw new DomainError('invalid', `${first} to ${to} lie not within "${draft.name}", ${has}`);
}

/** Shifts of a span as they are to be published. */
function mergedShifts(state: SiteSchedule, draft: Draft, span: DraftSpan, acting: Acting): Shift[] {
  const drafted = shiftsOfDraft(draft, acting.contents).filter(
    ({ day }) => day >= span.from && day <= span.to,
  );
  const stoodAt = pastShifts(state);
  const named = new Map(drafted.map((shift) => [shift.shiftId, shift]));
  const merged: Shift[] = [];
  const conflicts: Shift[] = [];
  for (const now of shiftsOfDays(state.published, span.from, span.to)) {
    const was = stoodAt(now.shiftId, baseVersionOf(draft, now.day));
    const mine = named.get(now.shiftId) ?? null;
    named.delete(now.shiftId);
    if (was !== undefined && isSame(was, now)) {
      if (mine) merged.push(mine);
    } else if (isSame(mine, now) || (was !== undefined && isSame(mine, was))) merged.push(now);
    else conflicts.push(now);
  }
  for (const mine of named.values()) {
    const was = stoodAt(mine.shiftId, baseVersionOf(draft, mine.day));
    // It was published, and was taken away since: it comes back only if the draft changed it.
    const taken = was && !shiftOf(state.published, mine.shiftId);
    if (!taken || !isSame(was, mine)) merged.push(mine);
  }
  refuseConflicts(conflicts);
  return withOwnIds(state, merged, span, acting);
}

function refuseConflicts([first, ...others]: readonly Shift[]): void {
  if (!first) return;
  const more = others.length > 0 ? ` and ${others.length} more` : '';
  const what = `the shift of ${first.person} on ${first.day}${more}`;
  const sentence = `${what} was changed since the draft was begun, and by the draft too`;
  throw new DomainError('conflict', `${sentence}: begin a new draft from what is published`);
}

/**
 * A person's shift of a day keeps the id of the one it replaces, so that calendars show it moved;
 * a shift whose id is published on a day outside the span gets a new one.
 */
function withOwnIds(
  state: SiteSchedule,
  shifts: readonly Shift[],
  span: DraftSpan,
  { newId }: Acting,
): Shift[] {
  const used = new Set(shifts.map(({ shiftId }) => shiftId));
  const replaced = new Map(
    shiftsOfDays(state.published, span.from, span.to)
      .filter(({ shiftId }) => !used.has(shiftId))
      .map(({ person, day, shiftId }) => [`${person} ${day}`, shiftId]),
  );
  return shifts.map((shift) => {
    const published = shiftOf(state.published, shift.shiftId);
    if (published && published.day >= span.from && published.day <= span.to) return shift;
    const place = `${shift.person} ${shift.day}`;
    const known = replaced.get(place);
    replaced.delete(place);
    if (known) return { ...shift, shiftId: known };
    return published ? { ...shift, shiftId: newId() } : shift;
  });
}

function checkNotice(state: SiteSchedule, edits: readonly ShiftEdit[], acting: Acting): void {
  const free = noticeFrom(state, acting);
  const late = edits.filter(
    ({ before, after }) => before && before.day < free && (!after || !keepsHours(before, after)),
  );
  const [first] = late;
  if (!first?.before) return;
  const { person, day } = first.before;
  const others = late.length > 1 ? ` and ${late.length - 1} more` : '';
  const what = `the published shift of ${person} on ${day}${others} would change`;
  const how = 'change the schedule itself and ask for consent';
  throw new DomainError('conflict', `${what} before ${free}, within the notice period: ${how}`);
}

function withRequirement(
  requirements: readonly PublishedRequirement[],
  draft: Draft,
  { from, to }: { from: string; to: string },
): readonly PublishedRequirement[] {
  const { slotMinutes, requirement, forecastId, required } = draft;
  const next = { from, to, slotMinutes, requirement, forecastId, required };
  const others = requirements.filter((one) => one.from < from || one.to > to);
  return [...others, next].slice(-mostRequirements);
}
