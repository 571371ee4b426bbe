import { type Counts, leaveReasons } from './counts.ts';
import type { QueueState } from './queue-record.ts';

/**
 * What the balance of contacts leaves over: offered - answered - abandoned -
 * left otherwise - waiting. Always 0; anything else is a bug and an alarm.
 */
export function residual(counts: Counts): number {
  let ended = counts.answered + counts.abandoned + counts.waiting;
  for (const reason of leaveReasons) ended += counts.left[reason];
  return counts.offered - ended;
}

/**
 * The whole of a queue's imbalance, 0 when all is well: the residual of every
 * interval, and the difference between the waiting ones that the intervals
 * count and those that stand in the queue.
 */
export function queueResidual(queue: QueueState): number {
  let sum = 0;
  let waiting = 0;
  for (const { counts } of queue.buckets.values()) {
    sum += Math.abs(residual(counts));
    waiting += counts.waiting;
  }
  return sum + Math.abs(waiting - queue.waiting.size);
}
