import {
  type LineRules,
  labelsOfShifts,
  type ShiftGroup,
  type StateSpace,
  stateSpace,
} from './line-states.ts';
import { type NumberPairs, numberPairs } from './number-pairs.ts';

/**
 * All lines that keep one contract's hard rules, as an acyclic graph.
 *
 * A node is what the rules must know of the days so far; an arc is a day's work of one group of
 * shifts, or a day off. Every path from `root` to node 0 is a permitted line and the other way
 * round. Nodes that permit the same futures are one node. Node numbers fall along every arc, so
 * one sweep upwards over the nodes prices all lines.
 */
export interface LineAutomaton {
  /** The first day of the lines, and how many days they have. */
  firstDay: number;
  days: number;
  /** Label of an arc by shift; 0 is a day off. Shifts no rule tells apart share a label. */
  labelOfShift: Int16Array;
  labels: number;
  /** The first node; -1 when no line is permitted at all. */
  root: number;
  /** Nodes before the t-th of the days: from `dayEnd[t + 1]` up to `dayEnd[t]`, exclusive. */
  dayEnd: Int32Array;
  /** Arcs out of node n: from `arcStart[n]` up to `arcStart[n + 1]`, exclusive. */
  arcStart: Int32Array;
  arcTo: Int32Array;
  arcLabel: Int16Array;
}

/** @returns `null` when the graph would be too large; root -1 when no line is permitted. */
export function lineAutomaton(rules: LineRules): LineAutomaton | null {
  const states = stateSpace(rules);
  const layers = reachable(rules, states);
  return layers && merged(rules, states, layers);
}

interface Layers {
  /** First node of each layer, and the end of the last. */
  start: number[];
  units: Int32Array;
  arcStart: Int32Array;
  arcTo: Int32Array;
  arcLabel: Int16Array;
}

/** Every state some permitted beginning leads to, layer by layer. */
function reachable(rules: LineRules, space: StateSpace): Layers | null {
  const { groups, kinds, maxRow, offStates, blocks, maxUnits, maxWeekends, caps } = space;
  const { days, firstWeekday, limits, past } = rules;
  const unitStates = maxUnits + 1;
  const weekendStates = maxWeekends + 1;
  const keys = blocks * weekendStates * unitStates * space.capStates;
  if (keys > rules.maxNodes * 8) return null;
  const nodeOfKey = new Int32Array(keys).fill(-1);
  const node = numberPairs();
  const arc = numberPairs();
  const followers = followersOfKind(groups, kinds);
  const capStep = caps.map((_, at) => caps.slice(0, at).reduce((p, cap) => p * (cap + 1), 1));
  const start = [0, 1];
  const arcStart = [0];
  node.push(((firstBlock(rules, space) * weekendStates + 0) * unitStates + 0) * space.capStates, 0);
  for (let day = 0; day < days; day += 1) {
    const base = start[day + 1] as number;
    const weekday = ((firstWeekday - 1 + day) % 7) + 1;
    const enter = (key: number, units: number, label: number) => {
      let to = nodeOfKey[key] as number;
      if (to < base) {
        to = node.count;
        nodeOfKey[key] = to;
        node.push(key, units);
      }
      arc.push(to, label);
    };
    for (let from = start[day] as number; from < base; from += 1) {
      const key = node.first(from);
      const capsAt = key % space.capStates;
      const units = Math.floor(key / space.capStates) % unitStates;
      const weekends = Math.floor(key / (space.capStates * unitStates)) % weekendStates;
      const block = Math.floor(key / (space.capStates * unitStates * weekendStates));
      const keyOf = (b: number, w: number, u: number, c: number) =>
        ((b * weekendStates + w) * unitStates + u) * space.capStates + c;
      const working = block >= offStates;
      const kind = working ? Math.floor((block - offStates) / maxRow) : -1;
      const row = working ? ((block - offStates) % maxRow) + 1 : 0;
      const sinceFirstDay = past === null && row === day;
      if (!working || row >= limits.minDaysInARow || sinceFirstDay) {
        const rested = working ? 0 : Math.min(block + 1, offStates - 1);
        enter(keyOf(rested, weekends, units, capsAt), units, 0);
      }
      const mayWork = working ? row < maxRow : block === offStates - 1;
      const opensWeekend = weekday === 6 || (weekday === 7 && (!working || day === 0));
      const nowWeekends = weekends + (opensWeekend ? 1 : 0);
      if (mayWork && nowWeekends <= maxWeekends) {
        for (const at of followers[kind + 1] as number[]) {
          const group = groups[at] as ShiftGroup;
          const nowUnits = units + group.minutes / space.unitMinutes;
          if (nowUnits > maxUnits) continue;
          const { counter } = group;
          let nowCaps = capsAt;
          if (counter >= 0) {
            const step = capStep[counter] as number;
            const cap = caps[counter] as number;
            if (Math.floor(capsAt / step) % (cap + 1) >= cap) continue;
            nowCaps += step;
          }
          const nowBlock = offStates + group.kind * maxRow + row;
          enter(keyOf(nowBlock, nowWeekends, nowUnits, nowCaps), nowUnits, at + 1);
        }
      }
      arcStart.push(arc.count);
    }
    if (node.count > rules.maxNodes) return null;
    start.push(node.count);
  }
  const { first: arcTo, second: arcLabel } = arc.arrays();
  return {
    start,
    units: node.arrays().second,
    arcStart: Int32Array.from(arcStart),
    arcTo,
    arcLabel: Int16Array.from(arcLabel),
  };
}

