// Did the planner's hand help? Forecast value added, by override and by author.

/** One slot that an override changed. */
export interface OverriddenSlot {
  overrideId: string;
  author: string;
  /** Before this override. */
  before: number;
  /** After it. */
  after: number;
  /** What came; `NaN` = not known yet. */
  actual: number;
}

/** What one override, or all of one author, did to the error. */
export interface ValueAdded {
  /** Slots with an outcome. */
  slots: number;
  wapeBefore: number | null;
  wapeAfter: number | null;
  biasBefore: number | null;
  biasAfter: number | null;
  /** Contacts of error less: sum |y - before| - sum |y - after|. Above 0 = it helped. */
  errorLess: number;
  /** `null` = not known yet, or it made no difference. */
  helped: boolean | null;
}

/** All of one author, with how many overrides helped. */
export interface AuthorValueAdded extends ValueAdded {
  author: string;
  overrides: number;
  helpedOverrides: number;
}

/**
 * Forecast value added: error without the hand against error with it, over the same
 * slots.
 *
 * @see Gilliland, "The Business Forecasting Deal", 2010; Fildes et al., "Effective
 *   forecasting and judgmental adjustments", Int. J. Forecasting 25, 2009: small
 *   adjustments and those upwards tend to do harm.
 */
export function valueAdded(slots: Iterable<OverriddenSlot>): ValueAdded {
  let [n, came, before, after, signedBefore, signedAfter] = [0, 0, 0, 0, 0, 0];
  for (const slot of slots) {
    if (Number.isNaN(slot.actual)) continue;
    n += 1;
    came += slot.actual;
    before += Math.abs(slot.actual - slot.before);
    after += Math.abs(slot.actual - slot.after);
    signedBefore += slot.before - slot.actual;
    signedAfter += slot.after - slot.actual;
  }
  const over = (sum: number) => (came > 0 ? sum / came : null);
  return {
    slots: n,
    wapeBefore: over(before),
    wapeAfter: over(after),
    biasBefore: over(signedBefore),
    biasAfter: over(signedAfter),
    errorLess: before - after,
    helped: n === 0 || before === after ? null : after < before,
  };
}

/** Value added of each override, by its id. */
export function valueAddedByOverride(slots: readonly OverriddenSlot[]): Map<string, ValueAdded> {
  return new Map([...grouped(slots, 'overrideId')].map(([id, own]) => [id, valueAdded(own)]));
}

/** Value added of each author, those who helped most first. */
export function valueAddedByAuthor(slots: readonly OverriddenSlot[]): AuthorValueAdded[] {
  return [...grouped(slots, 'author')]
    .map(([author, own]) => {
      const each = [...valueAddedByOverride(own).values()];
      return {
        author,
        overrides: each.length,
        helpedOverrides: each.filter(({ helped }) => helped === true).length,
        ...valueAdded(own),
      };
    })
    .sort((a, b) => b.errorLess - a.errorLess);
}

function grouped(
  slots: readonly OverriddenSlot[],
  by: 'overrideId' | 'author',
): Map<string, OverriddenSlot[]> {
  const groups = new Map<string, OverriddenSlot[]>();
  for (const slot of slots) {
    const group = groups.get(slot[by]);
    if (group) group.push(slot);
    else groups.set(slot[by], [slot]);
  }
  return groups;
}
