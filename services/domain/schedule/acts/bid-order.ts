import { employeeOn } from '../setup-on.ts';
import type { BidRound, SiteSchedule } from '../site-schedule.ts';

/** A person's turn, and why it is theirs. */
export interface Turn {
  person: string;
  why: string;
}

/**
 * The order in which people choose: the longest engaged first; the greatest score first; or by
 * rotation, where who chose first in the last round by rotation now chooses last. Equal ones by id.
 */
export function orderOfChoice(
  state: SiteSchedule,
  { order, scores, from }: BidRound,
  people: readonly string[],
): Turn[] {
  switch (order) {
    case 'seniority': {
      const since = (person: string) => employeeOn(state.setup, person, from)?.since ?? '';
      return [...people]
        .sort((a, b) => compare(since(a), since(b)) || compare(a, b))
        .map((person) => ({ person, why: `engaged since ${since(person) || 'ever'}` }));
    }
    case 'score': {
      const score = (person: string) => scores.get(person) ?? 0;
      return [...people]
        .sort((a, b) => score(b) - score(a) || compare(a, b))
        .map((person) => ({ person, why: `score ${score(person)}` }));
    }
    case 'rotation': {
      const [first, ...others] = state.rotation;
      const last = first === undefined ? [] : [...others, first];
      const known = last.filter((person) => people.includes(person));
      const fresh = people.filter((person) => !known.includes(person)).sort(compare);
      return [...known, ...fresh].map((person, at) => ({
        person,
        why: `turn ${at + 1} of the rotation`,
      }));
    }
  }
}

function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
