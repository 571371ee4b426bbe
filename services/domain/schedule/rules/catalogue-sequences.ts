import { both, number, type RuleKind, word } from './rule-kind.ts';

const shape = { chapter: 'sequences', oneOf: [], words: [], windows: [], unit: 'days' } as const;
const families = { list: 'families-and-templates' } as const;

/** Kinds about what follows what. */
export const sequenceKinds: readonly RuleKind[] = [
  {
    ...shape,
    kind: 'consecutive-days',
    name: both('Days in a row', '连续出勤'),
    meaning: both(
      'Days worked in a row, of a kind of shift or template where one is said.',
      '（指定班别或模板的）连续出勤天数须在上下限之间。',
    ),
    numbers: [
      number('min', 'at least', '最少', 'days', { most: 60 }),
      number('max', 'at most', '最多', 'days', { most: 60 }),
    ],
    oneOf: ['min', 'max'],
    words: [
      word('family', 'only these kinds of shift', '仅限班别', { list: 'families' }),
      word('template', 'only these templates', '仅限班次模板', { list: 'templates' }),
    ],
    sentences: {
      max: both(
        '{person} works {value} days in a row, {from} to {to}; at most {limit}',
        '{person} 自 {from} 至 {to} 连续出勤 {value} 天，最多 {limit} 天',
      ),
      min: both(
        '{person} works only {value} days in a row, {from} to {to}; at least {limit}',
        '{person} 自 {from} 至 {to} 仅连续出勤 {value} 天，至少 {limit} 天',
      ),
    },
  },
  {
    ...shape,
    kind: 'consecutive-days-off',
    name: both('Days off in a row', '连续休息'),
    meaning: both('Days off in a row between days worked.', '两段出勤之间的连续休息天数。'),
    numbers: [
      number('min', 'at least', '最少', 'days', { most: 60 }),
      number('max', 'at most', '最多', 'days', { most: 60 }),
    ],
    oneOf: ['min', 'max'],
    sentences: {
      max: both(
        '{person} is off {value} days in a row, {from} to {to}; at most {limit}',
        '{person} 自 {from} 至 {to} 连续休息 {value} 天，最多 {limit} 天',
      ),
      min: both(
        '{person} is off only {value} days in a row, {from} to {to}; at least {limit}',
        '{person} 自 {from} 至 {to} 仅连续休息 {value} 天，至少 {limit} 天',
      ),
    },
  },
  {
    ...shape,
    kind: 'consecutive-weekends',
    name: both('Weekends in a row', '连续周末出勤'),
    meaning: both('Weekends worked in a row.', '连续出勤的周末数不得超过上限。'),
    numbers: [number('max', 'at most', '最多', 'weekends', { otherwise: 2, most: 60 })],
    sentences: {
      max: both(
        '{person} works {value} weekends in a row up to {to}; at most {limit}',
        '{person} 至 {to} 已连续 {value} 个周末出勤，最多 {limit} 个',
      ),
    },
  },
  {
    ...shape,
    kind: 'complete-weekends',
    name: both('Complete weekends', '完整周末'),
    meaning: both('A weekend is worked on both days or on none.', '周末两天同时出勤或同时休息。'),
    numbers: [],
    sentences: {
      max: both(
        '{person} works half of the weekend of {from}: only on {to}',
        '{person} 在 {from} 的周末只出勤一天（{to}）',
      ),
    },
  },
  {
    ...shape,
    kind: 'rest-between-shifts',
    name: both('Rest between shifts', '班间休息'),
    meaning: both(
      'From the end of work to the next beginning passes at least so much time.',
      '下班至下一次上班之间须有足够休息时间。',
    ),
    numbers: [number('min', 'at least', '最少', 'minutes', { otherwise: 660, most: 10_080 })],
    words: [word('after', 'only after', '仅在此类班后', families)],
    unit: 'minutes',
    sentences: {
      min: both(
        '{person} rests {value:h} between {from} and {to}; at least {limit:h}',
        '{person} 在 {from} 与 {to} 之间仅休息 {value:h}，至少 {limit:h}',
      ),
    },
  },
  {
    ...shape,
    kind: 'weekly-rest',
    name: both('Weekly rest', '每周休息'),
    meaning: both(
      'Each week (or other period) has an unbroken rest of so long, or several.',
      '每周（或其他周期）须有一次或多次不间断休息。',
    ),
    numbers: [
      number('min', 'length of a rest', '每次休息时长', 'minutes', { otherwise: 2_100, least: 60 }),
      number('rests', 'rests', '休息次数', 'count', { otherwise: 1, least: 1, most: 10 }),
      number('orMin', 'or one rest of', '或一次休息时长', 'minutes', { otherwise: 0 }),
      number('days', 'days of the window', '周期天数', 'days', { least: 1, most: 31 }),
    ],
    words: [word('anchor', 'first day of a reference period', '结算周期起始日', { text: 'day' })],
    windows: ['calendar-week', 'rolling-days', 'reference-period'],
    unit: 'minutes',
    sentences: {
      min: both(
        '{person} rests {value:h} at a stretch from {from} to {to}; at least {limit:h}',
        '{person} 在 {from} 至 {to} 最长连续休息 {value:h}，至少 {limit:h}',
      ),
      several: both(
        '{person} lacks rest from {from} to {to}: {rests} rests of {limit:h} are due; the longest is {value:h}',
        '{person} 在 {from} 至 {to} 休息不足：应有 {rests} 次 {limit:h}，最长一次 {value:h}',
      ),
    },
  },
  {
    ...shape,
    kind: 'forbidden-succession',
    name: both('Shifts that do not follow', '禁止衔接'),
    meaning: both(
      'After one kind of shift the next is not of another kind.',
      '某类班之后不得衔接另一类班。',
    ),
    numbers: [
      number('days', 'within days', '天数内', 'days', { otherwise: 1, least: 1, most: 14 }),
    ],
    words: [word('from', 'after', '前一班', families), word('to', 'not', '后一班', families)],
    unit: 'shifts',
    sentences: {
      max: both(
        '{person} goes from {before:f} on {from} to {after:f} on {to}',
        '{person} {from} {before:f}后于 {to} 上{after:f}',
      ),
    },
  },
  {
    ...shape,
    kind: 'wanted-succession',
    name: both('Shifts that follow', '应当衔接'),
    meaning: both(
      'The day after one kind of shift is of another kind, or off.',
      '某类班的次日应为指定班别或休息。',
    ),
    numbers: [],
    words: [
      word('from', 'after', '前一班', families),
      word('to', 'comes (also "off")', '次日应为（可为 off）', families),
    ],
    unit: 'shifts',
    sentences: {
      min: both(
        '{person} has {before:f} on {from}, then {after:f} on {to} instead of {wanted}',
        '{person} {from} {before:f}，{to} 为{after:f}，应为 {wanted}',
      ),
    },
  },
  {
    ...shape,
    kind: 'forward-rotation',
    name: both('Forward rotation', '顺向轮班'),
    meaning: both(
      'Kinds of shift go on in order (early, late, night), not back.',
      '班别按顺序（早、晚、夜）向前轮换，不得倒转。',
    ),
    numbers: [
      number('resetDays', 'looks back days', '回溯天数', 'days', {
        otherwise: 4,
        least: 1,
        most: 31,
      }),
    ],
    words: [word('order', 'order', '顺序', { list: 'families' }, 'early,day,late,night')],
    unit: 'shifts',
    sentences: {
      max: both(
        '{person} rotates back from {before:f} on {from} to {after:f} on {to}',
        '{person} 由 {from} {before:f}倒转为 {to} {after:f}',
      ),
    },
  },
  {
    ...shape,
    kind: 'start-steadiness',
    name: both('Steady starts', '上班时间稳定'),
    meaning: both(
      'On days one after another shifts begin at about the same time.',
      '连续两天的上班时间相差不得过大。',
    ),
    numbers: [
      number('max', 'at most apart', '最多相差', 'minutes', { otherwise: 120, most: 1_440 }),
    ],
    unit: 'minutes',
    sentences: {
      max: both(
        '{person} begins at {from}, then at {to}: {value:h} apart, at most {limit:h}',
        '{person} 先后于 {from} 与 {to} 上班，相差 {value:h}，最多 {limit:h}',
      ),
    },
  },
];
