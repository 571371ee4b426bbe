/** What every list of requests is given. */
import type { Lang } from '../../../text.ts';
import { dayName } from '../day-name.ts';
import { clockOf } from '../local-time.ts';
import type { Requests } from '../requests-api.ts';
import type { RuleBook } from '../rule-book.svelte.ts';
import type { Scheduling } from '../schedule.svelte.ts';
import type { WireShift } from '../schedule-api.ts';

/** The props. */
export interface RequestProps {
  scheduling: Scheduling;
  requests: Requests;
  rules: RuleBook;
  lang: Lang;
  /** Reads everything again after a decision. */
  again: () => Promise<void>;
}

/** A shift in a few words: day, times, template. */
export function shiftWords(shift: WireShift, scheduling: Scheduling, lang: Lang): string {
  const { zone } = scheduling;
  const clock = (iso: string | null) => (iso ? clockOf(Date.parse(iso), zone) : '–');
  const template = shift.templateId ? ` ${scheduling.templateName(shift.templateId, lang)}` : '';
  return `${dayName(shift.day, lang)} ${clock(shift.from)}–${clock(shift.to)}${template}`;
}

/** Somebody's name, as requests or the setup tell it. */
export function nameIn(requests: Requests, scheduling: Scheduling): (person: string) => string {
  return (person) => requests.names[person] || scheduling.personName(person);
}
