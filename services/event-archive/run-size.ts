import type { ClickHouse } from '../lib/clickhouse.ts';
import { bucketMs, type Run } from './marks.ts';

/** Facts folded in one turn: some hundred milliseconds in which nothing else happens. */
const turnFacts = 40_000;

/** The first part of a run that is small enough for one turn; at least one bucket. */
export async function splitRun(clickhouse: ClickHouse, run: Run): Promise<Run> {
  const { tenant, site, fromMs, toMs } = run;
  const hours = await clickhouse.select<{ hourMs: number; facts: number }>(
    `SELECT toUnixTimestamp(hour) * 1000 AS hourMs, count() AS facts FROM facts
     WHERE tenant = {tenant:String} AND site = {site:String}
       AND hour >= toStartOfHour(fromUnixTimestamp64Milli({from:Int64}))
       AND hour < fromUnixTimestamp64Milli({to:Int64})
     GROUP BY hour ORDER BY hour LIMIT 10000`,
    { tenant, site, from: fromMs, to: toMs },
  );
  let facts = 0;
  for (const hour of hours) {
    facts += hour.facts;
    if (facts <= turnFacts || hour.hourMs <= fromMs) continue;
    return { ...run, toMs: Math.min(toMs, hour.hourMs) };
  }
  return facts > 4 * turnFacts ? { ...run, toMs: Math.min(toMs, fromMs + bucketMs) } : run;
}
