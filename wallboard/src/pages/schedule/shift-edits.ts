/** What a hand does to shifts: make, move, stretch, cut. Pure; each returns a new shift. */
import { instantAt, localAt, minuteMs } from './local-time.ts';
import type { Template } from './schedule-api.ts';
import { byPlanner, type Kind, kindOf, type Part, type Shift } from './shift-view.ts';

/** No shift is shorter than this, nor longer than that. */
export const [leastMs, mostMs] = [15 * minuteMs, 24 * 60 * minuteMs];

/** Where a new shift goes. */
export interface Spot {
  shiftId: string;
  person: string;
  day: string;
  zone: string;
}

/** A shift by a template, its breaks in the middle of where they may lie. */
export function shiftOf(template: Template, { shiftId, person, day, zone }: Spot): Shift {
  const fromMs = instantAt(day, template.startMinute, zone);
  const toMs = fromMs + template.spanMinutes * minuteMs;
  const group = template.groups.length === 1 ? (template.groups[0] ?? '') : '';
  const onCall = template.family === 6;
  const whole: Part = {
    kind: onCall ? 'on-call' : 'work',
    fromMs,
    toMs,
    paid: true,
    group,
    note: '',
  };
  const base = { shiftId, person, day, templateId: template.templateId, fromMs, toMs };
  let shift: Shift = { ...base, parts: [whole], origin: byPlanner, pinned: false };
  let least = template.minWorkMinutes;
  for (const plan of template.breaks) {
    const middle = (plan.earliestMinute + plan.latestMinute) / 2;
    const start = Math.max(least, Math.min(plan.latestMinute, Math.round(middle / 15) * 15));
    const [from, to] = [fromMs + start * minuteMs, fromMs + (start + plan.minutes) * minuteMs];
    const kind = kindOf(plan.kind);
    shift = withPart(shift, { kind, fromMs: from, toMs: to, paid: plan.paid, group: '', note: '' });
    least = start + plan.minutes + template.minWorkMinutes;
  }
  return shift;
}

/** Moved by days and minutes of the clock, and to another person; it keeps its real length. */
export function moved(
  shift: Shift,
  by: { days?: number; minutes?: number; person?: string },
  zone: string,
): Shift {
  const { days = 0, minutes = 0, person = shift.person } = by;
  const at = localAt(shift.fromMs, zone);
  const fromMs = instantAt(at.day, at.minute + minutes + days * 1440, zone);
  const delta = fromMs - shift.fromMs;
  return {
    ...shift,
    person,
    day: localAt(fromMs, zone).day,
    fromMs,
    toMs: shift.toMs + delta,
    parts: shift.parts.map((part) => ({
      ...part,
      fromMs: part.fromMs + delta,
      toMs: part.toMs + delta,
    })),
    origin: byPlanner,
  };
}

/** Begins or ends elsewhere: what is cut off goes, what is new is work. */
export function stretched(shift: Shift, fromMs: number, toMs: number, zone: string): Shift {
  const length = Math.min(mostMs, Math.max(leastMs, toMs - fromMs));
  const end = fromMs === shift.fromMs ? fromMs + length : toMs;
  const start = end - length;
  const kept = clip(shift.parts, start, end);
  const before = { ...blank(kept[0]), fromMs: start, toMs: kept[0]?.fromMs ?? end };
  const after = { ...blank(kept.at(-1)), fromMs: kept.at(-1)?.toMs ?? end, toMs: end };
  return {
    ...shift,
    day: localAt(start, zone).day,
    fromMs: start,
    toMs: end,
    parts: joined([before, ...kept, after]),
    origin: byPlanner,
  };
}

/** A part laid over what was there; the shift keeps its ends. */
export function withPart(shift: Shift, part: Part): Shift {
  const fromMs = Math.max(shift.fromMs, part.fromMs);
  const toMs = Math.min(shift.toMs, part.toMs);
  if (toMs <= fromMs) return shift;
  const before = clip(shift.parts, shift.fromMs, fromMs);
  const after = clip(shift.parts, toMs, shift.toMs);
  return { ...shift, parts: joined([...before, { ...part, fromMs, toMs }, ...after]) };
}

/** A part moved within its shift; where it lay is work again. */
export function partMoved(shift: Shift, index: number, fromMs: number): Shift {
  const part = shift.parts[index];
  if (!part) return shift;
  const length = part.toMs - part.fromMs;
  const start = Math.min(Math.max(fromMs, shift.fromMs), shift.toMs - length);
  const without = partRemoved(shift, index);
  return withPart(without, { ...part, fromMs: start, toMs: start + length });
}

/** A part taken out: it is work again. */
export function partRemoved(shift: Shift, index: number): Shift {
  const part = shift.parts[index];
  if (!part) return shift;
  const work = shift.parts.find(({ kind }) => kind === 'work');
  const filled: Part = {
    kind: 'work',
    fromMs: part.fromMs,
    toMs: part.toMs,
    paid: true,
    group: work?.group ?? '',
    note: '',
  };
  return { ...shift, parts: joined(shift.parts.map((one, i) => (i === index ? filled : one))) };
}

/** Whether two shifts say the same. */
export function same(one: Shift | null, other: Shift | null): boolean {
  return one === other || JSON.stringify(one) === JSON.stringify(other);
}

/** Parts that are work with nothing said beside it, next to each other, are one. */
function joined(parts: readonly Part[]): Part[] {
  const whole: Part[] = [];
  for (const part of parts) {
    if (part.toMs <= part.fromMs) continue;
    const last = whole.at(-1);
    if (last && alike(last, part)) whole[whole.length - 1] = { ...last, toMs: part.toMs };
    else whole.push(part);
  }
  return whole;
}

function alike(one: Part, other: Part): boolean {
  const plain: readonly Kind[] = ['work', 'on-call'];
  return (
    plain.includes(one.kind) &&
    one.kind === other.kind &&
    one.group === other.group &&
    one.paid === other.paid &&
    one.note === other.note &&
    one.toMs === other.fromMs
  );
}

function clip(parts: readonly Part[], fromMs: number, toMs: number): Part[] {
  return parts
    .filter((part) => part.toMs > fromMs && part.fromMs < toMs)
    .map((part) => ({
      ...part,
      fromMs: Math.max(part.fromMs, fromMs),
      toMs: Math.min(part.toMs, toMs),
    }));
}

function blank(beside: Part | undefined): Part {
  const kind = beside?.kind === 'on-call' ? 'on-call' : 'work';
  const group = beside?.kind === 'work' ? beside.group : '';
  return { kind, fromMs: 0, toMs: 0, paid: true, group, note: '' };
}
