/** Words of customers' answers, in both languages. */
import type { Lang } from '../../../text.ts';

const en = {
  head: 'What customers say',
  summary: 'By week and team',
  latest: 'The latest answers',
  latestNote: (n: number) => `The newest ${n} at most, of the days above.`,
  answers: 'Answers',
  rated: (n: number) => `of ${n}`,
  satisfaction: 'Satisfaction',
  satisfied: '4 and 5',
  resolved: 'Resolved',
  all: 'All',
  few: (fewest: number) => `fewer than ${fewest} answers: no mean`,
  fewNote: (fewest: number) =>
    `A mean of fewer than ${fewest} answers is not told: chance alone moves it too far.`,
  none: 'Nobody answered in these days.',
  noneHow: 'Read in what your survey tool exports, or enter an answer below.',
  from: 'From',
  to: 'To',
  when: 'When',
  grade: (n: number) => `${n} of 5`,
  notAnswered: 'not answered',
  contact: 'Contact',
  queue: 'Queue',
  anyQueue: 'not known',
  said: 'In words',
  enterHead: 'Enter an answer',
  importHead: 'Read in answers',
  satisfactionOf: 'Satisfaction, 1 to 5',
  wasResolved: 'Was it resolved?',
  record: 'Record',
  recordAll: (n: number) => `Record ${n} answers`,
  recorded: (n: number) =>
    `${n} answer${n === 1 ? ' is' : 's are'} recorded; what was known already changes nothing.`,
  noPerson: 'not known',
  sample: 'The first lines',
  csvGroups: 'Weeks as CSV',
  csvAnswers: 'Answers as CSV',
};

const zh: typeof en = {
  head: '客户评价',
  summary: '按周与班组',
  latest: '最新评价',
  latestNote: (n) => `上述日期内最新 ${n} 条。`,
  answers: '评价数',
  rated: (n) => `共 ${n}`,
  satisfaction: '满意度',
  satisfied: '4 分及以上',
  resolved: '已解决',
  all: '合计',
  few: (fewest) => `不足 ${fewest} 条，不算均值`,
  fewNote: (fewest) => `评价不足 ${fewest} 条时不显示均值：偶然波动过大。`,
  none: '这些日期内没有客户评价。',
  noneHow: '请导入评价系统的导出文件，或在下方录入。',
  from: '从',
  to: '至',
  when: '时间',
  grade: (n) => `${n} / 5`,
  notAnswered: '未答',
  contact: '联络',
  queue: '队列',
  anyQueue: '未知',
  said: '留言',
  enterHead: '录入评价',
  importHead: '导入评价',
  satisfactionOf: '满意度(1 至 5)',
  wasResolved: '问题是否解决？',
  record: '录入',
  recordAll: (n) => `录入 ${n} 条`,
  recorded: (n) => `已录入 ${n} 条；已存在的不重复计。`,
  noPerson: '未知',
  sample: '前几行',
  csvGroups: '按周 CSV',
  csvAnswers: '评价 CSV',
};

const words: Record<Lang, typeof en> = { en, zh };

/** Words of customers' answers. */
export function surveysWords(lang: Lang): typeof en {
  return words[lang];
}
