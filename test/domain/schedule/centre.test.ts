// Why a shift, whose rules conflict, breaks placed anew, and offers: each against the checker.
import fc from 'fast-check';
import t from 'tap';
import {
  centreDays,
  elapsedMin,
  wallMin,
} from '../../../services/domain/schedule/centre/centre-clock.ts';
import { rosterOf } from '../../../services/domain/schedule/centre/centre-line.ts';
import { centreModel } from '../../../services/domain/schedule/centre/centre-model.ts';
import type { CentreProblem } from '../../../services/domain/schedule/centre/centre-problem.ts';
import type { CentreRoster } from '../../../services/domain/schedule/centre/centre-roster.ts';
import { centreSearch } from '../../../services/domain/schedule/centre/centre-search.ts';
import { fairBreaks, lateness } from '../../../services/domain/schedule/centre/fair-breaks.ts';
import { findConflicts } from '../../../services/domain/schedule/centre/find-conflicts.ts';
import { rankOffers } from '../../../services/domain/schedule/centre/rank-offers.ts';
import { replaceBreaks } from '../../../services/domain/schedule/centre/replace-breaks.ts';
import { whyShift } from '../../../services/domain/schedule/centre/why-shift.ts';
import { costOf, faultsOf, startOf } from './centre/centre-checker.ts';
import { drawnCentre } from './centre/drawn-centre.ts';

function quickRoster(problem: CentreProblem): CentreRoster {
  const model = centreModel(problem);
  let spent = 0;
  const { lines } = centreSearch(model, {
    budget: {
      spend: (done) => {
        spent += done;
      },
      left: () => Math.max(0, 1 - spent / 150),
    },
    seed: 1,
    start: null,
    role: 'helper',
    tell: () => undefined,
    hear: () => [],
  });
  return rosterOf(model, lines);
}

const seeds = fc.integer({ min: 1, max: 1e6 });
const centre = (seed: number, people = 6) => findConflicts(drawnCentre(seed, { people })).relaxed;

t.test('what an alternative would have cost is what the roster with it costs more', async (t) => {
  let forbidden = 0;
  const check = (seed: number) => {
    const problem = centre(seed);
    const roster = quickRoster(problem);
    const [person, day] = [seed % problem.people.length, (seed >> 3) % problem.days.length];
    const before = costOf(problem, roster);
    const alternatives = whyShift(problem, roster, { person, day });
    const its = problem.people[person];
    if (alternatives.length !== (its?.templates.length ?? 0) + 1) throw new Error('one is missing');
    const given = alternatives.find((one) => one.isGiven);
    if (given?.template !== (roster[person]?.[day]?.template ?? null)) throw new Error('not given');
    if (given.more.total !== 0 || given.breaches.length > 0) throw new Error('it costs itself');
    const costs = alternatives.filter(({ breaches }) => breaches.length === 0);
    const totals = costs.map(({ more }) => more.total);
    if (totals.some((total, at) => total < (totals[at - 1] ?? total)))
      throw new Error('not sorted');
    const off = alternatives.find(({ template }) => template === null);
    const without = roster.map((days, at) =>
      days.map((shift, d) => (at === person && d === day ? null : shift)),
    );
    const more = costOf(problem, without) - before;
    if (Math.abs((off?.more.total ?? 0) - more) > 1e-5) throw new Error(`${more} more`);
    if ((off?.breaches.length ?? 0) > 0 !== faultsOf(problem, without).length > 0) {
      throw new Error(`${JSON.stringify(off?.breaches)}: ${faultsOf(problem, without)}`);
    }
    forbidden += alternatives.filter(({ breaches }) => breaches.length > 0).length;
    return true;
  };
  t.doesNotThrow(() => fc.assert(fc.property(seeds, check), { numRuns: 25, seed: 6 }));
  t.ok(forbidden > 10, `${forbidden} alternatives are forbidden`);
});

