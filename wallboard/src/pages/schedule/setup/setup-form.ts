/** Between setup and the fields of its forms. */
import { minuteFrom, minuteWords } from '../local-time.ts';
import type { Employee } from '../schedule-api.ts';

/** "annual=80" lines as numbers; what is no number is left out. */
export function numbersFrom(text: string, per = 1): Record<string, number> {
  const pairs = text.split('\n').map((line) => line.split('='));
  return Object.fromEntries(
    pairs
      .filter(([name = '', value = '']) => name.trim() !== '' && Number.isFinite(Number(value)))
      .map(([name = '', value = '']) => [name.trim(), Number(value) * per]),
  );
}

/** Numbers as lines. */
export function linesOf(numbers: Readonly<Record<string, number>>, per = 1): string {
  return Object.entries(numbers)
    .map(([name, value]) => `${name}=${value / per}`)
    .join('\n');
}

/** Ids with commas as a list. */
export function listFrom(text: string): string[] {
  return text
    .split(/[,,\n]/)
    .map((one) => one.trim())
    .filter(Boolean);
}

/** Windows of a week as lines: "1 08:00-18:00". */
export function windowLines(windows: Employee['available']): string {
  return windows
    .map((one) => {
      const [from, to] = [minuteWords(one.fromMinute), minuteWords(one.toMinute)];
      return `${one.weekday} ${from}-${to === '00:00' ? '24:00' : to}`;
    })
    .join('\n');
}

/** The same read back; a line that is none is thrown with its words. */
export function windowsFrom(text: string): Employee['available'] {
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  return lines.map((line) => {
    const found = /^\s*([1-7])\s+(\d{1,2}:\d\d)\s*[-–]\s*(\d{1,2}:\d\d)\s*$/.exec(line);
    const fromMinute = minuteFrom(found?.[2] ?? '');
    const last = found?.[3] === '24:00' ? 1440 : minuteFrom(found?.[3] ?? '');
    if (!found || fromMinute === null || last === null) throw new Error(line.trim());
    // An end not after its begin lies on the next day.
    const toMinute = last > fromMinute ? last : last + 1440;
    return { weekday: Number(found[1]), fromMinute, toMinute };
  });
}

/** "8:30" in minutes, also beyond a day's 24 hours; null when it is none. */
export function spanFrom(words: string): number | null {
  const found = /^(\d{1,2}):(\d\d)$/.exec(words.trim());
  return found ? Number(found[1]) * 60 + Number(found[2]) : null;
}

/** Minutes as hours and minutes. */
export function spanWords(minutes: number): string {
  return `${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, '0')}`;
}
