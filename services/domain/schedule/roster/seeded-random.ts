/** Random numbers that a seed decides: the same seed, the same row of numbers. */
export interface SeededRandom {
  /** The next number, from 0 up to but not 1. */
  next(): number;
  /** A whole number from 0 to `below` - 1. */
  below(limit: number): number;
  /** Puts the items into a random order, in place (Fisher and Yates). */
  shuffle<T>(items: T[]): T[];
}

/**
 * A stream of random numbers (mulberry32, Tommy Ettinger, public domain).
 *
 * @param seed - any whole number; its lower 32 bits count.
 */
export function seededRandom(seed: number): SeededRandom {
  let state = seed | 0;
  const next = () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const below = (limit: number) => Math.floor(next() * limit);
  const shuffle = <T>(items: T[]) => {
    for (let at = items.length - 1; at > 0; at -= 1) {
      const other = below(at + 1);
      const kept = items[at] as T;
      items[at] = items[other] as T;
      items[other] = kept;
    }
    return items;
  };
  return { next, below, shuffle };
}
