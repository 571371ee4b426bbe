import { credentials } from '@grpc/grpc-js';
import type { AdherenceDay } from '../../proto/gen/floorcast/agent/v1/adherence.ts';
import { AdherenceServiceClient } from '../../proto/gen/floorcast/agent/v1/adherence_service.ts';
import type { CountedLeg } from '../../proto/gen/floorcast/history/v1/trace.ts';
import { DomainError } from '../domain/domain-error.ts';
import { siteCalendar } from '../domain/schedule/site-calendar.ts';
import { factsSpan, periodDays } from '../domain/score/period.ts';
import type { AdherenceFigures, FactLeg, PeriodFacts } from '../domain/score/period-facts.ts';
import type { Context } from '../lib/context.ts';
import { ask } from '../lib/grpc.ts';
import { recent } from '../lib/recent.ts';
import type { OfSite } from '../lib/site-book.ts';
import type { AdherenceLog, DayCount } from './adherence-log.ts';
import { type Archive, openArchive } from './archive.ts';
import type { SitePeople } from './people.ts';

/** Which sources are asked. */
export interface Wanted {
  legs: boolean;
  adherence: boolean;
}

/** What was seen, and what could not be asked. */
export interface Gathered {
  facts: PeriodFacts;
  /** Why something is missing; empty = nothing is. */
  missing: { legs: string; adherence: string };
}

/** What is to be gathered, for whom. */
export interface FactsAsked {
  people: SitePeople;
  wanted: Wanted;
  /** True = asked anew: what is frozen is not of half a minute ago. */
  fresh?: boolean;
}

/** What was seen of periods, out of the archive and of agent-status. */
export interface Facts {
  /**
   * What does not answer is told, not refused: a page shows the rest. Adherence that is older than
   * its log says does not answer.
   */
  of: (of: OfSite, period: string, asked: FactsAsked) => Promise<Gathered>;
  forget: () => void;
  close: () => void;
}

/** Cards are looked at again and again: facts are gathered anew so often. */
const forMs = 30_000;
const withinMs = 60_000;
/** Gathered ones in memory, by legs: some hundred megabytes. */
const rememberedLegs = 500_000;

/** Connects lazily to both. */
export function openFacts(
  addresses: { eventArchive: string; agentStatus: string },
  { now, heard }: { now: () => number; heard: Pick<AdherenceLog, 'countsOf'> },
): Facts {
  const archive = openArchive(addresses.eventArchive);
  const insecure = credentials.createInsecure();
  const adherence = new AdherenceServiceClient(addresses.agentStatus, insecure, {
    'grpc.initial_reconnect_backoff_ms': 100,
    'grpc.max_reconnect_backoff_ms': 1_000,
    'grpc.max_receive_message_length': 64 * 1024 * 1024,
  });
  const known = recent<{ atMs: number; gathered: Gathered }>(
    rememberedLegs,
    ({ gathered: { facts } }) => facts.legs.length + facts.adherence.length + 1,
  );
  const gather = async (of: OfSite, period: string, { people, wanted }: FactsAsked) => {
    const { zone } = people;
    const legs = wanted.legs
      ? await told(legsOf(archive, of, factsSpan(period, zone), people))
      : nothing;
    const days = daysSoFar(period, zone, now());
    // As of before it is asked: what is counted meanwhile may be in it or not.
    const counts = new Map(heard.countsOf(of));
    const figures = wanted.adherence
      ? await told(adherenceOf(adherence, of, { ...days, counts }))
      : nothing;
    const facts = { people: people.scored, legs: legs.of, adherence: figures.of, orders: [] };
    return { facts, missing: { legs: legs.why, adherence: figures.why } };
  };
  /** Many open their cards at once: what is being gathered is waited for, not gathered again. */
  const underWay = new Map<string, Promise<Gathered>>();
  return {
    of: async (of, period, asked) => {
      const { people, wanted, fresh = false } = asked;
      const key = [of.tenant, of.site, period, people.zone, wanted.legs, wanted.adherence].join(
        ' ',
      );
      const before = known.get(key);
      if (!fresh && before && now() - before.atMs < forMs) return before.gathered;
      const same = fresh ? undefined : underWay.get(key);
      if (same) return await same;
      const gathering = gather(of, period, asked).finally(() => {
        if (underWay.get(key) === gathering) underWay.delete(key);
      });
      underWay.set(key, gathering);
      const gathered = await gathering;
      // What did not answer is asked again at once.
      if (gathered.missing.legs || gathered.missing.adherence) return gathered;
      return known.put(key, { atMs: now(), gathered }).gathered;
    },
    forget: known.clear,
    close: () => {
      archive.close();
      adherence.close();
    },
  };
}

