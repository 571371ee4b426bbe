import { centreCover } from './centre-cost.ts';
import { type CentreGrid, centreGrid } from './centre-grid.ts';
import type { CentrePerson, CentreProblem } from './centre-problem.ts';
import type { CentreRoster, CentreShift } from './centre-roster.ts';
import { coverCost } from './slot-costs.ts';

/** A change that people can be asked to take: to go early, to stay on, or to come before. */
export interface CentreOffer {
  kind: 'leave-early' | 'stay-longer' | 'come-early';
  person: number;
  day: number;
  /** Slots that are no longer, or newly, worked. */
  fromSlot: number;
  toSlot: number;
  /** Skill that is served in them more or less than before, slot by slot; -1 = was a break. */
  skills: readonly number[];
  /** What changes: negative = less of it. */
  under: number;
  over: number;
  paid: number;
  /** Sum of the three: the offer with the lowest helps most. */
  total: number;
}

/** Where offers are looked for. */
export interface OfferSearch {
  day: number;
  /** Slots that may change, counted from the first midnight. */
  fromSlot: number;
  toSlot: number;
  /** Most minutes that a shift is made longer or shorter by. */
  maxMinutes: number;
}

/** Most offers returned. */
const maxOffers = 500;

/**
 * Ranks voluntary leave and overtime by their effect on cover and pay. Each is what it is worth
 * alone: after one was taken the list must be asked for again. Overtime that would break a rule of
 * rest, minutes or availability is not offered; a day's level of service does not enter.
 *
 * @throws DomainError invalid when the problem is none.
 */
export function rankOffers(
  problem: CentreProblem,
  roster: CentreRoster,
  search: OfferSearch,
): CentreOffer[] {
  const grid = centreGrid(problem);
  const look = { grid, roster, search, agents: centreCover(grid, roster) };
  const offers = problem.people.flatMap((person, at) => {
    const shift = roster[at]?.[search.day];
    if (!shift) return [];
    return [...leaveOffers(look, shift, at), ...overtimeOffers(look, { person, at, shift })];
  });
  return offers
    .filter(({ total }) => total < -1e-9)
    .sort((a, b) => a.total - b.total || a.person - b.person)
    .slice(0, maxOffers);
}

interface Look {
  grid: CentreGrid;
  roster: CentreRoster;
  search: OfferSearch;
  agents: Float64Array;
}

/** The best time to go home, for the slots looked at. */
function leaveOffers(look: Look, shift: CentreShift, at: number): CentreOffer[] {
  const { grid, search } = look;
  const { firstSlot, endSlot } = slotsOf(grid, shift, search.day);
  if (endSlot > search.toSlot || firstSlot >= endSlot) return [];
  const latest = endSlot - Math.floor(search.maxMinutes / grid.problem.slotMin);
  let best: CentreOffer | null = null;
  for (let from = endSlot - 1; from >= Math.max(search.fromSlot, firstSlot, latest); from -= 1) {
    const skills = shift.serves.slice(from - firstSlot, endSlot - firstSlot);
    const span = { fromSlot: from, toSlot: endSlot };
    const offer = offerOf(look, { kind: 'leave-early', at, skills, ...span });
    if (!best || offer.total < best.total) best = offer;
  }
  return best ? [best] : [];
}

interface Asked {
  person: CentrePerson;
  at: number;
  shift: CentreShift;
}

/** The best length of staying on and of coming before. */
function overtimeOffers(look: Look, { person, at, shift }: Asked): CentreOffer[] {
  const { grid, search } = look;
  const { problem } = grid;
  const { firstSlot, endSlot } = slotsOf(grid, shift, search.day);
  const most = Math.floor(search.maxMinutes / problem.slotMin);
  const kinds = ['stay-longer', 'come-early'] as const;
  return kinds.flatMap((kind) => {
    let best: CentreOffer | null = null;
    for (let count = 1; count <= most; count += 1) {
      const fromSlot = kind === 'stay-longer' ? endSlot : firstSlot - count;
      const toSlot = kind === 'stay-longer' ? endSlot + count : firstSlot;
      if (fromSlot < search.fromSlot || toSlot > Math.min(search.toSlot, grid.slots)) break;
      if (!mayWork(look, { person, at, fromSlot, toSlot })) break;
      const skills = Array.from({ length: count }, (_, k) => bestSkill(look, person, fromSlot + k));
      const offer = offerOf(look, { kind, at, skills, fromSlot, toSlot });
      if (!best || offer.total < best.total) best = offer;
    }
    return best ? [best] : [];
  });
}

