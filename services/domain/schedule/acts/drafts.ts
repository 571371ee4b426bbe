import { DomainError } from '../../domain-error.ts';
import type { DraftBegun, DraftOptimised, RequirementDecided } from '../schedule-act.ts';
import type { CurveSlot, Shift } from '../shift.ts';
import { shiftsOfDays } from '../shift-book.ts';
import type { ShiftEdit } from '../shift-edit.ts';
import { checkDay, siteCalendar } from '../site-calendar.ts';
import type { Deed, Draft, DraftLayer, SiteSchedule } from '../site-schedule.ts';
import type { Acting, Curves, Decided } from './acting.ts';
import { change, pruned, put } from './apply-map.ts';
import { checkShift } from './check-shift.ts';
import { consequencesOf } from './consequences.ts';
import { only, withConsequences } from './decided.ts';
import {
  byPersonThenStart,
  draftSchedule,
  knownDraft,
  lastDayOf,
  openDraft,
  shiftsOfDraft,
} from './draft-shifts.ts';
import { mustStand } from './permission.ts';

/** Drafts of a site, those thrown away included; the oldest of these go first. */
const mostDrafts = 300;
/** Edits in one act. */
const mostEdits = 5_000;
/** Layers over a draft; more are merged. */
const mostLayers = 200;

type DraftEdited = { kind: 'draft-edited'; draftId: string; edits: readonly ShiftEdit[] };
type DraftDiscarded = { kind: 'draft-discarded'; draftId: string };

/** Acts that make and change drafts. */
export type DraftAct =
  | DraftBegun
  | DraftEdited
  | DraftOptimised
  | DraftDiscarded
  | RequirementDecided;

/** Decides on a draft: begun, edited, optimised, discarded, its requirement by hand. */
export function decideDraft(state: SiteSchedule, act: DraftAct, acting: Acting): Decided {
  mustStand(acting, 'plans');
  switch (act.kind) {
    case 'draft-begun':
      return only(begun(state, act, acting));
    case 'draft-edited':
      return edited(state, act, acting);
    case 'draft-optimised':
      return only(optimised(state, act, acting));
    case 'draft-discarded':
      openDraft(state, act.draftId);
      return only(act);
    case 'requirement-decided':
      return only(required(state, act, acting));
  }
}

/** The state after an act about a draft. */
export function applyDraft(state: SiteSchedule, act: DraftAct, deed: Deed): SiteSchedule {
  const changed = (draftId: string, to: (draft: Draft) => Partial<Draft>): SiteSchedule => ({
    ...state,
    drafts: change(state.drafts, draftId, (draft) => ({ ...draft, ...to(draft), last: deed })),
  });
  switch (act.kind) {
    case 'draft-begun': {
      const { kind: _, ...draft } = act;
      return { ...state, drafts: withDraft(state, newDraft(draft, state.version, deed)) };
    }
    case 'draft-edited':
      return changed(act.draftId, ({ layers }) => ({
        layers: withLayer(layers, { edits: act.edits, importId: '', published: null }),
      }));
    case 'draft-optimised':
      return changed(act.draftId, ({ layers }) => ({
        content: act.content,
        score: act.score,
        layers: layers.flatMap(({ published }) =>
          // The days stay known as published, but what they hold now lies in the content.
          published ? [{ edits: [], importId: '', published: { ...published, content: '' } }] : [],
        ),
      }));
    case 'draft-discarded':
      return changed(act.draftId, () => ({ state: 'discarded' }));
    case 'requirement-decided':
      return changed(act.draftId, (draft) => ({
        requirement: act.requirement,
        forecastId: act.forecastId || draft.forecastId,
        required: deed,
      }));
  }
}

/** A draft as it is begun. */
export function newDraft(draft: Omit<DraftBegun, 'kind'>, baseVersion: number, deed: Deed): Draft {
  return {
    ...draft,
    state: 'open',
    layers: [],
    baseVersion,
    score: null,
    required: draft.requirement === '' ? null : deed,
    begun: deed,
    last: deed,
  };
}

/** Drafts with one more; discarded ones make room. */
export function withDraft({ drafts }: SiteSchedule, draft: Draft): SiteSchedule['drafts'] {
  const room =
    drafts.size < mostDrafts
      ? drafts
      : pruned(drafts, (one) => one.state === 'open', mostDrafts - 1);
  return put(room, draft.draftId, draft);
}

/** Layers with one more; when there are too many, plain edits of the older half become one. */
export function withLayer(layers: readonly DraftLayer[], layer: DraftLayer): readonly DraftLayer[] {
  const all = [...layers, layer];
  if (all.length <= mostLayers) return all;
  const merged: DraftLayer[] = [];
  for (const one of all.slice(0, mostLayers / 2)) {
    const last = merged.at(-1);
    const plain = (each: DraftLayer) => each.importId === '' && !each.published;
    if (last && plain(last) && plain(one)) {
      const edits = new Map([...last.edits, ...one.edits].map((edit) => [edit.shiftId, edit]));
      merged[merged.length - 1] = { ...last, edits: [...edits.values()] };
    } else merged.push(one);
  }
  return [...merged, ...all.slice(mostLayers / 2)];
}

