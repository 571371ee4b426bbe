// The contact centre's roster: the search against a checker of its own and all rosters of tiny
// centres.
import fc from 'fast-check';
import t from 'tap';
import { centreBreaches } from '../../../../services/domain/schedule/centre/centre-breaches.ts';
import { centreCost } from '../../../../services/domain/schedule/centre/centre-cost.ts';
import { linesOf, rosterOf } from '../../../../services/domain/schedule/centre/centre-line.ts';
import { centreModel } from '../../../../services/domain/schedule/centre/centre-model.ts';
import type { CentreProblem } from '../../../../services/domain/schedule/centre/centre-problem.ts';
import type {
  CentreRoster,
  CentreShift,
} from '../../../../services/domain/schedule/centre/centre-roster.ts';
import {
  type CentreNews,
  centreSearch,
} from '../../../../services/domain/schedule/centre/centre-search.ts';
import { findConflicts } from '../../../../services/domain/schedule/centre/find-conflicts.ts';
import { costOf, faultsOf } from './centre-checker.ts';
import { drawnCentre, templates } from './drawn-centre.ts';

function searched(
  problem: CentreProblem,
  { work = 1_200, seed = 1, start = null as CentreRoster | null } = {},
) {
  const model = centreModel(problem);
  const told: CentreNews[] = [];
  let spent = 0;
  const { lines, cost, bound } = centreSearch(model, {
    budget: {
      spend: (done) => {
        spent += done;
      },
      left: () => Math.max(0, 1 - spent / work),
    },
    seed,
    start: start && linesOf(model, start),
    role: 'lead',
    tell: (news) => {
      if (news.kind === 'bound') told.push(news);
    },
    hear: () => [],
  });
  return { roster: rosterOf(model, lines), cost, bound, told };
}

const seeds = fc.integer({ min: 1, max: 1e6 });

t.test('whatever is asked, the roster keeps every rule and costs what is said', async (t) => {
  let relaxed = 0;
  const check = (seed: number) => {
    const drawn = drawnCentre(seed);
    const found = findConflicts(drawn);
    if (found.conflicts.length > 0) relaxed += 1;
    const problem = found.relaxed;
    const { roster, cost, bound } = searched(problem, { work: 600, seed });
    if (faultsOf(problem, roster).length > 0) throw new Error(faultsOf(problem, roster).join('; '));
    if (centreBreaches(problem, roster).length > 0) throw new Error('a breach is seen in it');
    const counted = costOf(problem, roster);
    if (Math.abs(counted - cost) > 1e-6) throw new Error(`${cost} said, ${counted} counted`);
    if (Math.abs(centreCost(problem, roster).total - cost) > 1e-6) throw new Error('other parts');
    if (bound > cost + 1e-6) throw new Error(`bound ${bound} above ${cost}`);
    return true;
  };
  t.doesNotThrow(() => fc.assert(fc.property(seeds, check), { numRuns: 30, seed: 4 }));
  t.ok(relaxed > 3 && relaxed < 25, `${relaxed} of 30 drawn centres contradict themselves`);
});

t.test('what breaks a rule is seen by checker and engine alike', async (t) => {
  let broken = 0;
  const check = (seed: number) => {
    const problem = drawnCentre(seed, { people: 2 });
    const roster = problem.people.map((_, person) =>
      problem.days.map((_, day): CentreShift | null => {
        const draw = (seed * 31 + person * 17 + day * 7) % 11;
        const template = templates[draw];
        if (!template) return null;
        return {
          template: draw,
          breaks: template.breaks.map((its) => its.earliestMin),
          serves: [],
        };
      }),
    );
    const faults = faultsOf(problem, roster);
    const breaches = centreBreaches(problem, roster);
    if (faults.length > 0) broken += 1;
    if (faults.length > 0 !== breaches.length > 0) {
      throw new Error(`${JSON.stringify(breaches)} against ${faults.join('; ')}`);
    }
    return true;
  };
  t.doesNotThrow(() => fc.assert(fc.property(seeds, check), { numRuns: 300, seed: 5 }));
  t.ok(broken > 30, `${broken} rosters break something`);
});

