// What customers said: who sees it, by week and team, and when a mean is not told.
import t from 'tap';
import {
  fewestAnswers,
  surveysSeen,
} from '../../../../services/domain/score/looking/surveys-seen.ts';
import type { Viewer } from '../../../../services/domain/score/looking/viewer.ts';

/** Monday of 2026-W48, noon. */
const mondayMs = Date.UTC(2026, 10, 23, 12);
const dayMs = 86_400_000;
const teamOf = new Map([
  ['ann', 'red'],
  ['bob', 'red'],
  ['cid', 'blue'],
]);
const viewer = (roles: string[], leads: string[] = [], person = 'x'): Viewer => ({
  ...{ person, roles, leads: new Set(leads), teamOf },
});
const dayOf = (atMs: number) => new Date(atMs).toISOString().slice(0, 10);
const asked = { person: '', team: '', from: '2026-11-01', to: '2026-11-30', dayOf };

let ids = 0;
function answers(person: string, grades: readonly (number | null)[], at = mondayMs) {
  return grades.map((satisfaction) => {
    ids += 1;
    const resolved = satisfaction === null ? null : satisfaction > 2;
    return {
      ...{ surveyId: `s${ids}`, contact: '', person, satisfaction, resolved, words: '' },
      ...{ atMs: at, queue: '', position: ids },
    };
  });
}

const state = {
  surveys: new Map([
    ['ann', answers('ann', [5, 4, 1, null])],
    ['bob', [...answers('bob', [3, 5]), ...answers('bob', [2, 2], mondayMs - 7 * dayMs)]],
    ['cid', answers('cid', [1, 1, 1, 1])],
    ['', answers('', [5])],
  ]),
};

t.test(
  'weeks and teams stand apart; grades, good ones and solved ones are told with counts',
  async (t) => {
    const { groups, all } = surveysSeen(state, viewer(['quality']), asked);
    t.same(
      groups.map(({ week, team, answers, rated }) => [week, team, answers, rated]),
      [
        ['2026-W48', '', 1, 1],
        ['2026-W48', 'blue', 4, 4],
        ['2026-W48', 'red', 6, 5],
        ['2026-W47', 'red', 2, 2],
      ],
    );
    const red = groups.find(({ week, team }) => week === '2026-W48' && team === 'red');
    // By hand: 5, 4, 1, 3, 5 are 18 of 5; three of them are 4 or more, four above 2.
    t.match(red, { satisfaction: 3.6, satisfied: 0.6, resolved: 0.8, askedResolved: 5 });
    t.equal(all.answers, 13);
  },
);

t.test('a mean of fewer answers than stated is not told', async (t) => {
  const { groups } = surveysSeen(state, viewer(['quality']), asked);
  const blue = groups.find(({ team }) => team === 'blue');
  t.equal(fewestAnswers, 5);
  t.match(blue, { rated: 4, satisfaction: null, satisfied: null, resolved: null });
});

t.test('a lead sees the own team; of who served is not known is for the whole site', async (t) => {
  const lead = surveysSeen(state, viewer(['team-lead'], ['red']), asked);
  t.same([...new Set(lead.answers.map(({ person }) => person))].sort(), ['ann', 'bob']);
  const site = surveysSeen(state, viewer(['supervisor']), asked);
  t.ok(site.answers.some(({ person }) => person === ''));
  t.equal(surveysSeen(state, viewer(['planner']), asked).all.answers, 0);
});

t.test('days, a team and a person are looked at alone', async (t) => {
  const of = (more: object) => surveysSeen(state, viewer(['quality']), { ...asked, ...more });
  t.equal(of({ from: '2026-11-23', to: '2026-11-23' }).all.answers, 11);
  t.equal(of({ team: 'red' }).all.answers, 8);
  t.equal(of({ person: 'cid' }).all.answers, 4);
  const [first, last] = [of({}).answers.at(0)?.atMs, of({}).answers.at(-1)?.atMs];
  t.same([first, last], [mondayMs, mondayMs - 7 * dayMs], 'the newest first');
});
