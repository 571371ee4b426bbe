import type { HistoryServiceServer } from '../../proto/gen/floorcast/history/v1/history_service.ts';
import type { CountedLeg } from '../../proto/gen/floorcast/history/v1/trace.ts';
import { DomainError } from '../domain/domain-error.ts';
import type { ContactFact } from '../domain/queue/contact-fact.ts';
import type { ClickHouse } from '../lib/clickhouse.ts';
import { oneOfRoles, type Role, sameTenant } from '../lib/context.ts';
import { unary } from '../lib/grpc.ts';
import type { Log } from '../lib/log.ts';
import { atMost, type PageEnd, pageOf, toPageToken, toSpan } from './history-questions.ts';
import { selectFacts } from './raw-facts.ts';
import type { LegRow } from './store.ts';

const readers: readonly Role[] = ['supervisor', 'team-lead', 'quality', 'administrator'];
const longestMs = 62 * 24 * 3_600_000;
/** Of one page: a leg has three of these as a rule, and two readers tell each twice. */
const maxFacts = 100_000;

/** What scores ask of the past: legs one by one, with how each ended. */
export function legQuestions({ clickhouse, log }: { clickhouse: ClickHouse; log: Log }) {
  return {
    listContactLegs: unary(log, async (asked, context) => {
      const { tenant, site } = asked;
      sameTenant(context, tenant);
      oneOfRoles(context, readers);
      if (!site) throw new DomainError('invalid', 'site is missing');
      const agents = atMost(asked.agents, 'agents');
      const { pageSize, after } = pageOf(asked);
      const { callerHash = '' } = asked;
      const of = { tenant, site, agents, callerHash, ...toSpan(asked, longestMs), pageSize, after };
      const rows = await selectLegs(clickhouse, of);
      const page = rows.slice(0, pageSize);
      const ends = await endsOf(clickhouse, of, page);
      const legs = page.map((row) => toCounted(row, ends.get(row.leg_id) ?? []));
      return { legs, nextPageToken: nextOf(rows, { site, pageSize }) };
    }),
  } satisfies Partial<HistoryServiceServer>;
}

interface LegQuestion {
  tenant: string;
  site: string;
  agents: readonly string[];
  /** Empty = of everybody. */
  callerHash: string;
  fromMs: number;
  toMs: number;
  pageSize: number;
  after: PageEnd | null;
}

/** Answered by one of the agents, or rung at one in vain; of no agents: any leg. */
const ofAgents = `({anyAgent:UInt8} = 1 OR concat(source, '/', agent) IN {agents:Array(String)}
  OR leg_id IN (SELECT leg_id FROM facts
    WHERE tenant = {tenant:String} AND site = {site:String} AND about = 'contact'
      AND hour >= toStartOfHour(fromUnixTimestamp64Milli({fromMs:Int64}))
      AND hour <= toStartOfHour(fromUnixTimestamp64Milli({toMs:Int64}))
      AND kind = 'ring-no-answer' AND concat(source, '/', agent) IN {agents:Array(String)}))`;

/** Of one caller: a hash stands in the bytes of the offer as it is. */
const ofCaller = `({callerHash:String} = ''
  OR leg_id IN (SELECT leg_id FROM facts
    WHERE tenant = {tenant:String} AND site = {site:String} AND about = 'contact'
      AND hour >= toStartOfHour(fromUnixTimestamp64Milli({fromMs:Int64}))
      AND hour <= toStartOfHour(fromUnixTimestamp64Milli({toMs:Int64}))
      AND kind = 'offered' AND position(fact, {callerHash:String}) > 0))`;