t.test(
  'a conflict is named by its smallest set of rules, and by what would resolve it',
  async (t) => {
    const problem = centre(2, 2);
    const [first, second] = problem.people;
    if (!first || !second) throw new Error('two people were drawn');
    const rules = {
      weekMinutes: { min: 2_400, max: 2_400 },
      horizonMinutes: { min: null, max: null },
      weekDaysOff: { min: 4, max: null },
      maxDaysInARow: 5,
      minDaysOffInARow: 1,
      minRestMin: 660,
      maxNightsInARow: 2,
      maxWeekends: null,
      forbidden: [],
    };
    const days = centreDays('Europe/Paris', { firstDay: '2026-11-30', days: 7 }, 30);
    const strict = { ...first, rules, templates: [0], past: null, pins: [], unavailable: [] };
    const skills = problem.skills.map((skill) => {
      return { ...skill, required: Array(7 * 48).fill(1), dayLevel: null };
    });
    const asked = { ...problem, slotMin: 30, days, skills, people: [strict] };
    const { conflicts, relaxed } = findConflicts(asked);
    // Shifts of 480 minutes: 2400 need five days, four days off leave three.
    t.same(
      conflicts.map(({ person, rules: its }) => [person, its.map(({ rule }) => rule).sort()]),
      [[0, ['week-days-off-min', 'week-minutes-min']]],
    );
    t.same(conflicts[0]?.relaxations, [
      { rule: 'week-minutes-min', day: null, value: 2_400, to: 1_440 },
      { rule: 'week-days-off-min', day: null, value: 4, to: 2 },
    ]);
    t.same(faultsOf(relaxed, quickRoster(relaxed)), []);
    t.ok(faultsOf(asked, quickRoster(relaxed)).length > 0, 'the roster breaks what was asked');

    const pinned = { ...strict, rules: { ...rules, weekMinutes: { min: null, max: null } } };
    const pins = [{ kind: 'shift', day: 0, template: 0 } as const];
    const away = [{ fromSlot: 10, toSlot: 14 }];
    const both = findConflicts({ ...asked, people: [{ ...pinned, pins, unavailable: away }] });
    t.same(both.conflicts[0]?.rules.map(({ rule, day }) => [rule, day]).sort(), [
      ['pin', 0],
      ['unavailable', 0],
    ]);
  },
);

t.test('only breaks that have not begun are moved, never for the worse', async (t) => {
  let moves = 0;
  const check = (seed: number) => {
    const problem = centre(seed, 9);
    const roster = quickRoster(problem);
    const busier = {
      ...problem,
      skills: problem.skills.map((skill) => ({
        ...skill,
        required: skill.required.map((wanted, slot) => wanted + ((slot * seed) % 3) / 2),
      })),
    };
    const day = 1 + (seed % (problem.days.length - 2));
    const nowMin = startOf(problem, day, 0) + 60 * (seed % 14);
    const {
      roster: after,
      moved,
      before,
      after: cost,
    } = replaceBreaks(busier, roster, { day, nowMin });
    moves += moved.length;
    if (faultsOf(busier, after).length > 0) throw new Error(faultsOf(busier, after).join('; '));
    const saved = costOf(busier, roster) - costOf(busier, after);
    if (Math.abs(before - cost - saved) > 1e-6 || saved < -1e-6) throw new Error(`${saved} saved`);
    roster.forEach((days, person) => {
      days.forEach((shift, d) => {
        const now = after[person]?.[d] ?? null;
        if (shift?.template !== now?.template) throw new Error('a shift was changed');
        shift?.breaks.forEach((minute, k) => {
          const at = startOf(problem, d, shift.template) + minute;
          const other = now?.breaks[k] ?? -1;
          if (other === minute) return;
          if (d !== day || at < nowMin) throw new Error('a break that has begun was moved');
          if (at - minute + other < nowMin) throw new Error('a break was moved into the past');
        });
      });
    });
    return true;
  };
  t.doesNotThrow(() => fc.assert(fc.property(seeds, check), { numRuns: 25, seed: 7 }));
  t.ok(moves > 5, `${moves} breaks were moved`);
});

