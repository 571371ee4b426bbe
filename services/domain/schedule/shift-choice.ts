import { fairnessDebts } from './fairness/fairness-debts.ts';
import { isKept, isWishFor, usualScoreWeights } from './schedule-score.ts';
import type { CurveSlot, Shift, Violation } from './shift.ts';
import { weekdayOf } from './site-calendar.ts';
import { siteEntries, usualFade } from './site-ledger.ts';
import type { SiteSchedule } from './site-schedule.ts';

/** What another choice for one person and day would cost beside what stands. */
export interface ChoiceCost {
  /** Empty = a day off. */
  templateId: string;
  /** Above 0 = worse. */
  cost: number;
  /** "under", "over", "wish", "fairness", "soft" → cost. */
  parts: Record<string, number>;
  /** Hard rules that forbid it. */
  forbiddenBy: readonly Violation[];
}

/** A choice with what it would do. */
export interface Choice {
  state: SiteSchedule;
  person: string;
  day: string;
  templateId: string;
  /** As it stands and as it would; `null` = a day off. */
  shift: Shift | null;
  after: Shift | null;
  /** Rules broken beyond what stood. */
  violations: readonly Violation[];
  /** Curves of the slots it touches as they are, and as they would be. */
  before: readonly CurveSlot[];
  afterCurves: readonly CurveSlot[];
  slotMinutes: number;
  /** What the person bore beyond others, and what a day counts as. */
  debts: DebtOf;
}

/** Cost of a shift by what the person bore so far. */
export type DebtOf = (shift: Shift | null) => number;

/** The cost of a choice, part by part, by the weights of every score. */
export function choiceCost(of: Choice): ChoiceCost {
  const { templateId, before, afterCurves, slotMinutes, violations, shift, after, debts } = of;
  const [was, is] = [coverCost(before, slotMinutes), coverCost(afterCurves, slotMinutes)];
  const soft = violations.filter(({ hard }) => !hard);
  const parts = {
    under: is.under - was.under,
    over: is.over - was.over,
    wish: wishCost(of, after) - wishCost(of, shift),
    fairness: debts(after) - debts(shift),
    soft: soft.reduce((sum, { cost }) => sum + cost, 0),
  };
  const cost = Object.values(parts).reduce((sum, part) => sum + part, 0);
  return { templateId, cost, parts, forbiddenBy: violations.filter(({ hard }) => hard) };
}

/** What decided: the part that weighs most against the cheapest other choice that is allowed. */
export function decidingPart(alternatives: readonly ChoiceCost[]): string {
  const next = alternatives.find(({ forbiddenBy }) => forbiddenBy.length === 0);
  if (!next) return alternatives.length > 0 ? 'rules' : '';
  const [most] = Object.entries(next.parts).sort(([, a], [, b]) => Math.abs(b) - Math.abs(a));
  return most && most[1] !== 0 ? most[0] : '';
}

/** What nights, weekends and late ends cost a person, by what they bore beyond others. */
export function debtCost(
  state: SiteSchedule,
  ground: Parameters<typeof siteEntries>[1],
  person: string,
): DebtOf {
  const { entries, months } = siteEntries(state, ground, 6);
  const debt = fairnessDebts(entries, { months, fade: usualFade }).get(person);
  return (shift) => {
    if (!shift || !debt) return 0;
    const family = state.setup.templates.get(shift.templateId)?.at(-1)?.value?.family;
    const units =
      (family === 'night' ? debt.night : 0) +
      (family === 'late' ? debt.late : 0) +
      (weekdayOf(shift.day) >= 6 ? debt.weekend : 0);
    return units * usualScoreWeights.fairness;
  };
}

function coverCost(curve: readonly CurveSlot[], slotMinutes: number) {
  const sum = { under: 0, over: 0 };
  for (const { required, scheduled } of curve) {
    if (required === null) continue;
    const hours = (Math.abs(scheduled - required) * slotMinutes) / 60;
    if (scheduled < required) sum.under += hours * usualScoreWeights.underHour;
    else sum.over += hours * usualScoreWeights.overHour;
  }
  return sum;
}

function wishCost({ state, person, day }: Choice, shift: Shift | null): number {
  let cost = 0;
  for (const wish of state.wishes.values()) {
    if (wish.person !== person || !isWishFor(wish, day)) continue;
    if (!isKept(wish, shift ? [shift] : [])) cost += wish.strength * usualScoreWeights.wish;
  }
  return cost;
}
