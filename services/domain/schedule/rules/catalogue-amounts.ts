import { both, number, type RuleKind, word } from './rule-kind.ts';

const anyWindow = ['day', 'calendar-week', 'rolling-days', 'month', 'reference-period'] as const;

const min = (unit: 'minutes' | 'days' | 'shifts' | 'weekends') =>
  number('min', 'at least', '最少', unit);
const max = (unit: 'minutes' | 'days' | 'shifts' | 'weekends') =>
  number('max', 'at most', '最多', unit);

/** How long a window is: days of a rolling one, days or calendar months of a reference period. */
const windowSize = [
  number('days', 'days of the window', '周期天数', 'days', { least: 1, most: 366 }),
  number('months', 'calendar months of the reference period', '结算周期月数', 'months', {
    most: 12,
  }),
];
const anchor = word('anchor', 'first day of a reference period', '结算周期起始日', { text: 'day' });
const onlyThese = [
  word('family', 'only these kinds of shift', '仅限班别', { list: 'families' }),
  word('template', 'only these templates', '仅限班次模板', { list: 'templates' }),
];
const count = word('count', 'minutes counted', '计时口径', { one: ['paid', 'worked'] }, 'paid');

const inWindow = (what: { en: string; zh: string }, form: string, more: string, moreZh: string) =>
  ({
    max: both(
      `{person} ${what.en} {value${form}}${more} from {from} to {to}; at most {limit${form}}${more}`,
      `{person} 在 {from} 至 {to} ${what.zh} {value${form}}${moreZh}，最多 {limit${form}}${moreZh}`,
    ),
    min: both(
      `{person} ${what.en} {value${form}}${more} from {from} to {to}; at least {limit${form}}${more}`,
      `{person} 在 {from} 至 {to} ${what.zh} {value${form}}${moreZh}，至少 {limit${form}}${moreZh}`,
    ),
  }) as const;

