import type { AgentFact } from '../domain/agent/agent-fact.ts';
import { agentIntervals } from '../domain/agent/agent-figures.ts';
import {
  advanceAgents,
  applyAgentFact,
  applyContactToAgents,
  emptyAgents,
} from '../domain/agent/agent-state.ts';
import { type AgentSums, emptySums } from '../domain/agent/agent-sums.ts';
import type { ContactFact } from '../domain/queue/contact-fact.ts';
import type { Settings } from '../domain/settings/settings.ts';
import type { ClickHouse } from '../lib/clickhouse.ts';
import { tsvInstant, tsvRow } from '../lib/clickhouse-rows.ts';
import { bucketMs, type Run } from './marks.ts';
import { selectFacts } from './raw-facts.ts';
import { maxRunFacts } from './run-facts.ts';

/** An agent's last fact before a run says how it begins; one older than this says nothing. */
const lastWordMs = 24 * 3_600_000;
const agentColumns = [
  'tenant',
  'site',
  'source',
  'agent',
  'start',
  'answered',
  'ring_no_answers',
  'signed_in_ms',
  'paused_ms',
  'talk_ms',
  'hold_ms',
  'acw_ms',
  'ready_ms',
  'ringing_ms',
  'break_ms',
  'break_by_reason_ms',
  'other_ms',
  'unreachable_ms',
  'version',
] as const;

/** One agent's sums of five minutes. */
interface AgentRow {
  source: string;
  agent: string;
  startMs: number;
  sums: AgentSums;
}

/**
 * The agent intervals of a run of buckets, made from raw facts by the agents'
 * own fold: each agent's last word before the run, the contacts then open, and
 * everything within it. What was written before and no longer is becomes zero.
 *
 * @returns rows written.
 */
export async function rebuildAgentIntervals(
  clickhouse: ClickHouse,
  run: Run,
  contacts: readonly ContactFact[],
  { settings, version }: { settings: Settings; version: number },
): Promise<number> {
  const facts = await factsOfRun(clickhouse, run, contacts);
  const made = foldRun(facts, run, settings);
  const rows = [...made, ...(await emptied(clickhouse, run, made))];
  if (rows.length === 0) return 0;
  const { tenant, site } = run;
  await clickhouse.insert({
    table: 'agent_intervals',
    columns: agentColumns,
    lines: rows.map((row) => agentRow(tenant, site, row, version)).join(''),
  });
  return rows.length;
}

async function factsOfRun(
  clickhouse: ClickHouse,
  { tenant, site, fromMs, toMs }: Run,
  contacts: readonly ContactFact[],
): Promise<(AgentFact | ContactFact)[]> {
  const params = {
    tenant,
    site,
    from: fromMs,
    to: toMs,
    lastWord: fromMs - lastWordMs,
  };
  const within = `tenant = {tenant:String} AND site = {site:String}
    AND at < fromUnixTimestamp64Milli({to:Int64})`;
  const lastWords = await selectFacts(
    clickhouse,
    `${within} AND (stream, seq, idx) IN (
       SELECT argMax((stream, seq, idx), (at, seq, idx)) FROM facts
       WHERE tenant = {tenant:String} AND site = {site:String} AND about = 'agent'
         AND hour >= toStartOfHour(fromUnixTimestamp64Milli({lastWord:Int64}))
         AND at < fromUnixTimestamp64Milli({from:Int64})
       GROUP BY source, agent)
     AND hour >= toStartOfHour(fromUnixTimestamp64Milli({lastWord:Int64}))`,
    params,
    { limit: 50_000 },
  );
  const agents = await selectFacts(
    clickhouse,
    `${within} AND about = 'agent' AND at >= fromUnixTimestamp64Milli({from:Int64})
     AND hour >= toStartOfHour(fromUnixTimestamp64Milli({from:Int64}))`,
    params,
    { limit: maxRunFacts },
  );
  const told = [...lastWords, ...agents].map(({ fact }) => fact);
  return [...told, ...contacts]
    .filter((fact) => fact.about !== 'source')
    .filter((fact) => fact.atMs < toMs)
    .sort((a, b) => a.atMs - b.atMs);
}

/** Facts in order of time; the fold keeps two days, so each day is taken out when it ends. */
function foldRun(
  facts: readonly (AgentFact | ContactFact)[],
  { fromMs, toMs }: Run,
  settings: Settings,
): AgentRow[] {
  const state = emptyAgents();
  const rows: AgentRow[] = [];
  let dayMs = fromMs;
  const takeOut = (untilMs: number) => {
    const span = { fromMs: dayMs, toMs: untilMs, lengthMs: bucketMs };
    rows.push(...agentIntervals(state, span, untilMs));
    advanceAgents(state, untilMs);
    dayMs = untilMs;
  };
  for (const fact of facts) {
    while (fact.atMs >= dayMs + lastWordMs) takeOut(dayMs + lastWordMs);
    if (fact.about === 'agent') applyAgentFact(state, fact);
    else applyContactToAgents(state, fact, settings);
  }
  while (dayMs < toMs) takeOut(Math.min(dayMs + lastWordMs, toMs));
  return rows;
}

async function emptied(
  clickhouse: ClickHouse,
  { tenant, site, fromMs, toMs }: Run,
  made: readonly AgentRow[],
): Promise<AgentRow[]> {
  const before = await clickhouse.select<{ source: string; agent: string; startMs: number }>(
    `SELECT source, agent, toUnixTimestamp(start) * 1000 AS startMs FROM agent_intervals FINAL
     WHERE tenant = {tenant:String} AND site = {site:String}
       AND start >= toDateTime(intDiv({from:Int64}, 1000)) AND start < toDateTime(intDiv({to:Int64}, 1000))
       AND signed_in_ms + answered + ring_no_answers + talk_ms + other_ms > 0`,
    { tenant, site, from: fromMs, to: toMs },
    30,
  );
  const keys = new Set(made.map(keyOf));
  return before
    .filter((row) => !keys.has(keyOf(row)))
    .map((row) => ({ ...row, sums: emptySums() }));
}

function keyOf({ source, agent, startMs }: { source: string; agent: string; startMs: number }) {
  return `${startMs} ${source}/${agent}`;
}

function agentRow(tenant: string, site: string, row: AgentRow, version: number): string {
  const { sums } = row;
  return tsvRow([
    tenant,
    site,
    row.source,
    row.agent,
    tsvInstant(row.startMs).slice(0, -4),
    sums.answered,
    sums.ringNoAnswers,
    Math.round(sums.signedInMs),
    Math.round(sums.pausedMs),
    Math.round(sums.talkMs),
    Math.round(sums.holdMs),
    Math.round(sums.acwMs),
    Math.round(sums.readyMs),
    Math.round(sums.ringingMs),
    Math.round(sums.breakMs),
    mapCell(sums.breakByReasonMs),
    Math.round(sums.otherMs),
    Math.round(sums.unreachableMs),
    version,
  ]);
}

/** A Map column: its texts are quoted within the cell, which is then escaped as a whole. */
function mapCell(map: ReadonlyMap<string, number>): string {
  const entries = [...map].map(([key, value]) => {
    const quoted = key.replaceAll('\\', '\\\\').replaceAll("'", "\\'");
    return `'${quoted}':${Math.round(value)}`;
  });
  return `{${entries.join(',')}}`;
}
