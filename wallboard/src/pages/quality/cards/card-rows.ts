/** Cards as rows of a table: which measures, in which order, and how teams stand. */
import type { Card, Cards, Definition, Measure, ScoreLine } from '../quality-api.ts';

/** How points stand, told by shape and word. */
export type Standing = 'good' | 'near' | 'low' | 'none';

/** From so many points on it is good, and below so many it is low. */
export const [goodFrom, lowBelow] = [80, 60];

/** How points stand; none where there are none. */
export function standingOf(points: number | null): Standing {
  if (points === null) return 'none';
  if (points >= goodFrom) return 'good';
  return points >= lowBelow ? 'near' : 'low';
}

/** Measures with quality first, the heaviest first. */
export function inOrder(definition: Definition | undefined): Measure[] {
  const rank = ({ aspect }: Measure) => (aspect === 'quality' ? 0 : 1);
  return [...(definition?.measures ?? [])].sort((a, b) => rank(a) - rank(b) || b.weight - a.weight);
}

/** The line of a measure. */
export function lineOf(card: Card, measureId: string): ScoreLine | undefined {
  return card.lines.find((line) => line.measureId === measureId);
}

/** By what rows are sorted: "name", "total", "team" or a measure. */
export interface Order {
  by: string;
  /** The greatest first. */
  down: boolean;
}

/** Cards of one definition in an order; what is not scored stands last, whichever way. */
export function sorted(
  cards: readonly Card[],
  { by, down }: Order,
  nameOf: (card: Card) => string,
): Card[] {
  const value = (card: Card) => (by === 'total' ? card.total : (lineOf(card, by)?.points ?? null));
  const names = (a: Card, b: Card) => nameOf(a).localeCompare(nameOf(b));
  // Who is of no team stands last.
  const teams = (a: Card, b: Card) =>
    Number(a.team === '') - Number(b.team === '') || a.team.localeCompare(b.team);
  const way = down ? -1 : 1;
  const place = ({ rank }: Card) => (rank === 0 ? Number.MAX_SAFE_INTEGER : rank);
  return [...cards].sort((a, b) => {
    if (by === 'name') return way * names(a, b);
    if (by === 'team') return way * teams(a, b) || place(a) - place(b) || names(a, b);
    const [one, other] = [value(a), value(b)];
    if (one === null || other === null) {
      return Number(one === null) - Number(other === null) || names(a, b);
    }
    return way * (one - other) || names(a, b);
  });
}

/** Where a team stands. */
export interface TeamMean {
  team: string;
  people: number;
  scored: number;
  /** Mean total of who is scored; null = nobody is. */
  total: number | null;
  /** Mean points by measure. */
  points: Record<string, number | null>;
}

/** Means of teams, each over who is scored. */
export function teamMeans(cards: readonly Card[], measures: readonly Measure[]): TeamMean[] {
  const teams = Map.groupBy(cards, ({ team }) => team);
  return [...teams].map(([team, own]) => ({
    team,
    people: own.length,
    scored: own.filter(({ total }) => total !== null).length,
    total: mean(own.flatMap(({ total }) => total ?? [])),
    points: Object.fromEntries(
      measures.map(({ measureId }) => [
        measureId,
        mean(own.flatMap((card) => lineOf(card, measureId)?.points ?? [])),
      ]),
    ),
  }));
}

/** Definitions that cards of a period are by, those with people first. */
export function definitionsShown({ definitions, cards }: Pick<Cards, 'definitions' | 'cards'>) {
  const count = (id: string) => cards.filter(({ definitionId }) => definitionId === id).length;
  return [...definitions].sort((a, b) => count(b.definitionId) - count(a.definitionId));
}

function mean(values: readonly number[]): number | null {
  if (values.length === 0) return null;
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
