import type { Evaluation } from '../../proto/gen/floorcast/score/v1/evaluation.ts';
import { ScoreAct } from '../../proto/gen/floorcast/score/v1/score_decision.ts';
import type { Role } from '../../services/lib/context.ts';
import { agentsOf, type SitePlan } from './plan.ts';
import { personOf } from './schedule-setup.ts';

type What = NonNullable<ScoreAct['what']>;

/** Something that somebody of the simulated centre does about scores. */
export interface SimulatedScoreAct {
  id: string;
  what: What;
  by: { author: string; role: Role };
}

const lead = { author: 'simulator', role: 'supervisor' as const };
const desk = { author: 'simulator', role: 'quality' as const };
/** Posts from below by how many of ten hold them. */
const shares = ['96', '96', '96', '96', '126', '126', '126', '114', '114', '160'];

/** Who holds which post, and a 360-degree round that goes on. */
export function standingOf(site: SitePlan, agents: number): SimulatedScoreAct[] {
  const by = { author: 'simulator', role: 'administrator' as const };
  const people = Array.from({ length: agentsOf(site, agents) }, (_, at) => personOf(site, at));
  const held = people.map((person, at) => ({
    id: `holding-${person}`,
    what: whatOf('holdingDecided', {
      holding: { person, postId: shares[at % shares.length] ?? '96', since: '2025-01-01' },
      reason: 'simulated',
    }),
    by,
  }));
  const [first, ...others] = people;
  const ratings = others.slice(0, 6).map((rater) => {
    return { person: first, rater, relation: 'peer' };
  });
  if (ratings.length === 0) return held;
  const closesAt = new Date(Date.now() + 14 * 86_400_000);
  const name = site.familyFirst ? '本季度360度评价' : 'This quarter';
  const round = whatOf('roundBegun', { name, formId: 'colleague', ratings, closesAt });
  return [...held, { id: 'round', what: round, by: desk }];
}

/** A contest, praise, a topic, a plan, a coaching note, a questioned rule. */
export function wordsOf(
  site: SitePlan,
  { today, marked }: { today: Temporal.PlainDate; marked: readonly Evaluation[] },
): SimulatedScoreAct[] {
  const zh = site.familyFirst;
  const week = `${today.yearOfWeek}-W${String(today.weekOfYear).padStart(2, '0')}`;
  const until = today.add({ days: 7 }).toString();
  const [best, poorest] = [...marked]
    .sort((a, b) => (b.score ?? 0) - (a.score ?? 0))
    .reduce<[Evaluation | undefined, Evaluation | undefined]>(
      ([first], one) => [first ?? one, one],
      [undefined, undefined],
    );
  const topic = { week, titleEn: 'Explain the next step', titleZh: '主动告知下一步' };
  const topicWords = zh
    ? '结束前告诉客户接下来会发生什么。'
    : 'Say what happens next before you end.';
  const item = { text: zh ? '复习资费知识库' : 'Go through the tariff articles', done: false };
  const planner = personOf(site, 0);
  return [
    { id: `topic-${week}`, what: whatOf('topicSet', { ...topic, words: topicWords }), by: desk },
    {
      id: `plan-${week}`,
      what: whatOf('planWritten', { week, items: [item] }),
      by: { author: planner, role: 'agent' },
    },
    {
      id: 'flag',
      what: whatOf('ruleFlagged', {
        about: 'question greeting',
        words: zh
          ? '来电排队很久时，标准开头语不合适。'
          : 'After a long wait the greeting sounds wrong.',
      }),
      by: { author: planner, role: 'agent' },
    },
    ...(best ? [praiseOf(best, { zh, until })] : []),
    ...(poorest ? contestOf(poorest, { zh, until }) : []),
  ];
}

function praiseOf(best: Evaluation, { zh, until }: { zh: boolean; until: string }) {
  const words = zh
    ? '耐心细致，客户来电致谢'
    : 'Patient and clear: a customer called to say thanks';
  const what = whatOf('praised', { person: best.person, words, until });
  return { id: `praise-${best.evaluationId}`, what, by: lead };
}

function contestOf(
  { person, evaluationId }: Evaluation,
  { zh, until }: { zh: boolean; until: string },
): SimulatedScoreAct[] {
  const words = zh
    ? '录音中客户环境噪音很大，请复核。'
    : 'The line was very noisy; please listen again.';
  const text = zh
    ? '一起听了录音，约定先复述客户问题。'
    : 'We listened together: repeat the question first.';
  return [
    {
      id: `appeal-${evaluationId}`,
      what: whatOf('appealLodged', { of: 'evaluation', target: evaluationId, words }),
      by: { author: person, role: 'agent' },
    },
    {
      id: `coaching-${evaluationId}`,
      what: whatOf('coachingNoted', { person, text, followUp: until, evaluationId }),
      by: lead,
    },
  ];
}

/** An act with what is left out empty. */
function whatOf($case: What['$case'], value: object): What {
  const act = ScoreAct.fromPartial({ what: { $case, value } as What });
  if (!act.what) throw new Error(`no act is named "${$case}"`);
  return act.what;
}
