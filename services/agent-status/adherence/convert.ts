import {
  type MillisecondsByCause as WireByCause,
  DeviationCause as WireCause,
  type PlannedPiece as WirePiece,
  type AdherenceRules as WireRules,
  type StaffedSlot as WireSlot,
  AdherenceStatus as WireStatus,
  type AdherenceStretch as WireStretch,
  type AdherenceSums as WireSums,
} from '../../../proto/gen/floorcast/agent/v1/adherence.ts';
import type {
  AdherenceContest as WireContest,
  AdherenceMark as WireMark,
} from '../../../proto/gen/floorcast/agent/v1/adherence_service.ts';
import type { AdherenceMark, Contest } from '../../domain/agent/adherence/adherence-act.ts';
import {
  type AdherenceRules,
  defaultAdherenceRules,
} from '../../domain/agent/adherence/adherence-rules.ts';
import type {
  AdherenceStretch,
  StretchStatus,
} from '../../domain/agent/adherence/adherence-stretch.ts';
import {
  type AdherenceSums,
  adherenceFigures,
  type ByCause,
} from '../../domain/agent/adherence/adherence-sums.ts';
import type { DeviationCause } from '../../domain/agent/adherence/deviation-cause.ts';
import type { PlannedPiece } from '../../domain/agent/adherence/planned-day.ts';
import type { StaffedSlot } from '../../domain/agent/adherence/staffed-curve.ts';
import type { ActivityKind } from '../../domain/schedule/shift.ts';
import { toWireKind } from '../../lib/shift-wire.ts';
import { invert, toDate } from '../../lib/wire-values.ts';
import { toWireState } from '../convert.ts';

const statusToWire: Record<StretchStatus, WireStatus> = {
  free: WireStatus.FREE,
  excused: WireStatus.EXCUSED,
  in: WireStatus.IN,
  tolerated: WireStatus.TOLERATED,
  out: WireStatus.OUT,
  extra: WireStatus.EXTRA,
  ahead: WireStatus.AHEAD,
};

const causeToWire: Record<DeviationCause, WireCause> = {
  customer: WireCause.CUSTOMER,
  system: WireCause.SYSTEM,
  supervisor: WireCause.SUPERVISOR,
  own: WireCause.OWN,
};
const causes = invert(causeToWire);

/** Which kinds of planned activity a caller may tell apart. */
export type ShownKind = (kind: ActivityKind) => ActivityKind;

/** A cause as the wire has it. */
export function toWireCause(cause: DeviationCause | null): WireCause {
  return cause === null ? WireCause.UNSPECIFIED : causeToWire[cause];
}

/** A cause off the wire; null = not said. */
export function fromWireCause(cause: WireCause): DeviationCause | null {
  return causes.get(cause) ?? null;
}

/** Sums with their figures, for answers. */
export function toWireSums(sums: AdherenceSums): WireSums {
  const { adherence, ownAdherence, conformance } = adherenceFigures(sums);
  return {
    ...toWireCounts(sums),
    adherence: adherence ?? undefined,
    ownAdherence: ownAdherence ?? undefined,
    conformance: conformance ?? undefined,
  };
}

/** Sums alone, for the log: figures follow from them. */
export function toWireCounts({ scheduledMs, outMs, extraMs, ...sums }: AdherenceSums): WireSums {
  return {
    ...sums,
    scheduledMs: scheduledMs ?? undefined,
    out: toWireByCause(outMs),
    extra: toWireByCause(extraMs),
  };
}

/** Sums off the log. */
export function fromWireSums(wire: WireSums | undefined): AdherenceSums {
  return {
    scheduledMs: wire?.scheduledMs ?? null,
    excusedMs: wire?.excusedMs ?? 0,
    inMs: wire?.inMs ?? 0,
    toleratedMs: wire?.toleratedMs ?? 0,
    outMs: fromWireByCause(wire?.out),
    extraMs: fromWireByCause(wire?.extra),
    onQueueMs: wire?.onQueueMs ?? 0,
    scheduledOnQueueMs: wire?.scheduledOnQueueMs ?? 0,
  };
}

/** A planned activity. */
export function toWirePiece(piece: PlannedPiece, shown: ShownKind): WirePiece {
  const { kind, fromMs, toMs, shiftId, group } = piece;
  const span = { from: new Date(fromMs), to: new Date(toMs) };
  return { kind: toWireKind(shown(kind)), ...span, shiftId, group };
}

