import type { ActivityKind } from '../../schedule/shift.ts';

/** By what a site counts adherence. Minutes unless said otherwise. */
export interface AdherenceRules {
  /** A deviation at such an edge of the plan that is no longer than this is not counted. */
  tolerance: Readonly<Record<ToleranceKind, number>>;
  /** After an outage so much time to sign in again is the system's. */
  signInAfterOutage: number;
  /** A source unheard for so many seconds is out. */
  silentAfterSeconds: number;
  /** Kind of work behind a reason of a break, in small letters; any other reason is a rest. */
  reasons: ReadonlyMap<string, ActivityKind>;
}

/** Edges that have a tolerance of their own. */
export type ToleranceKind = 'start' | 'end' | 'break' | 'meal' | 'off-queue';

/** Rules until a site decides its own. */
export const defaultAdherenceRules: AdherenceRules = {
  tolerance: { start: 3, end: 3, break: 2, meal: 3, 'off-queue': 5 },
  signInAfterOutage: 5,
  silentAfterSeconds: 30,
  reasons: new Map<string, ActivityKind>([
    ['training', 'training'],
    ['培训', 'training'],
    ['meeting', 'meeting'],
    ['会议', 'meeting'],
    ['coaching', 'coaching'],
    ['辅导', 'coaching'],
  ]),
};

/** Kinds of activities that nothing is expected in. */
export function isFree(kind: ActivityKind): boolean {
  return kind === 'split' || kind === 'on-call';
}

/** Kinds of absence: minutes planned, and excused. */
export function isExcused(kind: ActivityKind): boolean {
  return kind === 'leave' || kind === 'sick';
}

/** A short break or a meal. */
export function isRest(kind: ActivityKind): boolean {
  return kind === 'break' || kind === 'meal';
}
