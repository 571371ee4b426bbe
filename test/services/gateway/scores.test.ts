import t from 'tap';
import { startNats } from '../../helpers/nats.ts';
import { startService } from '../../helpers/service.ts';
import { form, site, staffSite, tenant } from '../scorecards/scoring.ts';
import { actAs } from './start-gateway.ts';
import { openWallClient } from './wall-client.ts';

const bus = await startNats(t);
await staffSite(bus);
const env = {
  FLOORCAST_NATS_URL: bus.url,
  DIRECTORY_GRPC: '127.0.0.1:1',
  EVENT_ARCHIVE_GRPC: '127.0.0.1:1',
  AGENT_STATUS_GRPC: '127.0.0.1:1',
};
const service = await startService(t, 'scorecards', env);
const gateway = await startService(t, 'gateway', { ...env, SCORECARDS_GRPC: service.address });
const door = `http://${gateway.address}`;
const quality = await actAs(door, tenant, 'quality', 'queenie');
const agent = await actAs(door, tenant, 'agent', 'a1');
const boss = await actAs(door, tenant, 'administrator', 'boss');
const wall = await actAs(door, tenant, 'wall', '');

async function ask(method: string, path: string, cookie = quality, body?: unknown) {
  const headers = { cookie, origin: door, 'content-type': 'application/json' };
  const init = { method, headers, ...(body ? { body: JSON.stringify(body) } : {}) };
  const response = await fetch(`${door}/v1/scores/${path}`, init);
  const text = await response.text();
  const json = text.startsWith('{') ? JSON.parse(text) : {};
  return { status: response.status, json, text };
}

const act = (act: object, cookie = quality, more: object = {}) =>
  ask('POST', `acts?site=${site}`, cookie, { act, ...more });
const measure = { kind: 'evaluation-score', aspect: 'quality', curve: 'linear', minSample: 1 };
const points = [
  { figure: 0, points: 0 },
  { figure: 100, points: 100 },
];

t.test('quality decides, marks and reads back over REST; absent is null', async (t) => {
  t.match(await act({ formDecided: form }), {
    status: 200,
    json: { act: { formDecided: { version: 1 } } },
  });
  const definition = {
    ...{ definitionId: 'month', nameEn: 'Month', period: 'month', minQualityWeight: 60 },
    ...{ appealDays: 14, decideDays: 3, effectiveFrom: '2020-01-01' },
    measures: [{ ...measure, measureId: 'evaluation', weight: 100, points }],
  };
  t.equal((await act({ definitionDecided: { definition } })).status, 200);
  const contactAt = new Date().toISOString();
  const evaluation = {
    ...{ formId: 'call', contact: 'c-1', person: 'a1', purpose: 'spot', contactAt },
    answers: [
      { questionId: 'tone', value: 3 },
      { questionId: 'privacy', value: 1 },
    ],
  };
  const marked = await act({ evaluated: evaluation });
  t.match(marked.json.act.evaluated, { score: 62.5, marker: 'queenie', contactAt });
  const setup = await ask('GET', `setup?site=${site}`);
  t.match(setup.json, { forms: [{ formId: 'call' }], teamOf: { a1: 'a' }, sampling: null });
  const { json } = await ask('GET', `card?site=${site}`, agent);
  t.match(json, { card: { person: 'a1', total: 62.5, lines: [{ expected: null }] } });
  const list = await ask('GET', `evaluations?site=${site}&person=a1`, agent);
  t.match(list.json.evaluations, [{ evaluation: { score: 62.5 }, replacedBy: '' }]);
  const marks = await ask('GET', `evaluations?site=${site}&format=csv`);
  t.match(marks.text, /answers.tone,answers.privacy\r\n[^\r]*a1,,queenie,,call,Call,1,62.5,.*,3,1/);
  const table = await ask('GET', `cards?site=${site}&format=csv`);
  t.match(table.text, /person,name,team,post,payCoefficient,period,definition,version,total/);
  t.match(table.text, /a1,,a,,,\d{4}-\d\d,month,0,62\.5/);
});

