import type { CentrePerson, CentreProblem, CentreWish } from './centre-problem.ts';
import type { CentreShift } from './centre-roster.ts';

/** What each day costs one person, cover apart. `Infinity` = not permitted. */
export interface PersonCosts {
  /** Templates that can be given at all. */
  templates: readonly number[];
  /** Cost of template t on day d at d × all templates + t. */
  shiftCost: Float64Array;
  /** Cost of not working, by day. */
  offCost: Float64Array;
  /** Paid minutes of leave by day; -1 = no leave. */
  leaveMin: Int16Array;
}

/** The parts of what a person's day costs. */
export interface DayCost {
  paid: number;
  wish: number;
  fairness: number;
  stability: number;
}

/** What a day costs, part by part. @param template - `null` = not worked. */
export function dayCost(
  problem: CentreProblem,
  person: CentrePerson,
  {
    day,
    template,
    base,
  }: { day: number; template: number | null; base: readonly (CentreShift | null)[] | null },
): DayCost {
  const { weights, templates, days } = problem;
  const { debt } = person;
  const shift = template === null ? undefined : templates[template];
  const cost = { paid: 0, wish: 0, fairness: 0, stability: 0 };
  if (shift) {
    const weekday = days[day]?.weekday ?? 1;
    cost.paid = (weights.paid * shift.paidMin) / 60;
    const owed =
      (shift.class === 'night' ? debt.night : 0) +
      (shift.class === 'late' ? debt.late : 0) +
      (weekday >= 6 ? debt.weekend : 0);
    cost.fairness = weights.fairness * owed;
  }
  for (const wish of person.wishes) {
    if (wish.day !== day || !isRefused(wish, template)) continue;
    cost.wish += weights.wish * wish.weight;
    cost.fairness += weights.fairness * debt.refusedWish;
  }
  if (base && (base[day]?.template ?? null) !== template) cost.stability = weights.stability;
  return cost;
}

function isRefused({ kind, template: asked }: CentreWish, template: number | null): boolean {
  const isGiven = asked === null ? template !== null : template === asked;
  return kind === 'on' ? !isGiven : isGiven;
}

/** Costs of all days of a person, with availability, pins and the past as what is not permitted. */
export function personCosts(
  problem: CentreProblem,
  person: CentrePerson,
  { startTick, base }: { startTick: Int32Array; base: readonly (CentreShift | null)[] | null },
): PersonCosts {
  const { templates, days } = problem;
  const count = templates.length;
  const shiftCost = new Float64Array(days.length * count).fill(Number.POSITIVE_INFINITY);
  const offCost = new Float64Array(days.length);
  const leaveMin = new Int16Array(days.length).fill(-1);
  const pinned = new Map(person.pins.map((pin) => [pin.day, pin]));
  days.forEach((_, day) => {
    const pin = pinned.get(day);
    if (pin?.kind === 'leave') leaveMin[day] = pin.paidMin;
    offCost[day] = pin?.kind === 'shift' ? Number.POSITIVE_INFINITY : total(null, day);
    if (pin && pin.kind !== 'shift') return;
    for (const template of person.templates) {
      if (pin && pin.template !== template) continue;
      if (isOpen(problem, person, { day, template, startTick })) {
        shiftCost[day * count + template] = total(template, day);
      }
    }
  });
  return { templates: [...new Set(person.templates)], shiftCost, offCost, leaveMin };

  function total(template: number | null, day: number): number {
    const { paid, wish, fairness, stability } = dayCost(problem, person, { day, template, base });
    return paid + wish + fairness + stability;
  }
}

/** Whether weekday, availability and the past leave room for a shift. */
function isOpen(
  problem: CentreProblem,
  { unavailable, past, rules }: CentrePerson,
  { day, template, startTick }: { day: number; template: number; startTick: Int32Array },
): boolean {
  const { templates, days, stepMin, slotMin } = problem;
  const shift = templates[template];
  if (!shift?.weekdays.includes(days[day]?.weekday ?? 0)) return false;
  const fromMin = (startTick[day * templates.length + template] ?? 0) * stepMin;
  const toMin = fromMin + shift.spanMin;
  const isBarred = unavailable.some(
    ({ fromSlot, toSlot }) => fromSlot * slotMin < toMin && toSlot * slotMin > fromMin,
  );
  if (isBarred) return false;
  if (past === null) return true;
  if (past.lastEndMin !== null && fromMin < past.lastEndMin + rules.minRestMin) return false;
  return day > 0 || !rules.forbidden.some((f) => f.from === past.eveClass && f.to === shift.class);
}
