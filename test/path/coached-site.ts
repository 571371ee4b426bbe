// A site with a team of nine on a ladder, three closed months of scores, marks, and what is
// contested, questioned and planned: for the paths of quality's people. Figures are made here.
import type { APIRequestContext } from 'playwright-core';

/** Somebody with their own session. */
export type Acting = (role: string, person: string) => Promise<Actor>;

/** What somebody does and reads. */
export interface Actor {
  act: (what: object) => Promise<Record<string, Record<string, unknown>>>;
  read: <Answer>(path: string) => Promise<Answer>;
}

const today = Temporal.Now.plainDateISO('UTC');

/** Today, at the site. */
export const thisDay = today.toString();
/** So many months before this one. */
export const monthBack = (by: number) => today.subtract({ months: by }).toString().slice(0, 7);
/** ISO week of today: "2026-W48". */
export const thisWeek = `${today.yearOfWeek}-W${String(today.weekOfYear).padStart(2, '0')}`;
export const longName = 'Maximiliane-Alexandra von Hohenstein-Wallenrod zu Sonnenberg';
const names: Record<string, string> = {
  ...{ p1: '王敏', p2: 'Ann Arbor', p3: longName, p4: '李强', p5: 'Bea', p6: 'Cem', p7: 'Dora' },
  ...{ p8: 'Emil', p9: 'Fay', lea: 'Lea Lead', dan: 'Dan Decider', eve: 'Eve Ender', quin: 'Quin' },
};
const team = ['p1', 'p2', 'p3', 'p4', 'p5', 'p6', 'p7', 'p8', 'p9'];

/** Acts as somebody over REST, each with a session of their own. */
export function actingAt(wall: string, fresh: () => Promise<APIRequestContext>): Acting {
  const headers = { origin: wall };
  return async (role, person) => {
    const request = await fresh();
    const acting = { tenant: 'main', role, person, site: role === 'agent' ? 'hq' : '' };
    await request.post(`${wall}/v1/acting`, { data: acting, headers });
    const said = async (answer: Awaited<ReturnType<APIRequestContext['get']>>) => {
      if (answer.ok()) return (await answer.json()) as never;
      throw new Error(await answer.text());
    };
    return {
      act: async (what) => {
        const path = `${wall}/v1/scores/acts?site=hq`;
        const told = await said(await request.post(path, { data: { act: what }, headers }));
        return (told as { act: Record<string, Record<string, unknown>> }).act;
      },
      read: async (path) => said(await request.get(`${wall}/v1/scores/${path}`)),
    };
  };
}

/** Sets all of it up; the contests are lodged last. */
export async function coachedSite(
  acting: Acting,
  put: (document: object) => Promise<void>,
): Promise<void> {
  await put(directory());
  const [boss, quin] = [await acting('administrator', 'ada'), await acting('quality', 'quin')];
  await quin.act({ formDecided: { ...form, groups } });
  await quin.act({ definitionDecided: { definition } });
  await boss.act({ ladderDecided: { rules: ladder } });
  for (const person of team) {
    const postId = person === 'p1' ? '126' : '96';
    const holding = { person, postId, since: '2025-01-01' };
    await boss.act({ holdingDecided: { holding, reason: 'as it was before' } });
  }
  // From 95 down in steps of 7: the order of the team is known.
  const figures = [3, 2, 1].flatMap((by) =>
    team.map((person, at) => ({
      ...{ person, period: monthBack(by), name: 'records', figure: 95 - 7 * at, sample: 20 },
    })),
  );
  await quin.act({ figuresRecorded: { figures, fileName: 'records.csv' } });
  const answers = [
    { questionId: 'tone', value: 2 },
    { questionId: 'greeting', value: 1 },
  ];
  const marked = await quin.act({
    evaluated: {
      ...{ formId: 'call', contact: 'c-1', person: 'p1', purpose: 'spot', answers },
      ...{ contactAt: `${monthBack(1)}-15T12:00:00Z`, comment: 'did not listen' },
    },
  });
  for (const by of [3, 2, 1]) {
    await quin.act({ periodClosed: { period: monthBack(by), definitionId: 'month' } });
  }
  await talks(acting);
  const target = String(marked['evaluated']?.['evaluationId']);
  const yesterday = today.subtract({ days: 1 });
  for (const [person, lodged] of [
    ['p1', { of: 'evaluation', target, words: 'The line was very noisy.' }],
    ['p2', { of: 'line', target: `${monthBack(1)} records`, words: 'Ten of mine are missing.' }],
    [
      'p3',
      { of: 'adherence', target: `${yesterday} 540-560`, claimed: 'system', words: '系统故障' },
    ],
  ] as const) {
    await (await acting('agent', person)).act({ appealLodged: lodged });
  }
}