t.test('offers are ranked by what they save, and overtime keeps the rules', async (t) => {
  const problem = centre(3, 10);
  const roster = quickRoster(problem);
  const hungry = {
    ...problem,
    skills: problem.skills.map((skill, at) => ({
      ...skill,
      required: skill.required.map((wanted) => (at === 0 ? wanted + 4 : 0)),
    })),
  };
  const day = 4;
  const slots = problem.days[0]?.slots ?? 48;
  const span = { day, fromSlot: day * slots, toSlot: (day + 1) * slots + slots, maxMinutes: 120 };
  const offers = rankOffers(hungry, roster, span);
  t.ok(
    offers.some(({ kind }) => kind !== 'leave-early'),
    'overtime is offered',
  );
  t.ok(
    offers.some(({ kind }) => kind === 'leave-early'),
    'going early is offered',
  );
  const totals = offers.map(({ total }) => total);
  t.same(
    totals,
    totals.toSorted((a, b) => a - b),
  );
  for (const { under, over, paid, total, kind } of offers) {
    t.ok(total < 0 && Math.abs(under + over + paid - total) < 1e-9);
    t.ok(kind === 'leave-early' ? paid < 0 : paid > 0);
  }
  const tired = hungry.people.map((person) => {
    return { ...person, rules: { ...person.rules, weekMinutes: { min: null, max: 0 } } };
  });
  const none = rankOffers({ ...hungry, people: tired }, roster, span);
  t.ok(
    none.every(({ kind }) => kind === 'leave-early'),
    'nobody has minutes left',
  );
});

t.test('late breaks are dealt out in turn, and cover stays', async (t) => {
  const drawn = centre(5, 1);
  const [person] = drawn.people;
  if (!person) throw new Error('one person was drawn');
  const problem = {
    ...drawn,
    people: [person, { ...person, id: 'twin' }, { ...person, id: 'third' }],
  };
  const template = problem.templates[0];
  const early = template?.breaks.map(({ earliestMin }) => earliestMin) ?? [];
  const late = template?.breaks.map(({ latestMin }) => latestMin) ?? [];
  const middle = template?.breaks.map(
    ({ earliestMin, latestMin }) => (earliestMin + latestMin) / 2,
  );
  const serves = Array(60).fill(person.skills[0]?.skill ?? 0);
  const row = (breaks: readonly number[]) =>
    problem.days.map(() => ({ template: 0, breaks, serves }));
  const unfair = [row(early), row(late), row(middle ?? [])];
  const fair = fairBreaks(problem, unfair);
  t.ok(Math.abs(costOf(problem, fair) - costOf(problem, unfair)) < 1e-9);
  const sums = (roster: CentreRoster) =>
    roster.map((days) =>
      days.reduce((sum, shift) => sum + (shift && template ? lateness(template, shift) : 0), 0),
    );
  const spread = (roster: CentreRoster) => Math.max(...sums(roster)) - Math.min(...sums(roster));
  t.ok(spread(fair) <= 2, `${spread(fair)} between the latest and the earliest`);
  t.ok(spread(unfair) >= 9, `${spread(unfair)} before`);
});

t.test('the clock: days of 46, 48 and 50 half-hours', async (t) => {
  // In Paris the clock jumped on 29 March 2026 from 2 to 3, and on 25 October from 3 back to 2.
  const spring = centreDays('Europe/Paris', { firstDay: '2026-03-28', days: 3 }, 30);
  t.same(
    spring.map(({ slots, weekday, week }) => [slots, weekday, week]),
    [
      [48, 6, 0],
      [46, 7, 0],
      [48, 1, 1],
    ],
  );
  const autumn = centreDays('Europe/Paris', { firstDay: '2026-10-25', days: 1 }, 30)[0];
  t.equal(autumn?.slots, 50);
  if (!spring[1] || !autumn) return;
  t.equal(elapsedMin(spring[1], 480), 420, '8:00 comes after seven hours');
  t.equal(elapsedMin(autumn, 480), 540, '8:00 comes after nine hours');
  t.equal(elapsedMin(autumn, 90), 90);
  t.equal(wallMin(spring[1], 420), 480);
  t.equal(wallMin(autumn, 540), 480);
});
