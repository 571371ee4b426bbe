import type { Lang } from '../../../text.ts';

const en = {
  what: 'Agents who serve several queues are simulated call by call: who is free, by priority, takes the next.',
  queues: 'Queues',
  perHour: 'Contacts an hour',
  patience: 'Patience, s',
  level: 'Goal, %',
  within: 'within, s',
  priority: 'Priority',
  groups: 'Groups of agents',
  name: 'Name',
  serves: 'Serves',
  cost: 'Cost of one',
  addGroup: 'Add a group',
  simulate: 'Simulate',
  search: 'Find the cheapest',
  busy: 'Simulating…',
  result: 'What they get',
  agents: (n: string, cost: string) => `${n} agents, cost ${cost}`,
  meets: 'meets its goal',
  fails: 'misses its goal',
  interval: '± is the half of a 95 % interval over the runs.',
};

const zh: typeof en = {
  what: '服务多个队列的坐席逐通仿真:空闲者按优先级接下一通。',
  queues: '队列',
  perHour: '每小时话务',
  patience: '耐心(秒)',
  level: '目标(%)',
  within: '时限(秒)',
  priority: '优先级',
  groups: '坐席组',
  name: '名称',
  serves: '服务队列',
  cost: '单人成本',
  addGroup: '新增一组',
  simulate: '仿真',
  search: '寻找最省配置',
  busy: '仿真中…',
  result: '结果',
  agents: (n, cost) => `${n} 人,成本 ${cost}`,
  meets: '达标',
  fails: '未达标',
  interval: '± 为多次仿真 95% 区间的一半。',
};

/** The words of the multi-skill step. */
export const skillWords: Record<Lang, typeof en> = { en, zh };
