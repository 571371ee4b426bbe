import type { ClickHouse, Params } from '../lib/clickhouse.ts';
import type { IntervalQuestion } from './history-questions.ts';

/** Counts and sums of one queue over one interval, as `queue_intervals` has them. */
export interface QueueSums {
  site: string;
  queue: string;
  startMs: number;
  offered: number;
  answered: number;
  answered_in_time: number;
  abandoned: number;
  abandoned_in_time: number;
  abandoned_short: number;
  left_timeout: number;
  left_key: number;
  left_empty: number;
  left_withdrawn: number;
  left_overflow: number;
  left_transferred: number;
  left_unnamed: number;
  left_lost: number;
  left_late: number;
  waiting: number;
  waiting_late: number;
  /** Null where the source never told of one. */
  blocked: number | null;
  answered_wait_ms: number;
  max_wait_ms: number | null;
  handled: number;
  talk_ms: number;
  hold_ms: number;
  acw_ms: number;
  estimated: number;
  version: number;
}

/** Columns of `queue_intervals` that add up. */
export const queueCounts = [
  'offered',
  'answered',
  'answered_in_time',
  'abandoned',
  'abandoned_in_time',
  'abandoned_short',
  'left_timeout',
  'left_key',
  'left_empty',
  'left_withdrawn',
  'left_overflow',
  'left_transferred',
  'left_unnamed',
  'left_lost',
  'left_late',
  'waiting',
  'waiting_late',
  'blocked',
  'answered_wait_ms',
  'handled',
  'talk_ms',
  'hold_ms',
  'acw_ms',
  'estimated',
] as const satisfies readonly (keyof QueueSums)[];

/**
 * Sums of queues, by site, queue and start.
 *
 * @param startOf - SQL for the first instant, in seconds, of the interval that holds `start`.
 */
export function queueIntervals(
  clickhouse: ClickHouse,
  question: IntervalQuestion & { queues: readonly string[] },
  { startOf, params }: { startOf: string; params: Params },
): Promise<QueueSums[]> {
  const { after } = question;
  const sums = queueCounts.map((name) => `sum(q.${name}) AS ${name}`).join(', ');
  return clickhouse.select<QueueSums>(
    `SELECT site, queue, ${startOf} * 1000 AS startMs, ${sums},
       max(q.max_wait_ms) AS max_wait_ms, max(q.version) AS version
     FROM queue_intervals AS q FINAL
     WHERE tenant = {tenant:String}
       AND ({site:String} = '' OR site = {site:String})
       AND ({anyQueue:UInt8} = 1 OR queue IN {queues:Array(String)})
       AND start >= toDateTime(intDiv({fromMs:Int64}, 1000))
       AND start < toDateTime(intDiv({toMs:Int64} + 999, 1000))
     GROUP BY site, queue, startMs
     HAVING {first:UInt8} = 1
       OR (site, queue, startMs) > ({afterSite:String}, {afterQueue:String}, {afterMs:Int64})
     ORDER BY site, queue, startMs LIMIT {limit:UInt32}`,
    {
      ...pageParams(question),
      ...params,
      anyQueue: question.queues.length === 0 ? 1 : 0,
      queues: question.queues,
      afterQueue: after?.of[0] ?? '',
    },
  );
}

/** Counts and times of one agent over one interval, as `agent_intervals` has them. */
export interface AgentSumsRow {
  site: string;
  source: string;
  agent: string;
  startMs: number;
  answered: number;
  ring_no_answers: number;
  signed_in_ms: number;
  talk_ms: number;
  hold_ms: number;
  acw_ms: number;
  ready_ms: number;
  ringing_ms: number;
  break_ms: number;
  breakByReason: Record<string, number>;
  other_ms: number;
  version: number;
}

const agentCounts = [
  'answered',
  'ring_no_answers',
  'signed_in_ms',
  'talk_ms',
  'hold_ms',
  'acw_ms',
  'ready_ms',
  'ringing_ms',
  'break_ms',
  'other_ms',
] as const satisfies readonly (keyof AgentSumsRow)[];

