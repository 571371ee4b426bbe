import t from 'tap';
import { type Context, roles } from '../../../services/lib/context.ts';
import { ask } from '../../../services/lib/grpc.ts';
import {
  act,
  answers,
  by,
  definition,
  form,
  refusal,
  site,
  startScores,
  tenant,
} from './scoring.ts';

const { client } = await startScores(t);
const of = { tenant, site };
const month = new Date().toISOString().slice(0, 7);
const queenie = by('queenie', 'quality');

type Role = Context['roles'][number];
const [own, foreign] = ['a1', 'b1'];
/** Each asks as who they would be: a1 the agent, lea the lead of team a, nobody for a wall. */
const personOf: Record<string, string> = { agent: own, 'team-lead': 'lea', wall: '' };
const askerOf = (role: Role) => by(personOf[role] ?? `${role}-1`, role);

const surveys = { ...of, team: '', from: '', to: '' };
const rpcs: Record<string, (who: ReturnType<typeof by>) => Promise<unknown>> = {
  setup: (who) => ask(client, client.getScoreSetup, of, who),
  samples: (who) => ask(client, client.listSamples, { ...of, period: '' }, who),
  evaluations: (who) =>
    ask(
      client,
      client.listEvaluations,
      { ...of, person: '', from: '', to: '', evaluationId: '' },
      who,
    ),
  'evaluations of another team': (who) =>
    ask(
      client,
      client.listEvaluations,
      { ...of, person: foreign, from: '', to: '', evaluationId: '' },
      who,
    ),
  calibrations: (who) => ask(client, client.listCalibrations, of, who),
  rounds: (who) => ask(client, client.listRounds, { ...of, person: '' }, who),
  'rounds of another team': (who) =>
    ask(client, client.listRounds, { ...of, person: foreign }, who),
  surveys: (who) => ask(client, client.listSurveys, { ...surveys, person: '' }, who),
  'surveys of another team': (who) =>
    ask(client, client.listSurveys, { ...surveys, person: foreign }, who),
  cards: (who) =>
    ask(client, client.listCards, { ...of, period: month, team: '', version: 0 }, who),
  'card of team a': (who) =>
    ask(client, client.getCard, { ...of, person: own, period: month, version: 0 }, who),
  'card of another team': (who) =>
    ask(client, client.getCard, { ...of, person: foreign, period: month, version: 0 }, who),
  appeals: (who) => ask(client, client.listAppeals, of, who),
  ladder: (who) => ask(client, client.getLadder, { ...of, dryRun: undefined, month: '' }, who),
  notes: (who) => ask(client, client.listNotes, { ...of, person: '' }, who),
  'notes of another team': (who) => ask(client, client.listNotes, { ...of, person: foreign }, who),
  posted: (who) => ask(client, client.getPosted, of, who),
  'forms decided': (who) => act(client, who, ['formDecided', form], { preview: true }),
  'definitions decided': (who) =>
    act(client, who, ['definitionDecided', { definition: definition() }], { preview: true }),
  'marks of team a': (who) => act(client, who, ['evaluated', mark(own)], { preview: true }),
  'marks of another team': (who) =>
    act(client, who, ['evaluated', mark(foreign)], { preview: true }),
  'ladder decided': (who) =>
    act(client, who, ['ladderDecided', { rules: ladder }], { preview: true }),
  'contests lodged': (who) =>
    act(client, who, ['appealLodged', { of: 'line', target: `${month} csat`, words: 'No.' }], {
      preview: true,
    }),
  erasure: (who) => ask(client, client.eraseScores, { tenant, confirm: 'not it' }, who),
};

function mark(person: string) {
  const common = { formId: 'call', contact: 'c-1', purpose: 'spot', of: '', queue: 'sales' };
  return { ...common, person, answers: answers(4) };
}

const ladder = {
  ...{ effectiveFrom: '2020-01-01', posts: [{ postId: '96', rung: 1 }], reviewMonths: 1 },
  ...{ upShare: 0.1, downShare: 0.1, starTotals: [] },
};

