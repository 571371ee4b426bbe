import type { ScoreAct } from '../score-act.ts';
import type { Deed, SiteScores } from '../site-scores.ts';
import type { LoggedScoreAct } from './acting.ts';
import { applyAppeal } from './appeals.ts';
import { applyCards } from './cards.ts';
import { applyEvaluation } from './evaluations.ts';
import { applyFlag } from './flags.ts';
import { applyForm } from './forms.ts';
import { applyLadder } from './ladder.ts';
import { applyNote } from './notes.ts';
import { applyRound } from './rounds.ts';
import { applySampling } from './samples.ts';
import { applyRecord } from './voices.ts';

/** Command ids remembered; a repeat comes within minutes. */
const mostCommands = 2_000;

/**
 * The state after one more act. An act about what is not there, and a repeated command, change
 * nothing but the position. It needs no contents.
 */
export function applyScoreAct(
  state: SiteScores,
  { commandId, author, atMs, position, act }: LoggedScoreAct,
): SiteScores {
  if (commandId !== '' && state.commands.has(commandId)) return { ...state, position };
  const next = applied(state, act, { author, atMs, position });
  return { ...next, position, commands: withCommand(state.commands, commandId) };
}

function applied(state: SiteScores, act: ScoreAct, deed: Deed): SiteScores {
  switch (act.kind) {
    case 'form-decided':
      return applyForm(state, act, deed);
    case 'sampling-decided':
    case 'sampling-begun':
    case 'sampling-drawn':
      return applySampling(state, act, deed);
    case 'evaluated':
    case 'calibration-begun':
    case 'calibration-ended':
      return applyEvaluation(state, act, deed);
    case 'surveys-recorded':
    case 'test-recorded':
    case 'figures-recorded':
      return applyRecord(state, act, deed);
    case 'round-begun':
    case 'round-answered':
    case 'round-ended':
    case 'mystery-begun':
    case 'mystery-visited':
      return applyRound(state, act, deed);
    case 'definition-decided':
    case 'period-closed':
      return applyCards(state, act, deed);
    case 'appeal-lodged':
    case 'appeal-withdrawn':
    case 'appeal-assigned':
    case 'appeal-decided':
      return applyAppeal(state, act, deed);
    case 'rule-flagged':
    case 'flag-answered':
      return applyFlag(state, act, deed);
    case 'ladder-decided':
    case 'holding-decided':
    case 'fault-recorded':
    case 'review-done':
      return applyLadder(state, act, deed);
    case 'plan-written':
    case 'coaching-noted':
    case 'praised':
    case 'topic-set':
      return applyNote(state, act, deed);
  }
}

function withCommand(commands: ReadonlySet<string>, commandId: string): ReadonlySet<string> {
  if (commandId === '') return commands;
  const next = new Set(commands).add(commandId);
  for (const oldest of next) {
    if (next.size <= mostCommands) break;
    next.delete(oldest);
  }
  return next;
}
