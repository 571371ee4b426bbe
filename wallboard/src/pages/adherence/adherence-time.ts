/** Times of a site as the adherence page tells them. */
import { dash, share } from '../../format.ts';

const clocks = new Map<string, Intl.DateTimeFormat>();

/** "14:05" by the wall clock of the site. */
export function clockIn(iso: string | null, zone: string): string {
  if (!iso) return dash;
  let format = clocks.get(zone);
  if (!format) {
    const parts = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' } as const;
    format = new Intl.DateTimeFormat('en-GB', { ...parts, timeZone: zone });
    clocks.set(zone, format);
  }
  return format.format(Date.parse(iso));
}

/** "11-28 14:05" by the wall clock of the site. */
export function momentIn(iso: string, zone: string): string {
  const at = new Intl.DateTimeFormat('en-CA', { month: '2-digit', day: '2-digit', timeZone: zone });
  return `${at.format(Date.parse(iso))} ${clockIn(iso, zone)}`;
}

/** "4:05" = four minutes and five seconds; hours from sixty minutes on: "1:04 h". */
export function lasted(fromIso: string | null, untilMs: number): string {
  if (!fromIso) return dash;
  const seconds = Math.max(0, Math.floor((untilMs - Date.parse(fromIso)) / 1_000));
  const minutes = Math.floor(seconds / 60);
  const two = (n: number) => String(n).padStart(2, '0');
  if (minutes < 60) return `${minutes}:${two(seconds % 60)}`;
  return `${Math.floor(minutes / 60)}:${two(minutes % 60)} h`;
}

/** Minutes, one place after the point where it says something. */
export function minutesOf(ms: number | undefined): string {
  const minutes = (ms ?? 0) / 60_000;
  return Number.isInteger(minutes) ? String(minutes) : minutes.toFixed(1);
}

/** A ratio in percent; a dash where there is none. */
export function percent(ratio: number | null | undefined): string {
  if (ratio === null || ratio === undefined) return dash;
  return ratio > 1 ? `${(ratio * 100).toFixed(1)} %` : `${share(ratio)} %`;
}
