/** A contact's whole way through the queues, out of the archive. */
import { dayPlus, startOfDay } from '../../schedule/local-time.ts';

/** A fact of a leg, as the archive tells it. */
export interface TraceFact {
  factId: string;
  at: string;
  estimated: boolean;
  what: {
    kind: string;
    agent?: string;
    to?: string;
    reason?: string;
    endedBy?: string;
    callerHash?: string;
    callerTail?: string;
  };
}

/** One leg of a contact with its facts. */
export interface TraceLeg {
  legId: string;
  contactId: string;
  site: string;
  source: string;
  queue: string;
  offeredAt: string | null;
  /** "waiting", "answered", "abandoned", or why it left otherwise. */
  outcome: string;
  agent: string | null;
  waitMs: number | null;
  talkMs: number | null;
  holdMs: number | null;
  acwMs: number | null;
  facts: TraceFact[];
}

/** A leg in a list. */
export interface ListedLeg extends Omit<TraceLeg, 'facts' | 'site' | 'agent'> {
  agent: string;
  endedBy: string;
  transferredTo: string;
  callerHash: string;
}

/** What happened in a leg, in order. */
export interface Happening {
  id: string;
  atMs: number;
  kind: string;
  /** The agent's key; empty = none. */
  agent: string;
  /** Where it was handed on to, why it left, who ended it; empty = not said. */
  word: string;
  /** Seconds since the conversation began: where in the recording; null = before or after it. */
  atS: number | null;
  estimated: boolean;
}

/** What happened in a leg: of two tellings of one thing the first. */
export function happenings({ facts }: Pick<TraceLeg, 'facts'>): Happening[] {
  const first = new Map<string, TraceFact>();
  for (const fact of facts) if (!first.has(fact.factId)) first.set(fact.factId, fact);
  const inOrder = [...first.values()].sort((a, b) => Date.parse(a.at) - Date.parse(b.at));
  const answered = inOrder.find(({ what }) => what.kind === 'answered');
  const beganMs = answered ? Date.parse(answered.at) : Number.POSITIVE_INFINITY;
  const ended = inOrder.find(({ what }) => what.kind === 'completed');
  const endMs = ended ? Date.parse(ended.at) : Number.POSITIVE_INFINITY;
  return inOrder.map(({ factId, at, what, estimated }) => {
    const atMs = Date.parse(at);
    return {
      ...{ id: factId, atMs, kind: what.kind, agent: what.agent ?? '', estimated },
      word: what.to ?? what.reason ?? what.endedBy ?? '',
      atS: atMs < beganMs || atMs > endMs ? null : (atMs - beganMs) / 1_000,
    };
  });
}

/** The address of a day's legs of some agents; empty = of nobody. */
export function legsPath({
  site,
  zone,
  day,
  agents,
}: {
  site: string;
  zone: string;
  day: string;
  agents: readonly string[];
}): string {
  if (agents.length === 0) return '';
  const [from = '', to = ''] = [day, dayPlus(day, 1)].map((one) =>
    new Date(startOfDay(one, zone)).toISOString(),
  );
  const query = new URLSearchParams({ site, from, to, pageSize: '1000' });
  for (const agent of agents) query.append('agent', agent);
  return `/v1/legs?${query}`;
}

/** The customer's keyed hash; empty = not known. */
export function callerOf(legs: readonly Pick<TraceLeg, 'facts'>[]): string {
  for (const { facts } of legs) {
    for (const { what } of facts) if (what.callerHash) return what.callerHash;
  }
  return '';
}

/** The queue that a leg's id names; empty = it names none. */
export function queueOfLeg(leg: string): string {
  const parts = leg.split('|');
  return parts.length >= 4 ? (parts.at(-2) ?? '') : '';
}

/**
 * The address of a leg's recording, by the template of its source.
 *
 * @returns empty when there is no template, or it is no web address.
 */
export function recordingLink(
  template: string,
  { legId, contactId, source, queue, agent, offeredAt }: Omit<TraceLeg, 'facts' | 'site'>,
): string {
  if (!/^https?:\/\//.test(template)) return '';
  const uniqueId = legId.startsWith(`${source}|`) ? (legId.split('|')[1] ?? '') : contactId;
  const parts: Record<string, string> = {
    ...{ uniqueId, contact: contactId, leg: legId, queue },
    ...{ agent: agent ?? '', date: offeredAt?.slice(0, 10) ?? '' },
  };
  return template.replace(/\{(\w+)\}/g, (_, part: string) => encodeURIComponent(parts[part] ?? ''));
}
