import { holdingOn, ladderOn, starsOf } from '../ladder/ladder-on.ts';
import { seenOf } from '../measures/measure-item.ts';
import type { PeriodFacts } from '../period-facts.ts';
import type { Card, Definition, ScoreLine } from '../scorecard.ts';
import type { SiteScores } from '../site-scores.ts';
import { sum } from '../sums.ts';
import { scoreLines } from './score-lines.ts';

/** A team of fewer people who are scored has no best and no worst. */
const fewestForBest = 3;

/** What cards are made of. */
export interface CardsAsked {
  facts: PeriodFacts;
  definition: Definition;
  period: string;
  zone: string;
  nowMs: number;
  /** Of the close; 0 = still open. */
  version: number;
}

/**
 * Cards of everybody whom the definition is for, by team, then by person. The open period and a
 * close are made by this one function, so what is frozen is what was shown.
 */
export function periodCards(state: SiteScores, asked: CardsAsked): Card[] {
  const { facts, definition, period, zone, nowMs, version } = asked;
  const seen = seenOf(state, facts, period, zone);
  const everybody = facts.people.map(({ person, team }) => ({
    ...{ person, team, post: holdingOn(state, person, seen.to)?.holding.postId ?? '' },
  }));
  const people = everybody
    .filter(({ team, post }) => isFor(definition.teams, team) && isFor(definition.posts, post))
    .sort((a, b) => compareText(a.team, b.team) || compareText(a.person, b.person));
  const lines = scoreLines(
    definition,
    people.map(({ person }) => person),
    seen,
  );
  const cards = people.map(
    (one): Card => ({
      ...{ ...one, period, definitionId: definition.definitionId, version, asOfMs: nowMs },
      ...{ definitionFrom: definition.effectiveFrom, lines: lines.get(one.person) ?? [] },
      ...{ total: totalOf(lines.get(one.person) ?? []), bonus: 0, rank: 0, ranked: 0, stars: 0 },
    }),
  );
  const rules = ladderOn(state, seen.to);
  const teams = Map.groupBy(cards, ({ team }) => team).values();
  return [...teams].flatMap((team) =>
    ranked(withBonus(team, definition)).map((card) => ({
      ...card,
      stars: starsOf(rules, card.total),
    })),
  );
}

/** Sum of what lines add; `null` = none adds anything. */
function totalOf(lines: readonly ScoreLine[]): number | null {
  const adding = lines.filter(({ contribution }) => contribution !== null);
  return adding.length === 0 ? null : sum(adding, ({ contribution }) => contribution ?? 0);
}

/** The best of a team and month gets points, the worst loses them; all who share a place do. */
function withBonus(
  cards: readonly Card[],
  { bestWorstPoints, period }: Pick<Definition, 'bestWorstPoints' | 'period'>,
): readonly Card[] {
  const totals = cards.flatMap(({ total }) => total ?? []);
  const [best, worst] = [Math.max(...totals), Math.min(...totals)];
  if (bestWorstPoints === 0 || period !== 'month') return cards;
  if (totals.length < fewestForBest || best === worst) return cards;
  return cards.map((card) => {
    if (card.total !== best && card.total !== worst) return card;
    const bonus = card.total === best ? bestWorstPoints : -bestWorstPoints;
    return { ...card, bonus, total: Math.max(0, card.total + bonus) };
  });
}

/** Places within a team; equal totals share one. */
function ranked(cards: readonly Card[]): readonly Card[] {
  const totals = cards.flatMap(({ total }) => total ?? []);
  return cards.map((card) => {
    const { total } = card;
    if (total === null) return { ...card, ranked: totals.length };
    const rank = 1 + totals.filter((other) => other > total).length;
    return { ...card, rank, ranked: totals.length };
  });
}

function isFor(chosen: readonly string[], one: string): boolean {
  return chosen.length === 0 || chosen.includes(one);
}

function compareText(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
