/** One row of queue_log: `second|uniqueid|queue|agent|verb|data…`. */
export interface QueueLogRow {
  atMs: number;
  uniqueId: string;
  queue: string;
  /** The member's name or interface, as the switch is set up; "NONE" where there is none. */
  agent: string;
  verb: string;
  data: string[];
}

/** Longest row in characters. */
const maxRowChars = 4_096;

/**
 * Reads one line of queue_log.
 *
 * @returns the row; null for an empty line; else why it cannot be read.
 */
export function readQueueLogLine(line: string): QueueLogRow | null | { why: string } {
  if (line === '') return null;
  if (line.length > maxRowChars) return { why: `longer than ${maxRowChars} characters` };
  const [second = '', uniqueId, queue, agent, verb, ...data] = line.split('|');
  if (!uniqueId || !queue || agent === undefined || !verb) {
    return { why: 'has fewer than the five fields second|uniqueid|queue|agent|verb' };
  }
  // Some back-ends write the second with a fraction.
  if (!/^\d{9,11}(\.\d+)?$/.test(second))
    return { why: `"${second.slice(0, 40)}" is no epoch second` };
  if (!/^[A-Z][A-Z0-9_]*$/.test(verb)) return { why: `"${verb.slice(0, 40)}" is no verb` };
  return { atMs: Math.floor(Number(second)) * 1_000, uniqueId, queue, agent, verb, data };
}
