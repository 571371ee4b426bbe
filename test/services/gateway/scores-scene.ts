// Two teams of nine at one site about whom everything is known that scores can know: each has scores
// of their own digits, and of two of them every text says something that nobody else's does.
import { jetstream } from '@nats-io/jetstream';
import type { Test } from 'tap';
import { openPeople } from '../../../services/directory/people.ts';
import type { Setting, SiteSettings } from '../../../services/domain/settings/settings.ts';
import { encodeDecision } from '../../../services/lib/settings-wire.ts';
import { subjects } from '../../../services/lib/subjects.ts';
import { startNats } from '../../helpers/nats.ts';
import { startService } from '../../helpers/service.ts';
import { startDirectory } from '../directory/start-directory.ts';
import { startLiveFigures } from './live-figures.ts';
import { actAs } from './start-gateway.ts';

export const [tenant, site] = ['main', 'hq'];
export const red = peopleOf('xred');
export const blue = peopleOf('xblue');
export const everybody = [...red, ...blue];
/** Of whom every text is known. */
export const told = ['xred1', 'xblue1'] as const;

const today = Temporal.Now.plainDateISO('UTC');
export const [month, closed] = [0, 1].map((back) =>
  today.toPlainYearMonth().subtract({ months: back }).toString(),
) as [string, string];

/** What is said about somebody: in every text, by these words. */
export const hushOf = (person: string) => `hush-${person.slice(1)}`;
export const nameOf = (person: string) => `${person.toUpperCase()} Zhang`;
/** Hundredths that nobody else's figures have, nor the mean of any group. */
const digits = [11, 12, 14, 18, 23, 31, 41, 55, 77, 13, 16, 20, 27, 34, 48, 62, 79, 89];
export const digitsOf = (person: string) => digits[everybody.indexOf(person)] ?? 0;
const figure = (tens: number, person: string) => tens + digitsOf(person) / 100;

function peopleOf(team: string): string[] {
  return Array.from({ length: 9 }, (_, at) => `${team}${at + 1}`);
}

/** As whom somebody asks over REST. */
export type Asker = (
  method: string,
  path: string,
  body?: unknown,
) => Promise<{ status: number; text: string; json: Record<string, unknown> }>;

export async function startScene(t: Test) {
  const bus = await startNats(t);
  const directory = await startDirectory(t, bus.nats);
  const names = await openPeople(bus.nats);
  for (const person of everybody) await names.name(tenant, person, nameOf(person));
  const set = async (setting: Setting) => {
    const made = { commandId: crypto.randomUUID(), author: 'test', decidedAtMs: Date.now() };
    const place = subjects.setting(tenant, setting.kind, setting.id);
    await jetstream(bus.nats).publish(place, encodeDecision({ ...made, tenant, setting }));
  };
  const post = (more: Partial<SiteSettings>) => set(siteSetting(more));
  await post({ privacy: 'eu' });
  await staff(set);
  const env = {
    FLOORCAST_NATS_URL: bus.url,
    DIRECTORY_GRPC: directory.address,
    EVENT_ARCHIVE_GRPC: '127.0.0.1:1',
    AGENT_STATUS_GRPC: '127.0.0.1:1',
    STAFFING_FORECAST_GRPC: '127.0.0.1:1',
  };
  const scores = await startService(t, 'scorecards', env);
  const scheduling = await startService(t, 'shift-scheduling', env);
  // Walls begin with what queues and agents do now: nothing here.
  const figures = await startLiveFigures(t, bus.nats);
  const live = { QUEUE_METRICS_GRPC: figures.address, AGENT_STATUS_GRPC: figures.address };
  const doors = {
    ...live,
    SCORECARDS_GRPC: scores.address,
    SHIFT_SCHEDULING_GRPC: scheduling.address,
  };
  const gateway = await startService(t, 'gateway', { ...env, ...doors });
  const url = `http://${gateway.address}`;
  const as = async (role: string, person = ''): Promise<Asker> => {
    const cookie = await actAs(url, tenant, role, person);
    return async (method, path, body) => {
      const headers = { cookie, origin: url, 'content-type': 'application/json' };
      const init = { method, headers, ...(body ? { body: JSON.stringify(body) } : {}) };
      const response = await fetch(`${url}${path}`, init);
      const text = await response.text();
      return { status: response.status, text, json: text.startsWith('{') ? JSON.parse(text) : {} };
    };
  };
  return { url, as, post };
}

