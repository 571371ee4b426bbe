import { DomainError } from '../../domain-error.ts';
import { change, put } from '../../schedule/acts/apply-map.ts';
import { markEvaluation } from '../mark-evaluation.ts';
import type { Rating, RoundAnswered } from '../quality-act.ts';
import type { VoiceAct } from '../score-act.ts';
import type { Deed, Round, SiteScores } from '../site-scores.ts';
import { type Acting, type Decided, only } from './acting.ts';
import { formNow } from './forms.ts';
import { asker, checkWords, mustKnow, mustStand } from './permission.ts';

type RoundAct = Extract<
  VoiceAct,
  { kind: 'round-begun' | 'round-answered' | 'round-ended' | 'mystery-begun' | 'mystery-visited' }
>;

const mostRatings = 20_000;
const mostRounds = 60;
const mostVisits = 5_000;

/** Rounds in which people, or outsiders, judge each other's work. */
export function decideRound(state: SiteScores, act: RoundAct, acting: Acting): Decided {
  switch (act.kind) {
    case 'round-begun': {
      mustStand(acting, 'quality');
      checkWords(act.name, 'name', 200);
      formNow(state, act.formId);
      checkRatings(act.ratings, acting);
      return only({ ...act, roundId: acting.newId() });
    }
    case 'round-answered':
      return { act: answered(state, act, acting), anonymous: true };
    case 'round-ended':
      mustStand(acting, 'quality');
      openRound(state, act.roundId);
      return only(act);
    case 'mystery-begun':
      mustStand(acting, 'quality');
      checkWords(act.name, 'name', 200);
      formNow(state, act.formId);
      if (!/^\d{4}-Q[1-4]$/.test(act.quarter)) {
        throw new DomainError('invalid', `"${act.quarter}" is no quarter: "2026-Q4" would be`);
      }
      return only({ ...act, roundId: acting.newId() });
    case 'mystery-visited': {
      mustStand(acting, 'quality');
      const round = state.mystery.get(act.roundId);
      if (!round) throw new DomainError('not-found', `there is no round "${act.roundId}"`);
      if (act.person !== '') mustKnow(acting, act.person);
      checkWords(act.marker, 'marker', 200);
      const { score } = markEvaluation(formNow(state, round.formId), act.answers);
      return only({ ...act, visitId: acting.newId(), score });
    }
  }
}

/** The state after it. */
export function applyRound(state: SiteScores, act: RoundAct, deed: Deed): SiteScores {
  switch (act.kind) {
    case 'round-begun': {
      const { kind: _, ...begun } = act;
      const round = { ...begun, begun: deed, answered: new Set<string>(), scores: [], ended: null };
      const rounds = put(state.rounds, act.roundId, round);
      return { ...state, rounds: new Map([...rounds].slice(-mostRounds)) };
    }
    case 'round-answered':
      return {
        ...state,
        rounds: change(state.rounds, act.roundId, (round) => withAnswer(round, act)),
      };
    case 'round-ended':
      return {
        ...state,
        rounds: change(state.rounds, act.roundId, (round) => ({ ...round, ended: deed })),
      };
    case 'mystery-begun': {
      const { kind: _, ...begun } = act;
      const mystery = put(state.mystery, act.roundId, { ...begun, begun: deed, visits: [] });
      return { ...state, mystery: new Map([...mystery].slice(-mostRounds)) };
    }
    case 'mystery-visited': {
      const { kind: _, ...visit } = act;
      const mystery = change(state.mystery, act.roundId, (round) => ({
        ...round,
        visits: [...round.visits, { ...visit, position: deed.position }].slice(-mostVisits),
      }));
      return { ...state, mystery };
    }
  }
}

/** Whom somebody has still to rate in a round that goes on. */
export function ratingsLeft(
  round: Round,
  rater: string,
  acting: Pick<Acting, 'secretOf' | 'digestOf' | 'nowMs'>,
): readonly Rating[] {
  if (round.ended || acting.nowMs >= round.closesAtMs) return [];
  return round.ratings.filter(
    (rating) =>
      rating.rater === rater &&
      !round.answered.has(raterDigest(round.roundId, rating.person, rater, acting)),
  );
}

/** Nobody who reads the log can tell who it was: the secret is known to the installation alone. */
function raterDigest(
  roundId: string,
  person: string,
  rater: string,
  { secretOf, digestOf }: Pick<Acting, 'secretOf' | 'digestOf'>,
): string {
  return digestOf(`${secretOf(`round ${roundId}`)} ${person} ${rater}`);
}

function answered(state: SiteScores, act: RoundAnswered, acting: Acting): RoundAnswered {
  const rater = asker(acting);
  const round = openRound(state, act.roundId);
  if (acting.nowMs >= round.closesAtMs) {
    throw new DomainError('conflict', `round "${round.name}" is over`);
  }
  const rating = round.ratings.find((one) => one.person === act.person && one.rater === rater);
  if (!rating)
    throw new DomainError('not-allowed', `"${rater}" is not asked about "${act.person}"`);
  const digest = raterDigest(round.roundId, act.person, rater, acting);
  if (round.answered.has(digest)) {
    throw new DomainError('conflict', `you have rated "${act.person}" already`);
  }
  const { score } = markEvaluation(formNow(state, round.formId), act.answers);
  return { ...act, relation: rating.relation, raterDigest: digest, score };
}

/** Scores lie by person, relation and score, so that their order does not tell who was when. */
function withAnswer(round: Round, act: RoundAnswered): Round {
  const { person, relation, score, raterDigest } = act;
  if (round.answered.has(raterDigest)) return round;
  const scores = score === null ? round.scores : [...round.scores, { person, relation, score }];
  const keyOf = (one: (typeof scores)[number]) => `${one.person} ${one.relation}`;
  return {
    ...{ ...round, answered: new Set(round.answered).add(raterDigest) },
    scores: scores.toSorted((a, b) =>
      keyOf(a) === keyOf(b) ? a.score - b.score : keyOf(a) < keyOf(b) ? -1 : 1,
    ),
  };
}

function openRound(state: SiteScores, roundId: string): Round {
  const round = state.rounds.get(roundId);
  if (!round) throw new DomainError('not-found', `there is no round "${roundId}"`);
  if (round.ended) throw new DomainError('conflict', `round "${round.name}" has ended`);
  return round;
}

function checkRatings(ratings: readonly Rating[], acting: Acting): void {
  if (ratings.length < 1 || ratings.length > mostRatings) {
    throw new DomainError('invalid', `${ratings.length} ratings, but must be 1 to ${mostRatings}`);
  }
  const seen = new Set<string>();
  for (const { person, rater, relation } of ratings) {
    mustKnow(acting, person);
    const key = `${person} ${rater}`;
    if (rater === '' || rater === person || seen.has(key)) {
      const why = rater === person ? 'rates themselves' : 'is asked twice, or not named';
      throw new DomainError('invalid', `"${rater}" as ${relation} of "${person}" ${why}`);
    }
    seen.add(key);
  }
}
