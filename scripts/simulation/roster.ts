import type { SiteDay } from './arrivals.ts';
import { agentsOf, nameOf, shifts, skillsOf } from './plan.ts';
import { randomOf } from './random.ts';

/** A break of a shift. */
export interface Break {
  fromMs: number;
  lengthMs: number;
  reason: string;
}

/** One person's work on one day. */
export interface Duty {
  /** The key on the switch. */
  agent: string;
  name: string;
  queues: string[];
  fromMs: number;
  toMs: number;
  breaks: Break[];
}

const hourMs = 3_600_000;

/**
 * Who works when on a site's day: five days of seven, and after each person's two days off another
 * shift, so that nobody's rest is ever short.
 */
export function dutiesOf(day: SiteDay, { seed, agents }: { seed: number; agents: number }): Duty[] {
  const duties: Duty[] = [];
  const dayNumber = Math.floor(day.startMs / 86_400_000);
  const count = agentsOf(day.site, agents);
  for (let index = 0; index < count; index += 1) {
    const restsToday = count > 6 && (dayNumber + index) % 7 < 2;
    if (restsToday) continue;
    const shift = shiftOf(index, count, Math.floor((dayNumber + index) / 7));
    duties.push(duty(day, index, shift, seed));
  }
  return duties;
}

function shiftOf(index: number, count: number, week: number) {
  // A fixed stride spreads every shift over all skills; the week turns the wheel.
  const place = ((index * 0.618_033_988_75 + week * 0.25) % 1) * (count > 2 ? 1 : 0.5);
  let sum = 0;
  for (const shift of shifts) {
    sum += shift.share;
    if (place < sum) return shift;
  }
  return shifts[0] ?? { fromH: 6, toH: 14, share: 1 };
}

function duty(day: SiteDay, index: number, shift: { fromH: number; toH: number }, seed: number) {
  const { site, startMs, endMs } = day;
  const agent = String(site.firstAgent + index);
  const random = randomOf(seed, site.id, day.date, agent);
  const spread = (meanMs: number) => Math.round(random.uniform() * meanMs);
  // A day of 23 or 25 hours stretches or shortens what lies at its end.
  const at = (hour: number) => Math.min(startMs + (hour - 6) * hourMs, endMs);
  const fromMs = at(shift.fromH) - spread(180_000);
  const toMs = at(shift.toH) + spread(120_000);
  return {
    agent,
    name: nameOf(site, index),
    queues: skillsOf(site, index),
    fromMs: Math.max(fromMs, startMs),
    toMs,
    breaks: [
      {
        fromMs: fromMs + Math.round(1.8 * hourMs) + spread(1.2 * hourMs),
        lengthMs: 600_000,
        reason: 'rest',
      },
      {
        fromMs: fromMs + Math.round(3.6 * hourMs) + spread(1.2 * hourMs),
        lengthMs: 1_800_000,
        reason: 'meal',
      },
      {
        fromMs: fromMs + Math.round(6.2 * hourMs) + spread(0.8 * hourMs),
        lengthMs: 600_000,
        reason: 'rest',
      },
    ],
  };
}
