/** What a new version of a close changed: whose total, whose lines, by how much. */
import type { Card } from '../quality-api.ts';
import { lineOf } from './card-rows.ts';

/** One person's card in two versions. */
export interface CardChange {
  person: string;
  /** null = there was no card, or no total. */
  before: number | null;
  after: number | null;
  /** Points of lines that differ. */
  lines: { measureId: string; before: number | null; after: number | null }[];
  /** Points as the best or last of the team, where they differ. */
  bonus: { before: number; after: number } | null;
  /** Place in the team, where it differs. */
  rank: { before: number; after: number } | null;
}

/** Differences of less are those of reckoning. */
const nothing = 1e-9;

/** Who differs between two versions, the greatest change of a total first. */
export function changesBetween(before: readonly Card[], after: readonly Card[]): CardChange[] {
  const earlier = new Map(before.map((card) => [card.person, card]));
  const later = new Map(after.map((card) => [card.person, card]));
  return [...new Set([...earlier.keys(), ...later.keys()])]
    .map((person) => changeOf(person, earlier.get(person), later.get(person)))
    .filter(
      ({ before: old, after: now, lines, rank }) =>
        differ(old, now) || lines.length > 0 || rank !== null,
    )
    .sort((a, b) => size(b) - size(a) || a.person.localeCompare(b.person));
}

function changeOf(person: string, old: Card | undefined, now: Card | undefined): CardChange {
  const measures = new Set(
    [...(old?.lines ?? []), ...(now?.lines ?? [])].map((line) => line.measureId),
  );
  const points = (card: Card | undefined, id: string) => (card && lineOf(card, id)?.points) ?? null;
  const lines = [...measures]
    .map((measureId) => ({
      measureId,
      before: points(old, measureId),
      after: points(now, measureId),
    }))
    .filter((line) => differ(line.before, line.after));
  const [was, is] = [old?.rank ?? 0, now?.rank ?? 0];
  const [earned, earns] = [old?.bonus ?? 0, now?.bonus ?? 0];
  return {
    ...{ person, before: old?.total ?? null, after: now?.total ?? null, lines },
    bonus: earned === earns ? null : { before: earned, after: earns },
    rank: was === is ? null : { before: was, after: is },
  };
}

function differ(a: number | null, b: number | null): boolean {
  if (a === null || b === null) return a !== b;
  return Math.abs(a - b) > nothing;
}

function size({ before, after }: CardChange): number {
  if (before === null || after === null) return before === after ? 0 : 1_000;
  return Math.abs(after - before);
}
