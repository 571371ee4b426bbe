// Cards as rows, what a version changed, a line's sum, and figures out of a file.
import t from 'tap';
import { changesBetween } from '../../../../wallboard/src/pages/quality/cards/card-changes.ts';
import {
  sorted,
  standingOf,
  teamMeans,
} from '../../../../wallboard/src/pages/quality/cards/card-rows.ts';
import { cardsWords } from '../../../../wallboard/src/pages/quality/cards/cards-words.ts';
import { causesIn, causeWords } from '../../../../wallboard/src/pages/quality/cards/cause.ts';
import {
  emptyFigures,
  readFigures,
} from '../../../../wallboard/src/pages/quality/cards/figures-file.ts';
import { siteMean, sumOf } from '../../../../wallboard/src/pages/quality/cards/line-sum.ts';
import type {
  Card,
  ScoreLine,
  TraceItem,
} from '../../../../wallboard/src/pages/quality/quality-api.ts';

function line(measureId: string, points: number | null, of: Partial<ScoreLine> = {}): ScoreLine {
  return {
    ...{ measureId, figure: points, sample: 1, expected: null, compared: null, points },
    ...{ weight: 50, contribution: points === null ? null : points / 2, trace: [], traceCount: 0 },
    state: points === null ? 'not-enough' : 'scored',
    ...of,
  };
}

function card(person: string, team: string, points: (number | null)[], rank = 0): Card {
  const lines = points.map((one, at) => line(`m${at}`, one));
  const scored = points.flatMap((one) => one ?? []);
  const total = scored.length === 0 ? null : scored.reduce((sum, one) => sum + one, 0) / 2;
  return {
    ...{ person, team, post: '', period: '2026-11', definitionId: 'month', definitionFrom: '' },
    ...{ total, lines, bonus: 0, rank, ranked: 2, version: 0, asOf: null, stars: 0 },
  };
}

const cards = [
  card('a', 'north', [80, 40], 2),
  card('b', '', [null, null]),
  card('c', 'north', [90, 70], 1),
  card('d', 'north', [null, null]),
  card('e', 'alps', [60, 60], 1),
];
const nameOf = ({ person }: Card) => person;
const order = (by: string, down: boolean) => sorted(cards, { by, down }, nameOf).map(nameOf);

t.test(
  'rows are sorted by team and place, total or points; what has none stands last',
  async (t) => {
    t.same(order('team', false), ['e', 'c', 'a', 'd', 'b'], 'who is of no team after all teams');
    t.same(order('total', true), ['c', 'a', 'e', 'b', 'd']);
    t.same(order('total', false), ['a', 'e', 'c', 'b', 'd'], 'also the other way');
    t.same(order('m1', true), ['c', 'e', 'a', 'b', 'd']);
    t.same(order('name', true), ['e', 'd', 'c', 'b', 'a']);
    t.same([80, 79.99, 60, 59.9, null].map(standingOf), ['good', 'near', 'near', 'low', 'none']);
  },
);

t.test('a team’s mean is over who is scored; nobody scored is no mean', async (t) => {
  const measures = [{ measureId: 'm0' }, { measureId: 'm1' }] as never;
  const means = new Map(teamMeans(cards, measures).map((one) => [one.team, one]));
  t.match(means.get('north'), { people: 3, scored: 2, total: 70, points: { m0: 85, m1: 55 } });
  t.match(means.get(''), { people: 1, scored: 0, total: null, points: { m0: null } });
});

t.test('what a version changed: totals, lines and places, the greatest first', async (t) => {
  const after = [
    card('a', 'north', [80, 60], 2),
    cards[1] as Card,
    { ...card('c', 'north', [90, 70], 2), bonus: 5 },
    card('d', 'north', [40, 40], 3),
    cards[4] as Card,
  ];
  t.match(changesBetween(cards, after), [
    { person: 'd', before: null, after: 40, rank: { before: 0, after: 3 } },
    { person: 'a', before: 60, after: 70, lines: [{ measureId: 'm1', before: 40, after: 60 }] },
    { person: 'c', lines: [], bonus: { before: 0, after: 5 }, rank: { before: 1, after: 2 } },
  ]);
  t.same(changesBetween(cards, cards), []);
});

