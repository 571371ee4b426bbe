import { siteCalendar } from '../../schedule/site-calendar.ts';
import { lengthOf, periodOf, periodSpan, periodsBack } from '../period.ts';
import type { Definition } from '../scorecard.ts';
import { closeKey, type SiteScores } from '../site-scores.ts';
import { definitionOn } from './definition-on.ts';

/** Days after a period in which facts and marks still come, where a definition says nothing. */
const usualDays = 3;
/** Periods before the running one that are still closed: a service may have been away for long. */
const mostBack = 12;
const dayMs = 86_400_000;

/** When a period is closed without anybody, as soon as nothing is missing; `null` = by hand only. */
export function closeDueMs(
  { closeAfterDays }: Pick<Definition, 'closeAfterDays'>,
  period: string,
  zone: string,
): number | null {
  const days = closeAfterDays ?? usualDays;
  return days === 0 ? null : periodSpan(period, zone).toMs + days * dayMs;
}

/** A period that is to be closed by a definition. */
export interface PeriodDue {
  period: string;
  definitionId: string;
}

/**
 * Periods that are due for their first close. What was due before anybody decided the definition
 * is left to people: its history may just be read in.
 */
export function closesDue(
  state: Pick<SiteScores, 'definitions' | 'closes'>,
  { zone, nowMs }: { zone: string; nowMs: number },
): PeriodDue[] {
  const today = siteCalendar(zone).dayOf(nowMs);
  return [...state.definitions].flatMap(([definitionId, [first]]) => {
    if (!first) return [];
    const running = periodOf(today, first.value.definition.period);
    const periods = periodsBack(running, 1 + mostBack)
      .slice(1)
      .toReversed();
    return periods.flatMap((period): PeriodDue[] => {
      if (state.closes.has(closeKey(period, definitionId))) return [];
      const definition = definitionOn(state, definitionId, period)?.value;
      if (!definition || definition.period !== lengthOf(period)) return [];
      const dueMs = closeDueMs(definition, period, zone);
      if (dueMs === null || nowMs < dueMs || first.decided.atMs >= dueMs) return [];
      return [{ period, definitionId }];
    });
  });
}
