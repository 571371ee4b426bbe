/** How long a search may go on: by the clock, or by counted work, which repeats exactly. */
export interface SearchBudget {
  /** Counts work done: lines priced and simplex iterations. */
  spend(work: number): void;
  /** Work counted so far. */
  spent(): number;
  isSpent(): boolean;
  /** Part of the budget that is spent, 0 to 1; 0 when there is no limit. */
  used(): number;
  /** Wall-clock seconds left; infinite when only work counts. */
  secondsLeft(): number;
}
