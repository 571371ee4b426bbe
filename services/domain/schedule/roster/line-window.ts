import type { LineAutomaton } from './line-automaton.ts';
import type { LinePrices } from './line-pricing.ts';
import { off } from './roster-problem.ts';

/** The days on which a person has more than one possibility, and what is settled around them. */
export interface LineWindow {
  firstDay: number;
  /** The day after the last. */
  endDay: number;
  /** The only possibility of each other day, a shift or `off`. */
  settled: Int16Array;
}

/** Which days some prices leave open; they are infinite where there is no possibility. */
export function lineWindow({ cell, off: offPrice }: LinePrices): LineWindow {
  const days = offPrice.length;
  const shifts = cell.length / days;
  const settled = new Int16Array(days);
  let firstDay = days;
  let endDay = 0;
  for (let day = 0; day < days; day += 1) {
    let possible = offPrice[day] === Number.POSITIVE_INFINITY ? 0 : 1;
    let only = off;
    for (let shift = 0; shift < shifts; shift += 1) {
      if (cell[day * shifts + shift] === Number.POSITIVE_INFINITY) continue;
      possible += 1;
      only = shift;
    }
    settled[day] = only;
    if (possible < 2) continue;
    firstDay = Math.min(firstDay, day);
    endDay = day + 1;
  }
  return { firstDay: Math.min(firstDay, endDay), endDay, settled };
}

/**
 * The part of an automaton that a window and its prices leave: lines of the window's days only.
 * Far fewer nodes, so that many more windows can be tried.
 *
 * @returns `null` when nothing permitted is left.
 */
export function windowAutomaton(
  whole: LineAutomaton,
  { firstDay, endDay, settled }: LineWindow,
  prices: LinePrices,
): LineAutomaton | null {
  if (whole.root < 0) return null;
  const begin = follow(whole, whole.root, settled.subarray(0, firstDay));
  if (begin < 0) return null;
  const isOpen = openLabels(whole, prices);
  const layers = nodesWithin(whole, begin, { firstDay, endDay, isOpen });
  const days = endDay - firstDay;
  const renamed = new Map<number, number>();
  const suffix = settled.subarray(endDay);
  for (const node of layers[days] ?? []) if (follow(whole, node, suffix) >= 0) renamed.set(node, 0);
  const arcStart = [0, 0];
  const arcTo: number[] = [];
  const arcLabel: number[] = [];
  const dayEnd = new Int32Array(days + 2);
  dayEnd[days] = 1;
  for (let day = days - 1; day >= 0; day -= 1) {
    const open = (firstDay + day) * whole.labels;
    const layer: number[] = [];
    for (const node of layers[day] as number[]) {
      const before = arcTo.length;
      for (
        let arc = whole.arcStart[node] as number;
        arc < (whole.arcStart[node + 1] as number);
        arc += 1
      ) {
        const label = whole.arcLabel[arc] as number;
        const to = isOpen[open + label] ? renamed.get(whole.arcTo[arc] as number) : undefined;
        if (to === undefined) continue;
        arcTo.push(to);
        arcLabel.push(label);
      }
      if (arcTo.length === before) continue;
      layer.push(node);
      arcStart.push(arcTo.length);
    }
    // Named only now: a node of this layer must not be taken for one of the layer after it.
    renamed.clear();
    const base = arcStart.length - 1 - layer.length;
    for (const [at, node] of layer.entries()) renamed.set(node, base + at);
    dayEnd[day] = arcStart.length - 1;
  }
  if (!renamed.has(begin)) return null;
  return {
    firstDay,
    days,
    labels: whole.labels,
    labelOfShift: whole.labelOfShift,
    root: renamed.get(begin) as number,
    dayEnd,
    arcStart: Int32Array.from(arcStart),
    arcTo: Int32Array.from(arcTo),
    arcLabel: Int16Array.from(arcLabel),
  };
}

/** Follows one course of days; -1 when it is not permitted. */
function follow(whole: LineAutomaton, from: number, course: Int16Array): number {
  let node = from;
  for (const shift of course) {
    const label = shift === off ? 0 : (whole.labelOfShift[shift] as number);
    let to = -1;
    for (
      let arc = whole.arcStart[node] as number;
      arc < (whole.arcStart[node + 1] as number);
      arc += 1
    ) {
      if (whole.arcLabel[arc] === label) to = whole.arcTo[arc] as number;
    }
    if (to < 0) return -1;
    node = to;
  }
  return node;
}

/** Whether any shift of a label may be worked, by day × labels + label. */
function openLabels({ labels, labelOfShift }: LineAutomaton, { cell, off: offPrice }: LinePrices) {
  const days = offPrice.length;
  const shifts = labelOfShift.length;
  const isOpen = new Uint8Array(days * labels);
  for (let day = 0; day < days; day += 1) {
    if (offPrice[day] !== Number.POSITIVE_INFINITY) isOpen[day * labels] = 1;
    for (let shift = 0; shift < shifts; shift += 1) {
      if (cell[day * shifts + shift] === Number.POSITIVE_INFINITY) continue;
      isOpen[day * labels + (labelOfShift[shift] as number)] = 1;
    }
  }
  return isOpen;
}

/** Nodes that can be come to, layer by layer. */
function nodesWithin(
  whole: LineAutomaton,
  begin: number,
  { firstDay, endDay, isOpen }: { firstDay: number; endDay: number; isOpen: Uint8Array },
): number[][] {
  const layers = [[begin]];
  for (let day = firstDay; day < endDay; day += 1) {
    const next = new Set<number>();
    for (const node of layers.at(-1) ?? []) {
      for (
        let arc = whole.arcStart[node] as number;
        arc < (whole.arcStart[node + 1] as number);
        arc += 1
      ) {
        if (isOpen[day * whole.labels + (whole.arcLabel[arc] as number)])
          next.add(whole.arcTo[arc] as number);
      }
    }
    layers.push([...next]);
  }
  return layers;
}
