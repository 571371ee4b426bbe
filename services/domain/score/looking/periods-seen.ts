import { siteCalendar } from '../../schedule/site-calendar.ts';
import { definitionOfClose } from '../acts/cards.ts';
import { closeDueMs } from '../cards/close-due.ts';
import { periodOf, periodSpan, periodsBack } from '../period.ts';
import type { Definition } from '../scorecard.ts';
import { type Close, closeKey, type SiteScores } from '../site-scores.ts';

/** A period of one definition: closed, to be closed, or running. */
export interface PeriodState {
  period: string;
  definitionId: string;
  /** It is over: it can be closed. */
  over: boolean;
  /** The newest first; empty = not closed. */
  closes: readonly Close[];
  /** When it is closed without anybody; `null` = it is closed, or by hand only. */
  dueMs: number | null;
}

/** Periods that are over and open, of one definition, at most. */
const mostOpen = 12;
/** Told at most. */
const mostPeriods = 500;

/**
 * Periods of every definition, the newest first: the running one, those that are over and open, back
 * to the one before the definition was first decided, and all that are closed.
 */
export function periodsSeen(
  state: SiteScores,
  { zone, nowMs }: { zone: string; nowMs: number },
): PeriodState[] {
  const dayOf = siteCalendar(zone).dayOf;
  const found = [...state.definitions].flatMap(([definitionId, [first]]) => {
    if (!first) return [];
    const length = first.value.definition.period;
    const running = periodOf(dayOf(nowMs), length);
    const decidedIn = periodOf(dayOf(first.decided.atMs), length);
    const back = periodsBack(running, mostOpen + 1);
    const since = back.indexOf(decidedIn);
    const open = since < 0 ? back : back.slice(0, since + 2);
    return periodsOf(state, definitionId, { open, nowMs, zone });
  });
  return found.sort(newestFirst).slice(0, mostPeriods);
}

function periodsOf(
  state: SiteScores,
  definitionId: string,
  { open, nowMs, zone }: { open: readonly string[]; nowMs: number; zone: string },
): PeriodState[] {
  const closed = [...state.closes.values()].flatMap((closes) =>
    closes[0]?.definitionId === definitionId ? closes[0].period : [],
  );
  const holds = (period: string): Definition | undefined =>
    definitionOfClose(state, definitionId, period)?.value;
  const decidedMs = state.definitions.get(definitionId)?.[0]?.decided.atMs ?? 0;
  const dueMs = (period: string): number | null => {
    const definition = holds(period);
    const dueAtMs = definition ? closeDueMs(definition, period, zone) : null;
    // What was due before anybody decided the definition is left to people: see `closesDue`.
    return dueAtMs === null || dueAtMs <= decidedMs ? null : dueAtMs;
  };
  const periods = new Set([...closed, ...open.filter((period) => holds(period) !== undefined)]);
  return [...periods].map((period) => {
    const closes = (state.closes.get(closeKey(period, definitionId)) ?? []).toReversed();
    const over = periodSpan(period, zone).toMs <= nowMs;
    return { period, definitionId, over, closes, dueMs: closes[0] ? null : dueMs(period) };
  });
}

function newestFirst(a: PeriodState, b: PeriodState): number {
  if (a.period !== b.period) return a.period < b.period ? 1 : -1;
  return a.definitionId < b.definitionId ? -1 : 1;
}
