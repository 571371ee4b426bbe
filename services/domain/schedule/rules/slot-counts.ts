import { type RuleInForce, wordOf } from './rule-in-force.ts';
import type { Timeline } from './timeline.ts';

/** People at work for a group in each slot of the days checked; one count for each rule. */
export interface SlotCounts {
  /** First instant of the first slot. */
  startMs: number;
  slotMs: number;
  counts: Int16Array;
}

/** Counts of nobody. */
export function emptyCounts({ calendar, slotMinutes }: RuleInForce): SlotCounts {
  const startMs = calendar.days[calendar.from]?.startMs ?? 0;
  const endMs = calendar.days[calendar.to - 1]?.endMs ?? 0;
  const slotMs = slotMinutes * 60_000;
  return { startMs, slotMs, counts: new Int16Array(Math.ceil((endMs - startMs) / slotMs)) };
}

/**
 * Adds a person to the counts (or with -1 takes them away). They count in a slot when they work for
 * the rule's group, or for any of theirs, in all of it.
 */
export function addToCounts(
  slots: SlotCounts,
  line: Timeline,
  inForce: RuleInForce,
  sign: 1 | -1,
): void {
  const group = wordOf(inForce, 'group');
  const { employee } = line.person;
  if (group !== '' && !employee.groups.some((skill) => skill.group === group)) return;
  const { startMs, slotMs, counts } = slots;
  const spans: [number, number][] = [];
  for (const { shift } of line.worked) {
    for (const activity of shift.activities) {
      if (activity.kind !== 'work') continue;
      if (group !== '' && activity.group !== '' && activity.group !== group) continue;
      const first = Math.max(Math.ceil((activity.fromMs - startMs) / slotMs), 0);
      const end = Math.min(Math.floor((activity.toMs - startMs) / slotMs), counts.length);
      if (end > first) spans.push([first, end]);
    }
  }
  // In two shifts at once somebody is still one person.
  let counted = 0;
  for (const [first, end] of spans.sort((a, b) => a[0] - b[0])) {
    for (let slot = Math.max(first, counted); slot < end; slot += 1) {
      counts[slot] = (counts[slot] ?? 0) + sign;
    }
    counted = Math.max(counted, end);
  }
}
