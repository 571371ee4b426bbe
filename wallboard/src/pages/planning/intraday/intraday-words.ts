import type { Lang } from '../../../text.ts';

const en = {
  before: 'Forecast before the day',
  updated: 'Rest of the day now',
  actual: 'Came',
  agentsNow: 'Agents on queue, as it looks now',
  agentsBefore: 'as forecast before',
  until: (time: string) => `until ${time}`,
  nothingYet: 'nothing yet',
  rest: 'Still to come',
  restWhy: (change: string) => `${change} against before`,
  whole: 'Forecast for the day',
  published: 'as published',
  computed: 'computed for today; none was published',
  scheduled: 'scheduled',
  against: (version: string) => `Compared with the published schedule, version ${version}.`,
  againstForecast:
    'No published schedule of today is at hand: compared with the agents the forecast asked for.',
  actions: 'What to do',
  noActions: 'Nothing: the day runs as planned.',
  kinds: {
    'add-agents': 'Add agents',
    'release-agents': 'Release agents',
    'move-breaks': 'Move breaks',
    'offer-leave': 'Offer leave',
    watch: 'Watch',
  } as Record<string, string>,
};

const zh: typeof en = {
  before: '日前预测',
  updated: '剩余时段更新',
  actual: '实际',
  agentsNow: '按现况所需在线坐席',
  agentsBefore: '日前所需',
  until: (time) => `截至 ${time}`,
  nothingYet: '尚无',
  rest: '预计还有',
  restWhy: (change) => `较日前 ${change}`,
  whole: '全天预测',
  published: '以发布为准',
  computed: '当日计算，未发布预测',
  scheduled: '排班在线',
  against: (version) => `与已发布排班(版本 ${version})比较。`,
  againstForecast: '没有可用的今日已发布排班：与日前预测所需坐席比较。',
  actions: '建议',
  noActions: '无需处理：今日按计划进行。',
  kinds: {
    'add-agents': '增加坐席',
    'release-agents': '释放坐席',
    'move-breaks': '调整小休',
    'offer-leave': '可批休假',
    watch: '关注',
  },
};

/** The words of the intraday step. */
export const intradayWords: Record<Lang, typeof en> = { en, zh };
