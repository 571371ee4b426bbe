import type { HistoryServiceServer } from '../../proto/gen/floorcast/history/v1/history_service.ts';
import type { ContactLeg } from '../../proto/gen/floorcast/history/v1/trace.ts';
import { agentSpans } from '../domain/agent/agent-figures.ts';
import { DomainError } from '../domain/domain-error.ts';
import { type Settings, settingAt, settingsAt, timeZoneAt } from '../domain/settings/settings.ts';
import type { ClickHouse } from '../lib/clickhouse.ts';
import { type Context, oneOfRoles, type Role, sameTenant } from '../lib/context.ts';
import { unary } from '../lib/grpc.ts';
import type { Log } from '../lib/log.ts';
import { factsOfAgent, factsOfLegs } from './agent-facts.ts';
import { toWireAgentInterval, toWireQueueInterval, toWireSpan } from './convert.ts';
import type { Erased } from './erase.ts';
import {
  atMost,
  type IntervalQuestion,
  localDays,
  toIntervalQuestion,
  toPageToken,
  toSpan,
} from './history-questions.ts';
import { legQuestions } from './leg-questions.ts';
import { ownLegs } from './own-legs.ts';
import { planningQuestions } from './planning-questions.ts';
import { readWatermarks } from './raw-facts.ts';
import {
  agentIntervals,
  balance,
  legsOf,
  type QueueSums,
  queueIntervals,
  sitesOf,
} from './store.ts';

export interface HistoryDeps {
  clickhouse: ClickHouse;
  settingsOf: (tenant: string) => Settings;
  erase: (tenant: string) => Promise<Erased>;
  log: Log;
  now: () => number;
}

/** Everyone but walls. */
const people: readonly Role[] = [
  'administrator',
  'planner',
  'supervisor',
  'team-lead',
  'quality',
  'agent',
];
const tracers: readonly Role[] = ['supervisor', 'team-lead', 'quality', 'administrator'];
const daySpanMs = 48 * 3_600_000;
const localDay = 86_400;

/** The history service: questions over gRPC, answers out of the tables. */
export function historyRpc(deps: HistoryDeps): HistoryServiceServer {
  const { clickhouse, settingsOf, erase, log, now } = deps;
  return {
    listQueueIntervals: unary(log, async (asked, context) => {
      sameTenant(context, asked.tenant);
      const limits = { lengths: [300, 900, 1_800, localDay], maxDays: 800 };
      const question = toIntervalQuestion(asked, limits);
      const full = { ...question, queues: atMost(asked.queues, 'queues') };
      const rows = await queueRows(deps, full);
      const { page, nextPageToken } = cutPage(rows, question, ({ queue }) => [queue]);
      const lengthOf = dayLength(settingsOf(asked.tenant), question);
      const intervals = page.map((row) => toWireQueueInterval(row, lengthOf(row)));
      return { intervals, nextPageToken };
    }),

    listAgentIntervals: unary(log, async (asked, context) => {
      sameTenant(context, asked.tenant);
      oneOfRoles(context, people);
      const question = toIntervalQuestion(asked, { lengths: [300, 900, 1_800], maxDays: 90 });
      const agents = seenBy(context, atMost(asked.agents, 'agents'), {
        settings: settingsOf(asked.tenant),
        nowMs: now(),
      });
      const rows = await agentIntervals(clickhouse, { ...question, agents });
      const key = ({ source, agent }: (typeof rows)[number]) => [source, agent];
      const { page, nextPageToken } = cutPage(rows, question, key);
      const { lengthS } = question;
      const intervals = page.map((row) => toWireAgentInterval(row, lengthS));
      return { intervals, nextPageToken };
    }),

    getContact: unary(log, async ({ tenant, id }, context) => {
      sameTenant(context, tenant);
      oneOfRoles(context, [...tracers, 'agent']);
      const legs = await contactLegs(clickhouse, tenant, id);
      if (context.roles.some((role) => tracers.includes(role))) return { legs };
      const settings = settingsOf(tenant);
      const isOwn = (key: string, atMs: number) =>
        settingAt(settings, 'sourceIdentity', key, atMs)?.person === context.person;
      const own = context.person === '' ? [] : ownLegs(legs, isOwn);
      if (own.length > 0) return { legs: own };
      throw new DomainError('not-allowed', `"${context.person}" took no part in contact "${id}"`);
    }),

    getAgentDay: unary(log, async (asked, context) => {
      const { tenant, site, source, agent } = asked;
      sameTenant(context, tenant);
      oneOfRoles(context, people);
      const settings = settingsOf(tenant);
      const key = `${source}/${agent}`;
      seenBy(context, [key], { settings, nowMs: now() });
      const span = toSpan(asked, daySpanMs);
      const until = { ...span, toMs: Math.min(span.toMs, now()) };
      const facts = await factsOfAgent(clickhouse, { tenant, site, source, agent, ...until });
      const spans = agentSpans(facts, settings, until).get(key) ?? [];
      const knownUntilMs = until.toMs < span.toMs ? until.toMs : Number.POSITIVE_INFINITY;
      return { spans: spans.slice(0, 10_000).map((one) => toWireSpan(one, knownUntilMs)) };
    }),

    ...planningQuestions(deps),
    ...legQuestions(deps),

    getWatermarks: unary(log, async ({ tenant }, context) => {
      sameTenant(context, tenant);
      const [marks, sums] = [await readWatermarks(clickhouse), await balance(clickhouse, tenant)];
      return { ...marks, ...sums };
    }),

    eraseTenant: unary(log, async ({ tenant, confirm }, context) => {
      sameTenant(context, tenant);
      oneOfRoles(context, ['administrator']);
      if (confirm !== tenant) {
        const sentence = `confirm is "${confirm}", but must repeat the tenant "${tenant}"`;
        throw new DomainError('invalid', sentence);
      }
      return await erase(tenant);
    }),
  };
}

