import type { CentreGrid } from './centre-grid.ts';
import type { CentreRoster, CentreShift } from './centre-roster.ts';

/** One person's days as the search keeps them: plain arrays, a row a day. */
export interface CentreLine {
  /** Template of each day, -1 = not worked. */
  template: Int16Array;
  /** Ticks from the shift's start at which breaks begin, at day × most breaks + break. */
  breaks: Int16Array;
  /** Skill served in each touched slot, at day × most touched slots + slot; -1 = break. */
  serves: Int16Array;
}

/** Most slots that a shift can touch. */
export function touchedSlots({ maxSpan, ticksPerSlot }: CentreGrid): number {
  return Math.ceil(maxSpan / ticksPerSlot) + 1;
}

/** A line without work. */
export function emptyLine(grid: CentreGrid): CentreLine {
  return {
    template: new Int16Array(grid.days).fill(-1),
    breaks: new Int16Array(grid.days * grid.maxBreaks),
    serves: new Int16Array(grid.days * touchedSlots(grid)).fill(-1),
  };
}

/** Copies one line over another. */
export function copyLine(from: CentreLine, to: CentreLine): void {
  to.template.set(from.template);
  to.breaks.set(from.breaks);
  to.serves.set(from.serves);
}

/** Where a shift lies and how much of each slot it fills. */
export interface Presence {
  firstSlot: number;
  /** Touched slots inside the horizon. */
  count: number;
  /** Share of each that is worked, breaks taken off. */
  share: Float64Array;
}

/** Writes a shift's presence into a buffer that is used again and again. */
export function presenceOf(grid: CentreGrid): (line: CentreLine, day: number) => Presence {
  const { templates, startTick, ticksPerSlot, slots, maxBreaks, problem } = grid;
  const share = new Float64Array(touchedSlots(grid));
  const presence: Presence = { firstSlot: 0, count: 0, share };
  const count = problem.templates.length;
  return (line, day) => {
    const template = line.template[day] as number;
    const { span, breaks } = templates[template] as (typeof templates)[number];
    const start = startTick[day * count + template] as number;
    const firstSlot = Math.floor(start / ticksPerSlot);
    const last = Math.min(slots, Math.ceil((start + span) / ticksPerSlot));
    presence.firstSlot = firstSlot;
    presence.count = Math.max(0, last - firstSlot);
    share.fill(0);
    spread(start, start + span, 1);
    for (let k = 0; k < breaks.length; k += 1) {
      const from = start + (line.breaks[day * maxBreaks + k] as number);
      spread(from, from + (breaks[k]?.length ?? 0), -1);
    }
    return presence;

    function spread(from: number, to: number, sign: number): void {
      for (let tick = from; tick < to; ) {
        const slot = Math.floor(tick / ticksPerSlot);
        const end = Math.min(to, (slot + 1) * ticksPerSlot);
        const at = slot - firstSlot;
        share[at] = (share[at] as number) + (sign * (end - tick)) / ticksPerSlot;
        tick = end;
      }
    }
  };
}

/** The search's lines as a roster. */
export function rosterOf(grid: CentreGrid, lines: readonly CentreLine[]): CentreRoster {
  const presence = presenceOf(grid);
  const touched = touchedSlots(grid);
  const { maxBreaks, problem } = grid;
  return lines.map((line) =>
    Array.from(line.template, (template, day): CentreShift | null => {
      if (template < 0) return null;
      const { count, share } = presence(line, day);
      const breaks = grid.templates[template]?.breaks ?? [];
      return {
        template,
        breaks: breaks.map((_, k) => (line.breaks[day * maxBreaks + k] ?? 0) * problem.stepMin),
        serves: Array.from({ length: count }, (_, at) => {
          return (share[at] ?? 0) > 1e-9 ? (line.serves[day * touched + at] ?? -1) : -1;
        }),
      };
    }),
  );
}

/** A roster as lines; what it says of skills is taken as it is. */
export function linesOf(grid: CentreGrid, roster: CentreRoster): CentreLine[] {
  const touched = touchedSlots(grid);
  const { maxBreaks, problem } = grid;
  return problem.people.map((_, person) => {
    const line = emptyLine(grid);
    roster[person]?.forEach((shift, day) => {
      if (!shift) return;
      line.template[day] = shift.template;
      shift.breaks.forEach((minute, k) => {
        line.breaks[day * maxBreaks + k] = minute / problem.stepMin;
      });
      shift.serves.forEach((skill, at) => {
        line.serves[day * touched + at] = skill;
      });
    });
    return line;
  });
}