t.test('a line is the sum of its items, and says when it is not', async (t) => {
  const item = (value: number, weight: number): TraceItem => ({
    ...{ kind: 'contact', id: '', at: null, value, weight, note: '' },
  });
  const trace = [item(30, 1), item(20, 1), item(10, 2)];
  t.match(sumOf({ trace, figure: 15 }), { value: 60, weight: 4, figure: 15, agrees: true });
  t.equal(sumOf({ trace, figure: 15.001 }).agrees, false);
  const sums = [item(1, 0), item(1, 0)];
  t.match(sumOf({ trace: sums, figure: 2 }), { figure: 2, agrees: true }, 'a sum, not a share');
  t.match(sumOf({ trace: [], figure: null }), { figure: null, agrees: true });
  // compared = mean × figure / expected: 229.1 × 203.1 / 195.9.
  const compared = (229.1 * 203.1) / 195.9;
  const mean = siteMean({ figure: 203.1, expected: 195.9, compared });
  t.ok(Math.abs((mean ?? 0) - 229.1) < 1e-9);
  t.equal(siteMean({ figure: 0, expected: 1, compared: 0 }), null, 'nothing to divide by');
});

t.test('causes are told in words, in both languages; what people write stays', async (t) => {
  const en = cardsWords('en');
  t.equal(
    causeWords('appeal 7; evaluation 1; evaluation 2; surveys 3; more 4', en),
    'a contest was accepted, an evaluation came later × 2, 3 survey answers came later, and 4 more',
  );
  t.match(causesIn('appeal 7', en), [{ open: { step: 'appeals', id: '7' } }]);
  t.equal(causeWords('appeal of the works council', en), 'appeal of the works council');
  t.equal(causeWords('adherence 2026-11-03', cardsWords('zh')), '2026-11-03 的遵时重新统计');
});

const known = {
  people: [
    { person: 'p1', name: '王敏' },
    { person: 'p2', name: 'Ann' },
    { person: 'p3', name: 'Ann' },
  ],
  measures: ['records', 'sales'],
  period: '2026-11',
};

t.test('a file of figures is read by its headings; each line that is wrong is told', async (t) => {
  const text = [
    '\uFEFFPerson;Measure;Figure;Sample;Period',
    '王敏;records;1200;30;',
    '"P2";sales;93%;;2026-W47',
    'Ann;records;5;1;',
    'p2;tips;5;1;',
    'p2;records;a lot;1;',
    'p2;records;5;1.5;',
    'p1;records;7;1;',
    'p2;records;7;1;November',
    ';;;;',
  ].join('\r\n');
  const { figures, faults, lacking } = readFigures(text, known);
  t.same(lacking, []);
  t.same(figures, [
    { person: 'p1', period: '2026-11', name: 'records', figure: 1200, sample: 30 },
    { person: 'p2', period: '2026-W47', name: 'sales', figure: 0.93, sample: 1 },
  ]);
  t.same(
    faults.map(({ line: at, fault }) => [at, fault]),
    [
      [4, 'person'],
      [5, 'measure'],
      [6, 'figure'],
      [7, 'sample'],
      [8, 'twice'],
      [9, 'period'],
    ],
    'two are called Ann',
  );
});

t.test('what a file lacks is named; a form to fill in comes back empty and whole', async (t) => {
  t.same(readFigures('who,how much\np1,3', known).lacking, ['person', 'figure', 'name']);
  const one = { ...known, measures: ['records'] };
  t.same(
    readFigures('工号\t数值\np1\t3', one).figures[0]?.name,
    'records',
    'the only one there is',
  );
  const empty = emptyFigures(known);
  t.equal(empty.split('\r\n').length, 1 + 6 + 1);
  t.same(readFigures(empty, known), { figures: [], faults: [], lacking: [] });
  t.match(
    emptyFigures({ ...one, people: [{ person: 'p9', name: '=1+1, "x"' }] }),
    /p9,"'=1\+1, ""x""",records/,
    'no formula, and parted rightly',
  );
});