/** Two people, no breaks, one queue: few enough rosters to try them all. */
function tinyCentre(seed: number): CentreProblem {
  const drawn = drawnCentre(seed, { people: 2, days: 4 });
  return {
    ...drawn,
    slotMin: 30,
    days: drawn.days.map((day) => ({ ...day, slots: 48, clockChange: null })),
    skills: [
      {
        id: 'Q',
        required: Array.from({ length: 192 }, (_, slot) => ((slot * seed) % 5) / 2),
        underWeight: 5,
        overWeight: 1,
        dayLevel: null,
      },
    ],
    templates: templates.map((template) => ({
      ...template,
      startMin: template.startMin - (template.startMin % 30),
      breaks: [],
    })),
    people: drawn.people.map((person) => ({
      ...person,
      skills: [{ skill: 0, efficiency: 1, priority: 0 }],
      templates: [0, 2, 3],
      unavailable: [],
    })),
  };
}

function allRows(problem: CentreProblem, at: number): (CentreShift | null)[][] {
  const person = problem.people[at];
  if (!person) return [];
  let rows: (CentreShift | null)[][] = [[]];
  for (const _ of problem.days) {
    rows = rows.flatMap((row) => [
      [...row, null],
      ...person.templates.map((template) => {
        const span = problem.templates[template]?.spanMin ?? 0;
        const serves = Array.from({ length: Math.ceil(span / 30) }, () => 0);
        return [...row, { template, breaks: [], serves }];
      }),
    ]);
  }
  const alone = { ...problem, people: [person] };
  return rows.filter((row) => faultsOf(alone, [row]).length === 0);
}

t.test(
  'tiny centres: nothing is cheaper than what all rosters show, and no bound above',
  async (t) => {
    let solved = 0;
    let best = 0;
    for (let seed = 1; seed <= 10; seed += 1) {
      const problem = tinyCentre(seed);
      const rows = problem.people.map((_, at) => allRows(problem, at));
      const { conflicts } = findConflicts(problem);
      const stuck = new Set(conflicts.map(({ person }) => person));
      rows.forEach((its, at) => {
        t.equal(stuck.has(at), its.length === 0, `seed ${seed}: person ${at}`);
      });
      if (stuck.size > 0 || (rows[0]?.length ?? 0) * (rows[1]?.length ?? 0) > 4_000) continue;
      solved += 1;
      const costs = (rows[0] ?? []).flatMap((one) =>
        (rows[1] ?? []).map((two) => costOf(problem, [one, two])),
      );
      const cheapest = Math.min(...costs);
      const { cost, bound, told } = searched(problem, { work: 1_500 });
      t.ok(cost >= cheapest - 1e-6, `seed ${seed}: ${cost}, cheapest ${cheapest}`);
      t.ok(bound <= cheapest + 1e-6, `seed ${seed}: bound ${bound}, cheapest ${cheapest}`);
      t.ok(told.every((news) => news.kind !== 'bound' || news.bound <= cheapest + 1e-6));
      if (cost < cheapest + 1e-6) best += 1;
    }
    t.ok(solved >= 3, `${solved} have a roster`);
    t.ok(best >= solved - 1, `${best} of ${solved} are best`);
  },
);

t.test('the same work and seed give the same roster; another seed another one', async (t) => {
  const { relaxed } = findConflicts(drawnCentre(11, { people: 8 }));
  const first = searched(relaxed, { seed: 3 });
  const again = searched(relaxed, { seed: 3 });
  t.same(again.roster, first.roster);
  t.equal(again.bound, first.bound);
  t.not(JSON.stringify(searched(relaxed, { seed: 4 }).roster), JSON.stringify(first.roster));
});

t.test('a given roster is where the search goes on; a published one changes little', async (t) => {
  const { relaxed } = findConflicts(drawnCentre(11, { people: 8 }));
  const first = searched(relaxed);
  const more = searched(relaxed, { start: first.roster, work: 300 });
  t.ok(more.cost <= first.cost + 1e-6, `${more.cost} after ${first.cost}`);
  const changes = (stability: number) => {
    const weights = { ...relaxed.weights, stability };
    const problem = { ...relaxed, weights, base: first.roster, skills: grown(relaxed) };
    const { roster } = searched(problem, { start: first.roster });
    return roster.flatMap((days, person) =>
      days.filter((shift, day) => shift?.template !== first.roster[person]?.[day]?.template),
    ).length;
  };
  const [free, dear] = [changes(0), changes(50)];
  t.ok(dear < free, `${dear} days changed where it costs, ${free} where not`);
});

/** A little more is wanted in the first skill. */
function grown({ skills }: CentreProblem): CentreProblem['skills'] {
  return skills.map((skill, at) =>
    at > 0 ? skill : { ...skill, required: skill.required.map((wanted) => wanted * 1.3) },
  );
}
