import type {
  AgentRow,
  PostedRow,
  QueueRow,
  Trend,
  WallFrame,
} from '../../proto/gen/floorcast/wall/v1/wall_frame.ts';

/** The same minute of a service centre: what a screen is shown in tests. */
export interface Scene {
  nowMs: number;
  queues?: number;
  agents?: number;
  simulated?: boolean;
  /** Queues with different targets and rules. */
  mixed?: boolean;
  /** What is posted of scores. */
  posted?: PostedRow[];
}

const names = [
  ['Fault repair', '故障报修'],
  ['Billing', '账务查询'],
  ['New service', '业务办理'],
  ['Complaints', '投诉建议'],
  ['Meter reading', '抄表核实'],
  ['Enterprise', '大客户专线'],
  ['Outage notice', '停电公告'],
  ['Charging piles', '充电桩'],
  ['Solar feed-in', '光伏并网'],
  ['Callback', '回访'],
  ['Night desk', '夜间值班'],
  ['Social media', '新媒体'],
] as const;

/** A whole frame of the scene, every figure fixed but for the clock. */
export function wholeFrame({
  nowMs,
  queues = 4,
  agents = 52,
  simulated = true,
  mixed,
  posted = [],
}: Scene): WallFrame {
  const rows = Array.from({ length: queues }, (_, i) => queueRow(i, nowMs, mixed ?? false));
  const people = Array.from({ length: agents }, (_, i) => agentRow(i, nowMs));
  const byState: Record<number, number> = {};
  for (const { state } of people) byState[state] = (byState[state] ?? 0) + 1;
  return {
    whole: true,
    sentMs: nowMs,
    sources: [source('pbx-1', nowMs)],
    services: ['acd-ingest', 'queue-metrics', 'agent-status', 'scorecards'].map((service) => ({
      service,
      heardMs: nowMs,
    })),
    queues: rows,
    agents: people,
    agentsGone: [],
    totals: {
      waiting: rows.reduce((sum, row) => sum + row.waiting, 0),
      longestSinceMs: rows[0]?.longestSinceMs,
      longestQueue: rows[0]?.name,
      waitingPeak: 23,
      waitingPeakSinceMs: Date.UTC(2026, 10, 22, 16),
      offered: 1284,
      answered: 1209,
      abandoned: 61,
      answerRate: 1209 / 1284,
      serviceLevel: mixed
        ? undefined
        : { rule: 3, met: 1005, counted: 1282, ratio: 1005 / 1282, targetMs: 20_000, goal: 0.8 },
      signedIn: people.length,
      agentsByState: byState,
    },
    trend: trend(nowMs),
    sites: [
      { site: 'qingyang', name: { en: 'Qingyang', zh: '庆阳客服中心' }, timeZone: 'Asia/Shanghai' },
    ],
    posted,
    simulated,
    newestFactMs: nowMs,
    pageVersion: 'v1',
  };
}

/** A frame in which nothing changed but the proof. */
export function beat(nowMs: number, provenMs: number = nowMs): WallFrame {
  const whole = wholeFrame({ nowMs });
  return {
    ...whole,
    whole: false,
    sources: [source('pbx-1', provenMs)],
    queues: [],
    agents: [],
    totals: undefined,
    trend: undefined,
    sites: [],
    posted: [],
    newestFactMs: undefined,
  };
}

export function source(id: string, provenMs: number) {
  return {
    site: 'qingyang',
    source: id,
    name: { en: 'Asterisk', zh: 'Asterisk' },
    provenMs,
    cadenceMs: 1_000,
    inGap: false,
    gapReason: '',
  };
}

export function queueRow(i: number, nowMs: number, mixed = false): QueueRow {
  const [en, zh] = names[i % names.length] ?? ['Queue', '队列'];
  const waiting = [4, 2, 1, 0, 0, 3][i % 6] ?? 0;
  const wait = [84_000, 17_000, 8_000, 0, 0, 12_000][i % 6] ?? 0;
  const ratio = [0.741, 0.827, 0.88, 0.9134, 0.773, 1][i % 6] ?? 1;
  const targetMs = mixed && i % 3 === 1 ? 15_000 : 20_000;
  const rule = mixed && i % 3 === 1 ? 2 : 3;
  return {
    key: `qingyang/q${i}`,
    site: 'qingyang',
    name: { en, zh },
    position: i + 1,
    waiting,
    longestSinceMs: waiting > 0 ? nowMs - wait : undefined,
    talking: 8,
    offered: 320,
    answered: 300,
    abandoned: 12,
    left: 2,
    answerRate: 300 / 320,
    serviceLevel: { rule, met: Math.round(ratio * 318), counted: 318, ratio, targetMs, goal: 0.8 },
    asaMs: 14_000,
    ahtMs: 260_000,
    signedIn: 12,
    ready: [0, 3, 4, 2, 12, 1][i % 6],
    onContact: 8,
    afterCallWork: 1,
    onBreak: 1,
    sources: ['qingyang/pbx-1'],
  };
}

const people = ['王小燕', '李强', '张丽娜', '陈晨', '欧阳文静', '刘洋', '赵敏', '孙浩'];
const reasons = ['午餐', '小休', '培训'];

/** 11:32:07 in Shanghai on a Monday, running on from when the test began. */
export function sceneNow(): number {
  return Date.UTC(2026, 10, 23, 3, 32, 7) + Math.floor(performance.now());
}

