import type { Card, ScoreLine } from '../scorecard.ts';

/**
 * True when two closes say the same of everybody: figures, points and traces of every line.
 *
 * @param of - "all" looks at totals, places, posts and stars too, which rules may change.
 */
export function sameCards(one: readonly Card[], other: readonly Card[], of: 'all' | 'lines') {
  return written(one, of) === written(other, of);
}

function written(cards: readonly Card[], of: 'all' | 'lines'): string {
  return JSON.stringify(cards.map((card) => writtenCard(card, of)));
}

function writtenCard(card: Card, of: 'all' | 'lines') {
  const lines = card.lines.map(writtenLine);
  if (of === 'lines') return [card.person, card.team, lines];
  const { post, total, bonus, rank, ranked, stars } = card;
  return [card.person, card.team, lines, post, rounded(total), bonus, rank, ranked, stars];
}

function writtenLine({ trace, measureId, state, ...line }: ScoreLine) {
  const { figure, expected, compared, points, weight, contribution, sample, traceCount } = line;
  const numbers = [figure, expected, compared, points, weight, contribution].map(rounded);
  const items = trace.map(({ kind, id, atMs, value, note, weight: of }) => {
    return [kind, id, atMs, rounded(value), rounded(of), note];
  });
  return [measureId, state, sample, traceCount, numbers, items];
}

/** Sums in another order differ in their last digits. */
function rounded(number: number | null): string | null {
  return number === null ? null : number.toPrecision(11);
}
