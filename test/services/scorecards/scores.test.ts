import t from 'tap';
import { ask } from '../../../services/lib/grpc.ts';
import {
  act,
  answers,
  by,
  decided,
  definition,
  form,
  refusal,
  site,
  startScores,
  teamA,
  tenant,
} from './scoring.ts';

const { client, service } = await startScores(t);
const [queenie, quinn, boss] = [
  by('queenie', 'quality'),
  by('quinn', 'quality'),
  by('boss', 'administrator'),
];
const [a1, a2, lea] = [by('a1', 'agent'), by('a2', 'agent'), by('lea', 'team-lead')];
const today = new Date().toISOString().slice(0, 10);
const month = today.slice(0, 7);
const of = { tenant, site };

const mark = (person: string, tone: number, more: object = {}) => ({
  ...{ formId: 'call', contact: `contact-${person}-${tone}`, person, purpose: 'spot', of: '' },
  ...{ answers: answers(tone), queue: 'sales' },
  ...more,
});
const cards = (who = queenie, more: object = {}) =>
  ask(client, client.listCards, { ...of, period: month, team: '', version: 0, ...more }, who);
const card = (person: string, who = queenie, more: object = {}) =>
  ask(client, client.getCard, { ...of, person, period: month, version: 0, ...more }, who);

t.test('what is judged by is decided by who leads quality, and read back', async (t) => {
  t.match(await refusal(act(client, a1, ['formDecided', form])), { fault: 'not-allowed' });
  const first = await act(client, queenie, ['formDecided', form]);
  t.equal(decided(first, 'formDecided').version, 1);
  const second = await act(client, queenie, ['formDecided', { ...form, passMark: 85 }]);
  t.equal(decided(second, 'formDecided').version, 2);
  await act(client, queenie, ['definitionDecided', { definition: definition() }]);
  const light = definition({ minQualityWeight: 110 });
  t.match(await refusal(act(client, queenie, ['definitionDecided', { definition: light }])), {
    fault: 'invalid',
  });
  const setup = await ask(client, client.getScoreSetup, of, queenie);
  t.match(setup, {
    forms: [
      { formId: 'call', version: 2, passMark: 85 },
      { version: 1, passMark: 80 },
    ],
    definitions: [{ definitionId: 'month', measures: [{ weight: 70 }, { weight: 30 }] }],
    teamOf: { a1: 'a', b1: 'b' },
    zone: 'UTC',
    position: setup.position,
  });
  t.ok(setup.measures.length > 10, 'measures there are');
});

t.test(
  'an evaluation counts by its form, opens to its card, and a repeat changes nothing',
  async (t) => {
    const commandId = 'evaluate-1';
    const full = await act(client, queenie, ['evaluated', mark('a1', 5)], { commandId });
    const again = await act(client, queenie, ['evaluated', mark('a1', 5)], { commandId });
    t.equal(again.position, full.position);
    t.match(decided(full, 'evaluated'), { score: 100, marker: 'queenie', formVersion: 2 });
    const half = await act(client, lea, ['evaluated', mark('a1', 3)]);
    // Tone 3 of 1 to 5 is half of 3 weights, privacy one whole: 2.5 of 4.
    t.equal(decided(half, 'evaluated').score, 62.5);
    const failed = mark('a2', 5, { answers: answers(5, false) });
    const preview = await act(client, queenie, ['evaluated', failed], { preview: true });
    t.match(preview, { position: 0 });
    t.match(decided(preview, 'evaluated'), { score: 0, failedBy: ['privacy'] });
    const survey = {
      surveyId: 's1',
      person: 'a1',
      satisfaction: 4,
      at: new Date(),
      queue: 'sales',
    };
    const twice = { answers: [survey, survey] };
    await act(client, boss, ['surveysRecorded', twice]);
    await act(client, boss, ['surveysRecorded', twice]);
    const { card: own, levers } = await card('a1', a1);
    const evaluation = (100 + 62.5) / 2;
    const csat = ((4 - 1) / (5 - 1)) * 100;
    t.ok(Math.abs((own?.total ?? 0) - (0.7 * evaluation + 0.3 * csat)) < 1e-9, 'weighted by hand');
    t.match(own?.lines, [
      { measureId: 'evaluation', figure: evaluation, sample: 2, state: 'scored' },
      { measureId: 'csat', figure: 4, sample: 1, state: 'scored' },
    ]);
    const [line] = own?.lines ?? [];
    const [up, down] = [line?.trace ?? [], line?.trace ?? []].map((trace, at) =>
      trace.reduce((sum, item) => sum + (at === 0 ? item.value : item.weight), 0),
    );
    t.equal((up ?? 0) / (down ?? 1), evaluation, 'the figure is its trace');
    t.ok(levers.length > 0 && levers.every(({ gain }) => gain > 0));
  },
);

