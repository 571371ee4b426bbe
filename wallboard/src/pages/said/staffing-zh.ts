import type { Saying } from './saying.ts';

/** What staffing and the simulator of several skills refuse. */
export const staffing: readonly Saying[] = [
  ['no number of agents meets the goals with redials', '计入重拨后，任何人数都达不到目标'],
  ['no number of agents up to {} meets the goals', '{1} 人以内都达不到目标'],
  ['no number of agents meets the goals', '任何人数都达不到目标'],
  [
    '{} agents are too few: those who never hang up wait for ever',
    '{1} 人太少：从不挂断的人会一直等下去',
  ],
  [
    'an agent with {} chats ends fewer than with {}: take fewer at once',
    '坐席同时接 {1} 路比接 {2} 路完成得更少：请减少并发',
  ],
  [
    'slots {} to {} hold {} agent-slots, but {} need {}',
    '第 {1} 至 {2} 时段只有 {3} 个人时段，而 {4} 需要 {5} 个',
  ],
  ['no slot is working time', '没有任何工作时段'],
  ['"{}" is no ratio like 0.3 or "30/100"', '“{1}”不是比例，请写作 0.3 或“30/100”'],
  ['shrinkage {} is not from 0 to below 1', '缩减率 {1} 须从 0 到小于 1'],
  ['a goal is missing: name one of {}', '缺少目标：须为 {1} 之一'],
  ['goal serviceLevel needs withinS', '服务水平目标须写明秒数'],
  ['{} knows no goal {}', '{1} 没有{2}目标'],
  // Several skills.
  [
    'no staffing within the limits of agents and of work meets every goal',
    '在人数和计算量限制内，没有方案能达到所有目标',
  ],
  ['no queue has a goal', '没有队列设定目标'],
  ['queue "{}": {} {} cannot be a goal of several skills', '队列“{1}”：多技能不能以{2} {3} 为目标'],
  ['queue "{}": {} {} cannot be a goal', '队列“{1}”：不能以{2} {3} 为目标'],
  ['queue "{}": {} calls per hour', '队列“{1}”：每小时 {2} 次来话无法计算'],
  ['queue "{}": no group takes it', '队列“{1}”：没有任何组处理它'],
  [
    'group "{}": a search finds agents on queue, so give it no breaks',
    '组“{1}”：搜索求的是在线人数，请勿设置小休',
  ],
  ['group "{}": at least {}, but at most {} agents', '组“{1}”：至少 {2} 人却至多 {3} 人'],
  ['group "{}": {} of {} agents on break', '组“{1}”：{3} 人中有 {2} 人小休'],
  ['group "{}": {} agents, at most {}', '组“{1}”：{2} 人，最多 {3} 人'],
  ['group "{}": give either queues or skills', '组“{1}”：请给出队列或技能之一'],
  ['group "{}": no queue "{}"', '组“{1}”：没有队列“{2}”'],
  ['group "{}": a cost of {}', '组“{1}”：成本 {2} 不成立'],
  ['group "{}": {}', '组“{1}”：{2~}'],
  ['a break from {} to {} s is not within {} hours', '第 {1} 至 {2} 秒的小休不在 {3} 小时之内'],
  [
    '{} contacts in {} replications of {} hours: at most {}, so take fewer of either',
    '{2} 次重复、每次 {3} 小时共 {1} 次来话，最多 {4}：请减少其一',
  ],
  [
    '{} contacts an hour with handling of up to {} s: a repetition of {} contacts is needed, and a search can afford {}',
    '每小时 {1} 次来话、处理时长至 {2} 秒：每次重复需 {3} 次来话，搜索最多可算 {4} 次',
  ],
  ['"{}" is named twice', '“{1}”出现了两次'],
  ['{}: {}, but must be from {} to {}', '{1}为 {2}，须在 {3} 至 {4} 之间'],
  ['{}: {} is not from {} to {}', '{1}：{2} 须在 {3} 至 {4} 之间'],
  ['{}: {} is no whole number', '{1}：{2} 不是整数'],
];
