import { DomainError } from '../domain/domain-error.ts';

/** A span of time and a page of it, as every list of intervals is asked for. */
export interface IntervalQuestion {
  tenant: string;
  /** Empty = all. */
  site: string;
  fromMs: number;
  /** First instant after. */
  toMs: number;
  lengthS: number;
  pageSize: number;
  /** Where the last page ended; null = from the beginning. */
  after: PageEnd | null;
}

/** The key of the last row of a page, in the order of the list. */
export interface PageEnd {
  site: string;
  /** The queue, or source and agent. */
  of: string[];
  startMs: number;
}

/** What comes in over the wire for a list of intervals. */
interface Asked {
  tenant: string;
  site: string;
  from: Date | undefined;
  to: Date | undefined;
  lengthS: number;
  pageSize: number;
  pageToken: string;
}

const defaultPage = 1_000;
const maxPage = 10_000;
const dayMs = 24 * 3_600_000;

/** Checks a question for intervals; a refusal names the field. */
export function toIntervalQuestion(
  asked: Asked,
  { lengths, maxDays }: { lengths: readonly number[]; maxDays: number },
): IntervalQuestion {
  const { fromMs, toMs } = toSpan(asked, maxDays * dayMs);
  const { tenant, site, lengthS } = asked;
  if (!lengths.includes(lengthS)) {
    throw new DomainError(
      'invalid',
      `length_s is ${lengthS}, but must be one of ${lengths.join(', ')}`,
    );
  }
  return { tenant, site, fromMs, toMs, lengthS, ...pageOf(asked) };
}

/** Checks which page is asked for; a refusal names the field. */
export function pageOf({
  pageSize,
  pageToken,
}: Pick<Asked, 'pageSize' | 'pageToken'>): Pick<IntervalQuestion, 'pageSize' | 'after'> {
  if (pageSize > maxPage) {
    throw new DomainError('invalid', `page_size is ${pageSize}, but at most ${maxPage}`);
  }
  const after = pageToken ? fromPageToken(pageToken) : null;
  return { pageSize: pageSize || defaultPage, after };
}

/** Checks a span of time; a refusal names the field. */
export function toSpan(
  { from, to }: { from: Date | undefined; to: Date | undefined },
  longestMs: number,
): { fromMs: number; toMs: number } {
  if (!from) throw new DomainError('invalid', 'from is missing');
  if (!to) throw new DomainError('invalid', 'to is missing');
  const fromMs = from.getTime();
  const toMs = to.getTime();
  if (toMs <= fromMs) throw new DomainError('invalid', 'to must be after from');
  if (toMs - fromMs > longestMs) {
    const sentence = `to is more than ${longestMs / dayMs} days after from`;
    throw new DomainError('invalid', sentence);
  }
  return { fromMs, toMs };
}

/** At most so many names, or a refusal that names the field. */
export function atMost(names: readonly string[], field: string, limit = 500): readonly string[] {
  if (names.length <= limit) return names;
  throw new DomainError('invalid', `${field} has ${names.length} entries, but at most ${limit}`);
}

/** Where a page ended, as the caller hands it back. */
export function toPageToken({ site, of, startMs }: PageEnd): string {
  return Buffer.from(JSON.stringify([site, of, startMs])).toString('base64url');
}

function fromPageToken(token: string): PageEnd {
  try {
    const [site, of, startMs] = JSON.parse(Buffer.from(token, 'base64url').toString()) as unknown[];
    const known = typeof site === 'string' && typeof startMs === 'number' && Array.isArray(of);
    if (known) return { site, of: of.map(String), startMs };
  } catch {
    // Told below, as for a token of another shape.
  }
  throw new DomainError('invalid', `page_token "${token}" is none of ours`);
}

/** First instants of the local days that touch a span, and the one after the last. */
export function localDays(fromMs: number, toMs: number, zone: string): number[] {
  const bounds: number[] = [];
  let day = Temporal.Instant.fromEpochMilliseconds(fromMs).toZonedDateTimeISO(zone).startOfDay();
  while (day.epochMilliseconds < toMs) {
    bounds.push(day.epochMilliseconds);
    day = day.add({ days: 1 }).startOfDay();
  }
  return [...bounds, day.epochMilliseconds];
}
