import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { credentials } from '@grpc/grpc-js';
import { jetstream } from '@nats-io/jetstream';
import type { Test } from 'tap';
import { AdherenceDecided } from '../../../proto/gen/floorcast/agent/v1/adherence_decision.ts';
import { HistoryServiceClient } from '../../../proto/gen/floorcast/history/v1/history_service.ts';
import {
  type ContactFact,
  type ContactHappening,
  contactFactId,
  legId,
} from '../../../services/domain/queue/contact-fact.ts';
import type { Setting } from '../../../services/domain/settings/settings.ts';
import type { Context } from '../../../services/lib/context.ts';
import { encodeBatch } from '../../../services/lib/facts.ts';
import { ask } from '../../../services/lib/grpc.ts';
import { encodeDecision } from '../../../services/lib/settings-wire.ts';
import { subjects } from '../../../services/lib/subjects.ts';
import type { definitions, form } from '../../fixtures/scores/month-rules.ts';
import type { TestNats } from '../../helpers/nats.ts';
import { until } from '../../helpers/until.ts';

const read = (name: string) =>
  gunzipSync(readFileSync(`test/fixtures/scores/${name}`)).toString('utf8');

interface About {
  contact: string;
  person: string;
  queue: string;
  atMs: number;
}

/** The worked month: see test/fixtures/scores/README.md. */
export interface WorkedMonth {
  tenant: string;
  site: string;
  source: string;
  zone: string;
  people: { person: string; agent: string; team: string }[];
  form: typeof form;
  definitions: typeof definitions;
  evaluations: (About & { tone: number; words: number; kept: boolean })[];
  surveys: (About & { surveyId: string; satisfaction: number | null; resolved: boolean | null })[];
  testAtMs: number;
  test: { person: string; points: number }[];
  adherence: {
    person: string;
    day: string;
    scheduledMs: number | null;
    excusedMs: number;
    ownMs: number;
  }[];
}

export const month = JSON.parse(read('month.json.gz')) as WorkedMonth;
const { tenant, site, source } = month;

/** Puts the people into the directory's log, the contacts into history, and counted days. */
export async function tellMonth(bus: TestNats): Promise<number> {
  const told = jetstream(bus.nats);
  await Promise.all(settings().map(([place, bytes]) => told.publish(place, bytes)));
  const facts = factsOfMonth();
  const sentAtMs = Date.now();
  for (let from = 0; from < facts.length; from += 1_000) {
    const batch = { tenant, sentAtMs, facts: facts.slice(from, from + 1_000) };
    await told.publish(subjects.backfill(tenant), encodeBatch(batch));
  }
  for (const [day, own] of Map.groupBy(month.adherence, (one) => one.day)) {
    const sums = ({ scheduledMs, excusedMs, ownMs }: (typeof own)[number]) => ({
      ...{ scheduledMs: scheduledMs ?? undefined, excusedMs, inMs: 0, toleratedMs: 0 },
      out: { customerMs: 0, systemMs: 0, supervisorMs: 0, ownMs },
      ...{ extra: undefined, onQueueMs: 0, scheduledOnQueueMs: 0 },
    });
    const lines = own.map((one) => ({ person: one.person, sums: sums(one), contests: [] }));
    const value = { day, why: 'over', scheduleVersion: 1, lines };
    const decided = AdherenceDecided.encode({
      ...{ commandId: `counted ${day}`, author: '', tenant, site, decidedAt: new Date() },
      act: { what: { $case: 'dayCounted', value } },
    });
    await told.publish(subjects.adherence(tenant, site), decided.finish());
  }
  return facts.length;
}

/** Resolves once the archive has read all: the last contact comes last. */
export async function archiveHas(t: Test, address: string): Promise<void> {
  const history = new HistoryServiceClient(address, credentials.createInsecure());
  t.teardown(() => history.close());
  const context: Context = { tenant, person: '', roles: ['quality'] };
  const last = factsOfMonth().at(-1);
  const span = {
    from: new Date(last?.offeredAtMs ?? 0),
    to: new Date((last?.offeredAtMs ?? 0) + 1),
  };
  const asked = { tenant, site, agents: [], ...span, pageSize: 10, pageToken: '' };
  await until(async () => {
    const { legs } = await ask(history, history.listContactLegs, asked, { context });
    const found = legs.find(({ legId }) => legId === last?.legId);
    return found !== undefined && found.outcome !== 'waiting';
  });
}

function settings(): [string, Uint8Array][] {
  const name = (en: string) => ({ en, zh: '' });
  const since = { effectiveFromMs: 0 };
  const rules = { posted: [], noticeOn: '', privacy: 'cn' as const, callerDigits: 0 as const };
  const place = { kind: 'site' as const, id: site, ...since };
  const all: Setting[] = [
    { ...place, value: { name: name(site), timeZone: month.zone, ...rules } },
  ];
  for (const team of ['red', 'blue', 'green', 'amber']) {
    const value = { name: name(team), site, lead: `lead-${team}` };
    all.push({ kind: 'team', id: team, ...since, value });
  }
  for (const { person, agent, team } of month.people) {
    const value = { team, site, skills: {}, duties: [], objectsTo: [] };
    all.push({ kind: 'person', id: person, ...since, value });
    const identity = { source, agent, person };
    all.push({ kind: 'sourceIdentity', id: `${source}/${agent}`, ...since, value: identity });
  }
  return all.map((setting) => {
    const made = { commandId: crypto.randomUUID(), author: 'test', decidedAtMs: Date.now() };
    const bytes = encodeDecision({ ...made, tenant, setting });
    return [subjects.setting(tenant, setting.kind, setting.id), bytes];
  });
}

type Step = [kind: string, ms: number, agent: string, more: number & string, end: string];

/** Facts of all contacts, as any source tells them. */
function factsOfMonth(): ContactFact[] {
  const lines = read('contacts.jsonl.gz').trim().split('\n');
  return lines.flatMap((line) => {
    const [uniqueId, queue, ordinal, offeredAtMs, caller, steps] = JSON.parse(line) as [
      ...[string, string, number, number, string, Step[]],
    ];
    const leg = legId({ source, uniqueId, queue, ordinal });
    let rings = 0;
    return steps.map((step): ContactFact => {
      const what = happening(step, caller);
      if (what.kind === 'ring-no-answer') rings += 1;
      const factId = contactFactId(leg, what.kind, Math.max(1, rings));
      return {
        ...{ about: 'contact', factId, atMs: offeredAtMs + step[1], precisionMs: 1, site, source },
        ...{ estimated: false, queue, legId: leg, contactId: uniqueId, channel: 'voice' },
        ...{ offeredAtMs, what },
      };
    });
  });
}

function happening([kind, ms, agent, more, end]: Step, caller: string): ContactHappening {
  switch (kind) {
    case 'offered':
      return caller === '' ? { kind } : { kind, callerHash: caller };
    case 'answered':
      return { kind, agent, waitMs: ms };
    case 'ring-no-answer':
      return { kind, agent, ringMs: more };
    case 'transferred':
      return { kind, agent, to: more };
    case 'completed':
      return { kind, agent, talkMs: more, endedBy: end as 'customer' };
    case 'acw-ended':
      return { kind, agent };
    case 'abandoned':
      return { kind, waitMs: ms };
    default:
      return { kind: 'left', reason: 'unnamed', waitMs: ms };
  }
}
