import { DomainError } from '../domain/domain-error.ts';
import { ownDaysThatSuffice } from '../domain/forecast/similar-queue.ts';
import { addDays, daysBetween, slotsPerDay } from '../domain/planning/local-slots.ts';
import type { SimilarRules } from '../domain/planning/staffing-rules.ts';
import type { StandIn } from './compute.ts';
import { markedSlots, marksOf } from './events.ts';
import { type HistoryDeps, type QueueHistory, readHistory, standingImports } from './history.ts';
import { localDayOf, splitQueue } from './planned-queues.ts';

/** What a queue is forecast from. */
export interface LearnedPast {
  /** Whose history it is: the queue itself, or the one it is taken to be like. */
  queue: string;
  history: QueueHistory;
  standIn: StandIn | null;
  /** What deserves to be known of it. */
  notes: string[];
}

/** A queue and where its forecast begins: nothing from then on is learned from. */
interface Wanted {
  tenant: string;
  queue: string;
  from: string;
  slotMinutes: number;
}

/** Years learned from: three seasons. */
const learnDays = 1_096;
/** Fewer days with a call show no week. */
const leastDays = 7;

/**
 * The past of a queue; while it has too little of its own, that of the queue it is
 * taken to be like. Refuses what nothing can be learned from.
 */
export async function pastFor(
  deps: HistoryDeps,
  of: Wanted,
  similar: SimilarRules | null,
): Promise<LearnedPast> {
  const { queue } = of;
  const own = await seenPast(deps, of);
  if (!similar) return { queue, history: enough(own, of).history, standIn: null, notes: [] };
  if (own.history && own.seen >= ownDaysThatSuffice) {
    const note = `its own ${own.seen} days with contacts suffice: "${similar.queue}" is not needed`;
    return { queue, history: own.history, standIn: null, notes: [note] };
  }
  const like = { ...of, queue: similar.queue };
  const other = await seenPast(deps, like);
  const { history } = enough(other, like);
  if (other.seen < ownDaysThatSuffice) {
    throw new DomainError(
      'invalid',
      `queue "${queue}" is to be forecast from "${similar.queue}", which has ${other.seen} days ` +
        `with contacts itself, but needs ${ownDaysThatSuffice}`,
    );
  }
  const standIn = { ...similar, own: await ownBeside(deps, of, history) };
  return { queue: similar.queue, history, standIn, notes: [] };
}

/** What lies before a forecast. */
interface SeenPast {
  history: QueueHistory | null;
  /** Days of it that brought contacts. */
  seen: number;
  /** The first day not learned from. */
  end: string;
}

async function seenPast(deps: HistoryDeps, of: Wanted): Promise<SeenPast> {
  const { tenant, queue, from, slotMinutes } = of;
  const zone = deps.zoneOf(tenant, splitQueue(queue).site);
  const today = localDayOf(deps.now(), zone);
  // Whole days only, and nothing from the first forecast day on.
  const [end = today] = [from, today].sort();
  const first = await firstDayOf(deps, { tenant, queue, zone });
  if (first === null || first >= end) return { history: null, seen: 0, end };
  const begin = daysBetween(first, end) > learnDays ? addDays(end, -learnDays) : first;
  const grid = { from: begin, days: daysBetween(begin, end), slotMinutes };
  const history = trimmed(await readHistory(deps, { tenant, queue, ...grid }));
  return { history, seen: daysSeen(history.calls, slotsPerDay(grid)), end };
}

/** The first local day anything is known of; null = nothing is. */
async function firstDayOf(
  { archive, book }: HistoryDeps,
  { tenant, queue, zone }: { tenant: string; queue: string; zone: string },
): Promise<string | null> {
  const { site, name } = splitQueue(queue);
  const spans = await archive.spans(tenant);
  const span = spans.find((each) => each.site === site && each.queue === name);
  const days = standingImports(book, tenant, site).flatMap(({ queues }) =>
    queues.filter((each) => each.queue === queue).map((each) => each.firstStart.slice(0, 10)),
  );
  if (span?.first) days.push(localDayOf(span.first.getTime(), zone));
  return days.sort()[0] ?? null;
}

/** Days after the last that anything is known of teach nothing: the forecast begins there. */
function trimmed(history: QueueHistory): QueueHistory {
  const perDay = slotsPerDay(history);
  let { days } = history;
  const known = (day: number) =>
    history.calls.subarray(day * perDay, (day + 1) * perDay).some((one) => !Number.isNaN(one));
  while (days > 1 && !known(days - 1)) days -= 1;
  const end = days * perDay;
  const { calls, handled, handleS, origin } = history;
  return {
    ...history,
    days,
    calls: calls.subarray(0, end),
    handled: handled.subarray(0, end),
    handleS: handleS.subarray(0, end),
    origin: origin.subarray(0, end),
  };
}

function daysSeen(calls: Float64Array, perDay: number): number {
  let seen = 0;
  for (let i = 0; i < calls.length; i += perDay) {
    if (calls.subarray(i, i + perDay).some((one) => one > 0)) seen += 1;
  }
  return seen;
}

/** Refuses what shows no week. */
function enough({ history, seen, end }: SeenPast, { queue, slotMinutes }: Wanted) {
  if (!history) throw new DomainError('invalid', `queue "${queue}" has no history before ${end}`);
  if (seen >= leastDays) return { history };
  throw new DomainError(
    'invalid',
    `queue "${queue}" has ${seen} days of history with contacts before ${end}, in slots of ` +
      `${slotMinutes} minutes or finer, but needs ${leastDays}`,
  );
}

/** What the new queue has where the other has history too; what a mark excludes is not known. */
async function ownBeside(
  deps: HistoryDeps,
  { tenant, queue }: Wanted,
  { from, days, slotMinutes }: QueueHistory,
): Promise<QueueHistory> {
  const own = await readHistory(deps, { tenant, queue, from, days, slotMinutes });
  const marks = marksOf(deps.book.planOf(tenant, splitQueue(queue).site), queue);
  for (const [slot, { excluded }] of markedSlots(own, marks)) {
    if (excluded && slot < own.calls.length) own.calls[slot] = Number.NaN;
  }
  return own;
}
