import { siteCalendar } from '../../schedule/site-calendar.ts';
import { adherenceStretch, contestedLine } from '../appeal-target.ts';
import type { Evaluation } from '../evaluation.ts';
import { periodDays } from '../period.ts';
import type { ScoreAct } from '../score-act.ts';
import type { SiteScores } from '../site-scores.ts';
import type { PeriodClosed } from '../work-act.ts';
import { evaluationById } from './evaluations.ts';

/**
 * Closed periods whose figures an act has changed: each is to be closed anew, with the cause. A
 * contest that is accepted has its effect on scores at once that way.
 *
 * @param state - after the act.
 */
export function closesTouched(
  state: SiteScores,
  act: ScoreAct,
  zone: string,
): Pick<PeriodClosed, 'period' | 'definitionId' | 'cause'>[] {
  const touched = touchedBy(state, act, zone);
  if (touched === null) return [];
  const { day, period, cause } = touched;
  return [...state.closes.values()].flatMap((versions) => {
    const close = versions.at(-1);
    if (!close) return [];
    const { from, to } = periodDays(close.period);
    const within = period === '' ? day >= from && day <= to : close.period === period;
    return within ? [{ period: close.period, definitionId: close.definitionId, cause }] : [];
  });
}

interface Touched {
  day: string;
  /** Empty = all that hold the day. */
  period: string;
  cause: string;
}

function touchedBy(state: SiteScores, act: ScoreAct, zone: string): Touched | null {
  const dayOf = (evaluation: Evaluation, elseMs: number) =>
    siteCalendar(zone).dayOf(evaluation.contactAtMs ?? elseMs);
  if (act.kind === 'evaluated') {
    const { evaluation } = act;
    if (evaluation.purpose === 'calibration' || evaluation.score === null) return null;
    const id = evaluation.evaluationId;
    const atMs = evaluationById(state, id)?.marked.atMs ?? 0;
    return { day: dayOf(evaluation, atMs), period: '', cause: `evaluation ${id}` };
  }
  if (act.kind !== 'appeal-decided' || act.outcome === 'refused') return null;
  const appeal = state.appeals.get(act.appealId);
  if (!appeal) return null;
  const cause = appealCause(act.appealId);
  switch (appeal.of) {
    case 'evaluation': {
      const first = evaluationById(state, appeal.target);
      if (!first) return null;
      return { day: dayOf(first.evaluation, first.marked.atMs), period: '', cause };
    }
    case 'adherence':
      return { day: adherenceStretch(appeal.target).day, period: '', cause };
    case 'line':
      return { day: '', period: contestedLine(appeal.target).period, cause };
  }
}

/** Cause of a close that follows a contest. */
export function appealCause(appealId: string): string {
  return `appeal ${appealId}`;
}

/** Contents of the closes before and after a contest, to tell what it changed; `null` = none yet. */
export function closesOfAppeal(
  state: SiteScores,
  appealId: string,
): { before: string; after: string } | null {
  for (const versions of state.closes.values()) {
    const at = versions.findIndex(({ cause }) => cause === appealCause(appealId));
    const [before, after] = [versions[at - 1], versions[at]];
    if (before && after) return { before: before.content, after: after.content };
  }
  return null;
}
