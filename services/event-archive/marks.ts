import { bucketStart } from '../domain/agent/agent-sums.ts';

/** Five-minute buckets of one site whose figures must be made anew from raw facts. */
export interface Marks {
  tenant: string;
  site: string;
  /** By first instant: legs offered in them and their queue intervals. */
  contacts: Set<number>;
  /** By first instant: agent intervals. */
  agents: Set<number>;
  /** When the last mark was set, by our clock: what is still coming in waits a little. */
  markedMs: number;
  /** When the oldest mark still standing was set. */
  sinceMs: number;
}

/** A run of buckets to be made anew in one go. */
export interface Run {
  tenant: string;
  site: string;
  fromMs: number;
  /** First instant after. */
  toMs: number;
}

export const bucketMs = 300_000;

/** Most buckets one site may have marked: two years. Beyond it the oldest marks are kept. */
const maxMarks = 210_240;

/** Marks by tenant and site. */
export type AllMarks = Map<string, Marks>;

/** Marks the buckets from one instant to another, both included; at most a day's worth. */
export function mark(
  all: AllMarks,
  { tenant, site, what }: { tenant: string; site: string; what: 'contacts' | 'agents' },
  { fromMs, toMs, nowMs }: { fromMs: number; toMs: number; nowMs: number },
): void {
  const key = `${tenant}/${site}`;
  let marks = all.get(key);
  if (!marks) {
    marks = {
      tenant,
      site,
      contacts: new Set(),
      agents: new Set(),
      markedMs: nowMs,
      sinceMs: nowMs,
    };
    all.set(key, marks);
  }
  const first = Math.max(bucketStart(fromMs), bucketStart(toMs) - 24 * 3_600_000);
  for (let start = first; start <= toMs; start += bucketMs) {
    if (marks[what].size < maxMarks) marks[what].add(start);
  }
  marks.markedMs = Math.max(marks.markedMs, nowMs);
}

/** Nothing more came for so long: what there is, is whole. */
const quietMs = 1_500;
/** While more is coming: what is behind its front waits at most so long. */
const patienceMs = 20_000;
/** Longest run, and how much of the past together is worth one. */
const longestMs = 14 * 24 * 3_600_000;
const worthMs = longestMs / 2;
/** What lies within an hour behind the front of history coming in is not yet whole. */
const unfinishedMs = 3_600_000;

/**
 * The next run that is due, oldest bucket first; null = none.
 *
 * @param frontMs - up to where history of a site has come in so far.
 */
export function dueRun(
  all: AllMarks,
  nowMs: number,
  frontMs: (key: string) => number | null,
): (Run & { contacts: boolean; agents: boolean }) | null {
  for (const [key, marks] of all) {
    if (marks.contacts.size === 0 && marks.agents.size === 0) {
      all.delete(key);
      continue;
    }
    const quiet = nowMs - marks.markedMs >= quietMs;
    const wholeUntilMs = quiet ? null : frontMs(key);
    const { oldest, newest } = bounds(marks);
    const wholeMs = (wholeUntilMs ?? Number.POSITIVE_INFINITY) - unfinishedMs;
    const toMs = Math.min(
      oldest + longestMs,
      newest + bucketMs,
      Math.floor(wholeMs / bucketMs) * bucketMs,
    );
    const due = quiet || toMs - oldest >= worthMs || nowMs - marks.sinceMs >= patienceMs;
    if (!due || toMs <= oldest) continue;
    const within = (set: Set<number>) => [...set].some((at) => at >= oldest && at < toMs);
    const { tenant, site } = marks;
    const what = { contacts: within(marks.contacts), agents: within(marks.agents) };
    return { tenant, site, fromMs: oldest, toMs, ...what };
  }
  return null;
}

function bounds({ contacts, agents }: Marks): { oldest: number; newest: number } {
  let oldest = Number.POSITIVE_INFINITY;
  let newest = 0;
  for (const set of [contacts, agents]) {
    for (const start of set) {
      oldest = Math.min(oldest, start);
      newest = Math.max(newest, start);
    }
  }
  return { oldest, newest };
}

/** Takes the marks of a run away. */
export function unmark(all: AllMarks, { tenant, site, fromMs, toMs }: Run, nowMs: number): void {
  const marks = all.get(`${tenant}/${site}`);
  if (!marks) return;
  for (let start = fromMs; start < toMs; start += bucketMs) {
    marks.contacts.delete(start);
    marks.agents.delete(start);
  }
  marks.sinceMs = nowMs;
}

/** Buckets marked, over all sites. */
export function markCount(all: AllMarks): number {
  let count = 0;
  for (const { contacts, agents } of all.values()) count += contacts.size + agents.size;
  return count;
}

/** The marks as plain data, for a snapshot. */
export function writeMarks(all: AllMarks): [string, string, number[], number[]][] {
  return [...all.values()].map(({ tenant, site, contacts, agents }) => [
    tenant,
    site,
    [...contacts],
    [...agents],
  ]);
}

/** Marks out of a snapshot. */
export function readMarks(written: ReturnType<typeof writeMarks>, nowMs: number): AllMarks {
  return new Map(
    written.map(([tenant, site, contacts, agents]) => [
      `${tenant}/${site}`,
      {
        tenant,
        site,
        contacts: new Set(contacts),
        agents: new Set(agents),
        markedMs: nowMs,
        sinceMs: nowMs,
      },
    ]),
  );
}
