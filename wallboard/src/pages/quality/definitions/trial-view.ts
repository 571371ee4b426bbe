/** What a scorecard that is tried would change, person by person and in all. */
import { goodFrom } from '../cards/card-rows.ts';
import type { Card, TriedDefinition } from '../quality-api.ts';

/** One person under both. */
export interface TriedPerson {
  person: string;
  team: string;
  /** As it stands; null = no total. */
  stands: number | null;
  /** As it is tried; null = no total. */
  tried: number | null;
  /** null = one of them has no total. */
  by: number | null;
  rank: { stands: number; tried: number };
}

/** All of them in figures. */
export interface TriedSummary {
  people: number;
  meanStands: number | null;
  meanTried: number | null;
  higher: number;
  lower: number;
  same: number;
  /** Scored only as it is tried, or only as it stands. */
  gained: number;
  lost: number;
  /** Totals that are good. */
  goodStands: number;
  goodTried: number;
}

const nothing = 0.05;

/** People by how much they would gain or lose, the greatest first. */
export function triedPeople({
  cards,
  standing,
}: Pick<TriedDefinition, 'cards' | 'standing'>): TriedPerson[] {
  const earlier = new Map(standing.map((card) => [card.person, card]));
  const later = new Map(cards.map((card) => [card.person, card]));
  const size = ({ by, stands, tried }: TriedPerson) =>
    by === null ? (stands === tried ? -1 : 1_000) : Math.abs(by);
  return [...new Set([...later.keys(), ...earlier.keys()])]
    .map((person) => triedPerson(person, earlier.get(person), later.get(person)))
    .sort((a, b) => size(b) - size(a) || a.person.localeCompare(b.person));
}

/** What it comes to in all. */
export function triedSummary(people: readonly TriedPerson[]): TriedSummary {
  const count = (is: (one: TriedPerson) => boolean) => people.filter(is).length;
  return {
    people: people.length,
    meanStands: mean(people.flatMap(({ stands }) => stands ?? [])),
    meanTried: mean(people.flatMap(({ tried }) => tried ?? [])),
    higher: count(({ by }) => by !== null && by > nothing),
    lower: count(({ by }) => by !== null && by < -nothing),
    same: count(({ by }) => by !== null && Math.abs(by) <= nothing),
    gained: count(({ stands, tried }) => stands === null && tried !== null),
    lost: count(({ stands, tried }) => stands !== null && tried === null),
    goodStands: count(({ stands }) => stands !== null && stands >= goodFrom),
    goodTried: count(({ tried }) => tried !== null && tried >= goodFrom),
  };
}

/** Figures of a measure as they enter its curve, of who has enough of them. */
export function figuresOf(cards: readonly Card[], measureId: string, minSample: number): number[] {
  return cards.flatMap(({ lines }) => {
    const line = lines.find((one) => one.measureId === measureId);
    if (!line || line.sample < Math.max(1, minSample)) return [];
    return line.compared ?? line.figure ?? [];
  });
}

function triedPerson(
  person: string,
  standing: Card | undefined,
  tried: Card | undefined,
): TriedPerson {
  const [before, after] = [standing?.total ?? null, tried?.total ?? null];
  return {
    ...{ person, team: tried?.team ?? standing?.team ?? '', stands: before, tried: after },
    by: before === null || after === null ? null : after - before,
    rank: { stands: standing?.rank ?? 0, tried: tried?.rank ?? 0 },
  };
}

function mean(values: readonly number[]): number | null {
  if (values.length === 0) return null;
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
