import { standingViolations } from '../domain/schedule/acts/rule-check.ts';
import type { ScheduleScore } from '../domain/schedule/schedule-act.ts';
import {
  refusedWishes,
  scheduleScore,
  usualScoreWeights,
} from '../domain/schedule/schedule-score.ts';
import type { CurveSlot, Violation } from '../domain/schedule/shift.ts';
import { daysOfSpan } from '../domain/schedule/site-calendar.ts';
import { recent } from '../lib/recent.ts';
import { curvesOf, type Look } from './looking.ts';

/** What a look shows beside shifts. */
export interface Scoring {
  curves: readonly CurveSlot[];
  /** The hard first. */
  violations: readonly Violation[];
  score: ScheduleScore;
}

/** A page asks again and again for days that did not change. */
const known = recent<Scoring>(40);
const keys = new WeakMap<object, number>();
let lastKey = 0;

/** Curves, broken rules and score of the days looked at. */
export function scoringOf(look: Look): Scoring {
  const { state, book, from, to, acting, ground } = look;
  const key = [keyOf(book), keyOf(state.setup), from, to, ground.slotMinutes, acting.zone];
  // Leave and wishes count too; requirements are named by position of the look.
  const name = [...key, keyOf(state.leaves), keyOf(state.wishes), look.position].join(' ');
  const before = known.get(name);
  if (before) return before;
  const curves = curvesOf(look);
  const violations = [...standingViolations(state, { book, from, to }, acting)].sort(
    (a, b) => Number(b.hard) - Number(a.hard),
  );
  const refused = refusedWishes(state.wishes.values(), look.shifts, daysOfSpan(from, to));
  const wishCost = refused.reduce(
    (cost, { wish }) => cost + wish.strength * usualScoreWeights.wish,
    0,
  );
  const { slotMinutes } = ground;
  const scored = { shifts: look.shifts, curves, slotMinutes, violations, wishCost };
  return known.put(name, {
    curves,
    violations,
    score: scheduleScore({ ...scored, fairnessCost: 0 }),
  });
}

/** Immutable parts of the state are known by themselves. */
function keyOf(part: object): number {
  const key = keys.get(part);
  if (key !== undefined) return key;
  lastKey += 1;
  keys.set(part, lastKey);
  return lastKey;
}
