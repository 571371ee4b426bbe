import { both, number, type RuleKind, word } from './rule-kind.ts';

const shape = { chapter: 'people', oneOf: [], words: [], windows: [], numbers: [] } as const;

/** Kinds about who may work when, and with whom. */
export const peopleKinds: readonly RuleKind[] = [
  {
    ...shape,
    kind: 'availability',
    name: both('Availability', '可排时间'),
    meaning: both(
      'Work lies within the weekly times somebody can work.',
      '班次须在员工可排时间内。',
    ),
    unit: 'minutes',
    sentences: {
      max: both(
        '{person} cannot work {value:h} of the shift from {from} to {to}',
        '{person} {from} 至 {to} 的班次有 {value:h} 不在可排时间内',
      ),
    },
  },
  {
    ...shape,
    kind: 'absence',
    name: both('Leave and sickness', '休假与病假'),
    meaning: both('No work begins on a day of leave or sickness.', '休假或病假当天不得排班。'),
    unit: 'minutes',
    sentences: {
      max: both(
        '{person} is away on the day of the shift at {at}',
        '{person} 在 {at} 当天缺勤（休假或病假）',
      ),
    },
  },
  {
    ...shape,
    kind: 'engagement',
    name: both('Engagement', '在职期间'),
    meaning: both('No work before the first or after the last day.', '入职前与离职后不得排班。'),
    unit: 'days',
    sentences: {
      early: both(
        '{person} works at {at}, before the first day, {limit}',
        '{person} {at} 早于入职日 {limit}',
      ),
      late: both(
        '{person} works at {at}, after the last day, {limit}',
        '{person} {at} 晚于离职日 {limit}',
      ),
    },
  },
  {
    ...shape,
    kind: 'contract-templates',
    name: both('Templates of the contract', '合同班次'),
    meaning: both('Shifts are of the templates of the contract.', '班次须属于合同允许的模板。'),
    unit: 'shifts',
    sentences: {
      max: both(
        '{person} has "{template}", which contract "{contract}" does not allow',
        '{person} 的班次“{template}”不在合同“{contract}”允许范围内',
      ),
    },
  },
  {
    ...shape,
    kind: 'pinned-kept',
    name: both('Pinned shifts', '锁定班次'),
    meaning: both('A pinned shift stays as it is.', '锁定的班次保持不变。'),
    unit: 'shifts',
    sentences: {
      moved: both("{person}'s pinned shift at {at} was moved", '{person} {at} 的锁定班次被移动'),
      gone: both("{person}'s pinned shift at {at} is gone", '{person} {at} 的锁定班次被取消'),
    },
  },
  {
    ...shape,
    kind: 'notice',
    name: both('Notice', '提前通知'),
    meaning: both('Shifts change only so many days before they begin.', '班次变更须提前若干天。'),
    numbers: [number('min', 'days before', '提前天数', 'days', { otherwise: 2, most: 60 })],
    unit: 'days',
    sentences: {
      min: both(
        "{person}'s shift at {at} changes {value} days before; at least {limit}",
        '{person} {at} 的班次提前 {value} 天变更，至少 {limit} 天',
      ),
    },
  },
  {
    ...shape,
    kind: 'overlap',
    name: both('One shift at a time', '班次不重叠'),
    meaning: both('Nobody is in two shifts at once.', '同一人的班次不得重叠。'),
    unit: 'minutes',
    sentences: {
      max: both(
        '{person} is in two shifts at once for {value:h} at {at}',
        '{person} {at} 班次重叠 {value:h}',
      ),
    },
  },
  {
    ...shape,
    kind: 'people-together',
    name: both('Together', '同班'),
    meaning: both('People work the same shifts, or the same days.', '指定人员须同班或同日出勤。'),
    words: [word('same', 'the same', '相同', { one: ['shift', 'day'] }, 'shift')],
    unit: 'people',
    sentences: {
      shift: both('{people} not at the times of {others}', '{people} 与 {others} 不同班'),
      day: both('{people} not on the days of {others}', '{people} 与 {others} 不同日出勤'),
    },
  },
  {
    ...shape,
    kind: 'people-apart',
    name: both('Apart', '错开'),
    meaning: both(
      'Of these people only so many work at a time, or on a day.',
      '指定人员中同时（或同日）出勤的人数不得超过上限。',
    ),
    numbers: [number('max', 'at most', '最多', 'people', { otherwise: 1, least: 0, most: 3_000 })],
    words: [word('same', 'the same', '相同', { one: ['time', 'day'] }, 'time')],
    unit: 'people',
    sentences: {
      time: both(
        '{people} work at the same time; at most {limit}',
        '{people} 同时在班，最多 {limit} 人',
      ),
      day: both(
        '{people} work on the same day; at most {limit}',
        '{people} 同日出勤，最多 {limit} 人',
      ),
    },
  },
  {
    ...shape,
    kind: 'people-per-slot',
    name: both('People in a group', '技能组在岗人数'),
    meaning: both(
      'In each slot of a stretch of the day so many people are on queue for a group.',
      '每天指定时段内技能组在岗人数须在上下限之间。',
    ),
    numbers: [
      number('min', 'at least', '最少', 'people', { most: 3_000 }),
      number('max', 'at most', '最多', 'people', { most: 3_000 }),
      number('fromMinute', 'from', '开始', 'minute-of-day', { otherwise: 0, most: 1_439 }),
      number('toMinute', 'to', '结束', 'minute-of-day', { otherwise: 1_440, most: 2_880 }),
    ],
    oneOf: ['min', 'max'],
    words: [
      word('group', 'group', '技能组', { text: 'group' }),
      word('weekdays', 'weekdays', '星期', { list: 'weekdays' }),
    ],
    unit: 'people',
    sentences: {
      min: both(
        '{value} people for "{group}" from {from} to {to}; at least {limit}',
        '{from} 至 {to} “{group}”在岗 {value} 人，至少 {limit} 人',
      ),
      max: both(
        '{value} people for "{group}" from {from} to {to}; at most {limit}',
        '{from} 至 {to} “{group}”在岗 {value} 人，最多 {limit} 人',
      ),
    },
  },
];