/** Kinds that count something over windows. */
export const amountKinds: readonly RuleKind[] = [
  {
    kind: 'minutes-per-window',
    name: both('Hours in a period', '周期工时'),
    meaning: both(
      'Paid or worked time in a period lies between two limits; over a reference period they are averages a week.',
      '周期内计薪或实际工时须在上下限之间；结算周期内按每周平均计算。',
    ),
    chapter: 'amounts',
    numbers: [min('minutes'), max('minutes'), ...windowSize],
    oneOf: ['min', 'max'],
    words: [count, ...onlyThese, anchor],
    windows: anyWindow,
    unit: 'minutes',
    sentences: inWindow(both('has', '工时'), ':h', '', ''),
  },
  {
    kind: 'days-per-window',
    name: both('Days worked in a period', '周期出勤天数'),
    meaning: both(
      'Days worked in a period lie between two limits.',
      '周期内出勤天数须在上下限之间。',
    ),
    chapter: 'amounts',
    numbers: [min('days'), max('days'), ...windowSize],
    oneOf: ['min', 'max'],
    words: [...onlyThese, anchor],
    windows: anyWindow,
    unit: 'days',
    sentences: inWindow(both('works', '出勤'), ':n', ' days', ' 天'),
  },
  {
    kind: 'days-off-per-window',
    name: both('Days off in a period', '周期休息天数'),
    meaning: both('Days off in a period lie between two limits.', '周期内休息天数须在上下限之间。'),
    chapter: 'amounts',
    numbers: [min('days'), max('days'), ...windowSize],
    oneOf: ['min', 'max'],
    words: [anchor],
    windows: anyWindow,
    unit: 'days',
    sentences: inWindow(both('is off', '休息'), ':n', ' days', ' 天'),
  },
  {
    kind: 'shifts-per-window',
    name: both('Shifts in a period', '周期班次数'),
    meaning: both(
      'Shifts in a period, of a kind or template where one is said, lie between two limits.',
      '周期内（指定班别或模板的）班次数须在上下限之间。',
    ),
    chapter: 'amounts',
    numbers: [min('shifts'), max('shifts'), ...windowSize],
    oneOf: ['min', 'max'],
    words: [...onlyThese, anchor],
    windows: anyWindow,
    unit: 'shifts',
    sentences: inWindow(both('has', '班次'), ':n', ' shifts', ' 个'),
  },
  {
    kind: 'contract-minutes',
    name: both('Weekly hours of the contract', '合同周工时'),
    meaning: both(
      'Paid time of a week, leave included, lies between the limits of the contract.',
      '每周计薪工时（含假期）须在合同上下限之间。',
    ),
    chapter: 'amounts',
    numbers: [],
    oneOf: [],
    words: [],
    windows: ['calendar-week'],
    unit: 'minutes',
    sentences: inWindow(both('has', '合同工时'), ':h', '', ''),
  },
  {
    kind: 'overtime',
    name: both('Overtime', '加班'),
    meaning: both(
      'Time beyond the normal day or week is overtime, of which a period holds only so much.',
      '超出标准日或标准周的工时为加班，周期内加班不得超过上限。',
    ),
    chapter: 'amounts',
    numbers: [
      max('minutes'),
      number('normalDay', 'normal day', '标准日工时', 'minutes', { most: 1_440 }),
      number('normalWeek', 'normal week', '标准周工时', 'minutes', { most: 10_080 }),
      ...windowSize,
    ],
    oneOf: ['max'],
    words: [anchor],
    windows: anyWindow,
    unit: 'minutes',
    sentences: inWindow(both('has overtime of', '加班'), ':h', '', ''),
  },
  {
    kind: 'night-average',
    name: both('Hours of night workers', '夜班员工平均工时'),
    meaning: both(
      'Who works nights works only so long on average in 24 hours, the weekly day of rest not counted.',
      '夜班员工每 24 小时平均工时不得超过上限（每周休息日不计入）。',
    ),
    chapter: 'amounts',
    numbers: [
      number('max', 'at most in 24 hours', '每 24 小时最多', 'minutes', { otherwise: 480 }),
      number('fromMinute', 'night begins', '夜间开始', 'minute-of-day', {
        otherwise: 1_380,
        most: 1_439,
      }),
      number('toMinute', 'night ends', '夜间结束', 'minute-of-day', {
        otherwise: 360,
        most: 1_440,
      }),
      number('nightMinutes', 'night time that makes a night shift', '夜班最少夜间工时', 'minutes', {
        otherwise: 180,
      }),
      number('nights', 'night shifts that make a night worker', '夜班员工最少夜班数', 'shifts', {
        otherwise: 1,
      }),
      ...windowSize,
    ],
    oneOf: [],
    words: [anchor],
    windows: ['calendar-week', 'rolling-days', 'month', 'reference-period'],
    unit: 'minutes',
    sentences: inWindow(both('as a night worker has', '作为夜班员工工时'), ':h', '', ''),
  },
  {
    kind: 'on-call-limit',
    name: both('Time on call', '待命时长'),
    meaning: both(
      'Time on call in a period lies between two limits.',
      '周期内待命时长须在上下限之间。',
    ),
    chapter: 'amounts',
    numbers: [min('minutes'), max('minutes'), ...windowSize],
    oneOf: ['min', 'max'],
    words: [anchor],
    windows: anyWindow,
    unit: 'minutes',
    sentences: inWindow(both('is on call for', '待命'), ':h', '', ''),
  },
  {
    kind: 'weekends-per-window',
    name: both('Weekends in a period', '周期周末出勤'),
    meaning: both(
      'Weekends on which somebody works, in a period; one day is enough.',
      '周期内有出勤的周末数（任一天即算）须在上下限之间。',
    ),
    chapter: 'amounts',
    numbers: [min('weekends'), max('weekends'), ...windowSize],
    oneOf: ['min', 'max'],
    words: [anchor],
    windows: ['rolling-days', 'month', 'reference-period'],
    unit: 'days',
    sentences: inWindow(both('works', '周末出勤'), ':n', ' weekends', ' 个'),
  },
  {
    kind: 'holidays-per-window',
    name: both('Public holidays in a period', '周期法定节假日出勤'),
    meaning: both('Public holidays worked in a period.', '周期内法定节假日出勤天数不得超过上限。'),
    chapter: 'amounts',
    numbers: [max('days'), ...windowSize],
    oneOf: ['max'],
    words: [anchor],
    windows: anyWindow,
    unit: 'days',
    sentences: inWindow(both('works', '法定节假日出勤'), ':n', ' public holidays', ' 天'),
  },
];
