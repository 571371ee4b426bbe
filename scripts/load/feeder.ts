import type { Fact } from '../../services/domain/fact.ts';
import { openDoor } from '../simulation/deliver.ts';
import type { Load } from './contacts.ts';

/** What was told to the door and taken by it. */
export interface Fed {
  /** Facts the door acknowledged, in the order of their telling; grows while it is fed. */
  acknowledged: Fact[];
  /** From the intended instant of each batch's first fact to its acknowledgement. */
  ackDelaysMs: number[];
}

/** How to feed. */
export interface Feeding {
  untilMs: number;
  beatMs: number;
  /** Filled while it goes on. */
  fed: Fed;
  signal: AbortSignal;
}

/**
 * Feeds a load through the public door, every `beatMs` what has happened since,
 * in order: a batch that was not acknowledged is sent again before the next.
 */
export async function feed(
  load: Load,
  to: { url: string; token: string; source: string },
  { untilMs, beatMs, fed, signal }: Feeding,
): Promise<void> {
  const door = openDoor(to, signal);
  while (!signal.aborted) {
    const nowMs = Math.min(Date.now(), untilMs);
    const facts = load.advance(nowMs);
    await door.deliver(facts);
    fed.acknowledged.push(...facts);
    const first = facts[0];
    if (first) fed.ackDelaysMs.push(Date.now() - first.atMs);
    if (nowMs >= untilMs) break;
    await new Promise((resolve) => setTimeout(resolve, beatMs));
  }
}
