import type { PostedRow } from '../../proto/gen/floorcast/wall/v1/wall_frame.ts';

const teams = [
  ['North day', '北区日班'],
  ['North evening', '北区晚班'],
  ['Enterprise', '大客户专线'],
  ['Night desk', '夜间值班'],
  ['Outage notice and reconnection desk', '停电公告与复电安排及欠费停复电咨询服务一组'],
  ['Charging', '充电桩'],
  ['Solar', '光伏并网'],
  ['New media', '新媒体'],
] as const;
const means = [84.26, 88.5, 79.04, null, 91.66, 86.1, 83.33, 90.02];
const befores = [82.1, 89.2, 77.7, 80.5, 90.1, null, 83.4, 88.8];
const best = ['王小燕', '欧阳文静', 'Alexandra Papadopoulos', '赵敏', '孙浩'];
const praises = [
  '客户两次来电都由她接待,第二次主动核对了上次的承诺并当场办结。',
  'Stayed with a caller whose power was cut until the crew arrived.',
  '在暴雨夜连续帮助十一位老人登记复电,语气始终耐心,还把每一户的特殊情况逐条记录下来交给抢修班组,客户第二天专程来电致谢。',
];

/** What a site posts by preset `cn`, every figure fixed. */
export function postedRow(provenMs: number, more: Partial<PostedRow> = {}): PostedRow {
  const of = (i: number) => {
    const [en, zh] = teams[i % teams.length] ?? ['Team', '班组'];
    return { en, zh };
  };
  return {
    site: 'qingyang',
    teams: teams.slice(0, 4).map((_, i) => teamRow(i)),
    best: best.slice(0, 3).map((name, i) => ({ name, team: of(i), words: '' })),
    praised: praises.map((words, i) => ({ name: best[i + 1] ?? '', team: of(i), words })),
    topic: {
      title: { en: 'Explain the next step', zh: '主动告知下一步' },
      words: 'Before the end, tell what happens next and when. 结束前告诉客户接下来会发生什么。',
    },
    month: '2026-10',
    withheld: [{ part: 'team-means', why: 'small-groups' }],
    provenMs,
    cadenceMs: 60_000,
    unanswered: false,
    ...more,
  };
}

/** One of the teams; the fourth has fewer than 8 people scored. */
export function teamRow(i: number): PostedRow['teams'][number] {
  const [en, zh] = teams[i % teams.length] ?? ['Team', '班组'];
  const mean = means[i % means.length];
  return {
    team: `t${i}`,
    name: { en, zh },
    meanTotal: mean ?? undefined,
    before: befores[i % befores.length] ?? undefined,
    scored: mean === null ? 0 : 9 + i,
  };
}

/** The same by preset `eu`: nobody is named. */
export function namelessRow(provenMs: number): PostedRow {
  const withheld = ['best', 'praise'].map((part) => ({ part, why: 'preset' }));
  return postedRow(provenMs, { best: [], praised: [], withheld });
}
