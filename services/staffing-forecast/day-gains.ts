import type { DayGainsSlot } from '../../proto/gen/floorcast/staffing/v1/staffing_service.ts';
import { DomainError } from '../domain/domain-error.ts';
import type { PlannedForecast } from '../domain/planning/site-plan.ts';
import { dayGains, type GainingSlot, gainsFloor } from '../domain/staffing/day-gains.ts';
import { modelOf } from './models.ts';
import { maxRows, queuesOf } from './requirement.ts';
import { grouped } from './series.ts';
import type { StaffedSlot } from './staff-slots.ts';
import { asDecided, type StaffingDeps, staffQueue } from './staffing.ts';

/** What each further agent gains, queue by queue and slot by slot. */
export async function dayGainsOf(
  deps: StaffingDeps,
  { tenant, forecast }: { tenant: string; forecast: PlannedForecast },
  asked: { from: string; to: string; slotMinutes: number },
): Promise<DayGainsSlot[]> {
  const length = asked.slotMinutes || forecast.slotMinutes;
  if (length % forecast.slotMinutes !== 0) {
    const sentence = `slots are ${forecast.slotMinutes} minutes, so not to be told by ${length}`;
    throw new DomainError('invalid', sentence);
  }
  const slots: DayGainsSlot[] = [];
  for (const queue of queuesOf({ forecast, queues: [] })) {
    const staffed = await staffQueue(deps, { tenant, forecast, queue }, asked, asDecided);
    for (const group of grouped(staffed, length)) {
      slots.push(toSlot(queue, group));
      // The last of a long list is not to keep others waiting.
      if (slots.length % 50 === 0) await new Promise((resolve) => setImmediate(resolve));
    }
    if (slots.length > maxRows) {
      throw new DomainError('invalid', `more than ${maxRows} rows: ask for fewer days`);
    }
  }
  return slots;
}

function toSlot(queue: string, group: readonly StaffedSlot[]): DayGainsSlot {
  const start = group[0]?.slot.start ?? '';
  const gaining: GainingSlot[] = [];
  const floors: number[] = [];
  let wanted = 0;
  for (const one of group) {
    const its = gainingOf(one);
    if (its) {
      gaining.push(its);
      floors.push(gainsFloor(its));
      wanted += its.contacts * (one.rules.goals.serviceLevel ?? 0);
      // Where no level is asked for, the slot needs what its other goals say.
    } else if (one.agents !== null) floors.push(one.agents);
  }
  const about = { queue, start, contacts: 0, wanted, atFloor: 0, gains: [] };
  if (floors.length === 0) return { ...about, floor: undefined };
  const { floor, atFloor, gains } = dayGains(gaining, Math.max(...floors));
  const contacts = gaining.reduce((sum, one) => sum + one.contacts, 0);
  return { ...about, floor, contacts, atFloor, gains };
}

/** Null where no service level is asked for, or nobody comes, or nothing can be said. */
function gainingOf({
  model,
  load,
  agents,
  calls,
  rules,
  callers,
}: StaffedSlot): GainingSlot | null {
  const { goals } = rules;
  if (!model || !load || !agents || !(calls > 0) || goals.serviceLevel === null) return null;
  const others = modelOf({ ...rules, goals: { ...goals, serviceLevel: null } }, callers);
  const known = new Map<number, number>();
  return {
    inTimeAt: (count) => {
      const before = known.get(count);
      if (before !== undefined) return before;
      const inTime = calls * (model.goalFigures(load, count).serviceLevel ?? 0);
      known.set(count, inTime);
      return inTime;
    },
    required: agents,
    least: others?.required(load, null) ?? 0,
    contacts: calls,
  };
}
