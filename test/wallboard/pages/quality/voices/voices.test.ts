// Files of surveys and tests, who might rate whom, and what a test showed.
import t from 'tap';
import {
  quarterOf,
  signedPoints,
} from '../../../../../wallboard/src/pages/quality/voices/quarter.ts';
import {
  hiddenGroups,
  loadOf,
  proposedRatings,
} from '../../../../../wallboard/src/pages/quality/voices/round-proposal.ts';
import { readSurveys } from '../../../../../wallboard/src/pages/quality/voices/survey-file.ts';
import {
  failedBefore,
  testFigures,
} from '../../../../../wallboard/src/pages/quality/voices/test-figures.ts';
import { readTest } from '../../../../../wallboard/src/pages/quality/voices/test-file.ts';
import type { Test } from '../../../../../wallboard/src/pages/quality/voices/voices-api.ts';

const known = {
  people: [
    { person: 'p1', name: '王敏' },
    { person: 'p2', name: 'Ann' },
    { person: 'p3', name: 'Ann' },
  ],
  agents: { 'pbx/1001': 'p2', 'chat/7': 'p3' },
  queues: ['billing'],
  zone: 'Asia/Shanghai',
};

t.test(
  'surveys are read in both languages, people by id, name or agent, times by the zone',
  async (t) => {
    const read = readSurveys(
      [
        '\uFEFF问卷;时间;坐席;满意度;是否解决;留言',
        's1;2026-11-28 14:03;王敏;5;是;"好; ""很好"""',
        's2;2026-11-28T06:03:00Z;1001;2;否;',
        's3;2026/11/28;;4;;',
        '',
      ].join('\r\n'),
      known,
    );
    t.same(read.faults, []);
    t.match(read.answers, [
      {
        ...{ surveyId: 's1', person: 'p1', satisfaction: 5, resolved: true },
        ...{ words: '好; "很好"', at: '2026-11-28T06:03:00.000Z' },
      },
      { person: 'p2', resolved: false, at: '2026-11-28T06:03:00.000Z' },
      { person: '', resolved: null, at: '2026-11-28T04:00:00.000Z' },
    ]);
  },
);

t.test('each cell that cannot be taken is named by line and column', async (t) => {
  const read = readSurveys(
    [
      'id,date,agent,csat,resolved,queue',
      '1,yesterday,Ann,6,perhaps,sales',
      '2,2026-02-30,p1,4,yes,billing',
      '2,2026-11-28,p1,,,billing',
    ].join('\n'),
    known,
  );
  t.same(
    read.faults.map(({ line, column, why }) => `${line} ${column} ${why}`),
    [
      ...['2 agent person', '2 date time', '2 csat grade', '2 resolved yes-no', '2 queue queue'],
      ...['3 date time', '4 csat missing', '4 id twice'],
    ],
  );
  t.same(read.answers, []);
  t.same(readSurveys('agent,words\np1,hello', known).lacking, ['at', 'satisfaction']);
});

t.test('without ids the same file names its answers the same, and equal lines apart', async (t) => {
  const file = 'date,agent,csat\n2026-11-28,p1,5\n2026-11-28,p1,5\n2026-11-28,p2,5';
  const ids = (text: string) => readSurveys(text, known).answers.map(({ surveyId }) => surveyId);
  t.same(ids(file), ids(file));
  t.equal(new Set(ids(file)).size, 3);
  const sorted = 'date,agent,csat\n2026-11-28,p2,5\n2026-11-28,p1,5\n2026-11-28,p1,5';
  t.same(new Set(ids(sorted)), new Set(ids(file)), 'in any order');
});

