import type { Line } from './roster-problem.ts';

/** A line as text that no other line has. */
export function keyOfLine(line: Line): string {
  return String.fromCharCode(...line);
}
