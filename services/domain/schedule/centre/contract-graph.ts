import { DomainError } from '../../domain-error.ts';
import type { CentrePerson, CentreProblem } from './centre-problem.ts';
import { type ContractLabels, contractLabels } from './contract-labels.ts';
import { type DayState, type StateSpace, stateSpace } from './contract-states.ts';

/**
 * All lines that the rules of one contract permit, as an acyclic graph; people with the same rules
 * share it.
 *
 * A node is what the rules must know of the days so far, an arc is a day: off, leave, or work of
 * one label. Every path to node 0 is a permitted line and the other way round. Nodes that permit
 * the same futures are one node. Node numbers fall along every arc, so one sweep upwards over the
 * nodes prices all lines.
 */
export interface Contract {
  /** Label of each template, from 1; 0 = never. Label 0 of an arc is a day off. */
  labelOf: Int16Array;
  /** Label of leave by its paid minutes. */
  leaveLabels: ReadonlyMap<number, number>;
  labels: number;
  /** Labels below this one are off or work; from it on, leave. */
  firstLeave: number;
  /** Nodes before day d: from `dayEnd[d + 1]` up to `dayEnd[d]`, exclusive. */
  dayEnd: Int32Array;
  /** Arcs out of node n: from `arcStart[n]` up to `arcStart[n + 1]`, exclusive. */
  arcStart: Int32Array;
  arcTo: Int32Array;
  arcLabel: Int16Array;
}

/** Most nodes of a graph before those with the same futures are merged. */
const maxNodes = 2_000_000;

/**
 * The graph of each person's contract, and the node at which the person enters it.
 *
 * @throws DomainError invalid where a contract's rules count too much to be kept apart.
 */
export function contractsOf(problem: CentreProblem, startTick: Int32Array) {
  const groups = new Map<string, number[]>();
  problem.people.forEach(({ rules, templates, past }, at) => {
    const key = JSON.stringify([rules, [...templates].sort((a, b) => a - b), past === null]);
    const group = groups.get(key);
    if (group) group.push(at);
    else groups.set(key, [at]);
  });
  const contracts: Contract[] = [];
  const entryOf: number[] = [];
  for (const places of groups.values()) {
    const people = places.map((at) => problem.people[at] as CentrePerson);
    const { contract, entries } = contractGraph(problem, people, startTick);
    places.forEach((at, index) => {
      contracts[at] = contract;
      entryOf[at] = entries[index] ?? -1;
    });
  }
  return { contracts, entryOf };
}

function contractGraph(
  problem: CentreProblem,
  people: readonly CentrePerson[],
  startTick: Int32Array,
) {
  const { rules, past, templates } = people[0] as CentrePerson;
  const labels = contractLabels(problem, { rules, templates: [...new Set(templates)] }, startTick);
  const space = stateSpace(problem, rules, { labels, hasPast: past !== null });
  const leaveLabels = new Map<number, number>();
  const leaves = problem.days.map(() => new Set<number>());
  for (const { pins } of people) {
    for (const pin of pins) {
      if (pin.kind !== 'leave') continue;
      if (!leaveLabels.has(pin.paidMin)) {
        leaveLabels.set(pin.paidMin, labels.paidMin.length + leaveLabels.size);
      }
      leaves[pin.day]?.add(pin.paidMin);
    }
  }
  const offered = labelsByDay(problem, labels);
  const steps = problem.days.map((_, day) => [
    { label: 0, leaveMin: -1, arc: 0 },
    ...[...(leaves[day] ?? [])].map((leaveMin) => {
      return { label: 0, leaveMin, arc: leaveLabels.get(leaveMin) ?? 0 };
    }),
    ...(offered[day] ?? []).map((label) => ({ label, leaveMin: -1, arc: label })),
  ]);
  const begins = people.map((person) => space.begin(person.past));
  const reached = reachable(space, begins, steps);
  const graph = merged(reached, problem.days.length);
  return {
    contract: {
      labelOf: labels.labelOf,
      leaveLabels,
      labels: labels.paidMin.length + leaveLabels.size,
      firstLeave: labels.paidMin.length,
      dayEnd: graph.dayEnd,
      arcStart: Int32Array.from(graph.arcStart),
      arcTo: Int32Array.from(graph.arcTo),
      arcLabel: Int16Array.from(graph.arcLabel),
    },
    entries: reached.entries.map((node) => graph.renamed[node] ?? -1),
  };
}

