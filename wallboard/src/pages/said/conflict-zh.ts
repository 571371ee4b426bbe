/** Rules that cannot all be kept, and what would help, in Chinese. Their patterns are wide: the last ones tried. */
import type { Saying } from './saying.ts';

/** Of the search for a schedule. */
export const conflict: readonly Saying[] = [
  ['{}: give up {}', '{1}：放弃 {2~}'],
  ['{}: {} in place of {}', '{1}：{2~}(原为：{3~})'],
  ['{}; {}', '{1~}；{2~}'],
  ['at least {} paid minutes a week', '每周计薪至少 {1} 分钟'],
  ['at most {} paid minutes a week', '每周计薪至多 {1} 分钟'],
  ['at least {} paid minutes in all', '合计计薪至少 {1} 分钟'],
  ['at most {} paid minutes in all', '合计计薪至多 {1} 分钟'],
  ['at least {} days off a week', '每周至少休 {1} 天'],
  ['at most {} days off a week', '每周至多休 {1} 天'],
  ['at most {} days in a row', '连续上班至多 {1} 天'],
  ['at least {} days off in a row', '连休至少 {1} 天'],
  ['at least {} minutes of rest', '班次间隔至少 {1} 分钟'],
  ['at most {} nights in a row', '连续夜班至多 {1} 天'],
  ['at most {} weekends worked', '上班的周末至多 {1} 个'],
  ['shifts that may not follow each other', '不可相继的班次'],
  ['the times at which they are not available', '不可上班的时间'],
  ['what is pinned', '已固定的班次'],
  ['the templates that are allowed', '允许的班次模板'],
  ['the windows of breaks', '休息的时段'],
  ['{} (on {})', '{1~}({2})'],
];
