import type { Aspect } from '../scorecard.ts';

/** A measure that can be used. */
export interface MeasureKind {
  kind: string;
  nameEn: string;
  nameZh: string;
  /** `null` = as the definition says. */
  aspect: Aspect | null;
  unit: 'ratio' | 'points' | 'seconds' | 'contacts' | 'grade';
  higherIsBetter: boolean;
  definitionEn: string;
  definitionZh: string;
  /** Can be compared like with like: what it counts has a queue and an hour. */
  caseMix: boolean;
  /** Numbers it takes, with their defaults. */
  numbers: Readonly<Record<string, number>>;
}

const quality = { aspect: 'quality', caseMix: false, numbers: {} } as const;
const quantity = { aspect: 'quantity', caseMix: false, numbers: {} } as const;
const points = { unit: 'points', higherIsBetter: true } as const;
const better = { unit: 'ratio', higherIsBetter: true } as const;
const worse = { unit: 'ratio', higherIsBetter: false, caseMix: true } as const;

/** All measures there are. A definition that calls quantity quality is refused by this list. */
export const measureKinds: readonly MeasureKind[] = [
  {
    ...{
      ...quality,
      ...points,
      kind: 'evaluation-score',
      nameEn: 'Evaluations',
      nameZh: '质检得分',
    },
    definitionEn: 'Mean score of evaluations that count, by time of the contact.',
    definitionZh: '按联络时间计，有效质检得分的平均值。',
  },
  {
    ...{ ...quality, kind: 'csat', nameEn: 'Satisfaction', nameZh: '客户满意度', caseMix: true },
    ...{ unit: 'grade', higherIsBetter: true },
    definitionEn: 'Mean satisfaction from 1 to 5 of customers who answered.',
    definitionZh: '客户评价（1至5分）的平均值。',
  },
  {
    ...{ ...quality, ...better, kind: 'resolved-share', nameEn: 'Resolved', nameZh: '问题解决率' },
    caseMix: true,
    definitionEn: 'Share of customers who answered that it was resolved.',
    definitionZh: '客户回答“已解决”的比例。',
  },
  {
    ...{ ...quality, ...points, kind: 'knowledge-test', nameEn: 'Knowledge', nameZh: '知识测试' },
    definitionEn: 'Mean mark of knowledge tests, of 100.',
    definitionZh: '知识测试得分（百分制）的平均值。',
  },
  {
    ...{ ...quality, ...points, kind: 'round-360', nameEn: '360 degrees', nameZh: '360度评价' },
    definitionEn: 'Mean over the groups of at least 5 raters, each group counted once.',
    definitionZh: '满5人的评价组各计一次的平均值；不足5人的组不计。',
  },
  {
    ...{ ...quality, ...points, kind: 'mystery', nameEn: 'Mystery shopper', nameZh: '神秘顾客' },
    definitionEn: 'Mean score of visits by outside markers.',
    definitionZh: '外部暗访得分的平均值。',
  },
  {
    ...{
      ...quantity,
      ...better,
      kind: 'own-adherence',
      nameEn: 'Own adherence',
      nameZh: '本人遵时率',
    },
    definitionEn: '1 - minutes off plan by own doing / minutes scheduled and not excused.',
    definitionZh: '1 − 因本人原因偏离的分钟数 ÷（排班 − 免责）分钟数。',
  },
  {
    ...{ ...quantity, ...better, kind: 'conformance', nameEn: 'Conformance', nameZh: '工时达成率' },
    definitionEn: 'Time on queue / time scheduled on queue; may exceed 1.',
    definitionZh: '在队列时长 ÷ 排班在队列时长，可大于1。',
  },
  {
    ...{ ...quantity, kind: 'answered', nameEn: 'Answered', nameZh: '接听量' },
    ...{ unit: 'contacts', higherIsBetter: true },
    definitionEn: 'Contacts answered.',
    definitionZh: '接听的联络数。',
  },
  {
    ...{ ...quantity, kind: 'aht', nameEn: 'Handling time', nameZh: '平均处理时长', caseMix: true },
    ...{ unit: 'seconds', higherIsBetter: false },
    definitionEn: 'Talk (hold included) and after-call work of finished contacts, on average.',
    definitionZh: '已完成联络的通话（含保持）与话后处理的平均时长。',
  },
  {
    ...{ ...quality, ...worse, kind: 'transfer-share', nameEn: 'Transfers', nameZh: '转接率' },
    definitionEn: 'Share of finished contacts that were handed on.',
    definitionZh: '已完成联络中被转出的比例。',
  },
  {
    ...{ ...quality, ...worse, kind: 'short-hang-up-share', nameEn: 'Short hang-ups' },
    ...{ nameZh: '短时挂断率', numbers: { shortS: 10 } },
    definitionEn: 'Share of contacts that the agent ended after less than so many seconds.',
    definitionZh: '坐席在规定秒数内主动挂断的比例。',
  },
  {
    ...{ ...quality, ...worse, kind: 'repeat-share', nameEn: 'Repeats', nameZh: '重复来电率' },
    numbers: { days: 7 },
    definitionEn:
      'Share of contacts after which the same caller came to the same queue again within so many ' +
      'days; a contact counts in the period in which seven days are over.',
    definitionZh: '同一客户在规定天数内再次进入同一队列的比例；满七天后计入所在周期。',
  },
  {
    ...{ ...quality, ...worse, kind: 'released-while-ringing-share', nameEn: 'Rung out' },
    ...{ nameZh: '振铃未接率', numbers: { leastRingS: 5 } },
    definitionEn: 'Rings of at least so many seconds in vain / these and contacts answered.',
    definitionZh: '振铃达规定秒数而未接 ÷（未接 + 接听）。',
  },
  {
    ...{
      ...quality,
      ...better,
      kind: 'order-on-time',
      nameEn: 'Orders on time',
      nameZh: '工单按时率',
    },
    definitionEn: 'Share of closed work orders that were closed within their limit.',
    definitionZh: '已办结工单中按时办结的比例。',
  },
  {
    ...{ ...points, kind: 'outside', nameEn: 'From outside', nameZh: '外部数据' },
    ...{ aspect: null, caseMix: false, numbers: {} },
    definitionEn: 'A figure that was entered or imported under the name of the measure.',
    definitionZh: '按指标名录入或导入的数据。',
  },
];

const byKind = new Map(measureKinds.map((one) => [one.kind, one]));

/** A kind of measure; `null` = there is none of that name. */
export function measureKind(kind: string): MeasureKind | null {
  return byKind.get(kind) ?? null;
}