interface Change {
  kind: CentreOffer['kind'];
  at: number;
  skills: readonly number[];
  fromSlot: number;
  toSlot: number;
}

function offerOf(
  { grid, search, agents }: Look,
  { kind, at, skills, ...span }: Change,
): CentreOffer {
  const { problem, costs, slots, slotHours } = grid;
  const sign = kind === 'leave-early' ? -1 : 1;
  const held = problem.people[at]?.skills ?? [];
  let [under, over] = [0, 0];
  skills.forEach((skill, k) => {
    if (skill < 0) return;
    const place = skill * slots + span.fromSlot + k;
    const before = agents[place] ?? 0;
    const worth = held.find((one) => one.skill === skill)?.efficiency ?? 0;
    const after = before + sign * worth;
    const wanted = costs.required[place] ?? 0;
    const add = (there: number, times: number) => {
      if (there < wanted) under += times * coverCost(costs, place, there);
      else over += times * coverCost(costs, place, there);
    };
    add(after, 1);
    add(before, -1);
  });
  const paid = sign * problem.weights.paid * slotHours * skills.length;
  const total = under + over + paid;
  return { kind, person: at, day: search.day, skills, under, over, paid, total, ...span };
}

function bestSkill({ grid, agents }: Look, person: CentrePerson, slot: number): number {
  let best = -1;
  let most = Number.NEGATIVE_INFINITY;
  for (const { skill, efficiency } of person.skills) {
    const place = skill * grid.slots + slot;
    const there = agents[place] ?? 0;
    const saved =
      coverCost(grid.costs, place, there) - coverCost(grid.costs, place, there + efficiency);
    if (saved > most) [best, most] = [skill, saved];
  }
  return best;
}

interface Longer {
  person: CentrePerson;
  at: number;
  fromSlot: number;
  toSlot: number;
}

/** Whether rest, minutes and availability leave room for more work. */
function mayWork(
  { grid, roster, search }: Look,
  { person, at, fromSlot, toSlot }: Longer,
): boolean {
  const { problem } = grid;
  const { rules, past, unavailable, pins } = person;
  if (unavailable.some((span) => span.fromSlot < toSlot && span.toSlot > fromSlot)) return false;
  const fromMin = fromSlot * problem.slotMin;
  const toMin = toSlot * problem.slotMin;
  const next = spanOf(grid, roster[at]?.[search.day + 1] ?? null, search.day + 1);
  const before = spanOf(grid, roster[at]?.[search.day - 1] ?? null, search.day - 1);
  const lastEnd = before?.toMin ?? (search.day === 0 ? past?.lastEndMin : null) ?? null;
  if (next && next.fromMin - toMin < rules.minRestMin) return false;
  if (lastEnd !== null && fromMin - lastEnd < rules.minRestMin) return false;
  const leave = pins.flatMap((pin) => (pin.kind === 'leave' ? [pin] : []));
  const paidIn = (week: number | null) =>
    problem.days.reduce((sum, day, index) => {
      if (week !== null && day.week !== week) return sum;
      const shift = roster[at]?.[index];
      const away = leave.find((pin) => pin.day === index)?.paidMin ?? 0;
      return sum + (shift ? (problem.templates[shift.template]?.paidMin ?? 0) : away);
    }, 0);
  const week = problem.days[search.day]?.week ?? 0;
  const more = toMin - fromMin;
  const isCut = week === 0 && problem.days[0]?.weekday !== 1;
  const earlier = isCut ? (past?.weekMinutes ?? 0) : 0;
  const weekMost = rules.weekMinutes.max ?? Number.POSITIVE_INFINITY;
  const most = rules.horizonMinutes.max ?? Number.POSITIVE_INFINITY;
  return paidIn(week) + earlier + more <= weekMost && paidIn(null) + more <= most;
}

function spanOf({ problem, startTick }: CentreGrid, shift: CentreShift | null, day: number) {
  if (!shift) return null;
  const count = problem.templates.length;
  const fromMin = (startTick[day * count + shift.template] ?? 0) * problem.stepMin;
  return { fromMin, toMin: fromMin + (problem.templates[shift.template]?.spanMin ?? 0) };
}

function slotsOf(grid: CentreGrid, shift: CentreShift, day: number) {
  const span = spanOf(grid, shift, day);
  const { slotMin } = grid.problem;
  const firstSlot = Math.floor((span?.fromMin ?? 0) / slotMin);
  return { firstSlot, endSlot: Math.min(grid.slots, Math.ceil((span?.toMin ?? 0) / slotMin)) };
}
