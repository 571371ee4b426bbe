import { untrack } from 'svelte';
import { ask, why } from '../api.ts';

/**
 * Something read from the gateway and read again when the question changes. The last answer
 * stays while the next is on its way; an answer that was overtaken by another question is none.
 */
export class Reading<Answer> {
  value = $state.raw<Answer | null>(null);
  failed = $state('');
  busy = $state(false);
  readAtMs = $state<number | null>(null);
  #path = '';
  #turn = 0;

  /** Asks; an empty path means there is nothing to ask. */
  async read(path: string): Promise<void> {
    const other = path.split('?')[0] !== this.#path.split('?')[0];
    this.#path = path;
    this.#turn += 1;
    const own = this.#turn;
    untrack(() => {
      // What was told of another thing must not stand below the name of this one.
      if (other || path === '') this.value = null;
      this.failed = '';
      this.busy = path !== '';
    });
    if (path === '') return;
    try {
      const answer = await ask<Answer>(path);
      if (own !== this.#turn) return;
      this.value = answer;
      this.readAtMs = Date.now();
    } catch (error) {
      if (own === this.#turn) this.failed = why(error);
    }
    if (own === this.#turn) this.busy = false;
  }

  /** Asks the same again. */
  again(): Promise<void> {
    return this.read(this.#path);
  }
}
