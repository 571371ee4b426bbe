import {
  ActivityKind,
  type Shift,
  ShiftOrigin,
} from '../../proto/gen/floorcast/schedule/v1/shift.ts';
import { siteDayAt } from './arrivals.ts';
import { dayStartsH, type SitePlan, shifts } from './plan.ts';
import { dutiesOf } from './roster.ts';
import { templateAt } from './schedule-setup.ts';

const minuteMs = 60_000;
/** Shifts begin on the hour; people come and go some minutes off, as people do. */
const gridMs = 5 * minuteMs;

/** The shifts of local days as the agents of a site will really work them, breaks included. */
export function shiftsOf(
  site: SitePlan,
  { from, days, seed, agents }: { from: string; days: number; seed: number; agents: number },
): Shift[] {
  const first = Temporal.PlainDate.from(from);
  return Array.from({ length: days }, (_, at) => first.add({ days: at })).flatMap((date) => {
    const noon = date.toZonedDateTime({ timeZone: site.timeZone, plainTime: { hour: 12 } });
    const day = siteDayAt(site, noon.epochMilliseconds);
    return dutiesOf(day, { seed, agents }).map((duty) => {
      const hour = Math.round((duty.fromMs - day.startMs) / 3_600_000) + dayStartsH;
      const planned = shifts.find(({ fromH }) => fromH === hour);
      const fromMs = round(duty.fromMs, 3_600_000);
      const toMs = fromMs + ((planned?.toH ?? hour + 8) - hour) * 3_600_000;
      const person = `p-${duty.agent}`;
      return {
        shiftId: `${person}-${day.date}`,
        person,
        day: day.date,
        templateId: templateAt(hour),
        from: new Date(fromMs),
        to: new Date(toMs),
        activities: activitiesOf(duty.breaks, fromMs, toMs),
        origin: ShiftOrigin.PLANNER,
        pinned: false,
        paidMinutes: 0,
      };
    });
  });
}

function activitiesOf(
  breaks: ReturnType<typeof dutiesOf>[number]['breaks'],
  fromMs: number,
  toMs: number,
): Shift['activities'] {
  const stretches: Shift['activities'] = [];
  let atMs = fromMs;
  const add = (kind: ActivityKind, endMs: number, paid: boolean) => {
    const span = { from: new Date(atMs), to: new Date(endMs) };
    if (endMs > atMs) stretches.push({ kind, ...span, paid, group: '', note: '' });
    atMs = Math.max(atMs, endMs);
  };
  for (const { fromMs: startMs, lengthMs, reason } of breaks) {
    const meal = reason === 'meal';
    add(ActivityKind.WORK, round(startMs, gridMs), true);
    add(meal ? ActivityKind.MEAL : ActivityKind.BREAK, atMs + lengthMs, !meal);
  }
  add(ActivityKind.WORK, toMs, true);
  return stretches;
}

function round(ms: number, gridMs: number): number {
  return Math.round(ms / gridMs) * gridMs;
}