export function agentRow(i: number, nowMs: number): AgentRow {
  const state = ([4, 4, 4, 2, 4, 6, 4, 7, 4, 2, 5, 3] as const)[i % 12] ?? 4;
  return {
    key: `pbx-1/PJSIP/${1000 + i}`,
    site: 'qingyang',
    source: 'qingyang/pbx-1',
    name: i % 3 === 0 ? '' : (people[i % people.length] ?? ''),
    state,
    sinceMs: nowMs - (7_000 + ((i * 7919) % 1_100) * 1_000),
    reason: state === 7 ? (reasons[Math.floor(i / 12) % 3] ?? '') : '',
    queue: { en: 'Billing', zh: '账务查询' },
    contacts: state === 4 ? 1 : 0,
    team: '',
  };
}

function trend(nowMs: number): Trend {
  // Asia/Shanghai has no summer time: local midnight is 16:00 UTC.
  const dayStartMs = Math.floor((nowMs + 8 * 3_600_000) / 86_400_000) * 86_400_000 - 8 * 3_600_000;
  const passed = Math.floor((nowMs - dayStartMs) / 1_800_000);
  const shape = (step: number) =>
    4 + 90 * Math.exp(-(((step - 20) / 5) ** 2)) + 70 * Math.exp(-(((step - 31) / 5.5) ** 2));
  const usual = Array.from({ length: 48 }, (_, step) => shape(step));
  return {
    dayStartMs,
    stepS: 1_800,
    steps: 48,
    today: Array.from({ length: passed + 1 }, (_, step) =>
      Math.round(shape(step) * (1 + 0.14 * Math.sin(step * 1.7))),
    ),
    usual,
    low: usual.map((value) => value * 0.84),
    high: usual.map((value) => value * 1.15),
    pastDays: 8,
  };
}

/** What the gateway answers the pages for people, by "METHOD /path". */
export function pageAnswers(): Map<string, unknown> {
  const sites = [
    { id: 'qingyang', name: { en: 'Qingyang', zh: '庆阳客服中心' }, timeZone: 'Asia/Shanghai' },
  ];
  const settings = names.slice(0, 6).map(([en, zh], i) => ({
    kind: 'queue',
    id: `qingyang/q${i}`,
    effectiveFrom: '2026-01-01T00:00:00.000Z',
    value: {
      name: { en, zh },
      site: 'qingyang',
      targetMs: 20_000,
      goal: 0.8,
      rule: 'missed',
      shortAbandonMs: 5_000,
      wrapUpMs: 10_000,
      position: i + 1,
      skills: [],
    },
  }));
  const site = {
    kind: 'site',
    id: 'qingyang',
    effectiveFrom: '2026-01-01T00:00:00.000Z',
    value: {
      name: sites[0]?.name,
      timeZone: 'Asia/Shanghai',
      privacy: 'cn',
      callerDigits: 0,
      posted: [],
      noticeOn: '',
    },
  };
  const source = {
    kind: 'source',
    id: 'pbx-1',
    effectiveFrom: '2026-01-01T00:00:00.000Z',
    value: {
      name: { en: 'Asterisk', zh: '' },
      site: 'qingyang',
      kind: 'asterisk',
      cadenceMs: 1_000,
    },
  };
  return new Map<string, unknown>([
    [
      'GET /v1/acting',
      {
        acting: { tenant: 'demo', role: 'administrator', person: '', site: '' },
        signIn: false,
        tenants: [{ id: 'demo', name: { en: 'Demo', zh: '演示' } }],
        roles: ['administrator', 'planner', 'supervisor', 'team-lead', 'quality', 'agent', 'wall'],
        sites,
        people: people.map((name, i) => ({ id: `p${i}`, name, site: 'qingyang', team: 'day' })),
      },
    ],
    ['POST /v1/acting', { acting: {} }],
    [
      'GET /v1/health',
      {
        at: '2026-11-23T03:32:07.000Z',
        ok: false,
        services: [
          { service: 'acd-ingest', ageMs: 300, alive: true },
          { service: 'queue-metrics', ageMs: 200, alive: true },
          { service: 'agent-status', ageMs: 65_000, alive: false },
        ],
      },
    ],
    ['GET /v1/directory/settings', { position: 7, settings: [...settings, site, source] }],
    ['PUT /v1/directory/settings', { position: 8 }],
    ['POST /v1/directory/import', { changed: 3, unchanged: 12 }],
    ['GET /v1/queues', { simulated: true, sources: [], queues: [] }],
    ['GET /v1/intervals', { intervals: intervalsOfToday(), nextPageToken: null }],
  ]);
}

function intervalsOfToday() {
  const day = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Asia/Shanghai' }).format(Date.now());
  const startMs = Date.parse(`${day}T00:00:00+08:00`);
  return Array.from({ length: 80 }, (_, i) => {
    const offered = Math.round(30 + 26 * Math.sin(i / 9 - 1.6));
    return {
      site: 'qingyang',
      queue: 'q0',
      start: new Date(startMs + i * 900_000).toISOString(),
      lengthS: 900,
      figures: {
        offered,
        answered: offered - (i % 5),
        abandoned: i % 5,
        serviceLevels: [{ rule: 'missed', met: 1, counted: 1, ratio: 0.9 - (i % 5) / 20 }],
      },
    };
  });
}
