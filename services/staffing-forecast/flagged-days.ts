import { dayNumber } from '../domain/forecast/series-history.ts';
import { type HistoryDeps, standingImports } from './history.ts';
import { splitQueue } from './planned-queues.ts';

/** A day that a file flags as a holiday; the name is empty for a mere flag. */
export interface FlaggedDay {
  /** Days from 1970-01-01. */
  day: number;
  name: string;
}

/** Holidays that the standing files flag for a queue, past and to come; the newest names them. */
export async function flaggedDays(
  { book, store }: Pick<HistoryDeps, 'book' | 'store'>,
  { tenant, queue }: { tenant: string; queue: string },
): Promise<FlaggedDay[]> {
  const names = new Map<string, string>();
  for (const { queues } of standingImports(book, tenant, splitQueue(queue).site).reverse()) {
    const known = queues.find((each) => each.queue === queue);
    if (!known?.holidays) continue;
    const { holidays } = await store.series(tenant, known.content);
    for (const [day, name] of Object.entries(holidays)) names.set(day, name);
  }
  return [...names].map(([day, name]) => ({ day: dayNumber(day), name }));
}