function siteSetting(more: Partial<SiteSettings>): Setting {
  const value: SiteSettings = {
    ...{ name: { en: 'HQ', zh: '' }, timeZone: 'UTC', privacy: 'eu', callerDigits: 0 },
    ...{ posted: [], noticeOn: '2020-01-01', ...more },
  };
  return { kind: 'site', id: site, effectiveFromMs: 0, value };
}

async function staff(set: (setting: Setting) => Promise<void>): Promise<void> {
  const since = { effectiveFromMs: 0 };
  const plain = { site, skills: {}, objectsTo: [] };
  for (const [team, lead, people] of [
    ['red', 'lena', red],
    ['blue', 'bruno', blue],
    ['', '', ['judge']],
  ] as const) {
    const name = { en: team, zh: '' };
    if (team) await set({ kind: 'team', id: team, ...since, value: { name, site, lead } });
    for (const person of people) {
      const duties = person === 'judge' ? (['appeals'] as const) : [];
      const value = { ...plain, team, duties: [...duties] };
      await set({ kind: 'person', id: person, ...since, value });
    }
  }
}

/** An act by somebody, which has to be taken. */
export async function act(by: Asker, kind: string, fields: object) {
  const path = `/v1/scores/acts?site=${site}`;
  const { status, text, json } = await by('POST', path, { act: { [kind]: fields } });
  if (status !== 200) throw new Error(`${kind}: ${status} ${text}`);
  return (json as { act: Record<string, Record<string, string>> }).act[kind] ?? {};
}

const number = { kind: 4, weight: 1, least: 0, most: 100, questionId: 'worth', textEn: 'Worth' };
const text = { kind: 5, weight: 0, questionId: 'words', textEn: 'Words', mayNotApply: true };

/** Answers that come to a figure, with words about somebody. */
const answersOf = (tens: number, person: string) => [
  { questionId: 'worth', value: figure(tens, person) },
  { questionId: 'words', text: hushOf(person), comment: hushOf(person) },
];

/** Everything that can be done about people is done. */
export async function tellEverything(as: (role: string, person?: string) => Promise<Asker>) {
  const [quinn, boss] = [await as('quality', 'quinn'), await as('administrator', 'boss')];
  const groups = [{ groupId: 'all', nameEn: 'All', weight: 1, questions: [number, text] }];
  await act(quinn, 'formDecided', { formId: 'call', nameEn: 'Call', groups });
  const points = [0, 100].map((at) => ({ figure: at, points: at }));
  const measure = { measureId: 'marks', kind: 'evaluation-score', aspect: 'quality', weight: 100 };
  const definition = {
    ...{ definitionId: 'month', nameEn: 'Month', period: 'month', minQualityWeight: 60 },
    ...{ appealDays: 92, decideDays: 3, effectiveFrom: '2020-01-01' },
    measures: [{ ...measure, curve: 'linear', points, minSample: 1 }],
  };
  await act(quinn, 'definitionDecided', { definition });
  await decideLadder(boss);
  const marked = new Map<string, string>();
  for (const person of everybody) {
    for (const contactAt of [`${closed}-15T09:00:00Z`, `${month}-01T00:00:01Z`]) {
      const about = { contact: `c-${person}-${contactAt}`, person, purpose: 'spot', contactAt };
      const answers = answersOf(50, person);
      const more = { formId: 'call', answers, comment: hushOf(person) };
      const { evaluationId = '' } = await act(quinn, 'evaluated', { ...about, ...more });
      marked.set(person, evaluationId);
    }
  }
  await act(quinn, 'periodClosed', { period: closed, definitionId: 'month' });
  for (const person of told)
    await tellAbout(as, { person, evaluationId: marked.get(person) ?? '' });
  await act(boss, 'reviewDone', { month: closed });
  return marked;
}

async function decideLadder(boss: Asker): Promise<void> {
  const rung = (postId: string, at: number) => ({
    ...{ postId, nameEn: postId, rung: at, payCoefficient: at, standIns: at === 2 ? told : [] },
  });
  const posts = [rung('basic', 1), rung('expert', 2)];
  const shares = { upShare: 0.1, downShare: 0.1, minGroup: 2, warnFirst: true };
  const rules = {
    effectiveFrom: '2020-01-01',
    posts,
    reviewMonths: 1,
    starTotals: [60],
    ...shares,
  };
  await act(boss, 'ladderDecided', { rules: { ...rules, downMaxTotal: 100 } });
  for (const person of everybody) {
    const postId = person.endsWith('9') ? 'expert' : 'basic';
    const holding = { person, postId, since: '2020-01-01' };
    await act(boss, 'holdingDecided', { holding, reason: hushOf(person) });
  }
}

