/** One step of an explanation as a sentence. English comes with the step; Chinese is made here. */
import type { Lang } from '../../../text.ts';
import { amount, percent } from '../../parts/figure-words.ts';
import { planningWords } from '../planning-words.ts';
import type { ExplainStep } from '../requirement-api.ts';

/** What was done in a step, with the figures that went in. */
export function stepSentence(step: ExplainStep, lang: Lang): string {
  return lang === 'en' ? step.detail : (chinese[step.step]?.(reader(step)) ?? step.detail);
}

/** The unit of a step's figure. */
export function unitWord(unit: string, lang: Lang): string {
  return lang === 'en' ? unit : (units[unit] ?? unit);
}

const units: Record<string, string> = {
  contacts: '个',
  s: '秒',
  erlang: '爱尔兰',
  agents: '人',
  ratio: '',
  minutes: '分钟',
};

interface Read {
  /** A figure by its name, with at most two decimals. */
  figure: (name: string) => string;
  share: (name: string) => string;
  number: (name: string) => number;
  word: (name: string) => string;
}

function reader({ inputs, words }: ExplainStep): Read {
  return {
    figure: (name) => amount(inputs[name], 'zh', 2),
    share: (name) => percent(inputs[name]),
    number: (name) => inputs[name] ?? 0,
    word: (name) => words[name] ?? '',
  };
}

const models = planningWords('zh').models;
const goals: Record<string, string> = {
  ...planningWords('zh').figures,
  abandonment: '放弃率',
  minimumAgents: '最少坐席',
};

const chinese: Record<string, (step: Read) => string> = {
  volume: ({ figure, share, word }) =>
    `${figure('slotMinutes')} 分钟内，取预测的${word('volume') === 'mean' ? '均值' : ` ${share('quantile')} 分位`}`,
  aht: ({ figure, word }) =>
    word('source') === 'chat'
      ? `坐席同时持有 ${figure('chats')} 个会话时，每个会话的时长`
      : `平均处理时长，${word('source') === 'fixed' ? '按规则固定' : '按预测'}`,
  load: ({ figure }) => `${figure('calls')} × ${figure('ahtS')} 秒 ÷ ${figure('slotS')} 秒`,
  carried: ({ figure, number }) =>
    number('change') >= 0
      ? `处理时间长：之前时段遗留 ${figure('change')} 爱尔兰`
      : `处理时间长：${amount(-number('change'), 'zh', 2)} 爱尔兰延续到之后时段`,
  redials: ({ figure, share }) =>
    `历史放弃率 ${share('lostBefore')}，首次来电 ${figure('fresh')}；现放弃率 ${share('lost')},` +
    `其中 ${share('share')} 再次来电，共 ${figure('redials')} 次`,
  model: ({ figure, number, word }) => {
    const patient = number('patienceS') > 0 ? `,平均耐心 ${figure('patienceS')} 秒` : '';
    const chats = number('chats') > 0 ? `,最多同时 ${figure('chats')} 个会话` : '';
    return `${models[word('model')] ?? word('model')}${chats}${patient}`;
  },
  goal: ({ figure, number, word, share }) => {
    const name = word('goal');
    const limit = name === 'asaS' ? `${figure('limit')} 秒` : share('limit');
    const within = number('withinS') > 0 ? `(${figure('withinS')} 秒内)` : '';
    const binds = word('binding') === 'true' ? ',决定因素' : '';
    return `${goals[name] ?? name}${name === 'serviceLevel' ? `${within} ≥` : ' ≤'} ${limit}${binds}`;
  },
  deadline: ({ figure }) => `须在 ${figure('withinMinutes')} 分钟工作时间内完成`,
  level: ({ figure, share, number }) =>
    `满足全部期限的最平稳配置${number('occupancy') < 1 ? `,利用率 ${share('occupancy')}` : ''};` +
    `时段末剩余 ${figure('waitingHours')} 小时工作`,
  base: ({ word }) =>
    word('binding') ? `决定因素：${goals[word('binding')] ?? word('binding')}` : '在线人数，取整',
  shrinkage: ({ figure, number, word }) => {
    const days = word('weekdays').split(' ').filter(Boolean);
    const named = days.map((day) => '一二三四五六日'[Number(day) - 1]).join('、');
    const clock = (minute: number) =>
      `${Math.floor(minute / 60)}:${String(minute % 60).padStart(2, '0')}`;
    const [from, to] = [number('fromMinute'), number('toMinute') || 1_440];
    const hours = from > 0 || to < 1_440 ? ` ${clock(from)}–${clock(to)}` : '';
    const when = named || hours ? `(${named ? `周${named}` : '每天'}${hours})` : '';
    return `${word('kind')}:${figure('numerator')}/${figure('denominator')}${when}`;
  },
  rostered: ({ figure }) =>
    `${figure('agents')} ÷ (1 − ${figure('numerator')}/${figure('denominator')})，向上取整`,
};
