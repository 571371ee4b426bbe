import type { RosterLimits, RosterPast, RosterShift } from './roster-problem.ts';

/** What decides the shape of an automaton. */
export interface LineRules {
  days: number;
  firstWeekday: number;
  shifts: readonly RosterShift[];
  limits: RosterLimits;
  past: RosterPast | null;
  /** Shifts whose `maxOfShift` is counted; the others' is not kept. */
  counted: readonly number[];
  /** Most nodes before merging. */
  maxNodes: number;
}

/** Shifts that no rule tells apart. */
export interface ShiftGroup {
  minutes: number;
  /** Which groups may follow, by place. */
  mayFollow: boolean[];
  /** Place among the counted shifts, -1 when not counted. */
  counter: number;
  /** Groups with the same followers share a class: the state keeps only the class. */
  kind: number;
}

/** What the rules must know of the days so far, and how many values each part of it can take. */
export interface StateSpace {
  groups: ShiftGroup[];
  labelOfShift: Int16Array;
  kinds: number;
  /** Minutes are counted in this unit. */
  unitMinutes: number;
  maxUnits: number;
  minUnits: number;
  maxRow: number;
  offStates: number;
  blocks: number;
  maxWeekends: number;
  caps: number[];
  capStates: number;
}

/** The states of one contract over the days of the rules. */
export function stateSpace({ days, shifts, limits, counted }: LineRules): StateSpace {
  const { groups, labelOfShift, kinds } = groupsOf(shifts, counted);
  const unitMinutes = shifts.map(({ minutes }) => minutes).reduce(divisor, 0) || 1;
  const maxRow = Math.min(limits.maxDaysInARow, days + 1);
  const offStates = Math.max(1, limits.minDaysOffInARow);
  const caps = counted.map((shift) => limits.maxOfShift[shift] ?? 0);
  const longest = Math.max(0, ...shifts.map(({ minutes }) => minutes)) * days;
  return {
    groups,
    labelOfShift,
    kinds,
    unitMinutes,
    maxUnits: Math.floor(Math.min(limits.maxMinutes, longest) / unitMinutes),
    minUnits: Math.ceil(limits.minMinutes / unitMinutes),
    maxRow,
    offStates,
    blocks: offStates + kinds * maxRow,
    maxWeekends: Math.min(limits.maxWeekends, Math.ceil(days / 7) + 1),
    caps,
    capStates: caps.reduce((product, cap) => product * (cap + 1), 1),
  };
}

/** The label of each shift: see `LineAutomaton`. */
export function labelsOfShifts(shifts: readonly RosterShift[], counted: readonly number[]) {
  return groupsOf(shifts, counted).labelOfShift;
}

/** Shifts that no rule tells apart are one group: the cheapest of them stands for all. */
function groupsOf(shifts: readonly RosterShift[], counted: readonly number[]) {
  const forbids = (before: number, after: number) =>
    shifts[before]?.mayNotPrecede.includes(after) ?? false;
  const afterOf = shifts.map((_, at) => shifts.map((_, other) => forbids(at, other)).join());
  const beforeOf = shifts.map((_, at) => shifts.map((_, other) => forbids(other, at)).join());
  const kindAt = new Map<string, number>();
  const members = new Map<string, number[]>();
  for (const [at, { minutes }] of shifts.entries()) {
    const key = [minutes, counted.indexOf(at), beforeOf[at], afterOf[at]].join('/');
    members.set(key, [...(members.get(key) ?? []), at]);
    const followers = afterOf[at] ?? '';
    if (!kindAt.has(followers)) kindAt.set(followers, kindAt.size);
  }
  const labelOfShift = new Int16Array(shifts.length);
  const first = [...members.values()].map((places, at) => {
    for (const place of places) labelOfShift[place] = at + 1;
    return places[0] as number;
  });
  const groups = first.map((place) => ({
    minutes: shifts[place]?.minutes ?? 0,
    mayFollow: first.map((other) => !forbids(place, other)),
    counter: counted.indexOf(place),
    kind: kindAt.get(afterOf[place] ?? '') ?? 0,
  }));
  return { groups, labelOfShift, kinds: kindAt.size };
}

function divisor(a: number, b: number): number {
  return b === 0 ? a : divisor(b, a % b);
}
