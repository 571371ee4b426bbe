import type { AdherenceStretch } from './adherence-stretch.ts';

/** People on queue in one slot: averages over it. */
export interface StaffedSlot {
  startMs: number;
  /** Planned to work on queue. */
  scheduled: number;
  /** Seen ready or on contacts, over what is past of the slot; null = to come. */
  staffed: number | null;
}

/**
 * People on queue by slot, planned and seen.
 *
 * @param people - each person's stretches that may touch the span.
 * @param nowMs - what lies behind it is to come.
 */
export function staffedCurve(
  people: Iterable<readonly AdherenceStretch[]>,
  { fromMs, toMs, slotMs }: { fromMs: number; toMs: number; slotMs: number },
  nowMs: number,
): StaffedSlot[] {
  const count = Math.max(0, Math.ceil((toMs - fromMs) / slotMs));
  const scheduledMs = new Float64Array(count);
  const staffedMs = new Float64Array(count);
  const add = (sums: Float64Array, start: number, end: number) => {
    const first = Math.max(0, Math.floor((start - fromMs) / slotMs));
    for (let slot = first; slot < count; slot += 1) {
      const slotStart = fromMs + slot * slotMs;
      if (slotStart >= end) break;
      const ms = Math.min(end, slotStart + slotMs) - Math.max(start, slotStart);
      if (ms > 0) sums[slot] = (sums[slot] ?? 0) + ms;
    }
  };
  for (const stretches of people) {
    for (const { fromMs: start, toMs: end, piece, seen } of stretches) {
      if (piece?.kind === 'work') add(scheduledMs, start, end);
      if (seen?.kind === 'ready' || seen?.kind === 'contact') add(staffedMs, start, end);
    }
  }
  return Array.from({ length: count }, (_, slot) => {
    const startMs = fromMs + slot * slotMs;
    const past = Math.min(nowMs - startMs, slotMs);
    const staffed = past > 0 ? (staffedMs[slot] ?? 0) / past : null;
    return { startMs, scheduled: (scheduledMs[slot] ?? 0) / slotMs, staffed };
  });
}
