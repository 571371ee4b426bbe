/** Whom somebody is compared with. */
export interface Comparable {
  contractId: string;
  /** Share of full time, above 0; 1 = full time. */
  share: number;
}

/**
 * What is typical of each person's like: the median of the amounts of people with the same contract
 * and share of full time, since an average would move with one who bears all. Shares within a
 * twentieth are alike; of an even number it is the mean of the two in the middle.
 */
export function typicalOfLike(people: readonly Comparable[], amounts: readonly number[]): number[] {
  const alike = Map.groupBy(people.keys(), (at) => kindOf(people[at]));
  const typical = new Array<number>(people.length).fill(0);
  for (const places of alike.values()) {
    const middle = median(places.map((at) => amounts[at] ?? 0));
    for (const at of places) typical[at] = middle;
  }
  return typical;
}

function kindOf(person: Comparable | undefined): string {
  return `${person?.contractId} ${Math.round((person?.share ?? 1) * 20)}`;
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const half = Math.floor(sorted.length / 2);
  const upper = sorted[half] ?? 0;
  return sorted.length % 2 === 1 ? upper : ((sorted[half - 1] ?? 0) + upper) / 2;
}
