import { type AdherenceDay, adherenceDay } from '../../domain/agent/adherence/adherence-day.ts';
import type { AdherenceRules } from '../../domain/agent/adherence/adherence-rules.ts';
import {
  adherenceRulesOn,
  marksOf,
  rulingsOf,
  type SiteAdherence,
} from '../../domain/agent/adherence/site-adherence.ts';
import type { Shift } from '../../domain/schedule/shift.ts';
import { type Settings, timeZoneAt } from '../../domain/settings/settings.ts';
import { localDay } from '../../domain/time/local-day.ts';
import type { AdherenceBook } from './book.ts';
import { type PlannedDays, shifted } from './schedules.ts';
import type { PersonSight, Sights, Span } from './sight.ts';

/** A local day of a site as instants. */
export interface SiteDay {
  day: string;
  startMs: number;
  endMs: number;
  zone: string;
}

/** Whose day is counted. */
export interface Whose {
  tenant: string;
  site: string;
  person: string;
}

/** Counts days of people from what stands in plan, sight and decisions. */
export interface Counter {
  /** The local day of a site that holds an instant. */
  dayAt: (tenant: string, site: string, atMs: number) => SiteDay;
  /** A local day of a site by its name. */
  dayNamed: (tenant: string, site: string, day: string) => SiteDay;
  rulesOn: (tenant: string, site: string, day: string) => AdherenceRules;
  /** From what the floor has seen. */
  live: (whose: Whose, day: SiteDay, planned: PlannedDays) => AdherenceDay;
  /** The same with the archive's word for what was seen. */
  past: (whose: Whose, day: SiteDay, planned: PlannedDays) => Promise<AdherenceDay>;
}

/** So far around a day sight is read: a shift before it and one that reaches out of it. */
const aroundMs = 18 * 3_600_000;

/** The counter of a service. */
export function counterOf(deps: {
  book: AdherenceBook;
  sights: Sights;
  settingsOf: (tenant: string) => Settings;
  nowMs: () => number;
}): Counter {
  const { book, sights, settingsOf, nowMs } = deps;
  const zoneOf = (tenant: string, site: string, atMs: number) =>
    timeZoneAt(settingsOf(tenant), site, atMs);
  const count = (whose: Whose, day: SiteDay, planned: PlannedDays, sight: PersonSight) => {
    const state = book.of(whose.tenant, whose.site);
    return countDay({ state, person: whose.person, day, planned, sight, nowMs: nowMs() });
  };
  const silentMs = ({ tenant, site }: Whose, { day }: SiteDay) =>
    adherenceRulesOn(book.of(tenant, site), day).silentAfterSeconds * 1_000;
  return {
    dayAt: (tenant, site, atMs) => {
      const zone = zoneOf(tenant, site, atMs);
      return { ...localDay(atMs, zone), day: nameOfDay(atMs, zone), zone };
    },
    dayNamed: (tenant, site, day) => {
      const zone = zoneOf(tenant, site, nowMs());
      const noon = Temporal.PlainDate.from(day).toZonedDateTime({
        timeZone: zone,
        plainTime: '12:00',
      });
      return { ...localDay(noon.epochMilliseconds, zone), day, zone };
    },
    rulesOn: (tenant, site, day) => adherenceRulesOn(book.of(tenant, site), day),
    live: (whose, day, planned) => {
      const span = spanOf(day);
      const sight = sights.live(whose.tenant, whose.person, span, silentMs(whose, day));
      return count(whose, day, planned, sight);
    },
    past: async (whose, day, planned) => {
      const span = archiveSpan(day, planned.shifts.get(whose.person) ?? [], nowMs());
      const sight = await sights.past(whose.tenant, whose, span, silentMs(whose, day));
      return count(whose, day, planned, sight);
    },
  };
}

/** One person's day from all that stands. */
export function countDay(of: {
  state: SiteAdherence;
  person: string;
  day: SiteDay;
  planned: PlannedDays;
  sight: PersonSight;
  nowMs: number;
}): AdherenceDay {
  const { state, person, day, planned, sight, nowMs } = of;
  const known = planned.failure === '';
  return adherenceDay({
    local: day,
    shifts: known ? touching(planned.shifts.get(person) ?? [], day) : null,
    ...sight,
    marks: marksOf(state, person),
    rulings: rulingsOf(state, person),
    rules: adherenceRulesOn(state, day.day),
    nowMs,
  });
}

/** Local day that holds an instant, "2026-11-28". */
export function nameOfDay(atMs: number, zone: string): string {
  const at = Temporal.Instant.fromEpochMilliseconds(atMs).toZonedDateTimeISO(zone);
  return at.toPlainDate().toString();
}

/** Those of the day and of the day before, which may reach into it. */
function touching(shifts: readonly Shift[], { day }: SiteDay): Shift[] {
  const before = shifted(day, -1);
  return shifts.filter((shift) => shift.day === day || shift.day === before);
}

function spanOf({ startMs, endMs }: SiteDay): Span {
  return { fromMs: startMs - aroundMs, toMs: endMs + aroundMs };
}

/** The archive answers for two days: from the evening before to the end of the last shift. */
function archiveSpan(day: SiteDay, shifts: readonly Shift[], nowMs: number): Span {
  const own = touching(shifts, day).map(({ toMs }) => toMs);
  const toMs = Math.min(nowMs, Math.max(day.endMs, ...own) + 2 * 3_600_000);
  return { fromMs: Math.max(day.startMs - 6 * 3_600_000, toMs - 48 * 3_600_000), toMs };
}
