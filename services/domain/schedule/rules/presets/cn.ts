import { type PresetRow, presetRule } from './preset-rule.ts';

/**
 * Working time in China, for the standard system of hours; a starting point that a lawyer has to
 * check. Where another system is approved (Labour Law Art. 39), the site replaces the rows of the
 * normal day and week by an average over its settlement period.
 */
const rows: readonly PresetRow[] = [
  {
    id: 'week',
    kind: 'minutes-per-window',
    numbers: { max: 2_640 },
    words: { count: 'worked' },
    window: 'calendar-week',
    weight: 0.05,
    source: '劳动法 第36条 (44 h a week)',
  },
  {
    id: 'standard-week',
    kind: 'minutes-per-window',
    numbers: { max: 2_400 },
    words: { count: 'worked' },
    window: 'calendar-week',
    weight: 0.05,
    source: '国务院关于职工工作时间的规定 第3条 (8 h a day, 40 h a week)',
  },
  {
    id: 'standard-day',
    kind: 'minutes-per-window',
    numbers: { max: 480 },
    words: { count: 'worked' },
    window: 'day',
    weight: 0.05,
    source: '国务院关于职工工作时间的规定 第3条 (8 h a day, 40 h a week)',
  },
  {
    id: 'overtime-day',
    kind: 'overtime',
    numbers: { max: 60, normalDay: 480 },
    window: 'day',
    weight: 0.1,
    source: '劳动法 第41条 (overtime normally at most 1 h a day)',
  },
  {
    id: 'overtime-day-most',
    kind: 'overtime',
    numbers: { max: 180, normalDay: 480 },
    window: 'day',
    source: '劳动法 第41条 (overtime at most 3 h a day)',
  },
  {
    id: 'overtime-month',
    kind: 'overtime',
    numbers: { max: 2_160, normalDay: 480, normalWeek: 2_400 },
    window: 'month',
    source: '劳动法 第41条 (overtime at most 36 h a month)',
  },
  {
    id: 'rest-day',
    kind: 'days-off-per-window',
    numbers: { min: 1 },
    window: 'calendar-week',
    source: '劳动法 第38条 (at least one day of rest a week)',
  },
  {
    id: 'weekend',
    kind: 'days-off-per-window',
    numbers: { min: 2 },
    window: 'calendar-week',
    weight: 10,
    source: '国务院关于职工工作时间的规定 第7条 (Saturday and Sunday, or two other days)',
  },
  {
    id: 'pregnant-night',
    kind: 'no-work-between',
    numbers: { fromMinute: 1_320, toMinute: 360 },
    protections: ['pregnant', 'nursing'],
    source:
      '劳动法 第61、63条; 女职工劳动保护特别规定 第6、9条 (no night work from the seventh month on and while nursing a child under one)',
  },
  {
    id: 'pregnant-overtime',
    kind: 'overtime',
    numbers: { max: 0, normalDay: 480, normalWeek: 2_400 },
    window: 'calendar-week',
    protections: ['pregnant', 'nursing'],
    source:
      '劳动法 第61、63条; 女职工劳动保护特别规定 第6、9条 (no overtime from the seventh month on and while nursing a child under one)',
  },
  {
    // Soft, a cost for each minute: overtime that people agreed to is marked, not barred.
    id: 'contract',
    kind: 'contract-minutes',
    window: 'calendar-week',
    weight: 0.02,
    source: '劳动合同法 第17条 (hours of the contract)',
  },
  {
    id: 'minor-night',
    kind: 'no-work-between',
    numbers: { fromMinute: 1_320, toMinute: 360 },
    protections: ['minor'],
    source:
      '劳动法 第58条; 未成年人保护法 第61条 (special protection at 16 and 17; no article names hours: this preset gives no night work)',
  },
  {
    id: 'overlap',
    kind: 'overlap',
    source: 'Nobody can be in two places',
  },
  {
    id: 'absence',
    kind: 'absence',
    source: '职工带薪年休假条例 第2条; 企业职工患病或非因工负伤医疗期规定 第2条',
  },
];

/** The rules of China's preset, "cn". */
export const cnRules = rows.map((row) => presetRule('cn', row));
