import { followLevel } from '../day-level.ts';
import { type Footing, levelWithPersistence, spread } from '../footing.ts';

/**
 * Weekly profile times a level that follows at a given pace, with what is left
 * of the last day's deviation (an autoregressive day effect).
 */
export function profileLevel(footing: Footing, days: number, halfLifeDays: number): Float64Array {
  const course = followLevel(footing.levels, halfLifeDays);
  return spread(footing, footing.profile, levelWithPersistence(footing, course), days);
}
