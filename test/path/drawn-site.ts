// A site with a team of four, a recorder and a form, and contacts of a Wednesday that can be drawn.
import type { APIRequestContext } from 'playwright-core';
import { until } from '../helpers/until.ts';

const today = Temporal.Now.plainDateISO('UTC');

/** Wednesday of the last whole week: it can be drawn. */
export const day = today.subtract({ days: today.dayOfWeek + 4 });
/** Its week: "2026-W48". */
export const week = `${day.yearOfWeek}-W${String(day.weekOfYear).padStart(2, '0')}`;
export const longName = 'Maximiliane-Alexandra von Hohenstein-Wallenrod zu Sonnenberg';
export const perPerson = 6;
const beganMs = Date.parse(`${day}T10:00:00Z`);
const people = ['p1', 'p2', 'p3', 'p4'];
/** All of them. */
const contacts = people.length * perPerson;

/** What is done at the site over REST, as whoever the session acts. */
export function drawnSite(
  own: APIRequestContext,
  { wall, door, token }: { wall: string; door: string; token: string },
) {
  const headers = { origin: wall };
  const actAs = async (role: string, person: string, request = own) => {
    const data = { tenant: 'main', role, person, site: '' };
    await request.post(`${wall}/v1/acting`, { data, headers });
  };
  const act = async (what: object, request = own) => {
    const path = `${wall}/v1/scores/acts?site=hq`;
    const answer = await request.post(path, { data: { act: what }, headers });
    if (!answer.ok()) throw new Error(await answer.text());
  };
  return {
    actAs,
    act,
    read: async <Answer>(list: string): Promise<Answer> => {
      const more = list.includes('?') ? '&' : '?';
      const answer = await own.get(`${wall}/v1/scores/${list}${more}site=hq`);
      if (!answer.ok()) throw new Error(await answer.text());
      return (await answer.json()) as Answer;
    },
    /** The site is set up; quality then acts. */
    staffed: async () => {
      await actAs('administrator', 'ada');
      const path = `${wall}/v1/directory/import?dryRun=false`;
      const answer = await own.post(path, { data: directory(), headers });
      if (!answer.ok()) throw new Error(await answer.text());
      await actAs('quality', 'quinn');
      await act({ formDecided: form() });
    },
    /** The contacts are told, and archived. */
    told: async () => {
      const answer = await fetch(`${door}/v1/events`, {
        method: 'POST',
        headers: {
          authorization: `Bearer ${token}`,
          'content-type': 'application/cloudevents-batch+json',
        },
        body: JSON.stringify(drawnContacts()),
      });
      if (answer.status !== 202) throw new Error(`${answer.status} ${await answer.text()}`);
      const span = `from=${day}T00:00:00Z&to=${day.add({ days: 1 })}T00:00:00Z`;
      await until(async () => {
        const found = await own.get(`${wall}/v1/legs?site=hq&${span}`);
        const { legs = [] } = (await found.json()) as { legs?: { acwMs: number | null }[] };
        return legs.filter(({ acwMs }) => acwMs !== null).length === contacts ? true : null;
      }, 30_000);
    },
  };
}

/** A team, a lead, a recorder. */
function directory(): object {
  const since = { effectiveFrom: '2020-01-01T00:00:00Z' };
  const name = (en: string, zh = '') => ({ en, zh });
  const site = { name: name('HQ', '总部'), timeZone: 'UTC', privacy: 'cn', callerDigits: 0 };
  const pbx = { name: name('PBX'), site: 'hq', kind: 'cloudevents', cadenceMs: 1_000 };
  const queue = { site: 'hq' };
  const settings = [
    { kind: 'tenant', id: 'main', value: { name: name('Main') } },
    { kind: 'site', id: 'hq', value: site },
    {
      kind: 'source',
      id: 'pbx-1',
      value: { ...pbx, recordingUrl: 'https://recorder/{date}/{uniqueId}.wav' },
    },
    { kind: 'queue', id: 'hq/sales', value: { ...queue, name: name('Sales', '销售') } },
    { kind: 'queue', id: 'hq/billing', value: { ...queue, name: name('Billing', '账单') } },
    { kind: 'team', id: 'a', value: { name: name('Team A', '甲班'), site: 'hq', lead: 'lea' } },
    ...[...people, 'lea'].map((id) => ({
      kind: 'person',
      id,
      value: { site: 'hq', team: id === 'lea' ? '' : 'a' },
    })),
    { kind: 'person', id: 'quinn', value: { site: 'hq' } },
    ...people.map((person, at) => ({
      ...{ kind: 'sourceIdentity', id: `pbx-1/10${at}` },
      value: { source: 'pbx-1', agent: `10${at}`, person },
    })),
  ].map((one) => ({ ...since, ...one }));
  const named = { p1: '王敏', p2: '李强', p3: longName, p4: 'Ann', lea: 'Lea', quinn: 'Quinn' };
  return { format: 'floorcast-directory/1', tenant: 'main', settings, people: named };
}

/** A scale worth three of four, and a critical question worth the other. */
function form(): object {
  const questions = [
    { questionId: 'tone', textEn: 'Tone', textZh: '语气', kind: 1, weight: 3, least: 1, most: 5 },
    {
      questionId: 'private',
      textEn: 'Data kept private',
      textZh: '信息保密',
      kind: 2,
      weight: 1,
      critical: 2,
    },
  ];
  const groups = [{ groupId: 'all', nameEn: 'Service', nameZh: '服务', weight: 100, questions }];
  const named = { formId: 'call', nameEn: 'Call', nameZh: '通话质检', passMark: 80, groups };
  return { ...named, notApplicable: 'drop' };
}

/** Six contacts of each on Wednesday; the last of p1 was handed on. p1 serves one customer alone. */
function drawnContacts(): object[] {
  return people.flatMap((person, at) =>
    Array.from({ length: perPerson }, (_, n) => contactOf(person, `10${at}`, n)).flat(),
  );
}

function contactOf(person: string, agent: string, n: number): object[] {
  const uniqueId = `${person}-${n}`;
  const atMs = beganMs + n * 600_000 + Number(agent) * 1_000;
  const at = (offsetMs: number) => new Date(atMs + offsetMs).toISOString();
  const leg = { queue: 'sales', uniqueId, offeredAt: at(0), agent };
  const isMoved = person === 'p1' && n === perPerson - 1;
  const caller = person === 'p1' ? { callerHash: 'k1-caller' } : {};
  const one = (offsetMs: number, kind: string, told: object) => ({
    ...{ specversion: '1.0', id: `${uniqueId}-${kind}`, source: '/pbx/1', time: at(offsetMs) },
    ...{ type: `floorcast.contact.${kind}.v1`, data: told },
  });
  return [
    one(0, 'offered', { queue: 'sales', uniqueId, ...caller }),
    one(5_000, 'answered', { ...leg, waitMs: 5_000 }),
    ...(isMoved ? [one(35_000, 'transferred', { ...leg, to: 'billing' })] : []),
    one(35_000, 'completed', {
      ...leg,
      talkMs: 30_000,
      endedBy: isMoved ? 'transfer' : 'customer',
    }),
    one(40_000, 'acw-ended', leg),
  ];
}