function begun(state: SiteSchedule, act: DraftBegun, acting: Acting): DraftBegun {
  const { name, from, days, slotMinutes, copyOf } = act;
  checkDay(from, 'from');
  if (name.trim() === '') throw new DomainError('invalid', 'a draft needs a name');
  if (!(Number.isInteger(days) && days >= 1 && days <= 92)) {
    throw new DomainError('invalid', `days is ${days}, but must be 1 to 92`);
  }
  if (slotMinutes !== 15 && slotMinutes !== 30) {
    throw new DomainError('invalid', `slotMinutes is ${slotMinutes}, but must be 15 or 30`);
  }
  const last = lastDayOf(act);
  const copied = copiedShifts(state, copyOf, acting).filter(
    ({ day }) => day >= from && day <= last,
  );
  return {
    ...act,
    draftId: acting.newId(),
    content: acting.contents.addShifts(copied.sort(byPersonThenStart)),
    requirement: requirementOf(state, act, acting),
  };
}

function copiedShifts(state: SiteSchedule, copyOf: string, { contents }: Acting): Shift[] {
  if (copyOf === '') return [];
  if (copyOf === 'published') return shiftsOfDays(state.published, '', '9999');
  return shiftsOfDraft(knownDraft(state.drafts, copyOf), contents);
}

function requirementOf(state: SiteSchedule, { copyOf }: DraftBegun, acting: Acting): string {
  if (acting.required) return acting.contents.addCurves(acting.required);
  return state.drafts.get(copyOf)?.requirement ?? '';
}

/** Edits need not keep rules, in a draft; what they break is told. */
function edited(state: SiteSchedule, act: DraftEdited, acting: Acting): Decided {
  const draft = openDraft(state, act.draftId);
  if (act.edits.length === 0 || act.edits.length > mostEdits) {
    throw new DomainError('invalid', `${act.edits.length} edits, but must be 1 to ${mostEdits}`);
  }
  const asked = withIds(act.edits, acting);
  for (const { after } of asked) if (after) checkWithin(draft, after);
  const done = consequencesOf(state, asked, draftSchedule(state, draft, acting), acting);
  return withConsequences({ ...act, edits: done.edits }, done);
}

/** Edits whose new shifts have ids. */
export function withIds(edits: readonly ShiftEdit[], { newId }: Acting): ShiftEdit[] {
  return edits.map(({ shiftId, before, after }) => {
    const id = shiftId || after?.shiftId || newId();
    return { shiftId: id, before, after: after && { ...after, shiftId: id } };
  });
}

/** Refuses a shift outside the days of a draft. */
export function checkWithin(draft: Draft, { day }: Shift): void {
  const last = lastDayOf(draft);
  if (day >= draft.from && day <= last) return;
  const span = `${draft.from} to ${last}`;
  throw new DomainError('invalid', `${day} is none of the days of "${draft.name}", ${span}`);
}

function optimised(state: SiteSchedule, act: DraftOptimised, acting: Acting): DraftOptimised {
  const draft = openDraft(state, act.draftId);
  if (!acting.found) throw new DomainError('not-found', 'nothing was found by an optimiser');
  const taken = ({ person, day }: Shift) =>
    (act.people.length === 0 || act.people.includes(person)) &&
    (act.days.length === 0 || act.days.includes(day));
  const stood = shiftsOfDraft(draft, acting.contents);
  const ids = new Map(stood.filter(taken).map((one) => [`${one.person} ${one.day}`, one.shiftId]));
  const calendar = siteCalendar(acting.zone);
  const found = acting.found.filter(taken).map((shift) => {
    checkWithin(draft, shift);
    checkShift(state, shift, calendar);
    const place = `${shift.person} ${shift.day}`;
    const shiftId = ids.get(place) ?? acting.newId();
    // A second shift of the day has an id of its own.
    ids.delete(place);
    return { ...shift, shiftId };
  });
  const all = [...stood.filter((shift) => !taken(shift)), ...found].sort(byPersonThenStart);
  return { ...act, content: acting.contents.addShifts(all) };
}

function required(
  state: SiteSchedule,
  act: RequirementDecided,
  acting: Acting,
): RequirementDecided {
  const draft = openDraft(state, act.draftId);
  const stood: Curves =
    acting.required ??
    (draft.requirement === ''
      ? { slotMinutes: draft.slotMinutes, slots: [] }
      : acting.contents.curves(draft.requirement));
  const slots = new Map(stood.slots.map((slot) => [keyOf(slot), slot]));
  for (const slot of act.slots) {
    const { group, required: wanted } = slot;
    if (wanted !== null && !(wanted >= 0 && wanted <= 100_000)) {
      throw new DomainError(
        'invalid',
        `required of "${group}" is ${wanted}, but must be 0 to 100000`,
      );
    }
    slots.set(keyOf(slot), { ...slot, scheduled: 0 });
  }
  if (slots.size > 200_000) {
    throw new DomainError('invalid', `a requirement of ${slots.size} slots is too long`);
  }
  const sorted = [...slots.values()].sort((a, b) =>
    a.group === b.group ? a.startMs - b.startMs : a.group < b.group ? -1 : 1,
  );
  const curves = { slotMinutes: draft.slotMinutes, slots: sorted };
  return { ...act, requirement: acting.contents.addCurves(curves) };
}

function keyOf({ group, startMs }: CurveSlot): string {
  return `${group} ${startMs}`;
}
