import type { Lang } from '../../../text.ts';

const en = {
  volume: 'Contacts',
  aht: 'Handling time',
  patience: 'Mean patience',
  shrinkage: 'Shrinkage',
  level: 'Answered in time, goal',
  within: 'In time = within',
  asRules: 'as the rules',
  setOwn: 'own value',
  unchanged: 'As planned',
  changed: 'What-if',
  took: (ms: string) => `worked out in ${ms} ms`,
  agents: 'Agents on queue',
  reset: 'Back to the plan',
  name: 'Name of the scenario',
  saveScenario: 'Save as scenario',
  saved: 'The scenario is a version of its own now.',
  keeps:
    'A scenario keeps contacts, handling time, patience and shrinkage; goals belong to the rules.',
  hours: 'Rostered hours',
  peak: 'Most at once',
  onQueueHours: 'Hours on queue',
};

const zh: typeof en = {
  volume: '话务量',
  aht: '处理时长',
  patience: '平均耐心',
  shrinkage: '损耗率',
  level: '及时接通率目标',
  within: '时限',
  asRules: '按规则',
  setOwn: '自定',
  unchanged: '原计划',
  changed: '假设',
  took: (ms) => `计算用时 ${ms} 毫秒`,
  agents: '在线坐席',
  reset: '恢复原计划',
  name: '情景名称',
  saveScenario: '存为情景',
  saved: '情景已存为独立版本。',
  keeps: '情景保存话务量、处理时长、耐心与损耗；目标属于规则。',
  hours: '排班工时',
  peak: '最高同时需求',
  onQueueHours: '在线工时',
};

/** The words of the what-if step. */
export const whatIfWords: Record<Lang, typeof en> = { en, zh };
