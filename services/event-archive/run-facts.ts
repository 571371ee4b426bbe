import type { ContactFact } from '../domain/queue/contact-fact.ts';
import type { ClickHouse } from '../lib/clickhouse.ts';
import type { Run } from './marks.ts';
import { selectFacts } from './raw-facts.ts';

/** Most facts of one run; runs are split far below it. */
export const maxRunFacts = 400_000;

const hourMs = 3_600_000;
/** A contact offered longer ago than this is over before a run begins. */
const openContactMs = 4 * hourMs;

/**
 * The contact facts a run is made of, in order of time: of the legs offered in
 * it, of those still open when it begins, and an hour more, as a finer telling
 * may have moved an offer over a border.
 */
export async function contactsOfRun(
  clickhouse: ClickHouse,
  { tenant, site, fromMs, toMs }: Run,
): Promise<ContactFact[]> {
  const stored = await selectFacts(
    clickhouse,
    `tenant = {tenant:String} AND site = {site:String} AND about = 'contact'
     AND hour >= toStartOfHour(fromUnixTimestamp64Milli({from:Int64}))
     AND hour <= toStartOfHour(fromUnixTimestamp64Milli({to:Int64}))`,
    { tenant, site, from: fromMs - openContactMs, to: toMs + hourMs },
    { limit: maxRunFacts },
  );
  return stored.map(({ fact }) => fact).filter((fact) => fact.about === 'contact');
}
