import { applyScoreAct } from '../domain/score/acts/apply-score-act.ts';
import type { ScoreAct } from '../domain/score/score-act.ts';
import { emptyScores, type SiteScores } from '../domain/score/site-scores.ts';
import { openSiteBook, type SiteBook } from '../lib/site-book.ts';

/** The scores of every site of every tenant: a fold of the log of decisions. */
export type Book = SiteBook<SiteScores, ScoreAct, null>;

/** An empty book. It is written by the follower of the log alone. */
export function openBook(): Book {
  return openSiteBook<SiteScores, ScoreAct, null>(emptyScores, applyScoreAct);
}
