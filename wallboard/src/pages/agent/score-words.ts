/** Words of the own scorecard, in both languages. */
import type { Lang } from '../../text.ts';

const en = {
  title: 'Scorecard',
  why: 'Quality first, quantity second. Open a line to see what it was made from.',
  open: 'so far',
  closed: (version: number) => `closed, version ${version}`,
  rank: (place: number, of: number) => `place ${place} of ${of}, seen by you alone`,
  quality: 'Quality',
  quantity: 'Quantity',
  weight: (weight: number) => `weight ${weight.toFixed(0)}`,
  figure: 'Figure',
  sample: (n: number) => `from ${n}`,
  expected: 'others on the same queues and hours',
  notEnough: (n: number) => `Not enough yet: ${n}. It counts neither for nor against.`,
  noData: 'Nothing to compute it from. It counts neither for nor against.',
  levers: 'What would change it most',
};

const zh: typeof en = {
  title: '绩效卡',
  why: '质量优先,数量其次。点开每一行可看来由。',
  open: '截至目前',
  closed: (version) => `已关账,第 ${version} 版`,
  rank: (place, of) => `第 ${place} 名(共 ${of} 人),仅您可见`,
  quality: '质量',
  quantity: '数量',
  weight: (weight) => `权重 ${weight.toFixed(0)}`,
  figure: '指标',
  sample: (n) => `样本 ${n}`,
  expected: '同队列同时段的平均',
  notEnough: (n) => `样本不足(${n}),不计分也不扣分。`,
  noData: '没有数据,不计分也不扣分。',
  levers: '最能改变得分的',
};

/** The words of a language. */
export function scoreWords(lang: Lang): typeof en {
  return lang === 'zh' ? zh : en;
}