const nothing = { of: [], why: '' };

/** What a source said, or why it said nothing. */
async function told<One>(asked: Promise<One[]>): Promise<{ of: One[]; why: string }> {
  try {
    return { of: await asked, why: '' };
  } catch (error) {
    if (!(error instanceof DomainError) || error.fault !== 'unavailable') throw error;
    return { of: [], why: error.message };
  }
}

async function legsOf(
  archive: Archive,
  of: OfSite,
  span: { fromMs: number; toMs: number },
  people: SitePeople,
): Promise<FactLeg[]> {
  const legs = await archive.legs(of, span);
  return legs.map((leg) => factLeg(leg, people));
}

function factLeg(leg: CountedLeg, { personOf }: SitePeople): FactLeg {
  const person = (agent: string) => personOf.get(`${leg.source}/${agent}`) ?? '';
  return {
    leg: leg.legId,
    queue: leg.queue,
    offeredAtMs: leg.offeredAt?.getTime() ?? 0,
    person: leg.agent ? person(leg.agent) : '',
    talkMs: leg.talkMs ?? null,
    acwMs: leg.acwMs ?? null,
    endedBy: leg.endedBy as FactLeg['endedBy'],
    transferredTo: leg.transferredTo,
    callerHash: leg.callerHash,
    rings: leg.unansweredRings.map(({ agent, ringMs, at }) => {
      return { person: person(agent), ringMs, atMs: at?.getTime() ?? 0 };
    }),
  };
}

/** Local days of a period that have begun; none when it is still to come. */
function daysSoFar(period: string, zone: string, nowMs: number): { from: string; to: string } {
  const { from, to } = periodDays(period);
  const today = siteCalendar(zone).dayOf(nowMs);
  const isOver = to < today;
  return { from, to: isOver ? to : today };
}

async function adherenceOf(
  client: AdherenceServiceClient,
  { tenant, site }: OfSite,
  { from, to, counts }: { from: string; to: string; counts: ReadonlyMap<string, DayCount> },
): Promise<AdherenceFigures[]> {
  if (from > to) return [];
  const context: Context = { tenant, person: '', roles: ['quality'] };
  const asked = { tenant, site, from, to, people: [] };
  const { days } = await ask(client, client.listAdherenceDays, asked, { context, withinMs });
  checkCounts(days, counts);
  return days.flatMap(({ person, day, sums, contests }) => {
    if (!sums) return [];
    return {
      person,
      day,
      contests,
      scheduledMs: sums.scheduledMs ?? null,
      excusedMs: sums.excusedMs,
      ownMs: sums.out?.ownMs ?? 0,
      onQueueMs: sums.onQueueMs,
      scheduledOnQueueMs: sums.scheduledOnQueueMs,
    };
  });
}

/** Refuses days of which a later count stands in the log: who counts has not read on yet. */
function checkCounts(days: readonly AdherenceDay[], counts: ReadonlyMap<string, DayCount>): void {
  const newest = new Map<string, number>();
  for (const { day, countedAt } of days) {
    newest.set(day, Math.max(newest.get(day) ?? 0, countedAt?.getTime() ?? 0));
  }
  for (const [day, atMs] of newest) {
    if (atMs >= (counts.get(day)?.atMs ?? 0)) continue;
    throw new DomainError('unavailable', `adherence of ${day} is just being counted anew`);
  }
}