t.test('every other list answers, each to who may see it', async (t) => {
  for (const list of [
    'samples',
    'calibrations',
    'rounds',
    'appeals',
    'ladder',
    'notes',
    'posted',
  ]) {
    t.equal((await ask('GET', `${list}?site=${site}`)).status, 200, list);
  }
  t.match(await ask('GET', `posted?site=${site}`, wall), { status: 200, json: { preset: 'cn' } });
  t.equal((await ask('GET', `cards?site=${site}`, wall)).status, 403);
  const rules = {
    effectiveFrom: '2020-01-01',
    posts: [{ postId: '96', rung: 1 }],
    reviewMonths: 1,
  };
  const closes = await ask('GET', `closes?site=${site}`);
  t.match(closes.json.periods[0], { definitionId: 'month', over: false, closes: [] });
  const { definitions } = (await ask('GET', `setup?site=${site}`)).json;
  const harder = await ask('POST', `definitions/dry-run?site=${site}`, quality, {
    definition: { ...definitions[0], bestWorstPoints: 3 },
  });
  t.match(harder, { status: 200, json: { standing: [{ person: 'a1', total: 62.5 }] } });
  const tried = await ask('POST', `ladder/dry-run?site=${site}`, boss, { rules });
  t.match(tried, { status: 200, json: { wouldMove: [], rules: null } });
});

t.test('what is held is told with its reason, and as a table for pay', async (t) => {
  const posts = [
    { postId: '96', nameEn: 'Basic', nameZh: '96台', rung: 1, payCoefficient: 1 },
    { postId: '126', nameEn: 'Service', nameZh: '126台', rung: 2, payCoefficient: 1.1 },
  ];
  const rules = { effectiveFrom: '2020-01-01', posts, reviewMonths: 1, starTotals: [60] };
  t.equal((await act({ ladderDecided: { rules } }, boss)).status, 200);
  for (const [postId, since] of [
    ['96', '2026-01-01'],
    ['126', '2026-06-01'],
  ]) {
    const holding = { person: 'a1', postId, since };
    const held = await act({ holdingDecided: { holding, reason: `to ${postId}` } }, boss);
    t.equal(held.status, 200);
  }
  const { json } = await ask('GET', `ladder?site=${site}`, agent);
  t.match(json, {
    holdings: [{ postId: '126' }],
    history: [
      { from: '2026-01-01', holding: { postId: '96' }, reason: 'to 96', author: 'boss' },
      { from: '2026-06-01', holding: { postId: '126' }, reason: 'to 126' },
    ],
    month: '',
  });
  const other = await ask('GET', `ladder?site=${site}`, await actAs(door, tenant, 'agent', 'a2'));
  t.same([other.json.history, other.json.holdings], [[], []], 'a colleague sees none of it');
  const { text } = await ask('GET', `ladder?site=${site}&format=csv`, boss);
  t.match(text, /person,name,post,nameEn,nameZh,rung,payCoefficient,since,stars,warned/);
  t.match(text, /a1,,126,Service,126台,2,1\.1,2026-06-01,0,false/);
});

t.test('who decides a contest is told its contact and form, and no mark', async (t) => {
  const { json } = await ask('GET', `evaluations?site=${site}&person=a1`, agent);
  const target = json.evaluations[0].evaluation.evaluationId;
  const lodged = { of: 'evaluation', target, words: 'please listen again' };
  t.equal((await act({ appealLodged: lodged }, agent)).status, 200);
  const told = async (cookie?: string) => (await ask('GET', `appeals?site=${site}`, cookie)).json;
  const { appealId } = (await told()).appeals[0];
  t.equal((await act({ appealAssigned: { appealId, marker: 'lou' } })).status, 200);
  t.same((await told()).deciders, { lea: 0, lou: 1 }, 'whoever leads quality sees the load');
  const seen = await told(await actAs(door, tenant, 'team-lead', 'lou'));
  t.match(seen, { deciders: {}, appeals: [{ contact: 'c-1', formId: 'call', formVersion: 1 }] });
  t.equal(seen.appeals[0].firstMarker, '');
  t.notMatch(JSON.stringify(seen), /62\.5|queenie/, 'neither the marks nor who made them');
});

