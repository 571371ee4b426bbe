/** Pages of a wall take turns by the clock: every screen turns at the same instant, none scrolls. */

/** How long a page stands: long enough to be read from the far end of the room. */
export const turnMs = 18_000;
/** Who passes sees a page again within a minute and a half. */
export const mostPages = 5;

/** How often all pages have had their turn: what found no page in one round gets one in the next. */
export function roundAt(nowMs: number): number {
  return Math.floor(nowMs / (turnMs * mostPages));
}

/** So many of all for this round; with each round those that follow, and from the first again. */
export function ofRound<T>(all: readonly T[], places: number, round: number): T[] {
  if (places >= all.length) return [...all];
  const from = (round * places) % all.length;
  return [...all, ...all].slice(from, from + places);
}

/** Which of so many pages stands now, from 0; of none and of one the first. */
export function pageAt(nowMs: number, pages: number): number {
  return pages <= 1 ? 0 : Math.floor(nowMs / turnMs) % pages;
}

/**
 * How many pages each kind gets of `mostPages`: one each while there are any, then one more in
 * turn, the first kinds first.
 */
export function sharedPages(wanted: readonly number[]): number[] {
  const given = wanted.map(() => 0);
  for (let left = mostPages; left > 0; ) {
    const before = left;
    for (const [i, want] of wanted.entries()) {
      const has = given[i] ?? 0;
      if (left === 0 || has >= want) continue;
      given[i] = has + 1;
      left -= 1;
    }
    if (left === before) break;
  }
  return given;
}
