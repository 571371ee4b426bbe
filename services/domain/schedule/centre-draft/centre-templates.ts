import type { CentreBreak, CentreTemplate } from '../centre/centre-problem.ts';
import { shiftClassOf } from '../rules/compile-rules.ts';
import type { BreakPlan, Shift, ShiftTemplate } from '../shift.ts';
import { paidMinutesOf } from '../shift.ts';
import type { SiteCalendar } from '../site-calendar.ts';

/** Templates of a search: those of the setup, and one for each kind of fixed shift without one. */
export interface CentreTemplates {
  list: readonly CentreTemplate[];
  /** The template of the setup at a place; `null` = of a fixed shift. */
  own: readonly (ShiftTemplate | null)[];
  /** Place of a template of the setup; `undefined` = it is not given by a search. */
  placeOf: ReadonlyMap<string, number>;
  /** Place of the template that a shift is like; `undefined` = none. */
  placeOfShift: (shift: Shift) => number | undefined;
}

/** At most so many kinds of fixed shifts: a search takes 400 templates. */
const mostFixed = 200;

/**
 * Templates that a search can give, and those that fixed shifts need. On-call duties are not
 * searched for: they serve no requirement.
 */
export function centreTemplates(
  templates: Iterable<ShiftTemplate>,
  fixed: readonly Shift[],
  { calendar, stepMin }: { calendar: SiteCalendar; stepMin: number },
): CentreTemplates {
  const list: CentreTemplate[] = [];
  const own: (ShiftTemplate | null)[] = [];
  const placeOf = new Map<string, number>();
  for (const template of templates) {
    if (template.family === 'on-call') continue;
    placeOf.set(template.templateId, list.length);
    list.push(toCentre(template, stepMin));
    own.push(template);
  }
  const byTimes = new Map<string, number>();
  const formOf = (shift: Shift) => {
    const startMin = roundTo(calendar.minuteOf(shift.fromMs), stepMin) % 1_440;
    const spanMin = Math.max(stepMin, roundTo((shift.toMs - shift.fromMs) / 60_000, stepMin));
    return { startMin, spanMin };
  };
  const placeOfShift = (shift: Shift) => {
    const { startMin, spanMin } = formOf(shift);
    const place = placeOf.get(shift.templateId);
    const template = place === undefined ? undefined : list[place];
    if (template?.startMin === startMin && template.spanMin === spanMin) return place;
    return byTimes.get(`${startMin} ${spanMin}`);
  };
  for (const [place, { startMin, spanMin }] of list.entries()) {
    const times = `${startMin} ${spanMin}`;
    if (!byTimes.has(times)) byTimes.set(times, place);
  }
  for (const shift of fixed) {
    if (placeOfShift(shift) !== undefined || list.length >= placeOf.size + mostFixed) continue;
    const form = formOf(shift);
    byTimes.set(`${form.startMin} ${form.spanMin}`, list.length);
    list.push(ofFixed(shift, form));
    own.push(null);
  }
  return { list, own, placeOf, placeOfShift };
}

function toCentre(template: ShiftTemplate, stepMin: number): CentreTemplate {
  const { templateId, startMinute, spanMinutes, weekdays, breaks, minWorkMinutes } = template;
  const unpaid = breaks.filter(({ paid }) => !paid);
  return {
    id: templateId,
    startMin: startMinute,
    spanMin: spanMinutes,
    paidMin: spanMinutes - unpaid.reduce((sum, { minutes }) => sum + minutes, 0),
    weekdays: weekdays.length > 0 ? weekdays : [1, 2, 3, 4, 5, 6, 7],
    class: shiftClassOf(template.family),
    breaks: breaks.map((plan) => toCentreBreak(plan, template, stepMin)),
    minBetweenBreaksMin: minWorkMinutes,
  };
}

/** The window of a break within what the work at both ends leaves. */
function toCentreBreak(
  { kind, minutes, earliestMinute, latestMinute, paid }: BreakPlan,
  { spanMinutes, minWorkMinutes }: ShiftTemplate,
  stepMin: number,
): CentreBreak {
  const earliest = Math.max(earliestMinute, minWorkMinutes);
  const latest = Math.min(latestMinute, spanMinutes - minutes - minWorkMinutes);
  const earliestMin = Math.ceil(earliest / stepMin) * stepMin;
  return {
    kind: kind === 'break' ? 'rest' : 'meal',
    minutes,
    earliestMin,
    latestMin: Math.max(earliestMin, Math.floor(latest / stepMin) * stepMin),
    isPaid: paid,
  };
}

function ofFixed(
  shift: Shift,
  { startMin, spanMin }: { startMin: number; spanMin: number },
): CentreTemplate {
  const night = startMin + spanMin > 1_500 || startMin < 240;
  return {
    id: `fixed ${startMin} ${spanMin}`,
    startMin,
    spanMin,
    paidMin: paidMinutesOf(shift),
    weekdays: [1, 2, 3, 4, 5, 6, 7],
    class: night ? 'night' : startMin < 480 ? 'early' : startMin + spanMin > 1_260 ? 'late' : 'day',
    breaks: [],
    minBetweenBreaksMin: 0,
  };
}

function roundTo(minutes: number, step: number): number {
  return Math.round(minutes / step) * step;
}