/** Labels that some template offers on each day. */
function labelsByDay({ days, templates }: CentreProblem, { labelOf }: ContractLabels) {
  return days.map(({ weekday }) => {
    const offered = new Set<number>();
    templates.forEach(({ weekdays }, at) => {
      const label = labelOf[at] ?? 0;
      if (label > 0 && weekdays.includes(weekday)) offered.add(label);
    });
    return [...offered].sort((a, b) => a - b);
  });
}

interface Step {
  label: number;
  leaveMin: number;
  arc: number;
}

interface Reached {
  /** First node of each layer, and the end of the last. */
  start: number[];
  /** The node of each beginning. */
  entries: number[];
  arcStart: number[];
  arcTo: number[];
  arcLabel: number[];
}

/** Every state that some permitted beginning leads to, day after day. */
function reachable(
  space: StateSpace,
  begins: readonly DayState[],
  steps: readonly (readonly Step[])[],
): Reached {
  let layer: DayState[] = [];
  let nodes = new Map<number, number>();
  let first = 0;
  const enter = (state: DayState) => {
    const key = space.key(state);
    if (key > Number.MAX_SAFE_INTEGER) throw tooMuch();
    const known = nodes.get(key);
    if (known !== undefined) return known;
    const node = first + layer.length;
    nodes.set(key, node);
    layer.push(state);
    return node;
  };
  const entries = begins.map(enter);
  const reached: Reached = { start: [0], entries, arcStart: [0], arcTo: [], arcLabel: [] };
  steps.forEach((its, day) => {
    const from = layer;
    first += from.length;
    reached.start.push(first);
    layer = [];
    nodes = new Map();
    for (const state of from) {
      for (const { label, leaveMin, arc } of its) {
        const next = space.next(state, { day, label, leaveMin });
        if (next === null) continue;
        reached.arcTo.push(enter(next));
        reached.arcLabel.push(arc);
      }
      reached.arcStart.push(reached.arcTo.length);
    }
    if (first + layer.length > maxNodes) throw tooMuch();
  });
  reached.start.push(first + layer.length);
  return reached;
}

function tooMuch(): DomainError {
  const limit = maxNodes.toLocaleString('en');
  return new DomainError('invalid', `a contract's rules need more than ${limit} states`);
}

/** Cuts what leads nowhere and makes one node of those with the same futures. */
function merged({ start, arcStart, arcTo, arcLabel }: Reached, days: number) {
  const renamed = new Int32Array(start.at(-1) ?? 0).fill(-1);
  renamed.fill(0, start[days]);
  const to: number[] = [];
  const labelOf: number[] = [];
  const first = [0, 0];
  const dayEnd = new Int32Array(days + 1);
  dayEnd[days] = 1;
  for (let day = days - 1; day >= 0; day -= 1) {
    const seen = new Map<string, number>();
    for (let node = start[day] ?? 0; node < (start[day + 1] ?? 0); node += 1) {
      const arcs: number[] = [];
      for (let at = arcStart[node] ?? 0; at < (arcStart[node + 1] ?? 0); at += 1) {
        const target = renamed[arcTo[at] ?? 0] ?? -1;
        if (target >= 0) arcs.push(target, arcLabel[at] ?? 0);
      }
      if (arcs.length === 0) continue;
      const key = String.fromCharCode(...keyParts(arcs));
      let same = seen.get(key);
      if (same === undefined) {
        same = first.length - 1;
        seen.set(key, same);
        for (let at = 0; at < arcs.length; at += 2) {
          to.push(arcs[at] as number);
          labelOf.push(arcs[at + 1] as number);
        }
        first.push(to.length);
      }
      renamed[node] = same;
    }
    dayEnd[day] = first.length - 1;
  }
  return { renamed, arcTo: to, arcLabel: labelOf, arcStart: first, dayEnd };
}

/** Numbers as pairs of 16-bit units, which a string holds exactly. */
function keyParts(numbers: readonly number[]): number[] {
  return numbers.flatMap((n) => [n & 0xffff, n >>> 16]);
}