/** An agent sees only himself: his own keys, or a refusal when he asks for another's. */
function seenBy(
  context: Context,
  agents: readonly string[],
  { settings, nowMs }: { settings: Settings; nowMs: number },
): readonly string[] {
  if (context.roles.some((role) => role !== 'agent' && people.includes(role))) return agents;
  const own: string[] = [];
  for (const [id, identity] of settingsAt(settings, 'sourceIdentity', nowMs)) {
    if (identity.person === context.person) own.push(id);
  }
  const foreign = agents.find((agent) => !own.includes(agent));
  if (foreign !== undefined || own.length === 0) {
    const whom = foreign === undefined ? 'any agent' : `agent "${foreign}"`;
    throw new DomainError('not-allowed', `"${context.person}" is not ${whom} in the directory`);
  }
  return agents.length > 0 ? agents : own;
}

/** Intervals of fixed length in one question; local days site by site, as each has its zone. */
async function queueRows(
  { clickhouse, settingsOf }: HistoryDeps,
  question: IntervalQuestion & { queues: readonly string[] },
): Promise<QueueSums[]> {
  const { lengthS, fromMs, toMs, after, pageSize } = question;
  if (lengthS !== localDay) {
    const startOf = 'intDiv(toUnixTimestamp(start), {lengthS:UInt32}) * {lengthS:UInt32}';
    return await queueIntervals(clickhouse, question, { startOf, params: { lengthS } });
  }
  const sites = question.site ? [question.site] : await sitesOf(clickhouse, question.tenant);
  const rows: QueueSums[] = [];
  for (const site of sites) {
    if (after && site < after.site) continue;
    if (rows.length > pageSize) break;
    const zone = timeZoneAt(settingsOf(question.tenant), site, fromMs);
    const days = localDays(fromMs, toMs, zone).map((ms) => ms / 1000);
    const startOf = 'arrayLast(day -> day <= toUnixTimestamp(start), {days:Array(Int64)})';
    const of = { ...question, site };
    rows.push(...(await queueIntervals(clickhouse, of, { startOf, params: { days } })));
  }
  return rows.slice(0, pageSize + 1);
}

/** Length of a row's interval in seconds; a local day has 23, 24 or 25 hours. */
function dayLength(settings: Settings, { lengthS, fromMs }: IntervalQuestion) {
  return ({ site, startMs }: QueueSums) => {
    if (lengthS !== localDay) return lengthS;
    const zone = timeZoneAt(settings, site, fromMs);
    const [, next] = localDays(startMs, startMs + 1, zone);
    return ((next ?? startMs) - startMs) / 1000;
  };
}

function cutPage<Row extends { site: string; startMs: number }>(
  rows: readonly Row[],
  { pageSize }: IntervalQuestion,
  keyOf: (row: Row) => string[],
): { page: readonly Row[]; nextPageToken: string } {
  const last = rows[pageSize - 1];
  if (rows.length <= pageSize || !last) return { page: rows, nextPageToken: '' };
  const { site, startMs } = last;
  const nextPageToken = toPageToken({ site, of: keyOf(last), startMs });
  return { page: rows.slice(0, pageSize), nextPageToken };
}

async function contactLegs(
  clickhouse: ClickHouse,
  tenant: string,
  id: string,
): Promise<ContactLeg[]> {
  const rows = await legsOf(clickhouse, tenant, id);
  if (rows.length === 0) throw new DomainError('not-found', `no contact or leg "${id}" is kept`);
  const facts = await factsOfLegs(clickhouse, tenant, rows);
  return rows.map((row) => ({
    legId: row.leg_id,
    contactId: row.contact_id,
    site: row.site,
    source: row.source,
    queue: row.queue,
    offeredAt: new Date(row.offeredMs),
    outcome: row.outcome,
    waitMs: row.wait_ms ?? undefined,
    agent: row.agent,
    talkMs: row.talk_ms ?? undefined,
    holdMs: row.hold_ms ?? undefined,
    acwMs: row.acw_ms ?? undefined,
    facts: facts.get(row.leg_id) ?? [],
  }));
}
