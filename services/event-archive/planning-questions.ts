import type { HistoryServiceServer } from '../../proto/gen/floorcast/history/v1/history_service.ts';
import { DomainError } from '../domain/domain-error.ts';
import type { ClickHouse } from '../lib/clickhouse.ts';
import { sameTenant } from '../lib/context.ts';
import { unary } from '../lib/grpc.ts';
import type { Log } from '../lib/log.ts';
import { toSpan } from './history-questions.ts';

const maxIntervals = 100_000;
const dayMs = 24 * 3_600_000;

/** What planning asks of the past: few columns, many rows. */
export function planningQuestions({ clickhouse, log }: { clickhouse: ClickHouse; log: Log }) {
  return {
    listQueueSpans: unary(log, async ({ tenant, site }, context) => {
      sameTenant(context, tenant);
      const rows = await queueSpans(clickhouse, { tenant, site });
      const spans = rows.map(({ firstMs, lastMs, ...row }) => {
        return { ...row, first: new Date(firstMs), last: new Date(lastMs) };
      });
      return { spans };
    }),

    listQueueVolumes: unary(log, async (asked, context) => {
      sameTenant(context, asked.tenant);
      const { lengthS, tenant, site, queue } = asked;
      if (![300, 900, 1_800].includes(lengthS)) {
        throw new DomainError('invalid', `length_s is ${lengthS}, but must be 300, 900 or 1800`);
      }
      const { fromMs, toMs } = toSpan(asked, maxIntervals * lengthS * 1000);
      const of = { tenant, site, queue, fromMs, toMs };
      const rows = await queueVolumes(clickhouse, { ...of, lengthS });
      const gaps = await sourceGaps(clickhouse, of);
      return {
        places: rows.map(({ place }) => place),
        offered: rows.map(({ offered }) => offered),
        handled: rows.map(({ handled }) => handled),
        handleS: rows.map(({ handleMs }) => handleMs / 1000),
        gaps,
      };
    }),

    listWaits: unary(log, async (asked, context) => {
      sameTenant(context, asked.tenant);
      const rows = await waits(clickhouse, { ...asked, ...toSpan(asked, 400 * dayMs) });
      return {
        waitMs: rows.map(({ wait_ms }) => wait_ms),
        abandoned: rows.map(({ abandoned }) => abandoned === 1),
      };
    }),
  } satisfies Partial<HistoryServiceServer>;
}

interface SpanRow {
  site: string;
  queue: string;
  firstMs: number;
  lastMs: number;
  offered: number;
}

function queueSpans(clickhouse: ClickHouse, of: { tenant: string; site: string }) {
  return clickhouse.select<SpanRow>(
    `SELECT site, queue, toUnixTimestamp(min(start)) * 1000 AS firstMs,
       toUnixTimestamp(max(start)) * 1000 AS lastMs, sum(q.offered) AS offered
     FROM queue_intervals AS q FINAL
     WHERE tenant = {tenant:String} AND ({site:String} = '' OR site = {site:String})
     GROUP BY site, queue HAVING offered > 0 ORDER BY site, queue LIMIT 5000`,
    of,
  );
}

interface Of {
  tenant: string;
  site: string;
  queue: string;
  fromMs: number;
  toMs: number;
}

function queueVolumes(clickhouse: ClickHouse, of: Of & { lengthS: number }) {
  const { tenant, site, queue, fromMs, toMs, lengthS } = of;
  return clickhouse.select<{ place: number; offered: number; handled: number; handleMs: number }>(
    `SELECT intDiv(toUnixTimestamp(start) - intDiv({fromMs:Int64}, 1000), {lengthS:UInt32}) AS place,
       sum(q.offered) AS offered, sum(q.handled) AS handled,
       toFloat64(sum(q.talk_ms) + sum(q.hold_ms) + sum(q.acw_ms)) AS handleMs
     FROM queue_intervals AS q FINAL
     WHERE tenant = {tenant:String} AND site = {site:String} AND queue = {queue:String}
       AND start >= toDateTime(intDiv({fromMs:Int64}, 1000))
       AND start < toDateTime(intDiv({toMs:Int64} + 999, 1000))
     GROUP BY place ORDER BY place`,
    { tenant, site, queue, fromMs, toMs, lengthS },
  );
}

/** Gaps of any source of the site, each to its resync, or to the end of the question. */
async function sourceGaps(clickhouse: ClickHouse, of: Of): Promise<{ from: Date; to: Date }[]> {
  const rows = await clickhouse.select<{ source: string; kind: string; atMs: number }>(
    `SELECT source, kind, toUnixTimestamp64Milli(at) AS atMs FROM facts
     WHERE tenant = {tenant:String} AND site = {site:String} AND about = 'source'
       AND kind IN ('gap', 'resync')
       AND hour >= toDateTime(intDiv({fromMs:Int64}, 1000) - 86400)
       AND hour < toDateTime(intDiv({toMs:Int64} + 999, 1000))
     ORDER BY at LIMIT 20000`,
    { tenant: of.tenant, site: of.site, fromMs: of.fromMs, toMs: of.toMs },
  );
  const open = new Map<string, number>();
  const gaps: { from: Date; to: Date }[] = [];
  for (const { source, kind, atMs } of rows) {
    const since = open.get(source);
    if (kind === 'gap') open.set(source, since ?? atMs);
    else if (since !== undefined) {
      gaps.push({ from: new Date(since), to: new Date(atMs) });
      open.delete(source);
    }
  }
  for (const since of open.values()) gaps.push({ from: new Date(since), to: new Date(of.toMs) });
  return gaps;
}

function waits(clickhouse: ClickHouse, { tenant, site, queue, fromMs, toMs }: Of) {
  return clickhouse.select<{ wait_ms: number; abandoned: number }>(
    `SELECT wait_ms, outcome = 'abandoned' AS abandoned FROM contact_legs FINAL
     WHERE tenant = {tenant:String} AND site = {site:String} AND queue = {queue:String}
       AND offered_at >= fromUnixTimestamp64Milli({fromMs:Int64})
       AND offered_at < fromUnixTimestamp64Milli({toMs:Int64})
       AND wait_ms IS NOT NULL AND outcome != 'waiting'
     ORDER BY offered_at DESC LIMIT 200000`,
    { tenant, site, queue, fromMs, toMs },
  );
}
