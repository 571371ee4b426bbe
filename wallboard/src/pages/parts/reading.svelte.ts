import { untrack } from 'svelte';
import { ask, Refused, why } from '../api.ts';

/** A service that is away comes back within seconds: it is asked again so soon. */
const againMs = 2_000;

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
    await this.#ask(path, own);
  }

  /** Asks the same again. */
  again(): Promise<void> {
    return this.read(this.#path);
  }

  async #ask(path: string, own: number): Promise<void> {
    try {
      const answer = await ask<Answer>(path);
      if (own !== this.#turn) return;
      this.value = answer;
      this.failed = '';
      this.readAtMs = Date.now();
    } catch (error) {
      if (own !== this.#turn) return;
      this.failed = why(error);
      const isAway = error instanceof Refused && error.status === 503;
      if (isAway) setTimeout(() => own === this.#turn && void this.#ask(path, own), againMs);
    }
    this.busy = false;
  }
}
