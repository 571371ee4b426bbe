import { DomainError } from '../domain-error.ts';
import { checkDay } from '../schedule/site-calendar.ts';
import { periodDays } from './period.ts';

/** Contested minutes of a local day, after its midnight by the clock. */
export interface ContestedMinutes {
  day: string;
  from: number;
  /** First minute after. */
  to: number;
  minutes: number;
}

/** Contested adherence, "2026-11-12 540-560": local day, minutes after its midnight. */
export function adherenceStretch(target: string): ContestedMinutes {
  const [, day = '', from = '', to = ''] = /^(\S+) (\d{1,4})-(\d{1,4})$/.exec(target) ?? [];
  const minutes = Number(to) - Number(from);
  // A shift lies whole in the day on which it begins, so it may reach far into the next.
  if (day === '' || minutes < 1 || Number(to) > 2_880) {
    throw new DomainError('invalid', `"${target}" is no stretch: "2026-11-12 540-560" would be`);
  }
  checkDay(day, 'day');
  return { day, from: Number(from), to: Number(to), minutes };
}

/** A contested line, "2026-11 MEASURE". */
export function contestedLine(target: string): { period: string; measureId: string } {
  const at = target.indexOf(' ');
  const period = target.slice(0, Math.max(0, at));
  const measureId = target.slice(at + 1);
  if (at < 0 || measureId === '') {
    throw new DomainError('invalid', `"${target}" is no line: "2026-11 MEASURE" would be`);
  }
  periodDays(period);
  return { period, measureId };
}
