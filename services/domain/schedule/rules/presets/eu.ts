import { type PresetRow, presetRule } from './preset-rule.ts';

/**
 * Working time by Directive 2003/88/EC, with 94/33/EC for young and 92/85/EEC for pregnant workers;
 * a starting point that a lawyer has to check, since states and agreements go further.
 */
const rows: readonly PresetRow[] = [
  {
    id: 'daily-rest',
    kind: 'rest-between-shifts',
    numbers: { min: 660 },
    source: '2003/88/EC Art. 3 (11 h of rest in 24 h)',
  },
  {
    id: 'longest-day',
    kind: 'minutes-per-window',
    numbers: { max: 780 },
    words: { count: 'worked' },
    window: 'day',
    source: '2003/88/EC Art. 3 (11 h of rest in 24 h leave at most 13 h, shifts on end too)',
  },
  {
    id: 'break',
    kind: 'break-after-work',
    numbers: { max: 360, breakMinutes: 15 },
    source:
      "2003/88/EC Art. 4 (a break where the day is longer than 6 h); 15 min are the site's own choice: the directive names no length",
  },
  {
    id: 'weekly-rest',
    kind: 'weekly-rest',
    numbers: { min: 2_100, rests: 2, orMin: 3_540, days: 14 },
    window: 'reference-period',
    source: '2003/88/EC Art. 5 and 16(a) (24 h + 11 h a week, over up to 14 days)',
  },
  {
    id: 'weekly-rest-each',
    kind: 'weekly-rest',
    numbers: { min: 2_100 },
    window: 'calendar-week',
    weight: 0.02,
    source: '2003/88/EC Art. 5 (24 h + 11 h in each seven days)',
  },
  {
    id: 'average-week',
    kind: 'minutes-per-window',
    numbers: { max: 2_880, months: 4 },
    words: { count: 'worked' },
    window: 'reference-period',
    source: '2003/88/EC Art. 6 and 16(b) (48 h a week on average over up to 4 months)',
  },
  {
    id: 'night-average',
    kind: 'night-average',
    numbers: { max: 480, fromMinute: 1_380, toMinute: 360, nightMinutes: 180, nights: 3, days: 28 },
    window: 'reference-period',
    source:
      "2003/88/EC Art. 8(a) and 16(c) (8 h in 24 h on average for night workers); 28 days are the site's own choice",
  },
  {
    id: 'minor-day',
    kind: 'minutes-per-window',
    numbers: { max: 480 },
    words: { count: 'worked' },
    window: 'day',
    protections: ['minor'],
    source: '94/33/EC Art. 8(2) (8 h a day for adolescents)',
  },
  {
    id: 'minor-week',
    kind: 'minutes-per-window',
    numbers: { max: 2_400 },
    words: { count: 'worked' },
    window: 'calendar-week',
    protections: ['minor'],
    source: '94/33/EC Art. 8(2) (40 h a week for adolescents)',
  },
  {
    id: 'minor-night',
    kind: 'no-work-between',
    numbers: { fromMinute: 1_320, toMinute: 360 },
    protections: ['minor'],
    source: '94/33/EC Art. 9(1)(b) (no work from 22:00 to 06:00)',
  },
  {
    id: 'minor-rest',
    kind: 'rest-between-shifts',
    numbers: { min: 720 },
    protections: ['minor'],
    source: '94/33/EC Art. 10(1)(b) (12 h of rest in 24 h)',
  },
  {
    id: 'minor-days-off',
    kind: 'days-off-per-window',
    numbers: { min: 2 },
    window: 'calendar-week',
    protections: ['minor'],
    source: '94/33/EC Art. 10(2) (two days of rest a week)',
  },
  {
    id: 'minor-break',
    kind: 'break-after-work',
    numbers: { max: 270, breakMinutes: 30 },
    protections: ['minor'],
    source: '94/33/EC Art. 12 (30 min where the day is longer than 4.5 h)',
  },
  {
    id: 'pregnant-night',
    kind: 'no-work-between',
    numbers: { fromMinute: 1_380, toMinute: 360 },
    protections: ['pregnant', 'nursing'],
    source: '92/85/EEC Art. 7 (not obliged to work at night)',
  },
  {
    // Soft, a cost for each minute: overtime that people agreed to is marked, not barred.
    id: 'contract',
    kind: 'contract-minutes',
    window: 'calendar-week',
    weight: 0.02,
    source: 'The contract; (EU) 2019/1152 Art. 4 (hours told in writing)',
  },
  {
    id: 'overlap',
    kind: 'overlap',
    source: 'Nobody can be in two places',
  },
  {
    id: 'absence',
    kind: 'absence',
    source: '2003/88/EC Art. 7 (annual leave)',
  },
];

/** The rules of the European Union's preset, "eu". */
export const euRules = rows.map((row) => presetRule('eu', row));
