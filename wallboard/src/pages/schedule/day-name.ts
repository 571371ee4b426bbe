/** A local day as it is read; a dash for none. */
import { dash } from '../../format.ts';
import type { Lang } from '../../text.ts';
import { dayWords } from '../planning/slot-time.ts';

/** "Mon 30 Nov". */
export function dayName(day: string, lang: Lang): string {
  return /^\d{4}-\d\d-\d\d$/.test(day) ? dayWords(day, lang) : dash;
}
