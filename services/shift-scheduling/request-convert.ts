import type {
  PendingChange as WireChange,
  Leave as WireLeave,
  HandoverNote as WireNote,
  Offer as WireOffer,
  OpenShift as WireOpenShift,
  BidRound as WireRound,
  Sickness as WireSickness,
  Swap as WireSwap,
} from '../../proto/gen/floorcast/schedule/v1/shift_scheduling_service.ts';
import type { Shift, Violation } from '../domain/schedule/shift.ts';
import { shiftOf } from '../domain/schedule/shift-book.ts';
import type {
  BidRound,
  Leave,
  Note,
  Offer,
  OpenShift,
  PendingChange,
  Sickness,
  SiteSchedule,
  Swap,
} from '../domain/schedule/site-schedule.ts';
import type { Context } from '../lib/context.ts';
import { toWireShift } from '../lib/shift-wire.ts';
import { toDate } from '../lib/wire-values.ts';
import { reads, seesReasons } from './asked.ts';
import { toWireViolation } from './convert.ts';
import { toWireEdit } from './edit-wire.ts';
import { toWireOffer, toWirePosted } from './offer-act-wire.ts';
import { shownShift } from './privacy.ts';
import { toWireOutcome, toWirePart, toWireRound } from './request-act-wire.ts';

/** May who asks take it, and why not. */
export interface Takeable {
  takeable: boolean;
  violations: readonly Violation[];
}

const notAsked: Takeable = { takeable: false, violations: [] };

/** A swap for the wire, with the shifts it is about as they stand. */
export function toWireSwap(
  context: Context,
  state: SiteSchedule,
  swap: Swap,
  { takeable, violations }: Takeable = notAsked,
): WireSwap {
  const { swapId, parts, message, expiresAtMs, proposed, answers, outcome } = swap;
  const ids = [...new Set(parts.map(({ shiftId }) => shiftId))];
  const shifts = ids.flatMap((id) => shiftOf(state.published, id) ?? []);
  const state_ = swap.state === 'withdrawn' ? 'withdrawn' : swap.state;
  const empty = { edits: [], version: 0, violations: [], reason: '', approvalRule: '' };
  return {
    proposed: { swapId, parts: parts.map(toWirePart), message, expiresAt: toDate(expiresAtMs) },
    author: proposed.author,
    at: new Date(proposed.atMs),
    answers: Object.fromEntries(answers),
    outcome: { ...empty, ...toWireOutcome(outcome), state: state_ },
    shifts: shifts.map((shift) => toWireShift(shownShift(context, shift))),
    takeable,
    violations: violations.map(toWireViolation),
  };
}

/** Leave for the wire; why is told to who decides and who asked. */
export function toWireLeaveStanding(context: Context, leave: Leave): WireLeave {
  const { leaveKind, reason, edits, asked, decided, decisionReason, importId: _, ...rest } = leave;
  const seen = seesReasons(context) || leave.person === context.person;
  const { state, place } = leave;
  return {
    asked: {
      ...rest,
      kind: seen ? leaveKind : 'leave',
      reason: seesReasons(context) || asked.author === context.person ? reason : '',
      edits: edits.map(toWireEdit),
    },
    state,
    at: new Date(asked.atMs),
    decidedBy: decided?.author ?? '',
    decisionReason: seen ? decisionReason : '',
    place,
  };
}

/** An open shift for the wire. */
export function toWireOpenShift(
  open: OpenShift,
  { takeable, violations }: Takeable = notAsked,
): WireOpenShift {
  const { state, person } = open;
  return {
    posted: toWirePosted(open),
    state,
    person,
    takeable,
    violations: violations.map(toWireViolation),
  };
}

/** An offer for the wire; agents see their own answer. */
export function toWireOfferStanding(context: Context, offer: Offer): WireOffer {
  const { state, answers, winners, seed } = offer;
  return {
    made: toWireOffer(reads(context) ? offer : { ...offer, people: [] }),
    state,
    answers: ownOf(context, answers),
    winners: [...winners],
    seed,
  };
}

/** A round for the wire; agents see their own bids. */
export function toWireRoundStanding(context: Context, round: BidRound): WireRound {
  const { roundId, state, bids, awards } = round;
  return {
    opened: toWireRound(reads(context) ? round : { ...round, scores: new Map() }),
    state,
    bids: Object.entries(ownOf(context, bids)).map(([person, lineIds]) => {
      return { roundId, person, lineIds: [...lineIds] };
    }),
    awards: awards.map((award) => ({ ...award })),
  };
}

function ownOf<Value>(context: Context, of: ReadonlyMap<string, Value>): Record<string, Value> {
  const entries = [...of];
  const shown = reads(context) ? entries : entries.filter(([person]) => person === context.person);
  return Object.fromEntries(shown);
}

/** A change that waits for consent, for the wire; agents see what concerns them. */
export function toWirePending(context: Context, pending: PendingChange): WireChange {
  const { edits, reason, version, changeId, consents, asked, answers, state } = pending;
  const concerns = (one: Shift | null) => one?.person === context.person;
  const shown = reads(context)
    ? edits
    : edits.filter(({ before, after }) => concerns(before) || concerns(after));
  const change = { edits: shown.map(toWireEdit), reason, version, changeId };
  return {
    change: { ...change, consents: reads(context) ? [...consents] : [context.person] },
    author: asked.author,
    at: new Date(asked.atMs),
    answers: ownOf(context, answers),
    state,
  };
}

/** Sickness for the wire, with what nobody does in its place. */
export function toWireSickness(of: Sickness, uncovered: readonly Shift[]): WireSickness {
  const { reported, edits, ...rest } = of;
  return {
    reported: { ...rest, edits: edits.map(toWireEdit) },
    author: reported.author,
    at: new Date(reported.atMs),
    uncovered: uncovered.map(toWireShift),
  };
}

/** A note for the wire. */
export function toWireNote({ atMs, seenBy, doneBy, answers, written, ...note }: Note): WireNote {
  return {
    written: { ...note, at: new Date(atMs) },
    author: written.author,
    at: new Date(written.atMs),
    seenBy: [...seenBy],
    doneBy,
    answers: [...answers],
  };
}
