/** What somebody carries beside the middle of people like them. */
import type { FairnessLine } from '../schedule-api.ts';

/** Less than usual, about as usual, more. */
export type BurdenLevel = 'none' | 'less' | 'usual' | 'more';

/** More or less than the middle by this share is said. */
const noticed = 0.25;

/** A burden beside the typical one; none = not known, or nobody carries anything. */
export function burdenOf(line: FairnessLine | undefined): { level: BurdenLevel; ratio: number } {
  if (!line || (line.typical === 0 && line.burden === 0)) return { level: 'none', ratio: 0 };
  if (line.typical === 0) return { level: 'more', ratio: Number.POSITIVE_INFINITY };
  const ratio = line.burden / line.typical;
  if (ratio > 1 + noticed) return { level: 'more', ratio };
  return { level: ratio < 1 - noticed ? 'less' : 'usual', ratio };
}
