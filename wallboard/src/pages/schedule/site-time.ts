/** Between fields of date and time, which know no zone, and instants of a site. */
import { instantAt, localAt, minuteWords } from './local-time.ts';

/** "2026-11-28T08:30" as an instant; null when it is none. */
export function fromField(words: string, zone: string): number | null {
  const found = /^(\d{4}-\d\d-\d\d)T(\d\d):(\d\d)/.exec(words);
  if (!found) return null;
  return instantAt(found[1] ?? '', Number(found[2]) * 60 + Number(found[3]), zone);
}

/** The same in ISO 8601; absent when it is none. */
export function isoFrom(words: string, zone: string): string | null {
  const at = fromField(words, zone);
  return at === null ? null : new Date(at).toISOString();
}

/** An instant as such a field shows it. */
export function toField(atMs: number, zone: string): string {
  const { day, minute } = localAt(atMs, zone);
  return `${day}T${minuteWords(minute)}`;
}