/** What people wrote: a plan, a questioned rule, a talk whose follow-up is overdue, last week's topic. */
async function talks(acting: Acting): Promise<void> {
  const p2 = await acting('agent', 'p2');
  const items = [
    { text: 'Read the tariff articles', done: true },
    { text: 'Listen to two calls', done: false },
  ];
  await p2.act({ planWritten: { week: thisWeek, items, summary: 'One is left.' } });
  await p2.act({ ruleFlagged: { about: 'question greeting', words: 'It sounds wrong at night.' } });
  const lea = await acting('team-lead', 'lea');
  const followUp = today.subtract({ days: 3 }).toString();
  await lea.act({ coachingNoted: { person: 'p4', text: 'Repeat the question first.', followUp } });
  await lea.act({ praised: { person: 'p5', words: 'A customer wrote.', until: thisDay } });
}

function directory(): object {
  const since = { effectiveFrom: '2025-01-01T00:00:00Z' };
  const name = (en: string, zh: string) => ({ en, zh });
  const site = { timeZone: 'UTC', privacy: 'eu', callerDigits: 0, name: name('HQ', '总部') };
  const person = (id: string, own: string, duties: string[] = []) => {
    return { ...since, kind: 'person', id, value: { site: 'hq', team: own, duties } };
  };
  const led = { name: name('North', '北组'), site: 'hq', lead: 'lea' };
  const settings = [
    { ...since, kind: 'tenant', id: 'main', value: { name: name('HQ', '总部') } },
    { ...since, kind: 'site', id: 'hq', value: site },
    { ...since, kind: 'team', id: 'north', value: led },
    ...team.map((id) => person(id, 'north')),
    ...[person('lea', ''), person('dan', '', ['appeals']), person('eve', '', ['appeals'])],
    person('quin', ''),
  ];
  return { format: 'floorcast-directory/1', tenant: 'main', settings, people: names };
}

const scale = { textEn: 'Tone', textZh: '语气', kind: 1, weight: 3, least: 1, most: 5 };
const greeting = { questionId: 'greeting', textEn: 'Greeting', textZh: '问候', kind: 2, weight: 1 };
const groups = [
  {
    ...{ groupId: 'all', nameEn: 'Service', nameZh: '服务', weight: 100 },
    questions: [{ ...scale, questionId: 'tone' }, greeting],
  },
];
const form = {
  ...{ formId: 'call', nameEn: 'Call', nameZh: '通话' },
  ...{ notApplicable: 'drop', passMark: 80 },
};
const line = { aspect: 'quality', curve: 'linear', minSample: 1, caseMix: false };
const points = [
  { figure: 0, points: 0 },
  { figure: 100, points: 100 },
];
const definition = {
  ...{ definitionId: 'month', nameEn: 'Month', nameZh: '月绩效', period: 'month' },
  ...{ minQualityWeight: 60, bestWorstPoints: 0, appealDays: 60, decideDays: 3 },
  ...{ effectiveFrom: '2020-01-01', closeAfterDays: 0 },
  measures: [
    { ...line, measureId: 'marks', kind: 'evaluation-score', weight: 60, points },
    { ...line, measureId: 'records', kind: 'outside', weight: 40, points },
  ],
};
const ladder = {
  ...{
    effectiveFrom: '2020-01-01',
    reviewMonths: 1,
    upShare: 0.13,
    upMinTotal: 85,
    upMinMonths: 3,
  },
  ...{ downShare: 0.13, downMaxTotal: 60, downOnFault: true, warnFirst: true, minGroup: 5 },
  starTotals: [40, 60, 80],
  posts: ['96', '126', '114'].map((postId, at) => ({
    ...{ postId, nameEn: `Desk ${postId}`, nameZh: `${postId}台`, rung: at + 1 },
    ...{ payCoefficient: 1 + at / 10, standIns: postId === '114' ? ['p2'] : [] },
  })),
};
