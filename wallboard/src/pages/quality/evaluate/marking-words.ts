/** Words of marking a form, in both languages. */
import type { Lang } from '../../../text.ts';

const en = {
  yes: 'Yes',
  no: 'No',
  notApplicable: 'Does not apply',
  comment: 'Comment',
  commentOn: (question: string) => `Comment: ${question}`,
  at: 'At',
  atOn: (question: string) => `Place in the recording: ${question}`,
  atHint: 'min:s',
  worth: (points: string) => `${points} of 100`,
  failsGroup: 'critical: costs its group',
  failsAll: 'critical: costs all',
  soFar: 'So far',
  score: 'Score',
  answered: (done: number, asked: number) => `${done} of ${asked} answered`,
  passed: (mark: string) => `passed, from ${mark} on`,
  failed: (mark: string) => `not passed, below ${mark}`,
  costsAll: 'Costs all',
  costsGroup: 'Costs the group',
  whole: 'On the whole',
  keys: 'Keys: digits choose, y / n, x does not apply, c comment, t time, Enter the next question.',
  help: 'What to look for',
  range: (least: string, most: string) => `${least} to ${most}`,
  found: 'Marks of an earlier visit are here again.',
  start: 'Begin anew',
  dash: 'nothing to score yet',
  noAnswer: 'no answer',
};

const zh: typeof en = {
  yes: '是',
  no: '否',
  notApplicable: '不适用',
  comment: '备注',
  commentOn: (question) => `备注：${question}`,
  at: '位置',
  atOn: (question) => `录音位置：${question}`,
  atHint: '分：秒',
  worth: (points) => `占 ${points} 分`,
  failsGroup: '关键项：本组计零',
  failsAll: '关键项：全表计零',
  soFar: '目前',
  score: '得分',
  answered: (done, asked) => `已评 ${done} / ${asked} 项`,
  passed: (mark) => `合格(${mark} 分起)`,
  failed: (mark) => `不合格(低于 ${mark} 分)`,
  costsAll: '全表计零',
  costsGroup: '本组计零',
  whole: '总评',
  keys: '按键：数字选择，y / n 是否，x 不适用，c 备注，t 位置，回车到下一项。',
  help: '评分要点',
  range: (least, most) => `${least} 至 ${most}`,
  found: '已恢复此前未提交的评分。',
  start: '重新开始',
  dash: '尚无可计分项',
  noAnswer: '未作答',
};

const words: Record<Lang, typeof en> = { en, zh };

/** The words of one language. */
export type MarkingWords = typeof en;

/** The words of a language. */
export function markingWords(lang: Lang): MarkingWords {
  return words[lang];
}
