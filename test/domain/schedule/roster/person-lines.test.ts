// The compiled rules against all lines there are, tried one by one by the independent checker.
import t from 'tap';
import { readCurtoisQu } from '../../../../services/domain/schedule/roster/curtois-qu.ts';
import { ruleBreaks } from '../../../../services/domain/schedule/roster/hard-rules.ts';
import {
  type LineAutomaton,
  lineAutomaton,
} from '../../../../services/domain/schedule/roster/line-automaton.ts';
import { rosterModel } from '../../../../services/domain/schedule/roster/roster-model.ts';
import {
  type Line,
  off,
  type RosterPerson,
  type RosterProblem,
} from '../../../../services/domain/schedule/roster/roster-problem.ts';
import { seededRandom } from '../../../../services/domain/schedule/roster/seeded-random.ts';
import { allLines, tinyInstance } from './brute-force.ts';
import { parseInstance } from './roster-checker.ts';

t.test('an automaton holds every permitted line and no other', async (t) => {
  for (let seed = 1; seed <= 12; seed += 1) {
    const text = tinyInstance(seed);
    const problem = readCurtoisQu(text);
    const instance = parseInstance(text);
    for (const person of problem.people) {
      const counted = [0, 1];
      const automaton = lineAutomaton({ ...problem, ...person, counted, maxNodes: 100_000 });
      const allowed = linesOf(automaton as LineAutomaton).filter((line) =>
        person.unavailable.every((day) => line[day] === off),
      );
      const names = allowed.map((line) => line.map((at) => problem.shifts[at]?.id ?? '').join());
      const all = allLines(instance, person.id).map((line) => line.join());
      t.same(names.sort(), all.sort(), `seed ${seed}, ${person.id}: ${all.length} lines`);
    }
  }
});

t.test('the cheapest line is the cheapest of all, also where days are settled', async (t) => {
  const random = seededRandom(5);
  for (let seed = 1; seed <= 12; seed += 1) {
    const text = tinyInstance(seed);
    const problem = readCurtoisQu(text);
    const model = rosterModelOr(problem);
    if (!model) continue;
    const { people, shifts } = model;
    for (const [at, person] of problem.people.entries()) {
      const all = allLines(parseInstance(text), person.id).map((line) => placesOf(problem, line));
      const { prices, lines } = people[at] as (typeof people)[number];
      const open = { cell: prices.cell.slice(), off: prices.off.slice() };
      const settled = all[random.below(all.length)] ?? [];
      for (const day of [0, 1, 4, 6]) {
        for (let shift = 0; shift < shifts; shift += 1) {
          if (settled[day] !== shift) open.cell[day * shifts + shift] = Number.POSITIVE_INFINITY;
        }
        if (settled[day] !== off) open.off[day] = Number.POSITIVE_INFINITY;
      }
      for (const [asked, permitted] of [
        [prices, lines],
        [open, lines.within(open)],
      ] as const) {
        const cell = asked.cell.map((price) => price - random.below(10));
        const priceOf = (line: readonly number[]) =>
          line.reduce((sum, shift, day) => {
            const price = shift === off ? asked.off[day] : cell[day * shifts + shift];
            return sum + (price ?? 0);
          }, 0);
        const found = permitted.cheapest({ cell, off: asked.off });
        const least = Math.min(...all.map(priceOf));
        t.equal(found.bound, least, `seed ${seed}, ${person.id}: bound`);
        t.equal(priceOf([...(found.line as Line)]), least, `seed ${seed}, ${person.id}: line`);
      }
    }
  }
});

t.test('the rules that explain a roster are those that make it', async (t) => {
  const random = seededRandom(11);
  const rules = new Set<string>();
  for (let seed = 1; seed <= 12; seed += 1) {
    const text = tinyInstance(seed);
    const problem = readCurtoisQu(text);
    const instance = parseInstance(text);
    const { brokenRules } = await import('./roster-checker.ts');
    for (let round = 0; round < 60; round += 1) {
      const line = Array.from({ length: problem.days }, () => random.below(3) - 1);
      const names = line.map((at) => problem.shifts[at]?.id ?? '');
      const [person] = problem.people as [RosterPerson];
      const ours = ruleBreaks({ ...problem, people: [person] }, [Int16Array.from(line)]);
      const theirs = brokenRules(instance, person.id, names);
      const broken = [...new Set(ours.map(({ rule }) => rule))].sort();
      for (const rule of theirs) rules.add(rule);
      t.same(broken, [...new Set(theirs)].sort(), `seed ${seed}: ${names.join()}`);
    }
  }
  t.equal(rules.size, 9, 'every rule of the benchmark was broken at least once');
});

t.test('a past carries every rule over the border', async (t) => {
  const limits = {
    ...{ maxMinutes: 10_000, minMinutes: 0, maxDaysInARow: 4, minDaysInARow: 2 },
    ...{ minDaysOffInARow: 2, maxWeekends: 1, maxOfShift: [9, 9] },
  };
  const shifts = [
    { id: 'E', minutes: 480, mayNotPrecede: [] },
    { id: 'L', minutes: 480, mayNotPrecede: [0] },
  ];
  const course = (past: RosterPerson['past']) => {
    const rules = { days: 3, firstWeekday: 1, shifts, limits, past, counted: [], maxNodes: 1e5 };
    return linesOf(lineAutomaton(rules) as LineAutomaton).map((line) =>
      line.map((shift) => shifts[shift]?.id ?? '-').join(''),
    );
  };
  const worked = (days: number, lastShift: number) => ({ daysWorked: days, daysOff: 0, lastShift });
  const rested = (days: number) => ({ daysWorked: 0, daysOff: days, lastShift: null });
  t.ok(course(null).includes('E--'), 'without a past a block may have begun before');
  t.notOk(course(rested(2)).includes('E--'), 'after a rest one day alone is too short');
  t.notOk(
    course(rested(1)).some((line) => line[0] !== '-'),
    'one day off is not enough',
  );
  t.ok(
    course(worked(1, 0)).every((line) => line[0] !== '-'),
    'a day worked wants a second',
  );
  t.notOk(
    course(worked(1, 1)).some((line) => line[0] === 'E'),
    'no early after a late',
  );
  t.ok(
    course(worked(4, 0)).every((line) => line.startsWith('--')),
    'four in a row are the most',
  );
  t.notOk(course(worked(3, 0)).includes('EE-'), 'three and two are too many');
});

/** Every path of an automaton. */
function linesOf(automaton: LineAutomaton): number[][] {
  const { days, labelOfShift, root, arcStart, arcTo, arcLabel } = automaton;
  const shiftsOf = (label: number) =>
    label === 0 ? [off] : [...labelOfShift.keys()].filter((shift) => labelOfShift[shift] === label);
  const from = (node: number, day: number): number[][] => {
    if (day === days) return [[]];
    const lines: number[][] = [];
    for (let arc = arcStart[node] ?? 0; arc < (arcStart[node + 1] ?? 0); arc += 1) {
      const rest = from(arcTo[arc] ?? 0, day + 1);
      for (const shift of shiftsOf(arcLabel[arc] ?? 0))
        lines.push(...rest.map((r) => [shift, ...r]));
    }
    return lines;
  };
  return from(root, 0);
}

function placesOf({ shifts }: RosterProblem, line: readonly string[]): number[] {
  return line.map((name) => shifts.findIndex(({ id }) => id === name));
}

function rosterModelOr(problem: RosterProblem) {
  try {
    return rosterModel(problem);
  } catch {
    return null;
  }
}
