import type { Activity, ShiftTemplate } from '../shift.ts';
import type { RuleBook } from './breaks-of-rules.ts';
import { personChecks } from './rule-checks.ts';
import type { RuleInForce } from './rule-in-force.ts';
import { type Timeline, timelineOf } from './timeline.ts';

/** Kinds that one shift alone can break. */
const ofOneShift = new Set([
  'contract-templates',
  'shift-length',
  'night-length',
  'no-work-between',
  'break-total',
]);

/**
 * The templates of which a shift, alone on the first day that is checked and with its breaks as
 * early as they may be, breaks no hard rule about single shifts or about the minutes of a day.
 */
export function allowedTemplates(
  book: RuleBook,
  line: Timeline,
  hard: readonly RuleInForce[],
): ShiftTemplate[] {
  const rules = hard.filter(({ rule }) => ofOneShift.has(rule.kind) || rule.window === 'day');
  return [...book.setup.templates.values()].filter((template) => {
    const shifts = [trialShift(template, line, book)];
    const trial = timelineOf({ ...line.person, shifts, absences: [] }, book.setup, book.calendar);
    return rules.every(({ rule, ...inForce }) => {
      const breaks = personChecks.get(rule.kind)?.(trial, { ...inForce, rule }) ?? [];
      return breaks.every(({ sentence }) => sentence === 'min' && rule.window === 'day');
    });
  });
}

function trialShift(template: ShiftTemplate, line: Timeline, { calendar }: RuleBook) {
  const { templateId, startMinute, spanMinutes } = template;
  const fromMs = calendar.instant(calendar.from, startMinute);
  const toMs = fromMs + spanMinutes * 60_000;
  const { person } = line.person.employee;
  const day = calendar.nameOf(calendar.from);
  const activities = activitiesOf(template, fromMs, toMs);
  const origin = 'optimiser' as const;
  return {
    shiftId: 'trial',
    person,
    day,
    templateId,
    fromMs,
    toMs,
    activities,
    origin,
    pinned: false,
  };
}

function activitiesOf({ breaks, family }: ShiftTemplate, startMs: number, endMs: number) {
  const activities: Activity[] = [];
  const main = family === 'on-call' ? ('on-call' as const) : ('work' as const);
  let atMs = startMs;
  const add = (kind: Activity['kind'], toMs: number, paid: boolean) => {
    if (toMs > atMs) activities.push({ kind, fromMs: atMs, toMs, paid, group: '', note: '' });
    atMs = Math.max(atMs, toMs);
  };
  for (const { kind, minutes, earliestMinute, paid } of breaks) {
    add(main, Math.min(startMs + earliestMinute * 60_000, endMs), true);
    add(kind, Math.min(atMs + minutes * 60_000, endMs), paid);
  }
  add(main, endMs, true);
  return activities;
}
