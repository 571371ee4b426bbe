import type { WishSet } from './request-act.ts';
import type { ScheduleScore } from './schedule-act.ts';
import { type CurveSlot, paidMinutesOf, type Shift, type Violation } from './shift.ts';
import { weekdayOf } from './site-calendar.ts';

/** What each part of a schedule costs, as the search weighs it too. */
export interface ScoreWeights {
  /** One agent too few for one hour. */
  underHour: number;
  /** One agent too many for one hour. */
  overHour: number;
  /** A refused wish of strength 1. */
  wish: number;
  /** A night, weekend or late end of somebody who bore one more than others. */
  fairness: number;
}

/** Too few weighs five times as much as too many; a wish as much as minutes of somebody missing. */
export const usualScoreWeights: ScoreWeights = {
  underHour: 100,
  overHour: 20,
  wish: 10,
  fairness: 5,
};

/** What a score looks at. */
export interface Scored {
  shifts: readonly Shift[];
  /** Curves of the same days. */
  curves: readonly CurveSlot[];
  slotMinutes: number;
  violations: readonly Violation[];
  /** Cost of wishes refused. */
  wishCost: number;
  fairnessCost: number;
}

/** How good a schedule is, part by part. Slots whose requirement is not known count for nothing. */
export function scheduleScore(
  of: Scored,
  weights: ScoreWeights = usualScoreWeights,
): ScheduleScore {
  const { shifts, curves, slotMinutes, violations, wishCost, fairnessCost } = of;
  const sum = { under: 0, over: 0, required: 0 };
  for (const { required, scheduled } of curves) {
    if (required === null) continue;
    sum.required += required;
    if (scheduled < required) sum.under += (required - scheduled) * slotMinutes;
    else sum.over += (scheduled - required) * slotMinutes;
  }
  const soft = violations.filter(({ hard }) => !hard);
  const softCost = soft.reduce((cost, one) => cost + one.cost, 0);
  const cover = (sum.under * weights.underHour + sum.over * weights.overHour) / 60;
  return {
    cost: cover + softCost + wishCost + fairnessCost,
    bound: null,
    underMinutes: sum.under,
    overMinutes: sum.over,
    fit: sum.required > 0 ? 1 - (sum.under + sum.over) / slotMinutes / sum.required : null,
    paidMinutes: shifts.reduce((paid, shift) => paid + paidMinutesOf(shift), 0),
    hard: violations.length - soft.length,
    softCost,
    wishCost,
    fairnessCost,
  };
}

/** Was the wish kept by a person's shifts of a day? */
export function isKept(wish: WishSet, shifts: readonly Shift[]): boolean {
  const fits = shifts.filter(
    ({ templateId }) => wish.templateId === '' || wish.templateId === templateId,
  );
  return wish.work ? fits.length > 0 : fits.length === 0;
}

/** Is the wish for this day? */
export function isWishFor({ day, weekday }: WishSet, on: string): boolean {
  return day === '' ? weekday === weekdayOf(on) : day === on;
}

/** Wishes that the shifts of some days do not keep, each with its day. */
export function refusedWishes(
  wishes: Iterable<WishSet>,
  shifts: readonly Shift[],
  days: readonly string[],
): { wish: WishSet; day: string }[] {
  const byDay = Map.groupBy(shifts, ({ person, day }) => `${person} ${day}`);
  return [...wishes].flatMap((wish) =>
    days
      .filter((day) => isWishFor(wish, day))
      .filter((day) => !isKept(wish, byDay.get(`${wish.person} ${day}`) ?? []))
      .map((day) => ({ wish, day })),
  );
}