t.test('an agent sees the own card and marks, and nobody else\u2019s', async (t) => {
  const own = await cards(a1);
  t.same(
    own.cards.map(({ person }) => person),
    ['a1'],
  );
  t.equal((await cards()).cards.length, 10, 'quality sees all');
  t.match(await refusal(card('a1', a2)), { fault: 'not-allowed', message: /"a2" may not look/ });
  const marks = { ...of, person: 'a1', from: '', to: '', evaluationId: '' };
  t.match(await refusal(ask(client, client.listEvaluations, marks, a2)), { fault: 'not-allowed' });
  const { evaluations, forms } = await ask(client, client.listEvaluations, marks, a1);
  t.same(
    evaluations.map(({ evaluation }) => evaluation?.score),
    [62.5, 100],
  );
  t.match(forms, [{ version: 2 }], 'by which version it was marked');
});

t.test('a calibration is blind until it ends, and says how far markers agree', async (t) => {
  const begun = await act(client, queenie, [
    'calibrationBegun',
    {
      ...{ contact: 'c-9', person: 'a3', formId: 'call', markers: ['queenie', 'quinn'] },
      closesAt: new Date(Date.now() + 86_400_000),
    },
  ]);
  const { calibrationId } = decided(begun, 'calibrationBegun');
  const own = { purpose: 'calibration', of: calibrationId, contact: 'c-9' };
  await act(client, queenie, ['evaluated', mark('a3', 5, own)]);
  await act(client, quinn, ['evaluated', mark('a3', 3, own)]);
  const list = (who = queenie) => ask(client, client.listCalibrations, of, who);
  const before = await list();
  t.same(
    before.calibrations[0]?.evaluations.map(({ marker }) => marker),
    ['queenie'],
    'blind',
  );
  t.same(before.calibrations[0]?.done, ['queenie', 'quinn']);
  await act(client, queenie, ['calibrationEnded', { calibrationId }]);
  const [ended] = (await list()).calibrations;
  t.equal(ended?.evaluations.length, 2);
  t.ok(ended?.begunAt && ended.endedAt && ended.endedAt >= ended.begunAt, 'it is said when');
  t.match(ended?.agreement, { questionSpread: { tone: 0.5, privacy: 0 } });
  t.same((await list(a1)).calibrations, [], 'nobody else sees it');
});

t.test('raters stay unknown, and fewer than five are not shown', async (t) => {
  const peers = teamA.slice(1, 6);
  const ratings = [
    ...peers.map((rater) => ({ person: 'a1', rater, relation: 'peer' })),
    { person: 'a1', rater: 'lea', relation: 'superior' },
  ];
  const closesAt = new Date(Date.now() + 86_400_000);
  const round = { name: 'Autumn', formId: 'call', ratings, closesAt };
  const { roundId } = decided(await act(client, queenie, ['roundBegun', round]), 'roundBegun');
  const rate = (rater: string, tone: number) =>
    act(client, by(rater, 'agent'), [
      'roundAnswered',
      { roundId, person: 'a1', answers: answers(tone) },
    ]);
  for (const rater of peers) await rate(rater, 3);
  await rate('lea', 5);
  t.match(await refusal(rate('lea', 5)), { fault: 'conflict' });
  t.match(await refusal(rate('a8', 5)), { fault: 'not-allowed' });
  const rounds = (who = queenie) => ask(client, client.listRounds, { ...of, person: '' }, who);
  t.match((await rounds()).rounds, [{ answered: 6, ended: false, results: [] }]);
  await act(client, queenie, ['roundEnded', { roundId }]);
  const [ended] = (await rounds(a1)).rounds;
  t.match(ended?.results, [
    { relation: 'peer', raters: 5, score: 62.5 },
    { relation: 'superior', raters: 1, score: undefined },
  ]);
  t.same(ended?.begun?.ratings, [], 'who rates is told to quality alone');
});

t.test('after a kill -9 all of it stands again, and acts go on', async (t) => {
  const before = { cards: (await cards()).cards, card: (await card('a1')).card };
  await service.kill('SIGKILL');
  await service.start();
  const after = { cards: (await cards()).cards, card: (await card('a1')).card };
  const still = (one: object) =>
    JSON.parse(JSON.stringify(one, (name, it) => (name === 'asOf' ? 0 : it)));
  t.same(still(after), still(before));
  await act(client, queenie, ['praised', { person: 'a2', words: 'Calm', until: today }]);
});
