import { setTimeout as pauseFor } from 'node:timers/promises';

/** Waits, or settles at once when the signal aborts. */
export async function pause(ms: number, signal: AbortSignal): Promise<void> {
  await pauseFor(ms, undefined, { signal }).catch(() => undefined);
}
