import { createHash, randomUUID } from 'node:crypto';
import type { Acting } from '../domain/schedule/acts/acting.ts';
import { presetRules } from '../domain/schedule/rules/presets/presets.ts';
import type { ScheduleAct } from '../domain/schedule/schedule-act.ts';
import { laterDay, siteCalendar } from '../domain/schedule/site-calendar.ts';
import { calendarDays } from '../lib/calendars.ts';
import { recent } from '../lib/recent.ts';
import type { Secrets } from '../lib/secrets.ts';
import type { OfSite } from './book.ts';
import type { Requirements } from './requirements.ts';

/** Where and when somebody acts or looks. */
export type ActingGround = Pick<Acting, 'nowMs' | 'zone' | 'holidays' | 'rulesOfPreset'>;

/** What deciding needs beside state and contents. */
export interface ActingSource {
  ground: (of: OfSite) => ActingGround;
  /** For one command: however often it is decided anew, the same ids and requirement. */
  given: (
    of: OfSite,
    by: Pick<Acting, 'author' | 'roles' | 'found'>,
    act: ScheduleAct,
  ) => Promise<Omit<Acting, 'contents'>>;
}

/** What it is made from. */
export interface ActingDeps {
  zoneOf: (tenant: string, site: string) => string;
  now: () => number;
  secrets: Secrets;
  requirements: Requirements;
}

/** Clock, zone, calendar, chance and requirement for acts. */
export function actingSource({ zoneOf, now, secrets, requirements }: ActingDeps): ActingSource {
  const calendars = recent<ReadonlyMap<string, string>>(200);
  const ground = ({ tenant, site }: OfSite): ActingGround => {
    const [nowMs, zone] = [now(), zoneOf(tenant, site)];
    const today = siteCalendar(zone).dayOf(nowMs);
    const month = today.slice(0, 7);
    const key = `${zone} ${month}`;
    const holidays = calendars.get(key) ?? calendars.put(key, holidaysAround(zone, today));
    return { nowMs, zone, holidays, rulesOfPreset: presetRules };
  };
  return {
    ground,
    given: async (of, by, act) => ({
      ...ground(of),
      ...by,
      newId: () => randomUUID(),
      secretOf: await secrets.of(of.tenant),
      digestOf: (text) => createHash('sha256').update(text).digest('hex'),
      required: await requirements.ofAct(of, act),
    }),
  };
}

/** Public holidays of the zone's country: as far as rules look back, and as plans reach ahead. */
function holidaysAround(zone: string, today: string): ReadonlyMap<string, string> {
  const [from, to] = [laterDay(today, -440), laterDay(today, 400)];
  const { specialDays } = calendarDays({ calendar: 'auto', zone, from, to });
  const holidays = specialDays.filter(({ kind }) => kind === 'holiday');
  return new Map(holidays.map(({ day, name }) => [day, name]));
}
