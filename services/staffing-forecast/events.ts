import type { PlannedEvent } from '../domain/forecast/series-history.ts';
import { gridRange, type SlotGrid } from '../domain/planning/local-slots.ts';
import type { Mark } from '../domain/planning/planning-decision.ts';
import type { SitePlan } from '../domain/planning/site-plan.ts';

/** Marks of a site that are about one queue. */
export function marksOf({ marks }: SitePlan, queue: string): Mark[] {
  return [...marks.values()].filter(({ queues }) => queues.length === 0 || queues.includes(queue));
}

/** The same as a forecast takes them. */
export function eventsOf(plan: SitePlan, queue: string): PlannedEvent[] {
  return marksOf(plan, queue).map(({ markId, name, from, to, treatment }) => {
    return { name: name || markId, from: instant(from), to: instant(to), treatment };
  });
}

function instant(local: string): string {
  return local.length === 10 ? `${local}T00:00` : local;
}

/** Names of marks by slot of a grid; a mark that begins within a slot stands on it. */
export function markedSlots(
  grid: SlotGrid,
  marks: readonly Mark[],
): Map<number, { name: string; excluded: boolean }> {
  const marked = new Map<number, { name: string; excluded: boolean }>();
  // Minute by minute, so that a mark need not fall on the grid's slots.
  const minutes = { ...grid, slotMinutes: 1 };
  const end = grid.days * 1_440;
  for (const { from, to, treatment, name, kind } of marks) {
    const span = gridRange({ ...minutes, from: '1970-01-01', days: 100_000 }, { from, to });
    const origin = gridRange(
      { ...minutes, from: '1970-01-01', days: 100_000 },
      {
        from: '1970-01-01',
        to: grid.from,
      },
    ).to;
    const first = Math.max(0, span.from - origin);
    const last = Math.min(end, span.to - origin);
    for (
      let i = Math.floor(first / grid.slotMinutes);
      i < Math.ceil(last / grid.slotMinutes);
      i += 1
    ) {
      marked.set(i, { name: name || kind, excluded: treatment === 'exclude' });
    }
  }
  return marked;
}
