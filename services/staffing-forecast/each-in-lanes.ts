/** How a run over many jobs is watched and ended. */
export interface ManyOptions {
  /** Jobs under way at once: a few more than threads keep all busy. */
  atOnce: number;
  /** Told after each job. */
  progress?: (done: number, of: number) => void;
  /** Ends the run: jobs not begun are not begun. */
  signal?: AbortSignal;
}

/**
 * Does many jobs, each made only when its turn comes, so that a thousand
 * histories are never copied at once.
 *
 * @param run - does the job at an index; what it throws ends the run.
 */
export async function eachInLanes(
  count: number,
  run: (index: number) => Promise<void>,
  { atOnce, progress, signal }: ManyOptions,
): Promise<void> {
  let next = 0;
  let done = 0;
  let failed = false;
  const lane = async () => {
    while (next < count && !failed) {
      signal?.throwIfAborted();
      const index = next;
      next += 1;
      try {
        await run(index);
      } catch (error) {
        failed = true;
        throw error;
      }
      done += 1;
      progress?.(done, count);
    }
  };
  await Promise.all(Array.from({ length: Math.min(atOnce, count) }, lane));
}
