import { Critical, Form, QuestionKind } from '../../proto/gen/floorcast/score/v1/evaluation.ts';
import type { ScoreAct } from '../../proto/gen/floorcast/score/v1/score_decision.ts';
import type {
  Definition,
  LadderRules,
  Measure,
} from '../../proto/gen/floorcast/score/v1/scorecard.ts';
import { agentsOf, type SitePlan } from './plan.ts';
import { personOf } from './schedule-setup.ts';

type What = NonNullable<ScoreAct['what']>;

/** The ladder that is to hold from a day on: more move up, and a review looks at two months. */
export function laterLadder(site: SitePlan, agents: number, effectiveFrom: string): LadderRules {
  return { ...ladderOf(site, agents), effectiveFrom, upShare: 0.2, reviewMonths: 2 };
}

/** What the simulated centre is judged by, act by act: forms, sampling, definitions, ladder. */
export function scoreRules(site: SitePlan, agents: number): { id: string; what: What }[] {
  return [
    { id: 'form-call', what: { $case: 'formDecided', value: callForm } },
    { id: 'form-colleague', what: { $case: 'formDecided', value: colleagueForm } },
    { id: 'sampling', what: { $case: 'samplingDecided', value: sampling } },
    ...(['week', 'month'] as const).map((period) => ({
      id: `definition-${period}`,
      what: {
        $case: 'definitionDecided' as const,
        value: { definition: definition(period), removed: false },
      },
    })),
    { id: 'ladder', what: { $case: 'ladderDecided', value: { rules: ladderOf(site, agents) } } },
  ];
}

const question = {
  ...{ kind: QuestionKind.SCALE, weight: 1, least: 1, most: 5, choices: [] },
  ...{ mayNotApply: false },
};

/** The criteria that inspectors listen for, domain.md S6. */
const callForm: Form = Form.fromPartial({
  ...{ formId: 'call', nameEn: 'Call', nameZh: '通话质检', channel: 'voice' },
  ...{ notApplicable: 'drop', passMark: 80 },
  groups: [
    {
      ...{ groupId: 'service', nameEn: 'Service', nameZh: '服务态度', weight: 40 },
      questions: [
        { ...question, questionId: 'tone', textEn: 'Tone and pace', textZh: '语气语速' },
        { ...question, questionId: 'courtesy', textEn: 'Courtesy', textZh: '礼貌用语' },
        {
          ...{ ...question, questionId: 'greeting', kind: QuestionKind.YES_NO, mayNotApply: true },
          ...{ textEn: 'Greeting and goodbye as agreed', textZh: '开头语与结束语规范' },
        },
      ],
    },
    {
      ...{ groupId: 'skill', nameEn: 'Skill', nameZh: '业务能力', weight: 60 },
      questions: [
        {
          ...{ ...question, questionId: 'accuracy', weight: 2 },
          ...{ textEn: 'What was said is right', textZh: '答复准确' },
        },
        { ...question, questionId: 'whole', textEn: 'Explained completely', textZh: '解释完整' },
        {
          ...{ ...question, questionId: 'privacy', kind: QuestionKind.YES_NO },
          ...{ textEn: 'Personal data kept safe', textZh: '客户信息保密' },
          critical: Critical.FAILS_ALL,
        },
      ],
    },
  ],
});

const colleagueForm: Form = Form.fromPartial({
  ...{ formId: 'colleague', nameEn: 'Working together', nameZh: '360度评价' },
  ...{ notApplicable: 'drop', passMark: 60 },
  groups: [
    {
      ...{ groupId: 'together', nameEn: 'Together', nameZh: '协作', weight: 100 },
      questions: [
        { ...question, questionId: 'execution', textEn: 'Execution', textZh: '执行力' },
        { ...question, questionId: 'cooperation', textEn: 'Cooperation', textZh: '协作' },
      ],
    },
  ],
});

const sampling = {
  period: 'week',
  rules: [
    {
      ...{ ruleId: 'all', team: '', perAgent: 2, perNewAgent: 5, newDays: 90, allOf: [] },
      ...{ veryLongS: 900, veryShortS: 10, formId: 'call' },
    },
  ],
};

/** Quality first, quantity second, domain.md S7. */
function definition(period: 'week' | 'month'): Definition {
  return {
    ...{ definitionId: period, teams: [], posts: [], period, measures },
    nameEn: period === 'week' ? 'Week' : 'Month',
    nameZh: period === 'week' ? '周绩效' : '月绩效',
    ...{ minQualityWeight: 60, bestWorstPoints: period === 'month' ? 5 : 0 },
    ...{ appealDays: 14, decideDays: 3, effectiveFrom: '2020-01-01' },
  };
}

const measures: Measure[] = [
  measure(
    'evaluation',
    'evaluation-score',
    40,
    [
      [50, 0],
      [95, 100],
    ],
    1,
  ),
  measure(
    'satisfaction',
    'csat',
    20,
    [
      [2, 0],
      [4.8, 100],
    ],
    3,
  ),
  measure(
    'resolved',
    'resolved-share',
    10,
    [
      [0.5, 0],
      [0.95, 100],
    ],
    3,
  ),
  {
    ...measure(
      'adherence',
      'own-adherence',
      10,
      [
        [0.7, 0],
        [0.98, 100],
      ],
      1,
    ),
    aspect: 'quantity',
  },
  {
    ...measure(
      'handling',
      'aht',
      20,
      [
        [150, 100],
        [420, 0],
      ],
      20,
    ),
    ...{ aspect: 'quantity', caseMix: true },
  },
];

function measure(
  measureId: string,
  kind: string,
  weight: number,
  points: [number, number][],
  minSample: number,
): Measure {
  return {
    ...{ measureId, kind, aspect: 'quality', weight, curve: 'linear', minSample, numbers: {} },
    points: points.map(([figure, reached]) => ({ figure, points: reached })),
    caseMix: false,
  };
}

/** The ladder of a site: who holds the post below is trained to stand in for the 160 service. */
function ladderOf(site: SitePlan, agents: number): LadderRules {
  const trained = [7, 8].filter((at) => at < agentsOf(site, agents));
  const standIns = trained.map((at) => personOf(site, at));
  const posts = ladder.posts.map((post) => (post.postId === '160' ? { ...post, standIns } : post));
  return { ...ladder, posts };
}

/** The posts of a Chinese centre, domain.md S6. */
const ladder: LadderRules = {
  effectiveFrom: '2020-01-01',
  posts: ['96', '126', '114', '160', '1000'].map((postId, at) => ({
    standIns: [],
    ...{ postId, nameEn: postId, nameZh: `${postId}台`, rung: at + 1 },
    payCoefficient: 1 + at / 10,
  })),
  ...{ reviewMonths: 1, upShare: 0.1, upMinTotal: 85, upMinMonths: 3 },
  ...{ downShare: 0.05, downMaxTotal: 60, downOnFault: true, warnFirst: true, minGroup: 5 },
  starTotals: [60, 70, 80, 88, 95],
};
