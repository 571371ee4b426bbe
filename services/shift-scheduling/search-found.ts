import { randomUUID } from 'node:crypto';
import { shiftsOfCentre } from '../domain/schedule/centre-draft/shifts-of-centre.ts';
import type { ScheduleScore } from '../domain/schedule/schedule-act.ts';
import type { CurveSlot, Shift } from '../domain/schedule/shift.ts';
import { shiftsOfDays, withShifts } from '../domain/schedule/shift-book.ts';
import { curvesOf, type Look } from './looking.ts';
import { scoringOf } from './scoring.ts';
import type { Search } from './searches.ts';

/** What a search found so far, as shifts of its draft. */
export interface FoundShifts {
  shifts: readonly Shift[];
  /** The draft looked at with them. */
  look: Look;
}

const known = new WeakMap<object, FoundShifts>();

/** The best roster as shifts; null = there is none yet. The same roster gives the same ids. */
export function foundShifts(search: Search, look: Look): FoundShifts | null {
  if (!search.best) return null;
  const before = known.get(search.best.roster);
  if (before) return before;
  const { problem, stood, best } = search;
  const shifts = shiftsOfCentre(problem, best.roster, { stood, newId: () => randomUUID() });
  const found = { shifts, look: withFound(look, shifts) };
  known.set(best.roster, found);
  return found;
}

function withFound(look: Look, shifts: readonly Shift[]): Look {
  const { book, from, to } = look;
  const gone = shiftsOfDays(book, from, to).map(({ shiftId }) => ({ shiftId, after: null }));
  const put = shifts.map((after) => ({ shiftId: after.shiftId, after }));
  const next = withShifts(book, [...gone, ...put]);
  return { ...look, book: next, shifts: shiftsOfDays(next, from, to) };
}

/** Curves of what was found. */
export function foundCurves({ look }: FoundShifts): CurveSlot[] {
  return curvesOf(look);
}

/** Its score: cost and bound as the search weighs them, the rest as every schedule is scored. */
export function foundScore({ best }: Search, { look }: FoundShifts): ScheduleScore {
  const { score } = scoringOf(look);
  if (!best) return score;
  const { cost, bound } = best;
  return {
    ...score,
    cost: cost.total,
    bound: Number.isFinite(bound) ? bound : null,
    wishCost: cost.wish,
    fairnessCost: cost.fairness,
  };
}
