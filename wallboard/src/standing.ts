/** When a figure is near its limit or beyond it. Neutral is normal. */
import type { QueueRow, RowServiceLevel } from '../../proto/gen/floorcast/wall/v1/wall_frame.ts';

/** Shown by shape, word and one warm hue. */
export type Standing = 'none' | 'near' | 'missed';

// Less than this below the goal is near it.
const nearPoints = 0.05;
// A share of fewer contacts says nothing yet.
const fewContacts = 5;
// From this share of the target time on a wait is near it.
const nearWait = 0.75;

/** Where a service level stands against its goal. */
export function levelStanding(level: RowServiceLevel | null | undefined): Standing {
  if (!level || level.ratio === undefined || level.counted < fewContacts) return 'none';
  if (level.ratio >= level.goal) return 'none';
  return level.ratio >= level.goal - nearPoints ? 'near' : 'missed';
}

/** Where a wait stands against the target time of its queue. */
export function waitStanding(waitMs: number | null, targetMs: number | null): Standing {
  if (waitMs === null || !targetMs) return 'none';
  if (waitMs > targetMs) return 'missed';
  return waitMs >= targetMs * nearWait ? 'near' : 'none';
}

/** The worse of what a queue's wait and service level say. */
export function queueStanding(row: QueueRow, atMs: number): Standing {
  const waitMs = row.longestSinceMs === undefined ? null : atMs - row.longestSinceMs;
  const both = [
    waitStanding(waitMs, row.serviceLevel?.targetMs ?? null),
    levelStanding(row.serviceLevel),
  ];
  if (both.includes('missed')) return 'missed';
  return both.includes('near') ? 'near' : 'none';
}
