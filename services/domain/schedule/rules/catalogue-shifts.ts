import { both, number, type RuleKind, word } from './rule-kind.ts';

const shape = { chapter: 'shifts', oneOf: [], words: [], windows: [], unit: 'minutes' } as const;
const shift = { most: 1_440 };

/** Kinds about what is inside one shift. */
export const shiftKinds: readonly RuleKind[] = [
  {
    ...shape,
    kind: 'shift-length',
    name: both('Length of a shift', '班次时长'),
    meaning: both('A shift is neither too short nor too long.', '单个班次时长须在上下限之间。'),
    numbers: [
      number('min', 'at least', '最少', 'minutes', shift),
      number('max', 'at most', '最多', 'minutes', shift),
    ],
    oneOf: ['min', 'max'],
    words: [
      word('count', 'minutes counted', '计时口径', { one: ['span', 'worked', 'paid'] }, 'span'),
      word('family', 'only these kinds of shift', '仅限班别', { list: 'families' }),
      word('template', 'only these templates', '仅限班次模板', { list: 'templates' }),
    ],
    sentences: {
      max: both(
        "{person}'s shift at {at} has {value:h}; at most {limit:h}",
        '{person} {at} 的班次时长 {value:h}，最多 {limit:h}',
      ),
      min: both(
        "{person}'s shift at {at} has {value:h}; at least {limit:h}",
        '{person} {at} 的班次时长 {value:h}，至少 {limit:h}',
      ),
    },
  },
  {
    ...shape,
    kind: 'night-length',
    name: both('Length of a night shift', '夜班时长'),
    meaning: both(
      'A shift with work at night has only so much work.',
      '含夜间工作的班次工时不得超过上限。',
    ),
    numbers: [
      number('max', 'at most', '最多', 'minutes', { otherwise: 480, ...shift }),
      number('fromMinute', 'night begins', '夜间开始', 'minute-of-day', {
        otherwise: 0,
        most: 1_439,
      }),
      number('toMinute', 'night ends', '夜间结束', 'minute-of-day', { otherwise: 300, ...shift }),
    ],
    sentences: {
      max: both(
        "{person}'s night shift at {at} has {value:h} of work; at most {limit:h}",
        '{person} {at} 的夜班工时 {value:h}，最多 {limit:h}',
      ),
    },
  },
  {
    ...shape,
    kind: 'no-work-between',
    name: both('No work at these times', '禁止时段'),
    meaning: both('No work in a stretch of the day.', '每天的指定时段内不得安排工作。'),
    numbers: [
      number('fromMinute', 'from', '开始', 'minute-of-day', { otherwise: 1_320, most: 1_439 }),
      number('toMinute', 'to', '结束', 'minute-of-day', { otherwise: 360, ...shift }),
    ],
    sentences: {
      max: both(
        '{person} works {value:h} between {between} and {and}, in the shift at {at}',
        '{person} {at} 的班次有 {value:h} 在 {between} 至 {and} 之间',
      ),
    },
  },
  {
    ...shape,
    kind: 'break-after-work',
    name: both('Break after work', '工作后休息'),
    meaning: both(
      'Who works long has a break before so much work without one.',
      '连续工作达到上限前须安排休息。',
    ),
    numbers: [
      number('max', 'work without a break at most', '连续工作最多', 'minutes', {
        otherwise: 360,
        ...shift,
      }),
      number('breakMinutes', 'shortest break that counts', '有效休息最短', 'minutes', {
        otherwise: 15,
        ...shift,
      }),
    ],
    sentences: {
      max: both(
        '{person} works {value:h} without a break of {breakMinutes:h} from {from}; at most {limit:h}',
        '{person} 自 {from} 连续工作 {value:h}（无 {breakMinutes:h} 的休息），最多 {limit:h}',
      ),
    },
  },
  {
    ...shape,
    kind: 'break-total',
    name: both('Breaks by work', '按工时的休息总量'),
    meaning: both(
      'Who works more than so long has breaks of so long in sum.',
      '工时超过一定时长的班次须有足够的休息总时长。',
    ),
    numbers: [
      number('afterMinutes', 'work of more than', '工时超过', 'minutes', {
        otherwise: 360,
        ...shift,
      }),
      number('min', 'breaks at least', '休息至少', 'minutes', { otherwise: 30, ...shift }),
    ],
    sentences: {
      min: both(
        '{person} has breaks of {value:h} in {work:h} of work; at least {limit:h}',
        '{person} 工作 {work:h} 仅休息 {value:h}，至少 {limit:h}',
      ),
    },
  },
  {
    ...shape,
    kind: 'break-window',
    name: both('Time of a break', '休息时段'),
    meaning: both(
      'A break or meal begins neither too early nor too late.',
      '休息或用餐的开始时间须在指定范围内。',
    ),
    numbers: [
      number('earliest', 'not before', '最早', 'minutes', { otherwise: 0, most: 2_880 }),
      number('latest', 'not after', '最晚', 'minutes', { most: 2_880 }),
    ],
    oneOf: ['earliest', 'latest'],
    words: [
      word('activity', 'which', '类型', { one: ['meal', 'break'] }, 'meal'),
      word('by', 'counted from', '计时起点', { one: ['shift', 'clock'] }, 'shift'),
    ],
    sentences: {
      early: both(
        "{person}'s {activity} begins at {at}, less than {limit} into the shift",
        '{person} 的{activity:f} {at} 开始，早于上班后 {limit}',
      ),
      late: both(
        "{person}'s {activity} begins at {at}, more than {limit} into the shift",
        '{person} 的{activity:f} {at} 开始，晚于上班后 {limit}',
      ),
      'early-by-clock': both(
        "{person}'s {activity} begins at {at}, before {limit}",
        '{person} 的{activity:f} {at} 开始，早于 {limit}',
      ),
      'late-by-clock': both(
        "{person}'s {activity} begins at {at}, after {limit}",
        '{person} 的{activity:f} {at} 开始，晚于 {limit}',
      ),
    },
  },
  {
    ...shape,
    kind: 'work-between-breaks',
    name: both('Work between breaks', '休息间隔'),
    meaning: both(
      'Between two breaks, and before the first and after the last, is some work.',
      '两次休息之间及首尾须有一定工作时长。',
    ),
    numbers: [
      number('min', 'between two', '两次之间最少', 'minutes', { otherwise: 60, ...shift }),
      number('ends', 'at either end', '首尾最少', 'minutes', { otherwise: 0, ...shift }),
    ],
    sentences: {
      min: both(
        '{person} works only {value:h} from {from} between breaks or to an end; at least {limit:h}',
        '{person} 自 {from} 休息间仅工作 {value:h}，至少 {limit:h}',
      ),
    },
  },
  {
    ...shape,
    kind: 'template-breaks',
    name: both('Breaks of the template', '模板休息'),
    meaning: both(
      'A shift has the breaks of its template, each in its window.',
      '班次须含模板规定的休息，且在规定时段内。',
    ),
    numbers: [],
    sentences: {
      moved: both(
        '{person}: break {number} of "{template}" at {at} is too short or outside its window',
        '{person}：“{template}”的第 {number} 次休息（{at}）时长不足或不在规定时段',
      ),
      missing: both(
        '{person}: break {number} of "{template}", {minutes} minutes, is missing',
        '{person}：“{template}”的第 {number} 次休息（{minutes} 分钟）缺失',
      ),
    },
  },
  {
    ...shape,
    kind: 'split-gap',
    name: both('Split shifts', '分段班'),
    meaning: both(
      'The time between the parts of a split shift lies between two limits.',
      '分段班两段之间的间隔须在上下限之间。',
    ),
    numbers: [
      number('min', 'gap at least', '间隔最少', 'minutes', { otherwise: 0, ...shift }),
      number('max', 'gap at most', '间隔最多', 'minutes', { otherwise: 240, ...shift }),
      number('maxParts', 'parts at most', '最多段数', 'count', { least: 1, most: 6 }),
    ],
    sentences: {
      max: both(
        "{person}'s shift is split for {value:h} at {at}; at most {limit:h}",
        '{person} {at} 的分段间隔 {value:h}，最多 {limit:h}',
      ),
      min: both(
        "{person}'s shift is split for {value:h} at {at}; at least {limit:h}",
        '{person} {at} 的分段间隔 {value:h}，至少 {limit:h}',
      ),
      parts: both(
        "{person}'s shift has {value} parts; at most {limit}",
        '{person} 的班次分为 {value} 段，最多 {limit} 段',
      ),
    },
  },
];
