import type { ActivityKind } from '../../schedule/shift.ts';
import { type AdherenceRules, isRest } from './adherence-rules.ts';
import { contactEnd, type MovedRest, type PlannedPiece } from './planned-day.ts';
import { isWorking, type SeenStretch } from './seen-day.ts';
import type { Outage } from './source-outages.ts';

/** Who or what a minute outside the plan came from. Only `own` counts against a person. */
export type DeviationCause = 'customer' | 'system' | 'supervisor' | 'own';

/** All causes, in the order in which they are shown. */
export const deviationCauses: readonly DeviationCause[] = [
  'customer',
  'system',
  'supervisor',
  'own',
];

/** Why a stretch has its cause; empty for what needs none. */
export type Why =
  | ''
  /** A contact that began before the planned change went on. */
  | 'overrun'
  /** A rest lies later because a contact ran over into it. */
  | 'break-moved'
  | 'outage'
  /** The outage is over, and there is a little time to sign in again. */
  | 'sign-in-after-outage'
  | 'device-unreachable'
  | 'mark'
  | 'contest'
  | 'called-in'
  | 'late-start'
  | 'early-end'
  | 'absent'
  | 'break-early'
  | 'break-long'
  | 'break-begun-late'
  | 'break-short'
  | 'break-skipped'
  | 'unplanned-break'
  | 'signed-out'
  | 'missed-activity'
  | 'unplanned';

/**
 * Whether what is seen is the planned kind of activity.
 *
 * Work is to be ready, on a contact or in another conversation. A rest is to be
 * paused or signed out, whatever reason was chosen. Off-queue work is anything but
 * being ready or on contacts; a break with a reason of another off-queue kind is not it.
 */
export function fits(kind: ActivityKind, seen: SeenStretch, rules: AdherenceRules): boolean {
  if (kind === 'work') return isWorking(seen.kind);
  if (isRest(kind)) return !isWorking(seen.kind);
  if (seen.kind === 'ready' || seen.kind === 'contact') return false;
  if (seen.kind !== 'break') return true;
  const told = rules.reasons.get(seen.reason.toLowerCase());
  return told === undefined || told === kind || kind === 'other';
}

/** What the cause of one instant outside the plan is told from. */
export interface CauseQuestion {
  piece: PlannedPiece;
  /** The moved rest that lies here; null = none. */
  moved: MovedRest | null;
  here: SeenStretch;
  seen: readonly SeenStretch[];
  outages: readonly Outage[];
  rules: AdherenceRules;
  atMs: number;
}

/** The cause of an instant outside the plan, from events alone; what no event explains is own. */
export function causeOf(of: CauseQuestion): {
  cause: DeviationCause;
  why: Why;
  outage: Outage | null;
} {
  const { piece, moved, here } = of;
  if (ranOver(of)) return { cause: 'customer', why: 'overrun', outage: null };
  if (moved && !isWorking(here.kind)) {
    return { cause: 'customer', why: 'break-moved', outage: null };
  }
  const outage = outageAt(of);
  if (outage) return { cause: 'system', ...outage };
  if (here.kind === 'unreachable' && piece.kind === 'work') {
    return { cause: 'system', why: 'device-unreachable', outage: null };
  }
  return { cause: 'own', why: '', outage: null };
}

/** A contact goes on that began before the planned activity did. */
function ranOver({ piece, seen, atMs }: CauseQuestion): boolean {
  return piece.kind !== 'work' && contactEnd(seen, piece.fromMs) > atMs;
}

function outageAt({ outages, here, seen, rules, atMs }: CauseQuestion) {
  for (const outage of outages) {
    if (outage.fromMs > atMs) continue;
    if (outage.toMs === null || outage.toMs > atMs) return { why: 'outage' as const, outage };
  }
  if (isWorking(here.kind) || here.kind === 'break') return null;
  const graceMs = rules.signInAfterOutage * 60_000;
  for (const outage of outages) {
    const endMs = outage.toMs;
    if (endMs === null || atMs < endMs || atMs >= endMs + graceMs) continue;
    if (!workedBetween(seen, endMs, atMs)) {
      return { why: 'sign-in-after-outage' as const, outage };
    }
  }
  return null;
}

function workedBetween(seen: readonly SeenStretch[], fromMs: number, toMs: number): boolean {
  return seen.some(
    (one) =>
      one.toMs > fromMs && one.fromMs < toMs && (isWorking(one.kind) || one.kind === 'break'),
  );
}
