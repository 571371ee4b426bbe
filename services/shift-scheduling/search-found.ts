import { randomUUID } from 'node:crypto';
import { shiftsOfCentre } from '../domain/schedule/centre-draft/shifts-of-centre.ts';
import type { ScheduleScore } from '../domain/schedule/schedule-act.ts';
import type { CurveSlot, Shift } from '../domain/schedule/shift.ts';
import { shiftsOfDays, withShifts } from '../domain/schedule/shift-book.ts';
import { curvesOf, type Look } from './looking.ts';
import { scoringOf } from './scoring.ts';
import { bestOf, type Search } from './searches.ts';

/** What a search found so far, as shifts of its draft. */
export interface FoundShifts {
  shifts: readonly Shift[];
  /** The draft looked at with them. */
  look: Look;
}

const known = new WeakMap<Search, FoundShifts>();

/** The best so far as shifts; null = there is nothing yet. Of a search that is over always the same. */
export function foundShifts(search: Search, look: Look): FoundShifts | null {
  const before = search.result ? known.get(search) : undefined;
  if (before) return before;
  const roster = bestOf(search);
  if (!roster) return null;
  const { problem, stood } = search;
  const shifts = shiftsOfCentre(problem, roster, { stood, newId: () => randomUUID() });
  const found = { shifts, look: withFound(look, shifts) };
  if (search.result) known.set(search, found);
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
export function foundScore({ result }: Search, { look }: FoundShifts): ScheduleScore {
  const { score } = scoringOf(look);
  if (!result) return score;
  const { cost, bound } = result;
  return {
    ...score,
    cost: cost.total,
    bound: Number.isFinite(bound) ? bound : null,
    wishCost: cost.wish,
    fairnessCost: cost.fairness,
  };
}