t.test('who decides a contested line sees that line alone', async (t) => {
  const month = new Date().toISOString().slice(0, 7);
  const lodged = { of: 'line', target: `${month} evaluation`, words: 'one is missing' };
  t.equal((await act({ appealLodged: lodged }, agent)).status, 200);
  const lou = await actAs(door, tenant, 'team-lead', 'lou');
  const card = () => ask('GET', `card?site=${site}&person=a1&period=${month}`, lou);
  const appeals = (await ask('GET', `appeals?site=${site}`)).json.appeals;
  const { appealId } = appeals.find(({ of }: { of: string }) => of === 'line');
  // The service may have asked lou by itself already: then there is nothing to assign.
  await act({ appealAssigned: { appealId, marker: 'lea' } });
  t.equal((await card()).status, 403, 'another team, and nothing to decide');
  t.equal((await act({ appealAssigned: { appealId, marker: 'lou' } })).status, 200);
  t.match(await card(), { status: 403, text: /once you have decided/ }, 'the marks are in it');
  const marks = appeals.find(({ of }: { of: string }) => of === 'evaluation').appealId;
  t.equal((await act({ appealAssigned: { appealId: marks, marker: 'lea' } })).status, 200);
  t.match((await card()).json, {
    card: { total: null, rank: 0, lines: [{ measureId: 'evaluation', figure: 62.5 }] },
    ...{ trend: {}, levers: [] },
  });
});

t.test('refusals keep their sentence and their status', async (t) => {
  t.equal((await act({ conquer: {} })).status, 400);
  const other = await ask('GET', `card?site=${site}&person=a2`, agent);
  t.match(other, { status: 403, text: /may not look at/ });
  t.match(await act({ formDecided: form }, agent), { status: 403, json: { title: /./ } });
  t.equal((await ask('GET', `cards?site=${site}&period=2026-13x`)).status, 400);
  const late = await act({ formDecided: form }, quality, { seenPosition: 0 });
  t.match(late, { status: 409, text: /queenie/ });
});

t.test(
  'what customers answered is read by who leads, with forms told when they were decided',
  async (t) => {
    const at = new Date().toISOString();
    const survey = { person: 'a1', satisfaction: 4, resolved: true, at, words: 'Quick' };
    const answers = [1, 2, 3, 4, 5].map((n) => ({ ...survey, surveyId: `s-${n}` }));
    t.equal((await act({ surveysRecorded: { answers } })).status, 200);
    const { json } = await ask('GET', `surveys?site=${site}`);
    t.match(json, { all: { answers: 5, satisfaction: 4, resolved: 1 }, fewest: 5 });
    t.match(json.answers[0], { person: 'a1', words: 'Quick', resolved: true });
    t.equal((await ask('GET', `surveys?site=${site}`, agent)).status, 403);
    const { json: setup } = await ask('GET', `setup?site=${site}`);
    t.match(setup.formVersions, [
      { formId: 'call', version: 1, author: 'queenie', evaluations: 1 },
    ]);
  },
);

t.test('praise and the topic reach a wall soon after they are decided', async (t) => {
  const screen = await openWallClient(door, {
    path: `/v1/live?board=team&site=${site}`,
    cookie: wall,
  });
  const row = () => screen.frames.findLast(({ frame }) => frame.posted.length > 0)?.frame.posted[0];
  await screen.until(() => row()?.provenMs !== undefined);
  t.match(row(), { praised: [], teams: [{ team: 'a' }, { team: 'b' }] });
  t.ok(row()?.teams.every(({ meanTotal, scored }) => meanTotal === undefined && scored === 0));
  const now = Temporal.Now.plainDateISO('UTC');
  const week = `${now.yearOfWeek}-W${String(now.weekOfYear).padStart(2, '0')}`;
  const until = now.add({ days: 3 }).toString();
  t.equal((await act({ topicSet: { week, titleEn: 'Tone', words: '' } })).status, 200);
  t.equal((await act({ praised: { person: 'b1', words: 'Calm', until } })).status, 200);
  await screen.until(() => row()?.praised.length === 1 && row()?.topic !== undefined);
  t.match(row(), { praised: [{ name: 'b1', words: 'Calm' }], topic: { title: { en: 'Tone' } } });
  screen.drop();
});
