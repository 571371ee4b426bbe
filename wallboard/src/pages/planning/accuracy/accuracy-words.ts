import type { Lang } from '../../../text.ts';

const en = {
  queue: 'Queue',
  grain: 'Compared by',
  horizon: 'Ahead',
  bias: 'Bias',
  base: 'Without overrides',
  lastWeek: 'Last week',
  fourWeeks: 'Mean of 4 weeks',
  better: 'better than 4 weeks',
  worse: 'worse than 4 weeks',
  none: 'Nothing has come yet of what was published. Accuracy begins with the first day after publishing.',
  rule: 'WAPE = sum of absolute errors / sum of what came. Bias = sum (forecast − came) / sum of what came: + means too much was forecast. 80 % and 95 %: share of intervals inside the range.',
  overrides: 'Did overrides help?',
  noOverrides: 'No published forecast has an override.',
  helped: 'helped',
  hurt: 'made it worse',
  notYet: 'not known yet',
};

const zh: typeof en = {
  queue: '队列',
  grain: '比较粒度',
  horizon: '提前',
  bias: '偏差',
  base: '未修正',
  lastWeek: '上周同期',
  fourWeeks: '四周均值',
  better: '优于四周均值',
  worse: '劣于四周均值',
  none: '已发布的预测尚无实际可比，发布后的第一天起开始统计。',
  rule: 'WAPE = 绝对误差之和 / 实际之和。偏差 = Σ(预测 − 实际)/ Σ实际，正值表示预测偏高。80%、95%：落入区间的时段占比。',
  overrides: '人工修正是否有效？',
  noOverrides: '已发布的预测没有人工修正。',
  helped: '有效',
  hurt: '反而更差',
  notYet: '尚不可知',
};

/** The words of the accuracy step. */
export const accuracyWords: Record<Lang, typeof en> = { en, zh };
