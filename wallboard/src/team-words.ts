/** Words of what sites post of scores, in both languages. */
import { localeOf } from './format.ts';
import type { Lang } from './text.ts';

const en = {
  teamWall: 'Teams',
  teamWallWhy: 'How teams score this month, the best, praise, the topic of the week.',
  topic: 'Topic of the week',
  team: 'Team',
  people: 'People',
  under8: 'under 8',
  under8Rule: 'under 8 people scored: no mean is shown',
  rule: (month: string, asOf: string) => `As of ${asOf}: mean scorecard of 100, ${month} so far`,
  ruleOld: (month: string) => `mean scorecard of 100, ${month} so far`,
  closed: (month: string) => `bar mark: ${month} closed`,
  bestOf: (month: string) => `Best of ${month}`,
  bestRule: 'first of each team of 8 or more',
  praise: 'Praise',
  moreTeams: (n: number) => `${n} more ${n === 1 ? 'team' : 'teams'}`,
  moreNames: (n: number) => `${n} more named`,
  page: (at: number, of: number) => `${at} of ${of}`,
  asOf: (time: string) => `as of ${time}`,
  untold: 'Not told yet',
  untoldWhy: 'No scores have reached this screen yet.',
  nothing: 'Nothing is posted here',
  nothingWhy: 'No team, no topic and no praise of this site may be shown yet.',
  noSite: 'The directory knows no such site.',
  parts: {
    'team-means': 'Team means',
    best: 'The best',
    praise: 'Praise',
    topic: 'Topic',
    names: 'Names',
  } as Record<string, string>,
  whys: {
    preset: "not shown, by the site's privacy preset",
    setting: 'not shown, as the site has chosen',
    notice: 'not before people have been told',
    'small-groups': 'not shown, fewer than 8 people',
    'not-closed': 'not before a month is closed',
    missing: 'figures do not answer',
  } as Record<string, string>,
};

const zh: typeof en = {
  teamWall: '班组大屏',
  teamWallWhy: '各班组本月绩效、上月之星、表扬与本周质量主题。',
  topic: '本周质量主题',
  team: '班组',
  people: '人数',
  under8: '不足8人',
  under8Rule: '不足8人不公布',
  rule: (month, asOf) => `截至 ${asOf}：绩效均分（满分 100），${month}至今`,
  ruleOld: (month) => `绩效均分（满分 100），${month}至今`,
  closed: (month) => `竖线：${month}关账`,
  bestOf: (month) => `${month}之星`,
  bestRule: '各班组(8人以上)第一名',
  praise: '表扬',
  moreTeams: (n) => `另有 ${n} 个班组`,
  moreNames: (n) => `另有 ${n} 人`,
  page: (at, of) => `${at}/${of}`,
  asOf: (time) => `截至 ${time}`,
  untold: '数据未到',
  untoldWhy: '本屏尚未收到任何绩效数据。',
  nothing: '暂无可公布的内容',
  nothingWhy: '本职场目前没有可公布的班组、主题或表扬。',
  noSite: '目录中没有这个职场。',
  parts: {
    'team-means': '班组均分',
    best: '之星',
    praise: '表扬',
    topic: '主题',
    names: '姓名',
  },
  whys: {
    preset: '按隐私设置不公布',
    setting: '按职场选择不公布',
    notice: '尚未告知员工，暂不公布',
    'small-groups': '不足8人，不公布',
    'not-closed': '尚无已关账月份',
    missing: '数据暂缺',
  },
};

/** The words of a language. */
export function teamText(lang: Lang): typeof en {
  return lang === 'zh' ? zh : en;
}

/** A month as a word, short: "Nov", "11月"; of another year than the one of now with its year. */
export function monthIn(month: string, thisYear: string, lang: Lang): string {
  const at = Date.parse(`${month}-01T00:00:00Z`);
  if (Number.isNaN(at)) return month;
  const named = { month: 'short', timeZone: 'UTC' } as const;
  const format = month.slice(0, 4) === thisYear ? named : ({ ...named, year: 'numeric' } as const);
  return new Intl.DateTimeFormat(localeOf[lang], format).format(at);
}

/** The month in which an instant lies in a zone: "2026-11". */
export function monthAt(atMs: number, timeZone: string): string {
  const format = { timeZone, year: 'numeric', month: '2-digit' } as const;
  return new Intl.DateTimeFormat('sv-SE', format).format(atMs);
}