async function tellAbout(
  as: (role: string, person?: string) => Promise<Asker>,
  { person, evaluationId }: { person: string; evaluationId: string },
): Promise<void> {
  const quinn = await as('quality', 'quinn');
  const own = await as('agent', person);
  const hush = hushOf(person);
  const week = Temporal.Now.plainDateISO('UTC');
  const said = `${week.yearOfWeek}-W${String(week.weekOfYear).padStart(2, '0')}`;
  const appeal = { of: 'evaluation', target: evaluationId, words: hush };
  const { appealId } = await act(own, 'appealLodged', appeal);
  await act(quinn, 'appealAssigned', { appealId, marker: 'judge' });
  const line = { of: 'line', target: `${closed} marks`, words: hush };
  await act(own, 'appealLodged', line);
  await act(own, 'planWritten', { week: said, items: [{ text: hush }], summary: hush });
  const follow = { followUp: `${month}-28`, text: hush };
  await act(quinn, 'coachingNoted', { person, ...follow, evaluationId });
  await act(quinn, 'praised', { person, words: `thanks ${hush}`, until: '2999-12-31' });
  await act(quinn, 'faultRecorded', { person, day: `${closed}-20`, words: hush });
  const result = { person, points: figure(40, person), paper: [{ question: hush, given: hush }] };
  const at = new Date().toISOString();
  const test = { name: 'Test', most: 100, pass: 50, results: [{ ...result, at }] };
  await act(quinn, 'testRecorded', test);
  const survey = { surveyId: `s-${person}`, contact: `c-${person}`, person, at, queue: 'sales' };
  await act(quinn, 'surveysRecorded', { answers: [{ ...survey, satisfaction: 2, words: hush }] });
  const figures = [{ person, period: closed, name: 'own', figure: figure(30, person) }];
  await act(quinn, 'figuresRecorded', { figures, fileName: 'x.csv' });
  await ratedAndVisited(as, person);
  await calibrated(as, person);
}

async function ratedAndVisited(
  as: (role: string, person?: string) => Promise<Asker>,
  person: string,
): Promise<void> {
  const quinn = await as('quality', 'quinn');
  const raters = everybody.filter((one) => one.startsWith(person.slice(0, 4))).slice(1, 6);
  const ratings = raters.map((rater) => ({ person, rater, relation: 'peer' }));
  const closesAt = new Date(Date.now() + 86_400_000).toISOString();
  const round = { name: 'Round', formId: 'call', ratings, closesAt };
  const { roundId } = await act(quinn, 'roundBegun', round);
  for (const rater of raters) {
    const by = await as('agent', rater);
    await act(by, 'roundAnswered', { roundId, person, answers: answersOf(20, person) });
  }
  await act(quinn, 'roundEnded', { roundId });
  const quarter = `${today.year}-Q${Math.ceil(today.month / 3)}`;
  const begun = await act(quinn, 'mysteryBegun', { name: 'Visits', quarter, formId: 'call' });
  const visit = {
    roundId: begun.roundId,
    person,
    marker: 'outside',
    answers: answersOf(10, person),
  };
  await act(quinn, 'mysteryVisited', { ...visit, at: new Date().toISOString() });
}

async function calibrated(
  as: (role: string, person?: string) => Promise<Asker>,
  person: string,
): Promise<void> {
  const quinn = await as('quality', 'quinn');
  const contact = `cal-${person}`;
  const closesAt = new Date(Date.now() + 86_400_000).toISOString();
  const markers = ['quinn', 'quentin'];
  const about = { contact, person, formId: 'call' };
  const begun = await act(quinn, 'calibrationBegun', { ...about, markers, closesAt });
  const of = begun.calibrationId;
  for (const marker of markers) {
    const by = await as('quality', marker);
    const contactAt = `${month}-01T00:00:01Z`;
    const more = { purpose: 'calibration', of, contactAt, comment: hushOf(person) };
    await act(by, 'evaluated', { ...about, ...more, answers: answersOf(60, person) });
  }
  await act(quinn, 'calibrationEnded', { calibrationId: of });
}
