import type { ScheduleAct as WireAct } from '../../proto/gen/floorcast/schedule/v1/schedule_decision.ts';
import { DomainError } from '../domain/domain-error.ts';
import type { OfferMade, OpenShiftPosted, RequestAct } from '../domain/schedule/request-act.ts';
import { fromWireShift, toWireShift } from '../lib/shift-wire.ts';
import { toDate } from '../lib/wire-values.ts';
import { chosen, pick, someMs, toMs } from '../lib/wire-words.ts';
import { fromWireEdit, toWireEdit } from './edit-wire.ts';

type What = NonNullable<WireAct['what']>;
type Value<Case extends What['$case']> = Extract<What, { $case: Case }>['value'];

/** Acts about open shifts, offers, sickness, notes and calendars. */
export type OfferAct = Extract<
  RequestAct,
  {
    kind:
      | 'open-shift-posted'
      | 'open-shift-claimed'
      | 'open-shift-closed'
      | 'offer-made'
      | 'offer-answered'
      | 'offer-closed'
      | 'sickness-reported'
      | 'stand-in-assigned'
      | 'note-written'
      | 'note-answered'
      | 'calendar-feed-decided';
  }
>;

/** An act about open shifts, offers, sickness or notes for the wire. */
export function toWireOfferAct(act: OfferAct): WireOfferAct {
  switch (act.kind) {
    case 'open-shift-posted':
      return { $case: 'openShiftPosted', value: toWirePosted(act) };
    case 'open-shift-claimed':
      return { $case: 'openShiftClaimed', value: withEdit(act) };
    case 'open-shift-closed':
      return { $case: 'openShiftClosed', value: pick(act) };
    case 'offer-made':
      return { $case: 'offerMade', value: toWireOffer(act) };
    case 'offer-answered':
      return { $case: 'offerAnswered', value: withEdit(act) };
    case 'offer-closed':
      return { $case: 'offerClosed', value: { ...withEdits(act), winners: [...act.winners] } };
    case 'sickness-reported':
      return { $case: 'sicknessReported', value: withEdits(act) };
    case 'stand-in-assigned':
      return { $case: 'standInAssigned', value: withEdits(act) };
    case 'note-written': {
      const { atMs, ...rest } = pick(act);
      return { $case: 'noteWritten', value: { ...rest, at: new Date(atMs) } };
    }
    case 'note-answered':
      return { $case: 'noteAnswered', value: pick(act) };
    case 'calendar-feed-decided':
      return { $case: 'calendarFeedDecided', value: pick(act) };
  }
}

/** An open shift for the wire. */
export function toWirePosted(act: Omit<OpenShiftPosted, 'kind'>): Value<'openShiftPosted'> {
  const { openId, shift, groups, closesAtMs } = act;
  return { openId, shift: toWireShift(shift), groups: [...groups], closesAt: toDate(closesAtMs) };
}

/** An offer for the wire. */
export function toWireOffer(act: Omit<OfferMade, 'kind'>): Value<'offerMade'> {
  const { offerId, of, fromMs, toMs: endMs, places, people, mode, seedDigest, message } = act;
  return {
    ...{ offerId, kind: of, places, people: [...people], mode, seedDigest, message },
    from: new Date(fromMs),
    to: new Date(endMs),
    closesAt: toDate(act.closesAtMs),
  };
}

/** The same on the wire. */
export type WireOfferAct = Extract<
  What,
  {
    $case:
      | 'openShiftPosted'
      | 'openShiftClaimed'
      | 'openShiftClosed'
      | 'offerMade'
      | 'offerAnswered'
      | 'offerClosed'
      | 'sicknessReported'
      | 'standInAssigned'
      | 'noteWritten'
      | 'noteAnswered'
      | 'calendarFeedDecided';
  }
>;

/** An act about open shifts, offers, sickness or notes off the wire. */
export function fromWireOfferAct(what: WireOfferAct): RequestAct {
  switch (what.$case) {
    case 'openShiftPosted':
      return fromWirePosted(what.value);
    case 'openShiftClaimed':
      return { kind: 'open-shift-claimed', ...readEdit(what.value) };
    case 'openShiftClosed':
      return { kind: 'open-shift-closed', ...what.value };
    case 'offerMade':
      return fromWireOffer(what.value);
    case 'offerAnswered':
      return { kind: 'offer-answered', ...readEdit(what.value) };
    case 'offerClosed':
      return { kind: 'offer-closed', ...readEdits(what.value) };
    case 'sicknessReported':
      return { kind: 'sickness-reported', ...readEdits(what.value) };
    case 'standInAssigned':
      return { kind: 'stand-in-assigned', ...readEdits(what.value) };
    case 'noteWritten': {
      const { at, ...rest } = what.value;
      return { kind: 'note-written', ...rest, atMs: someMs(at, 'at of a note') };
    }
    case 'noteAnswered':
      return { kind: 'note-answered', ...what.value };
    case 'calendarFeedDecided':
      return { kind: 'calendar-feed-decided', ...what.value };
  }
}

function fromWirePosted({ shift, closesAt, ...act }: Value<'openShiftPosted'>): OpenShiftPosted {
  if (!shift) throw new DomainError('invalid', 'an open shift has no shift');
  return {
    kind: 'open-shift-posted',
    ...act,
    shift: fromWireShift(shift),
    closesAtMs: toMs(closesAt),
  };
}

function fromWireOffer(wire: Value<'offerMade'>): OfferMade {
  const { kind, from, to, mode, closesAt, ...act } = wire;
  return {
    kind: 'offer-made',
    ...act,
    of: chosen(kind, ['overtime', 'early-leave'], 'kind of an offer'),
    fromMs: someMs(from, 'from of an offer'),
    toMs: someMs(to, 'to of an offer'),
    mode: chosen(mode || 'first-come', ['first-come', 'ranked', 'lottery'], 'mode of an offer'),
    closesAtMs: toMs(closesAt),
  };
}

/** An act with its edits, for the wire. */
export function withEdits<Act extends { kind: string; edits: RequestEdits }>(act: Act) {
  return { ...pick(act), edits: act.edits.map(toWireEdit) };
}

function withEdit<Act extends { kind: string; edit: RequestEdits[number] | null }>(act: Act) {
  return { ...pick(act), edit: act.edit ? toWireEdit(act.edit) : undefined };
}

type RequestEdits = Extract<RequestAct, { kind: 'offer-closed' }>['edits'];

/** An act with its edits, off the wire. */
export function readEdits<V extends { edits: Parameters<typeof fromWireEdit>[0][] }>(value: V) {
  return { ...value, edits: value.edits.map(fromWireEdit) };
}

function readEdit<V extends { edit?: Parameters<typeof fromWireEdit>[0] | undefined }>(value: V) {
  return { ...value, edit: value.edit ? fromWireEdit(value.edit) : null };
}
