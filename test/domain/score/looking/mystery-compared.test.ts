// Mystery shopping of two sites over three quarters, worked out by hand.
import t from 'tap';
import type { Form } from '../../../../services/domain/score/evaluation.ts';
import {
  type ComparedSite,
  mysteryCompared,
} from '../../../../services/domain/score/looking/mystery-compared.ts';
import type { MysteryRound } from '../../../../services/domain/score/site-scores.ts';
import { answer, form, question } from '../score-story.ts';

const deed = (position: number) => ({ author: 'quinn', atMs: 0, position });
const script = (more: Partial<Form> = {}): Form => ({
  ...form([question('greets')]),
  ...{ formId: 'branch', passMark: 80 },
  groups: ['door', 'desk'].map((groupId) => ({
    ...{ groupId, nameEn: groupId, nameZh: '', weight: 50 },
    questions: [question(`${groupId}-tone`)],
  })),
  ...more,
});
/** Visits: marks at the door and at the desk, of 1 to 5. */
function round(quarter: string, marks: readonly [number, number][], position = 10): MysteryRound {
  const visits = marks.map(([door, desk], at) => ({
    ...{ roundId: quarter, visitId: `${at}`, person: '', marker: 'out', atMs: 0, position },
    answers: [answer('door-tone', door), answer('desk-tone', desk)],
    score: (100 * ((door - 1) / 4 + (desk - 1) / 4)) / 2,
  }));
  return {
    ...{ roundId: quarter, name: quarter, quarter, formId: 'branch' },
    visits,
    begun: deed(9),
  };
}
const asSite = (site: string, rounds: readonly MysteryRound[], satisfied: number[] = []) => ({
  ...{ site, zone: 'Asia/Shanghai' },
  state: {
    forms: new Map([['branch', [{ value: script(), decided: deed(1) }]]]),
    mystery: new Map(rounds.map((one) => [one.roundId, one])),
    surveys: new Map([
      [
        'p1',
        satisfied.map((satisfaction, at) => ({
          ...{ surveyId: `${at}`, contact: '', person: 'p1', queue: '', words: '', position: 5 },
          ...{ satisfaction, resolved: null, atMs: Date.parse('2026-09-30T16:00:00Z') },
        })),
      ],
    ]),
  },
});

const sites: ComparedSite[] = [
  asSite(
    'west',
    [
      round('2026-Q4', [
        [5, 5],
        [5, 3],
        [4, 4],
        [3, 3],
        [3, 5],
      ]),
      round('2026-Q3', [
        [5, 5],
        [5, 5],
      ]),
      round('2026-Q2', [
        [2, 2],
        [2, 2],
        [2, 2],
        [2, 2],
        [2, 2],
      ]),
    ],
    [5, 5, 5, 4, 1],
  ),
  asSite(
    'east',
    [
      round('2026-Q4', [
        [5, 5],
        [5, 5],
        [5, 5],
        [5, 5],
        [1, 1],
      ]),
    ],
    [5, 5, 5, 5],
  ),
];

t.test('sites stand side by side, quarter by quarter, with question groups', async (t) => {
  const quarters = mysteryCompared(sites);
  t.same(
    quarters.map(({ quarter, site, visits, score, place, placed }) => {
      return [quarter, site, visits, score, place, placed];
    }),
    [
      ['2026-Q4', 'east', 5, 80, 1, 2],
      ['2026-Q4', 'west', 5, 75, 2, 2],
      ['2026-Q3', 'west', 2, 100, 0, 0],
      ['2026-Q2', 'west', 5, 25, 1, 1],
    ],
  );
  t.match(quarters[1]?.groups, [
    { groupId: 'door', score: 75 },
    { groupId: 'desk', score: 75 },
  ]);
  // 100, 75, 75, 50, 75 about 75: the squares are 625 twice, by four.
  t.equal(quarters[1]?.deviation, Math.sqrt(1_250 / 4));
});

t.test('two visits are told, but nothing is compared with them', async (t) => {
  const [, west, few] = mysteryCompared(sites);
  t.match(few, { visits: 2, score: 100, deviation: null, change: null, place: 0 });
  t.equal(west?.change, 75 - 25, 'against the second quarter, not the two of the third');
});

t.test('what was delivered stands between the standard and what customers perceive', async (t) => {
  const [east, west] = mysteryCompared(sites);
  // The last of September at 16:00 UTC is the first of October in Shanghai: (4+4+4+3+0)/4/5.
  t.match(west, { standard: 80, perceived: 75, answered: 5 });
  t.match(east, { standard: 80, perceived: null, answered: 4 });
  t.match(mysteryCompared(sites)[2], { perceived: null, answered: 0 });
});

t.test('a visit counts by the version of the form by which it was marked', async (t) => {
  const turned = script({ groups: script().groups.slice(1) });
  const [site] = sites;
  if (!site) return;
  const forms = new Map([
    [
      'branch',
      [
        { value: script(), decided: deed(1) },
        { value: turned, decided: deed(20) },
      ],
    ],
  ]);
  const [first] = mysteryCompared([{ ...site, state: { ...site.state, forms } }]);
  t.same(
    first?.groups.map(({ groupId, score }) => [groupId, score]),
    [
      ['desk', 75],
      ['door', 75],
    ],
    'the group that went stands last',
  );
});

t.test('one script alone, if asked for', async (t) => {
  t.equal(mysteryCompared(sites, 'branch').length, 4);
  t.same(mysteryCompared(sites, 'other'), []);
});