/** One more than the page: whether there is a next one. */
function selectLegs(clickhouse: ClickHouse, question: LegQuestion): Promise<LegRow[]> {
  const { after, pageSize } = question;
  return clickhouse.select<LegRow>(
    `SELECT leg_id, contact_id, site, source, queue, toUnixTimestamp64Milli(offered_at) AS offeredMs,
       outcome, wait_ms, agent, talk_ms, hold_ms, acw_ms
     FROM contact_legs FINAL
     WHERE tenant = {tenant:String} AND site = {site:String}
       AND offered_at >= fromUnixTimestamp64Milli({fromMs:Int64})
       AND offered_at < fromUnixTimestamp64Milli({toMs:Int64}) AND ${ofAgents} AND ${ofCaller}
       AND ({first:UInt8} = 1 OR (offeredMs, leg_id) > ({afterMs:Int64}, {afterLeg:String}))
     ORDER BY offeredMs, leg_id LIMIT {limit:UInt32}`,
    {
      ...spanParams(question),
      limit: pageSize + 1,
      first: after ? 0 : 1,
      afterMs: after?.startMs ?? 0,
      afterLeg: after?.of[0] ?? '',
    },
    60,
  );
}

function spanParams({ tenant, site, agents, callerHash, fromMs, toMs }: LegQuestion) {
  const anyAgent = agents.length === 0 ? 1 : 0;
  return { tenant, site, fromMs, toMs, agents, anyAgent, callerHash };
}

/** Facts of the page's legs that say who called, who let it ring, and how it ended. */
async function endsOf(
  clickhouse: ClickHouse,
  question: LegQuestion,
  page: readonly LegRow[],
): Promise<Map<string, ContactFact[]>> {
  const [first, last] = [page[0], page.at(-1)];
  if (!first || !last) return new Map();
  const params = { firstMs: first.offeredMs, lastMs: last.offeredMs };
  const stored = await selectFacts(
    clickhouse,
    `tenant = {tenant:String} AND site = {site:String} AND about = 'contact'
     AND hour >= toStartOfHour(fromUnixTimestamp64Milli({firstMs:Int64} - {slackMs:Int64}))
     AND hour <= toStartOfHour(fromUnixTimestamp64Milli({lastMs:Int64} + {slackMs:Int64}))
     AND kind IN ('offered', 'ring-no-answer', 'transferred', 'completed')
     AND leg_id IN (SELECT leg_id FROM contact_legs
       WHERE tenant = {tenant:String} AND site = {site:String}
         AND offered_at >= fromUnixTimestamp64Milli({firstMs:Int64})
         AND offered_at <= fromUnixTimestamp64Milli({lastMs:Int64})
         AND ${ofAgents} AND ${ofCaller})`,
    // A finer telling may have moved the offer by a second.
    { ...spanParams(question), ...params, slackMs: 1_000 },
    { limit: maxFacts, withinS: 60 },
  );
  const contacts = stored.map(({ fact }) => fact).filter((fact) => fact.about === 'contact');
  return Map.groupBy(contacts, ({ legId }) => legId);
}

function nextOf(rows: readonly LegRow[], of: { site: string; pageSize: number }): string {
  const last = rows[of.pageSize - 1];
  if (rows.length <= of.pageSize || !last) return '';
  return toPageToken({ site: of.site, of: [last.leg_id], startMs: last.offeredMs });
}

function toCounted(row: LegRow, facts: readonly ContactFact[]): CountedLeg {
  const leg: CountedLeg = {
    legId: row.leg_id,
    contactId: row.contact_id,
    source: row.source,
    queue: row.queue,
    offeredAt: new Date(row.offeredMs),
    outcome: row.outcome,
    waitMs: row.wait_ms ?? undefined,
    agent: row.agent,
    talkMs: row.talk_ms ?? undefined,
    holdMs: row.hold_ms ?? undefined,
    acwMs: row.acw_ms ?? undefined,
    endedBy: '',
    transferredTo: '',
    callerHash: '',
    unansweredRings: [],
  };
  const rings = new Map<string, CountedLeg['unansweredRings'][number]>();
  for (const { factId, atMs, what } of facts) {
    if (what.kind === 'offered') leg.callerHash ||= what.callerHash ?? '';
    if (what.kind === 'transferred') leg.transferredTo ||= what.to;
    if (what.kind === 'completed' && what.endedBy !== 'unknown') leg.endedBy ||= what.endedBy;
    // Two readers tell of one ring under one id.
    if (what.kind === 'ring-no-answer' && !rings.has(factId)) {
      rings.set(factId, { agent: what.agent, ringMs: what.ringMs, at: new Date(atMs) });
    }
  }
  leg.unansweredRings = [...rings.values()];
  return leg;
}
