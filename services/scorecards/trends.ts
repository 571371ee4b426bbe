import { periodsBack } from '../domain/score/period.ts';
import type { Card } from '../domain/score/scorecard.ts';
import type { OfSite } from '../lib/site-book.ts';
import { closesOf } from './cards.ts';
import type { LookDeps } from './looking.ts';

/** Periods of a trend, the card's own among them. */
const trendPeriods = 12;

/** Totals of somebody, by period; a period without a total is left out. */
export type Totals = Record<string, number>;

/** What people reached in the closed periods before their cards, and now: person → totals. */
export async function trendsOf(
  { store, book }: Pick<LookDeps, 'store' | 'book'>,
  of: OfSite,
  cards: readonly Card[],
): Promise<ReadonlyMap<string, Totals>> {
  const state = book.stateOf(of);
  const trends = new Map<string, Totals>(cards.map(({ person }) => [person, {}]));
  const [first] = cards;
  if (!first) return trends;
  for (const period of periodsBack(first.period, trendPeriods).slice(1)) {
    const close = closesOf(state, period).find((one) => one.definitionId === first.definitionId);
    if (!close) continue;
    for (const { person, total } of await store.cards(of.tenant, close.content)) {
      const known = trends.get(person);
      if (known && total !== null) known[period] = total;
    }
  }
  for (const { person, period, total } of cards) {
    const known = trends.get(person);
    if (known && total !== null) known[period] = total;
  }
  return trends;
}
