/** How many steps can be taken back. */
const steps = 200;

/** Values a planner has changed and not yet laid over the forecast, by the slot's start. */
export class Edits {
  values = $state.raw<ReadonlyMap<string, number>>(new Map());
  #before: ReadonlyMap<string, number>[] = [];
  readonly count = $derived(this.values.size);

  /** Changes some at once: one step. */
  set(changes: readonly (readonly [string, number])[]): void {
    this.#before = [...this.#before, this.values].slice(-steps);
    this.values = new Map([...this.values, ...changes]);
  }

  /** Takes the last step back. */
  undo(): void {
    this.values = this.#before.pop() ?? this.values;
  }

  /** Drops all of them. */
  drop(): void {
    this.#before = [];
    this.values = new Map();
  }
}