/** A stretch of a day. */
export function toWireStretch(stretch: AdherenceStretch, shown: ShownKind): WireStretch {
  const { piece, moved, seen, outage, status, cause, why, markId, contestId } = stretch;
  const known = seen !== null && seen.kind !== 'unknown';
  return {
    from: new Date(stretch.fromMs),
    to: new Date(stretch.toMs),
    planned: piece ? toWirePiece(piece, shown) : undefined,
    seen: toWireState(seen?.state ?? 'unknown'),
    seenReason: seen?.reason ?? '',
    seenQueue: seen?.queue ?? '',
    seenSource: seen?.source ?? '',
    seenSince: known ? new Date(seen.fromMs) : undefined,
    contactSince: toDate(seen?.contactFromMs ?? null),
    status: statusToWire[status],
    cause: toWireCause(cause),
    why,
    outage: outage
      ? {
          source: outage.source,
          from: new Date(outage.fromMs),
          to: toDate(outage.toMs),
          why: outage.why,
        }
      : undefined,
    markId,
    contestId,
    movedRest: moved ? toWirePiece(moved.piece, shown) : undefined,
  };
}

/** A contest as it stands. */
export function toWireContest(contest: Contest): WireContest {
  const { contestId, person, fromMs, toMs, claimed, words, state, reason, decidedBy } = contest;
  const span = { from: new Date(fromMs), to: new Date(toMs) };
  return {
    contest: { contestId, person, ...span, claimed: toWireCause(claimed), words },
    at: new Date(contest.atMs),
    state,
    cause: toWireCause(contest.cause),
    reason,
    decidedBy,
    decidedAt: toDate(contest.decidedAtMs),
    dueAt: toDate(contest.dueAtMs),
    decides: contest.decides,
    minutes: contest.mostMs === null ? undefined : contest.mostMs / 60_000,
  };
}

/** A mark as it stands, with those of its people who may be told. */
export function toWireMark(mark: AdherenceMark, people: readonly string[]): WireMark {
  const { markId, kind, fromMs, toMs, note, author, atMs } = mark;
  const span = { from: new Date(fromMs), to: new Date(toMs) };
  return { mark: { markId, kind, people: [...people], ...span, note }, author, at: new Date(atMs) };
}

/** A slot of the site's day. */
export function toWireSlot({ startMs, scheduled, staffed }: StaffedSlot): WireSlot {
  return { start: new Date(startMs), scheduled, staffed: staffed ?? undefined };
}

/** Rules as the wire has them. */
export function toWireRules(rules: AdherenceRules): WireRules {
  const { tolerance } = rules;
  return {
    startMinutes: tolerance.start,
    endMinutes: tolerance.end,
    breakMinutes: tolerance.break,
    mealMinutes: tolerance.meal,
    offQueueMinutes: tolerance['off-queue'],
    signInAfterOutageMinutes: rules.signInAfterOutage,
    silentAfterS: rules.silentAfterSeconds,
    reasons: Object.fromEntries(rules.reasons),
  };
}

const offQueueKinds: readonly ActivityKind[] = ['training', 'meeting', 'coaching', 'other'];

/** Rules off the wire; a reason's kind that is no off-queue work is passed over. */
export function fromWireRules(wire: WireRules | undefined): AdherenceRules {
  if (!wire) return defaultAdherenceRules;
  const reasons = Object.entries(wire.reasons).flatMap(([reason, word]) => {
    const kind = offQueueKinds.find((one) => one === word);
    return kind ? [[reason.toLowerCase(), kind] as const] : [];
  });
  return {
    tolerance: {
      start: wire.startMinutes,
      end: wire.endMinutes,
      break: wire.breakMinutes,
      meal: wire.mealMinutes,
      'off-queue': wire.offQueueMinutes,
    },
    signInAfterOutage: wire.signInAfterOutageMinutes,
    silentAfterSeconds: wire.silentAfterS,
    reasons: new Map(reasons),
  };
}

function toWireByCause({ customer, system, supervisor, own }: ByCause): WireByCause {
  return { customerMs: customer, systemMs: system, supervisorMs: supervisor, ownMs: own };
}

function fromWireByCause(wire: WireByCause | undefined): ByCause {
  return {
    customer: wire?.customerMs ?? 0,
    system: wire?.systemMs ?? 0,
    supervisor: wire?.supervisorMs ?? 0,
    own: wire?.ownMs ?? 0,
  };
}
