import type { Name, QueueSettings } from '../../services/domain/settings/settings.ts';

/** A queue of the simulated centre: what it is measured by and what its callers are like. */
export interface QueuePlan {
  id: string;
  settings: Omit<QueueSettings, 'site'>;
  /** Share of the site's contacts. */
  share: number;
  /** Mean conversation, in seconds; log-normal with spread `talkSigma`. */
  talkS: number;
  talkSigma: number;
  /** Mean after-call work, in seconds. */
  acwS: number;
  /** Mean patience, in seconds. */
  patienceS: number;
}

/** A site of the simulated centre. */
export interface SitePlan {
  id: string;
  name: Name;
  timeZone: string;
  source: string;
  /** Share of all agents. */
  share: number;
  /** First number of its agents' keys; sites stay apart up to 10,000 agents in all. */
  firstAgent: number;
  queues: QueuePlan[];
  /** Families and given names its people are called by. */
  families: string[];
  givens: string[];
  /** True where the family name comes first, without a space. */
  familyFirst: boolean;
}

/** Zones far apart, so that at any hour it is day at one of them. */
export const sites: readonly SitePlan[] = [
  {
    id: 'qingyang',
    name: { en: 'Qingyang', zh: '庆阳客服中心' },
    timeZone: 'Asia/Shanghai',
    source: 'sim-qingyang',
    share: 0.5,
    firstAgent: 1001,
    queues: [
      queue('fault', 'Fault repair', '故障报修', { position: 1, share: 0.32, talkS: 190 }),
      queue('billing', 'Billing', '账务查询', { position: 2, share: 0.3, talkS: 150 }),
      queue('service', 'Service orders', '业务办理', { position: 3, share: 0.26, talkS: 230 }),
      queue('complaint', 'Complaints', '投诉建议', { position: 4, share: 0.12, talkS: 300 }),
    ],
    families: ['王', '李', '张', '刘', '陈', '杨', '赵', '黄', '周', '吴', '徐', '孙'],
    givens: [
      '敏',
      '静',
      '丽',
      '强',
      '磊',
      '洋',
      '艳',
      '勇',
      '军',
      '杰',
      '娟',
      '涛',
      '明',
      '霞',
      '平',
    ],
    familyFirst: true,
  },
  {
    id: 'tallinn',
    name: { en: 'Tallinn', zh: '塔林' },
    timeZone: 'Europe/Tallinn',
    source: 'sim-tallinn',
    share: 0.25,
    firstAgent: 6001,
    queues: [
      queue('sales', 'Sales', '销售', { position: 5, share: 0.3, talkS: 210 }),
      queue('support', 'Support', '技术支持', { position: 6, share: 0.34, talkS: 260 }),
      queue('repair', 'Repair', '维修', { position: 7, share: 0.18, talkS: 200 }),
      queue('invoices', 'Invoices', '账单', { position: 8, share: 0.18, talkS: 160 }),
    ],
    families: ['Tamm', 'Saar', 'Sepp', 'Mägi', 'Kask', 'Kukk', 'Rebane', 'Ilves', 'Pärn', 'Põder'],
    givens: ['Anna', 'Jüri', 'Liis', 'Maarja', 'Otto', 'Karl', 'Eve', 'Finn', 'Hille', 'Nele'],
    familyFirst: false,
  },
  {
    id: 'toronto',
    name: { en: 'Toronto', zh: '多伦多' },
    timeZone: 'America/Toronto',
    source: 'sim-toronto',
    share: 0.25,
    firstAgent: 9001,
    queues: [
      queue('parcels', 'Parcels', '包裹查询', { position: 9, share: 0.36, talkS: 150 }),
      queue('delivery', 'Delivery', '投递', { position: 10, share: 0.28, talkS: 180 }),
      queue('business', 'Business desk', '企业客户', { position: 11, share: 0.2, talkS: 280 }),
      queue('claims', 'Claims', '理赔', { position: 12, share: 0.16, talkS: 320 }),
    ],
    families: ['Smith', 'Tremblay', 'Singh', 'Brown', 'Chen', 'Roy', 'Martin', 'Khan', 'Wilson'],
    givens: ['Amelia', 'Noah', 'Priya', 'Liam', 'Sofia', 'Ethan', 'Mei', 'Lucas', 'Zoe', 'Omar'],
    familyFirst: false,
  },
];

interface QueueTraits {
  position: number;
  share: number;
  talkS: number;
}

function queue(id: string, en: string, zh: string, traits: QueueTraits): QueuePlan {
  return {
    id,
    settings: {
      name: { en, zh },
      targetMs: 20_000,
      goal: 0.8,
      rule: 'missed',
      shortAbandonMs: 5_000,
      wrapUpMs: 60_000,
      position: traits.position,
      skills: [id],
    },
    share: traits.share,
    talkS: traits.talkS,
    talkSigma: 0.75,
    acwS: 25,
    patienceS: 150,
  };
}

/** A shift, in local hours from 06:00; the night one crosses midnight. */
export interface Shift {
  fromH: number;
  toH: number;
  /** Share of the agents of a day. */
  share: number;
}

/** The day of a site begins at 06:00 local: every shift lies inside one day. */
export const dayStartsH = 6;
export const shifts: readonly Shift[] = [
  { fromH: 6, toH: 14, share: 0.28 },
  { fromH: 9, toH: 17, share: 0.3 },
  { fromH: 14, toH: 22, share: 0.27 },
  { fromH: 22, toH: 30, share: 0.15 },
];

/** How busy a clock hour is against what its shifts could carry: two peaks and a quiet night. */
export const pressureByHour: readonly number[] = [
  0.52, 0.46, 0.42, 0.4, 0.44, 0.55, 0.5, 0.72, 0.92, 0.8, 0.9, 0.86, 0.72, 0.74, 0.8, 0.86, 0.82,
  0.94, 0.9, 0.84, 0.8, 0.72, 0.74, 0.62,
];

/** Monday to Sunday. */
export const weekdayFactor: readonly number[] = [1.08, 1.0, 0.98, 0.98, 1.02, 0.86, 0.78];

/** How many agents of the whole centre a site has. */
export function agentsOf(site: SitePlan, agents: number): number {
  return Math.max(site.queues.length > 4 ? 2 : 1, Math.round(agents * site.share));
}

/** A simulated person's name, by number. */
export function nameOf(site: SitePlan, index: number): string {
  const family = site.families[index % site.families.length] ?? '';
  const given = site.givens[Math.floor(index * 7 + index / 12) % site.givens.length] ?? '';
  return site.familyFirst ? `${family}${given}` : `${given} ${family}`;
}

/** The queues an agent can serve: one or two, every third one all of the site's. */
export function skillsOf(site: SitePlan, index: number): string[] {
  const ids = site.queues.map((one) => one.id);
  if (index % 3 === 2) return ids;
  const first = index % ids.length;
  return [ids[first] ?? '', ids[(first + 1) % ids.length] ?? ''];
}