/** Who may, by rpc; everybody else is refused as not allowed. */
const leads = ['supervisor', 'team-lead', 'quality', 'administrator'];
const wide = ['supervisor', 'quality', 'administrator'];
const staff = ['administrator', 'planner', 'supervisor', 'team-lead', 'quality', 'agent'];
const may: Record<string, readonly string[]> = {
  setup: [...leads, 'planner'],
  samples: leads,
  evaluations: staff,
  'evaluations of another team': wide,
  calibrations: staff,
  rounds: staff,
  'rounds of another team': wide,
  surveys: leads,
  'surveys of another team': wide,
  cards: staff,
  'card of team a': [...leads, 'agent'],
  'card of another team': wide,
  appeals: staff,
  ladder: staff,
  notes: staff,
  'notes of another team': wide,
  posted: [...staff, 'wall'],
  'forms decided': ['quality', 'administrator'],
  'definitions decided': ['quality', 'administrator'],
  'marks of team a': ['quality', 'team-lead', 'supervisor'],
  'marks of another team': ['quality', 'supervisor'],
  'ladder decided': ['administrator'],
  'contests lodged': ['agent'],
  erasure: ['administrator'],
};

t.test('every role against every rpc and act: allowed, or refused as such', async (t) => {
  await act(client, queenie, ['formDecided', form]);
  await act(client, queenie, ['definitionDecided', { definition: definition() }]);
  for (const [name, call] of Object.entries(rpcs)) {
    const allowed: string[] = [];
    for (const role of roles) {
      const fault = await call(askerOf(role)).then(
        () => '',
        (error: { fault?: string }) => error.fault ?? String(error),
      );
      if (fault !== 'not-allowed' && fault !== 'not-found') allowed.push(role);
      // Nobody of the site lodges no contest: they are not found, not let in.
      if (fault === 'not-found') t.equal(name, 'contests lodged', `${name} as ${role}`);
    }
    t.same(allowed.sort(), [...(may[name] ?? [])].sort(), name);
  }
});

t.test('no list shows an agent or a lead what is another team\u2019s', async (t) => {
  await act(client, queenie, ['evaluated', mark(foreign)]);
  await act(client, queenie, ['evaluated', mark(own)]);
  const lists = { ...of, person: '', from: '', to: '', evaluationId: '' };
  for (const who of [by(own, 'agent'), by('lea', 'team-lead')]) {
    const { evaluations } = await ask(client, client.listEvaluations, lists, who);
    t.same(
      evaluations.map(({ evaluation }) => evaluation?.person),
      [own],
    );
    const asked = { ...of, period: month, team: '', version: 0 };
    const { cards } = await ask(client, client.listCards, asked, who);
    t.notOk(cards.some(({ person }) => person === foreign));
  }
  const said = (person: string) => ({ surveyId: person, person, satisfaction: 4, at: new Date() });
  await act(client, queenie, ['surveysRecorded', { answers: [said(own), said(foreign)] }]);
  const asked = { ...surveys, person: '' };
  const told = await ask(client, client.listSurveys, asked, by('lea', 'team-lead'));
  t.same(
    told.answers.map(({ person }) => person),
    [own],
  );
  t.equal(told.all?.answers, 1, 'nor does a sum count it');
});

t.test('another tenant is never seen, and what cannot be read is refused by name', async (t) => {
  const other = by('x', 'administrator', 'other');
  t.match(await refusal(ask(client, client.getScoreSetup, of, other)), {
    fault: 'not-allowed',
    message: /may not see tenant "main"/,
  });
  const bad = { ...of, period: '2026-13', team: '', version: 0 };
  t.match(await refusal(ask(client, client.listCards, bad, queenie)), {
    fault: 'invalid',
    message: /"2026-13" is no period/,
  });
  const none = { ...of, period: month, team: '', version: 7 };
  t.match(await refusal(ask(client, client.listCards, none, queenie)), { fault: 'not-found' });
  t.match(await refusal(act(client, queenie, ['roundBegun', { name: 'x', formId: 'call' }])), {
    fault: 'invalid',
    message: /closesAt is missing/,
  });
});
