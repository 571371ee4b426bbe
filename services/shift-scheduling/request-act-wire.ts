import type {
  ScheduleAct as WireAct,
  SwapOutcome as WireOutcome,
  SwapPart as WirePart,
} from '../../proto/gen/floorcast/schedule/v1/schedule_decision.ts';
import type {
  BidRoundOpened,
  RequestAct,
  SwapOutcome,
  SwapPart,
} from '../domain/schedule/request-act.ts';
import { toDate } from '../lib/wire-values.ts';
import { chosen, pick, toMs } from '../lib/wire-words.ts';
import { fromWireViolation, toWireViolation } from './convert.ts';
import { fromWireEdit, toWireEdit } from './edit-wire.ts';
import { fromWireLeave, toWireLeave } from './leave-wire.ts';
import { fromWireOfferAct, readEdits, toWireOfferAct, withEdits } from './offer-act-wire.ts';
import type { WirePlanAct } from './plan-act-wire.ts';

type What = NonNullable<WireAct['what']>;
/** Acts of agents, and about what agents ask for, on the wire. */
export type WireRequestAct = Exclude<What, WirePlanAct>;
type Value<Case extends What['$case']> = Extract<What, { $case: Case }>['value'];

/** An act of agents, or about what they ask for, for the wire. */
export function toWireRequestAct(act: RequestAct): WireRequestAct {
  switch (act.kind) {
    case 'swap-proposed': {
      const { expiresAtMs, parts, ...rest } = pick(act);
      const value = { ...rest, parts: parts.map(toWirePart), expiresAt: toDate(expiresAtMs) };
      return { $case: 'swapProposed', value };
    }
    case 'swap-answered': {
      const { outcome, parts, ...rest } = pick(act);
      const value = { ...rest, parts: parts.map(toWirePart), outcome: toWireOutcome(outcome) };
      return { $case: 'swapAnswered', value };
    }
    case 'swap-decided':
      return {
        $case: 'swapDecided',
        value: { ...pick(act), outcome: toWireOutcome(act.outcome) },
      };
    case 'swap-withdrawn':
      return { $case: 'swapWithdrawn', value: pick(act) };
    case 'leave-asked':
      return { $case: 'leaveAsked', value: toWireLeave(act) };
    case 'leave-decided':
      return { $case: 'leaveDecided', value: withEdits(act) };
    case 'leave-cancelled':
      return { $case: 'leaveCancelled', value: { ...withEdits(act), movedUp: [...act.movedUp] } };
    case 'wish-set':
      return { $case: 'wishSet', value: pick(act) };
    case 'wish-removed':
      return { $case: 'wishRemoved', value: pick(act) };
    case 'bid-round-opened':
      return { $case: 'bidRoundOpened', value: toWireRound(act) };
    case 'bids-placed':
      return { $case: 'bidsPlaced', value: { ...pick(act), lineIds: [...act.lineIds] } };
    case 'bid-round-closed': {
      const awards = act.awards.map((award) => ({ ...award }));
      return { $case: 'bidRoundClosed', value: { ...pick(act), awards } };
    }
    default:
      return toWireOfferAct(act);
  }
}

/** A part of a swap for the wire. */
export function toWirePart({ fromMs, toMs: endMs, ...part }: SwapPart): WirePart {
  return { ...part, from: toDate(fromMs), to: toDate(endMs) };
}

/** What came of a swap, for the wire. */
export function toWireOutcome(outcome: SwapOutcome | null): WireOutcome | undefined {
  if (!outcome) return undefined;
  const { edits, violations, ...rest } = outcome;
  return { ...rest, edits: edits.map(toWireEdit), violations: violations.map(toWireViolation) };
}

/** A round of bidding for the wire. */
export function toWireRound(act: Omit<BidRoundOpened, 'kind'>): Value<'bidRoundOpened'> {
  const { roundId, name, from, order, lines, scores, people, closesAtMs } = act;
  return {
    ...{ roundId, name, from, order },
    lines: lines.map(({ lineId, templateIds }) => ({ lineId, templateIds: [...templateIds] })),
    scores: Object.fromEntries(scores),
    people: [...people],
    closesAt: toDate(closesAtMs),
  };
}

/** An act of agents, or about what they ask for, off the wire. */
export function fromWireRequestAct(what: WireRequestAct): RequestAct {
  switch (what.$case) {
    case 'swapProposed': {
      const { expiresAt, parts, ...rest } = what.value;
      const expiresAtMs = toMs(expiresAt);
      return { kind: 'swap-proposed', ...rest, parts: parts.map(fromWirePart), expiresAtMs };
    }
    case 'swapAnswered': {
      const { outcome, parts, ...rest } = what.value;
      const came = fromWireOutcome(outcome);
      return { kind: 'swap-answered', ...rest, parts: parts.map(fromWirePart), outcome: came };
    }
    case 'swapDecided':
      return {
        kind: 'swap-decided',
        ...what.value,
        outcome: fromWireOutcome(what.value.outcome),
      };
    case 'swapWithdrawn':
      return { kind: 'swap-withdrawn', ...what.value };
    case 'leaveAsked':
      return fromWireLeave(what.value);
    case 'leaveDecided':
      return { kind: 'leave-decided', ...readEdits(what.value) };
    case 'leaveCancelled':
      return { kind: 'leave-cancelled', ...readEdits(what.value) };
    case 'wishSet':
      return { kind: 'wish-set', ...what.value };
    case 'wishRemoved':
      return { kind: 'wish-removed', ...what.value };
    case 'bidRoundOpened':
      return fromWireRound(what.value);
    case 'bidsPlaced':
      return { kind: 'bids-placed', ...what.value };
    case 'bidRoundClosed':
      return { kind: 'bid-round-closed', ...what.value };
    default:
      return fromWireOfferAct(what);
  }
}

function fromWirePart({ from, to, ...part }: WirePart): SwapPart {
  return { ...part, fromMs: toMs(from), toMs: toMs(to) };
}

function fromWireOutcome(wire: WireOutcome | undefined): SwapOutcome | null {
  if (!wire) return null;
  const states = ['waiting', 'to-approve', 'done', 'refused'] as const;
  return {
    ...wire,
    state: chosen(wire.state, states, 'state of a swap'),
    edits: wire.edits.map(fromWireEdit),
    violations: wire.violations.map(fromWireViolation),
  };
}

function fromWireRound({ order, scores, closesAt, ...act }: Value<'bidRoundOpened'>): RequestAct {
  return {
    kind: 'bid-round-opened',
    ...act,
    order: chosen(order, ['seniority', 'score', 'rotation'], 'order of a round'),
    scores: new Map(Object.entries(scores)),
    closesAtMs: toMs(closesAt),
  };
}
