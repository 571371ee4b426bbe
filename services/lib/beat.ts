/** Sends at a bearable pace. */
export interface Beat {
  /** Something changed: it leaves at once when idle, else with the next beat. */
  touch: () => void;
}

/**
 * The beat of live figures: at once when idle, then at most every `atMostMs`,
 * and at least every `atLeastMs`, changed or not, so that a silent line is told
 * from a quiet one.
 *
 * @param send - what leaves with one beat; it gathers all that changed.
 */
export function startBeat(
  send: () => void,
  {
    atMostMs = 50,
    atLeastMs = 1_000,
    signal,
  }: { atMostMs?: number; atLeastMs?: number; signal: AbortSignal },
): Beat {
  let sentAt = Number.NEGATIVE_INFINITY;
  let timer: NodeJS.Timeout | null = null;
  let timerAt = Number.POSITIVE_INFINITY;

  const beat = () => {
    sentAt = performance.now();
    plan(sentAt + atLeastMs);
    send();
  };
  const plan = (at: number) => {
    if (timer) clearTimeout(timer);
    timerAt = at;
    timer = setTimeout(beat, Math.max(0, at - performance.now()));
  };
  signal.addEventListener('abort', () => timer && clearTimeout(timer), { once: true });
  if (!signal.aborted) beat();

  return {
    touch: () => {
      if (signal.aborted) return;
      // Left for the next turn of the loop: all facts of one message leave together.
      const due = Math.max(performance.now(), sentAt + atMostMs);
      if (due < timerAt) plan(due);
    },
  };
}