/** Sums of agents, by site, agent and start. `agents` as "source/agent", or an agent's key alone. */
export function agentIntervals(
  clickhouse: ClickHouse,
  question: IntervalQuestion & { agents: readonly string[] },
): Promise<AgentSumsRow[]> {
  const { after, lengthS } = question;
  const sums = agentCounts.map((name) => `sum(a.${name}) AS ${name}`).join(', ');
  return clickhouse.select<AgentSumsRow>(
    `SELECT site, source, agent,
       intDiv(toUnixTimestamp(start), {lengthS:UInt32}) * {lengthS:UInt32} * 1000 AS startMs, ${sums},
       sumMap(a.break_by_reason_ms) AS breakByReason, max(a.version) AS version
     FROM agent_intervals AS a FINAL
     WHERE tenant = {tenant:String}
       AND ({site:String} = '' OR site = {site:String})
       AND ({anyAgent:UInt8} = 1 OR agent IN {agents:Array(String)}
         OR concat(source, '/', agent) IN {agents:Array(String)})
       AND start >= toDateTime(intDiv({fromMs:Int64}, 1000))
       AND start < toDateTime(intDiv({toMs:Int64} + 999, 1000))
     GROUP BY site, source, agent, startMs
     HAVING {first:UInt8} = 1 OR (site, source, agent, startMs)
         > ({afterSite:String}, {afterSource:String}, {afterAgent:String}, {afterMs:Int64})
     ORDER BY site, source, agent, startMs LIMIT {limit:UInt32}`,
    {
      ...pageParams(question),
      lengthS,
      anyAgent: question.agents.length === 0 ? 1 : 0,
      agents: question.agents,
      afterSource: after?.of[0] ?? '',
      afterAgent: after?.of[1] ?? '',
    },
  );
}

/** One more than the page: whether there is a next one. */
function pageParams({ tenant, site, fromMs, toMs, pageSize, after }: IntervalQuestion): Params {
  return {
    tenant,
    site,
    fromMs,
    toMs,
    limit: pageSize + 1,
    first: after ? 0 : 1,
    afterSite: after?.site ?? '',
    afterMs: after?.startMs ?? 0,
  };
}

/** Sites with intervals of queues, in order. At most 1,000. */
export async function sitesOf(clickhouse: ClickHouse, tenant: string): Promise<string[]> {
  const sql = `SELECT DISTINCT site FROM queue_intervals WHERE tenant = {tenant:String}
    ORDER BY site LIMIT 1000`;
  return (await clickhouse.select<{ site: string }>(sql, { tenant })).map(({ site }) => site);
}

/** One leg as `contact_legs` has it. */
export interface LegRow {
  leg_id: string;
  contact_id: string;
  site: string;
  source: string;
  queue: string;
  offeredMs: number;
  outcome: string;
  wait_ms: number | null;
  agent: string;
  talk_ms: number | null;
  hold_ms: number | null;
  acw_ms: number | null;
}

/** The legs of the contact with this id, or of the contact that has a leg with this id. */
export function legsOf(clickhouse: ClickHouse, tenant: string, id: string): Promise<LegRow[]> {
  return clickhouse.select<LegRow>(
    `SELECT leg_id, contact_id, site, source, queue, toUnixTimestamp64Milli(offered_at) AS offeredMs,
       outcome, wait_ms, agent, talk_ms, hold_ms, acw_ms
     FROM contact_legs FINAL
     WHERE tenant = {tenant:String} AND contact_id IN (
       SELECT contact_id FROM contact_legs
       WHERE tenant = {tenant:String} AND (leg_id = {id:String} OR contact_id = {id:String}))
     ORDER BY offered_at, leg_id LIMIT 100`,
    { tenant, id },
  );
}

/** Facts stored of a tenant, and what its intervals leave over when all is balanced. */
export async function balance(
  clickhouse: ClickHouse,
  tenant: string,
): Promise<{ facts: number; residual: number }> {
  const left = queueCounts.filter((name) => name.startsWith('left_') && name !== 'left_late');
  const ended = ['answered', 'abandoned', 'waiting', ...left].join(' + ');
  const [row] = await clickhouse.select<{ facts: number; residual: number }>(
    `SELECT (SELECT count() FROM facts WHERE tenant = {tenant:String}) AS facts,
       (SELECT sum(toInt64(offered) - toInt64(${ended})) FROM queue_intervals FINAL
        WHERE tenant = {tenant:String}) AS residual`,
    { tenant },
  );
  return row ?? { facts: 0, residual: 0 };
}
