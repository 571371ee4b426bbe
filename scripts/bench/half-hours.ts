// The call log by half-hour: what was offered, and who was there to take it. The log has
// no sign-ins, so presence is concluded from the calls that each agent took.
import type { LoggedCall } from './call-log.ts';

/** One half-hour of one day. */
export interface HalfHour {
  day: string;
  slot: number;
  offered: number;
  abandoned: number;
  waitS: number;
  /** Agents present on average. */
  present: number;
  /** The same in each five minutes of it. */
  presentBy5: number[];
}

/** Length of a half-hour, in seconds. */
export const slotS = 1800;
/** Parts of a half-hour in which the simulator's staff may differ. */
export const fine = 6;
/** An agent without a call for longer has left. The log does not say who is signed in. */
const longestIdleS = 900;

/** In order of time. */
export function halfHoursOf(calls: readonly LoggedCall[]): HalfHour[] {
  const found = new Map<string, HalfHour>();
  const at = (day: string, slot: number) => {
    const key = `${day} ${slot}`;
    const half = found.get(key) ?? {
      day,
      slot,
      offered: 0,
      abandoned: 0,
      waitS: 0,
      present: 0,
      presentBy5: Array(fine).fill(0),
    };
    found.set(key, half);
    return half;
  };
  for (const { day, offeredS, abandoned, waitS } of calls) {
    if (offeredS >= 86_400) continue;
    const half = at(day, Math.floor(offeredS / slotS));
    half.offered += 1;
    half.abandoned += abandoned ? 1 : 0;
    half.waitS += waitS;
  }
  for (const { day, fromS, toS } of presences(calls)) {
    const partS = slotS / fine;
    const last = Math.min(48 * fine - 1, Math.floor(toS / partS));
    for (let part = Math.floor(fromS / partS); part <= last; part += 1) {
      const share = (Math.min(toS, (part + 1) * partS) - Math.max(fromS, part * partS)) / partS;
      const half = at(day, Math.floor(part / fine));
      half.present += share / fine;
      half.presentBy5[part % fine] = (half.presentBy5[part % fine] ?? 0) + share;
    }
  }
  // In order of time, so that a day's half-hours stand together.
  return [...found.values()].sort((a, b) => a.day.localeCompare(b.day) || a.slot - b.slot);
}

/** From an agent's calls: present from the first on, until a break longer than the limit. */
function presences(calls: readonly LoggedCall[]): { day: string; fromS: number; toS: number }[] {
  const answered = calls.filter(({ abandoned, serviceStartS }) => !abandoned && serviceStartS > 0);
  const spans: { day: string; fromS: number; toS: number }[] = [];
  for (const [key, own] of Map.groupBy(answered, ({ day, agent }) => `${day} ${agent}`)) {
    const day = key.slice(0, 10);
    const named = key.length > 11;
    let open: (typeof spans)[number] | null = null;
    for (const { serviceStartS, serviceS } of own.toSorted(
      (a, b) => a.serviceStartS - b.serviceStartS,
    )) {
      const toS = serviceStartS + serviceS;
      // Calls without a name are time on contacts and no more.
      if (open && named && serviceStartS - open.toS <= longestIdleS) {
        open.toS = Math.max(open.toS, toS);
      } else {
        open = { day, fromS: serviceStartS, toS };
        spans.push(open);
      }
    }
  }
  return spans;
}
