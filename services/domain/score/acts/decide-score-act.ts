import { DomainError } from '../../domain-error.ts';
import { factsSpan } from '../period.ts';
import type { ScoreAct } from '../score-act.ts';
import type { Deed, SiteScores } from '../site-scores.ts';
import type { Acting, Decided } from './acting.ts';
import { decideAppeal } from './appeals.ts';
import { decideCards, newestContent } from './cards.ts';
import { decideEvaluation } from './evaluations.ts';
import { decideFlag } from './flags.ts';
import { decideForm } from './forms.ts';
import { contentsOfReview, decideLadder } from './ladder.ts';
import { decideNote, planKey } from './notes.ts';
import { decideRound } from './rounds.ts';
import { decideSampling } from './samples.ts';
import { decideRecord } from './voices.ts';

/** Instants of which facts are to be at hand: of a close, of a draw; `null` = none. */
export function factsWanted(act: ScoreAct, zone: string): { fromMs: number; toMs: number } | null {
  if (act.kind !== 'period-closed' && act.kind !== 'sampling-drawn') return null;
  return factsSpan(act.period, zone);
}

/** Contents of the store, cards of closes, that deciding this act looks at. */
export function cardsWanted(state: SiteScores, act: ScoreAct): string[] {
  if (act.kind === 'period-closed') return [newestContent(state, act)].filter(Boolean);
  return act.kind === 'review-done' ? contentsOfReview(state, act.month) : [];
}

/**
 * Decides an act on what stands: fills it in, or refuses it with a `DomainError`.
 *
 * @param seenPosition - what its maker had seen; `null` = whatever stands. Refused as `conflict`
 *   when the form, rules, definition or note concerned was changed after it.
 */
export function decideScoreAct(
  state: SiteScores,
  act: ScoreAct,
  acting: Acting,
  seenPosition: number | null,
): Decided {
  const last = lastOf(state, act);
  if (seenPosition !== null && last && last.position > seenPosition) {
    throw new DomainError('conflict', `somebody else changed it meanwhile: ${last.author}`);
  }
  switch (act.kind) {
    case 'form-decided':
      return decideForm(state, act, acting);
    case 'sampling-decided':
    case 'sampling-begun':
    case 'sampling-drawn':
      return decideSampling(state, act, acting);
    case 'evaluated':
    case 'calibration-begun':
    case 'calibration-ended':
      return decideEvaluation(state, act, acting);
    case 'surveys-recorded':
    case 'test-recorded':
    case 'figures-recorded':
      return decideRecord(state, act, acting);
    case 'round-begun':
    case 'round-answered':
    case 'round-ended':
    case 'mystery-begun':
    case 'mystery-visited':
      return decideRound(state, act, acting);
    case 'definition-decided':
    case 'period-closed':
      return decideCards(state, act, acting);
    case 'appeal-lodged':
    case 'appeal-withdrawn':
    case 'appeal-assigned':
    case 'appeal-decided':
      return decideAppeal(state, act, acting);
    case 'rule-flagged':
    case 'flag-answered':
      return decideFlag(state, act, acting);
    case 'ladder-decided':
    case 'holding-decided':
    case 'fault-recorded':
    case 'review-done':
      return decideLadder(state, act, acting);
    case 'plan-written':
    case 'coaching-noted':
    case 'praised':
    case 'topic-set':
      return decideNote(state, act, acting);
  }
}

/** The last deed about what an act changes whole; the rest carries its own state. */
function lastOf(state: SiteScores, act: ScoreAct): Deed | undefined {
  switch (act.kind) {
    case 'form-decided':
      return state.forms.get(act.form.formId)?.at(-1)?.decided;
    case 'sampling-decided':
      return state.sampling.at(-1)?.decided;
    case 'definition-decided':
      return state.definitions.get(act.definition.definitionId)?.at(-1)?.decided;
    case 'ladder-decided':
      return state.ladder.at(-1)?.decided;
    case 'holding-decided':
      return state.holdings.get(act.holding.person)?.at(-1)?.decided;
    case 'plan-written':
      return state.plans.get(planKey(act))?.decided;
    case 'coaching-noted':
      return state.coaching.get(act.noteId)?.decided;
    default:
      return undefined;
  }
}
