import type { Evaluation } from '../../proto/gen/floorcast/score/v1/evaluation.ts';
import { agentsOf, type SitePlan } from './plan.ts';
import { personOf } from './schedule-setup.ts';
import { boss, type Doer, lead, quality, type What, whatOf } from './score-desk.ts';

/** Something that somebody of the simulated centre does about scores. */
export interface SimulatedScoreAct {
  id: string;
  what: What;
  by: Doer;
}

/** Posts from below by how many of ten hold them. */
const shares = ['96', '96', '96', '96', '126', '126', '126', '114', '114', '160'];

/** Who holds which post. */
export function standingOf(site: SitePlan, agents: number): SimulatedScoreAct[] {
  return Array.from({ length: agentsOf(site, agents) }, (_, at) => {
    const person = personOf(site, at);
    const postId = shares[at % shares.length] ?? '96';
    const holding = { person, postId, since: '2025-01-01' };
    const what = whatOf('holdingDecided', { holding, reason: 'simulated' });
    return { id: `holding-${person}`, what, by: boss };
  });
}

interface Said {
  zh: boolean;
  site: SitePlan;
  today: Temporal.PlainDate;
}

/** Praise, topics, plans, coaching notes, questioned rules. */
export function wordsOf(
  site: SitePlan,
  { today, marked }: { today: Temporal.PlainDate; marked: readonly Evaluation[] },
): SimulatedScoreAct[] {
  const said = { zh: site.familyFirst, site, today };
  const byScore = [...marked].sort((a, b) => (b.score ?? 0) - (a.score ?? 0));
  const poorest = [...new Map(byScore.map((one) => [one.person, one])).values()];
  const people = [...new Set(byScore.map(({ person }) => person))];
  return [
    ...topics(said),
    ...plans(said),
    ...flags(said),
    ...people.slice(0, 2).map((person, at) => praise(said, person, at)),
    ...poorest.slice(-3).map((evaluation, at) => coaching(said, evaluation, at)),
  ];
}

/** Words in the language of the site. */
function either({ zh }: Said, chinese: string, english: string): string {
  return zh ? chinese : english;
}

function weekOf(day: Temporal.PlainDate): string {
  return `${day.yearOfWeek}-W${String(day.weekOfYear).padStart(2, '0')}`;
}

function topics(said: Said): SimulatedScoreAct[] {
  const { today } = said;
  const now = {
    ...{ week: weekOf(today), titleEn: 'Explain the next step', titleZh: '主动告知下一步' },
    words: either(
      said,
      '结束前告诉客户接下来会发生什么。',
      'Say what happens next before you end.',
    ),
  };
  const before = {
    ...{ week: weekOf(today.subtract({ days: 7 })), titleEn: 'Listen first', titleZh: '先听后答' },
    words: either(said, '先复述客户的问题，再作答。', 'Repeat the question before you answer.'),
  };
  return [before, now].map((topic) => {
    return { id: `topic-${topic.week}`, what: whatOf('topicSet', topic), by: quality };
  });
}

/** Three people plan this week; one has last week done, summed up and checked. */
function plans(said: Said): SimulatedScoreAct[] {
  const { site, today } = said;
  const [now, before] = [weekOf(today), weekOf(today.subtract({ days: 7 }))];
  const study = either(said, '复习资费知识库', 'Go through the tariff articles');
  const listen = either(said, '听两通优秀录音', 'Listen to two good calls');
  const owner = (at: number) => ({ author: personOf(site, at), role: 'agent' as const });
  const items = (done: boolean) => [
    { text: study, done: true },
    { text: listen, done },
  ];
  const summary = either(said, '知识库已过一遍。', 'I went through all articles.');
  const last = { week: before, items: items(true), summary };
  const check = { week: before, person: personOf(site, 0) };
  return [
    { id: `plan-${before}`, what: whatOf('planWritten', last), by: owner(0) },
    { id: `plan-${before}-checked`, what: whatOf('planWritten', check), by: lead },
    ...[0, 3, 4].map((at) => {
      const what = whatOf('planWritten', { week: now, items: items(at === 3) });
      return { id: `plan-${now}-${at}`, what, by: owner(at) };
    }),
  ];
}

function flags(said: Said): SimulatedScoreAct[] {
  const by = (at: number) => ({ author: personOf(said.site, at), role: 'agent' as const });
  const long = either(
    said,
    '来电排队很久时，标准开头语不合适。',
    'After a long wait the greeting sounds wrong.',
  );
  const hard = either(
    said,
    '投诉队列的通话时长不应与账务比较。',
    'Complaints take longer than billing: do not compare their handling time.',
  );
  const questioned = [
    { about: 'question greeting', words: long },
    { about: 'measure handling', words: hard },
  ];
  return questioned.map((flag, at) => {
    return { id: `flag-${at}`, what: whatOf('ruleFlagged', flag), by: by(at) };
  });
}

/** What comes of a questioned rule. */
export function answerOf(site: SitePlan, flagId: string): SimulatedScoreAct {
  const words = site.familyFirst
    ? '已按队列与时段作同类比较，规则不变。'
    : 'It is compared like with like by queue and hour already: the rule stays.';
  const what = whatOf('flagAnswered', { flagId, changes: false, words });
  return { id: 'flag-answered', what, by: quality };
}

function praise(said: Said, person: string, at: number): SimulatedScoreAct {
  const words = [
    either(said, '耐心细致，客户来电致谢', 'Patient and clear: a customer called to say thanks'),
    either(said, '主动帮助新同事', 'Helped new colleagues without being asked'),
  ][at];
  const until = said.today.add({ days: 7 }).toString();
  const what = whatOf('praised', { person, words, until });
  return { id: `praise-${person}`, what, by: lead };
}

/** One is to be followed up today, one in a week, one is done. */
function coaching(said: Said, evaluation: Evaluation, at: number): SimulatedScoreAct {
  const { person, evaluationId } = evaluation;
  const text = either(
    said,
    '一起听了录音，约定先复述客户问题。',
    'We listened together: repeat the question first.',
  );
  const followUp = said.today.add({ days: at === 1 ? 7 : 0 }).toString();
  const note = { person, text, followUp, evaluationId, done: at === 2 };
  const what = whatOf('coachingNoted', note);
  return { id: `coaching-${evaluationId}`, what, by: lead };
}