t.test('a test is read a line a person, or a line a question whose points add up', async (t) => {
  const at = '2026-11-28T04:00:00.000Z';
  const plain = readTest('person,points\np1,80\np2,59.5', known, at);
  t.same(plain.results, [
    { person: 'p1', points: 80, paper: [], at },
    { person: 'p2', points: 59.5, paper: [], at },
  ]);
  t.equal(plain.most, null);
  const papers = readTest(
    [
      '姓名,题目,得分,满分,作答,正确答案',
      '王敏,月租多少,0.1,0.5,38,58',
      '王敏,谁可改合同,0.2,0.5,机主,机主',
      'p2,月租多少,0.5,0.5,58,58',
    ].join('\n'),
    known,
    at,
  );
  t.same(papers.faults, []);
  t.equal(papers.most, 1);
  t.match(papers.results[0], {
    person: 'p1',
    points: 0.3,
    paper: [{ given: '38', right: '58' }, {}],
  });
  const wrong = readTest(
    'person,question,points,most\np1,a,3,2\np1,b,1,2\np1,b,1,2\nAnn,a,1,2',
    known,
    at,
  );
  t.same(
    wrong.faults.map(({ line, column, why }) => `${line} ${column} ${why}`),
    ['2 most most', '4 question twice', '5 person person'],
  );
  t.same(readTest('person,question,points\np1,a,1', known, at).lacking, ['most']);
});

t.test(
  'raters go round the team, so that everybody rates as many as they are rated by',
  async (t) => {
    const team = ['a', 'b', 'c', 'd', 'e', 'f', 'g'];
    const teamOf = Object.fromEntries([
      ...team.map((one) => [one, 'red']),
      ['x', 'blue'],
      ['y', 'blue'],
    ]);
    const leads = { red: 'lea', blue: 'lou' };
    const of = { people: team, superior: true, peers: 5, customers: 1, subordinates: 0 };
    const ratings = proposedRatings(of, { teamOf, leads });
    const peers = ratings.filter(({ relation }) => relation === 'peer');
    for (const person of team) {
      t.equal(peers.filter((one) => one.person === person).length, 5, `${person} is rated by 5`);
      t.equal(peers.filter((one) => one.rater === person).length, 5, `${person} rates 5`);
    }
    t.ok(ratings.every(({ person, rater }) => person !== rater));
    t.same(loadOf(ratings).slice(0, 1), [['lea', 7]]);
    const asked = ratings.filter(({ relation }) => relation === 'customer');
    t.same(loadOf(asked), [
      ['x', 4],
      ['y', 3],
    ]);
    t.equal(hiddenGroups(ratings, 5), 14, 'one superior and one customer each stay hidden');
    const lead = proposedRatings({ ...of, people: ['lea'], subordinates: 5 }, { teamOf, leads });
    t.same(
      lead.filter(({ relation }) => relation === 'subordinate').map(({ rater }) => rater),
      ['a', 'b', 'c', 'd', 'e'],
    );
  },
);

t.test('a test tells who passed, tenths, the hardest question, and who failed twice', async (t) => {
  const item = (question: string, points: number) => ({
    question,
    given: '',
    right: '',
    points,
    most: 5,
  });
  const result = (person: string, points: number, paper = [item('q1', points), item('q2', 5)]) => {
    return { person, points, paper, at: '2026-11-28T04:00:00.000Z' };
  };
  const of = { name: 'x', most: 10, pass: 6 };
  const test: Test = {
    ...of,
    testId: '2',
    results: [result('p1', 10), result('p2', 0), result('p3', 5)],
  };
  const before: Test = { ...of, testId: '1', results: [result('p2', 5), result('p3', 9)] };
  const { taken, passed, passRate, mean, tenths, questions } = testFigures(test);
  t.same([taken, passed, passRate, mean], [3, 1, 1 / 3, 50]);
  t.same(tenths, [1, 0, 0, 0, 0, 1, 0, 0, 0, 1]);
  t.same(
    questions.map(({ question, share }) => [question, share]),
    [
      ['q1', 1],
      ['q2', 1],
    ],
  );
  t.same([...failedBefore(test, [test, before])], ['p2']);
  t.equal(testFigures({ ...test, results: [] }).passRate, null);
});

t.test('quarters and changes in points', async (t) => {
  t.same(['2026-01-31', '2026-06-30', '2026-11-28'].map(quarterOf), [
    '2026-Q1',
    '2026-Q2',
    '2026-Q4',
  ]);
  t.same(
    [2.34, -1, 0.04, null].map((one) => signedPoints(one, 'en')),
    ['+2.3', '−1', '±0', '–'],
  );
});
