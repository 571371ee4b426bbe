import type { Fact as WireFact } from '../../proto/gen/floorcast/event/v1/fact.ts';
import type { AgentFact } from '../domain/agent/agent-fact.ts';
import type { ContactFact } from '../domain/queue/contact-fact.ts';
import type { ClickHouse } from '../lib/clickhouse.ts';
import { type StoredFact, selectFacts } from './raw-facts.ts';
import type { LegRow } from './store.ts';

/** Most facts of one agent's two days, and of one contact. */
const maxFacts = 50_000;
const hourMs = 3_600_000;

/** One agent and a span of time. */
export interface AgentSpanQuestion {
  tenant: string;
  site: string;
  source: string;
  agent: string;
  fromMs: number;
  toMs: number;
}

/** What one agent did in a span of time, with the last full state before it and his contacts. */
export async function factsOfAgent(
  clickhouse: ClickHouse,
  { fromMs, toMs, ...of }: AgentSpanQuestion,
): Promise<(AgentFact | ContactFact)[]> {
  const params = { ...of, from: fromMs, to: toMs, early: fromMs - 24 * hourMs };
  const site = `tenant = {tenant:String} AND site = {site:String} AND source = {source:String}
    AND hour >= toStartOfHour(fromUnixTimestamp64Milli({early:Int64}))
    AND at < fromUnixTimestamp64Milli({to:Int64})`;
  const own = await selectFacts(
    clickhouse,
    `${site} AND about = 'agent' AND agent = {agent:String}`,
    params,
    { limit: maxFacts },
  );
  const contacts = await selectFacts(
    clickhouse,
    `${site} AND about = 'contact' AND leg_id IN (
      SELECT leg_id FROM facts WHERE ${site} AND about = 'contact' AND agent = {agent:String})`,
    params,
    { limit: maxFacts },
  );
  return [...own, ...contacts].map(({ fact }) => fact).filter((fact) => fact.about !== 'source');
}

/** The facts of legs as they travelled, in order of time; of two tellings both. */
export async function factsOfLegs(
  clickhouse: ClickHouse,
  tenant: string,
  legs: readonly LegRow[],
): Promise<Map<string, WireFact[]>> {
  const offered = legs.map(({ offeredMs }) => offeredMs);
  const stored = await selectFacts(
    clickhouse,
    `tenant = {tenant:String} AND site IN {sites:Array(String)} AND about = 'contact'
     AND hour >= toStartOfHour(fromUnixTimestamp64Milli({first:Int64}))
     AND hour <= toStartOfHour(fromUnixTimestamp64Milli({last:Int64}))
     AND leg_id IN {legs:Array(String)}`,
    {
      tenant,
      sites: [...new Set(legs.map(({ site }) => site))],
      legs: legs.map((leg) => leg.leg_id),
      // A finer telling may have moved the offer by a second.
      first: Math.min(...offered) - hourMs,
      last: Math.max(...offered) + hourMs,
    },
    { limit: maxFacts },
  );
  const byLeg = new Map<string, WireFact[]>();
  for (const { fact, wire } of stored) collect(byLeg, fact, wire);
  return byLeg;
}

function collect(byLeg: Map<string, WireFact[]>, fact: StoredFact['fact'], wire: WireFact): void {
  if (fact.about !== 'contact') return;
  const list = byLeg.get(fact.legId) ?? [];
  list.push(wire);
  byLeg.set(fact.legId, list);
}
