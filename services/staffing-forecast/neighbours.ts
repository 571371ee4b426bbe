import type { Log } from '../lib/log.ts';
import { openArchive } from './archive.ts';
import { openSchedules } from './schedules.ts';

/** Whom forecasting asks: the archive for the past, scheduling for today. Connects lazily. */
export function openNeighbours(
  of: { eventArchive: string; shiftScheduling: string },
  { now, log }: { now: () => number; log: Log },
) {
  const archive = openArchive(of.eventArchive, now);
  const schedules = openSchedules(of.shiftScheduling, log);
  const close = () => {
    archive.close();
    schedules.close();
  };
  return { archive, schedules, close };
}