/** Where the past leaves the person; no past is a rest long enough. */
function firstBlock({ past, shifts, counted }: LineRules, space: StateSpace): number {
  const { offStates, maxRow, groups } = space;
  if (past === null) return offStates - 1;
  if (past.daysWorked === 0 || past.lastShift === null) {
    return Math.min(Math.max(past.daysOff, 1), offStates) - 1;
  }
  const label = labelsOfShifts(shifts, counted)[past.lastShift] as number;
  const kind = groups[label - 1]?.kind ?? 0;
  return offStates + kind * maxRow + Math.min(past.daysWorked, maxRow) - 1;
}

/** Which groups may follow a day off (place 0) and a day of each kind (place kind + 1). */
function followersOfKind(groups: readonly ShiftGroup[], kinds: number): number[][] {
  const all = groups.map((_, at) => at);
  const followers = [all];
  for (let kind = 0; kind < kinds; kind += 1) {
    const group = groups.find((one) => one.kind === kind);
    followers.push(all.filter((at) => group?.mayFollow[at] ?? true));
  }
  return followers;
}

/** Cuts what leads nowhere and makes one node of those with the same futures. */
function merged(rules: LineRules, { minUnits, groups, labelOfShift }: StateSpace, layers: Layers) {
  const { days } = rules;
  const { start, units } = layers;
  const renamed = new Int32Array(units.length).fill(-1);
  const arcStart = [0, 0];
  const arc = numberPairs();
  const dayEnd = new Int32Array(days + 2);
  dayEnd[days] = 1;
  for (let at = start[days] as number; at < units.length; at += 1) {
    if ((units[at] as number) >= minUnits) renamed[at] = 0;
  }
  for (let day = days - 1; day >= 0; day -= 1) {
    const seen = new Map<number, number[]>();
    for (let from = start[day] as number; from < (start[day + 1] as number); from += 1) {
      const first = arc.count;
      let hash = 0;
      for (
        let at = layers.arcStart[from] as number;
        at < (layers.arcStart[from + 1] as number);
        at += 1
      ) {
        const to = renamed[layers.arcTo[at] as number] as number;
        if (to < 0) continue;
        const label = layers.arcLabel[at] as number;
        arc.push(to, label);
        hash = Math.imul(hash ^ (to * 64 + label), 0x9e3779b1);
        hash ^= hash >>> 15;
      }
      if (arc.count === first) continue;
      const alike = seen.get(hash);
      const same = alike?.find((node) => sameArcs(arc, arcStart, node, first));
      if (same !== undefined) {
        arc.cut(first);
        renamed[from] = same;
        continue;
      }
      const node = arcStart.length - 1;
      renamed[from] = node;
      arcStart.push(arc.count);
      if (alike) alike.push(node);
      else seen.set(hash, [node]);
    }
    dayEnd[day] = arcStart.length - 1;
  }
  const { first: arcTo, second: arcLabel } = arc.arrays();
  return {
    firstDay: 0,
    days,
    labels: groups.length + 1,
    labelOfShift,
    root: renamed[0] as number,
    dayEnd,
    arcStart: Int32Array.from(arcStart),
    arcTo,
    arcLabel: Int16Array.from(arcLabel),
  };
}

function sameArcs(
  arc: NumberPairs,
  arcStart: readonly number[],
  node: number,
  first: number,
): boolean {
  const begin = arcStart[node] as number;
  const length = (arcStart[node + 1] as number) - begin;
  if (length !== arc.count - first) return false;
  for (let at = 0; at < length; at += 1) {
    if (arc.first(begin + at) !== arc.first(first + at)) return false;
    if (arc.second(begin + at) !== arc.second(first + at)) return false;
  }
  return true;
}
