import { absencesOf } from './acts/rule-check.ts';
import {
  fairnessLedger,
  type LedgerEntry,
  type LedgerLine,
  usualWeights,
} from './fairness/fairness-ledger.ts';
import { ledgerMonths, usualLateMinute } from './fairness/ledger-month.ts';
import { ruleCalendar } from './rules/rule-calendar.ts';
import { timelineOf } from './rules/timeline.ts';
import { refusedWishes } from './schedule-score.ts';
import { setupOn } from './setup-on.ts';
import type { Contract } from './shift.ts';
import { shiftsOfPerson } from './shift-book.ts';
import { laterDay, siteCalendar } from './site-calendar.ts';
import type { SiteSchedule } from './site-schedule.ts';

/** Whose ledger, as of when. */
export interface LedgerGround {
  nowMs: number;
  zone: string;
  holidays: ReadonlyMap<string, string>;
}

/** A month counts nine tenths of the month after it. */
export const usualFade = 0.9;
/** Paid minutes of a week that are full time. */
const fullWeekMinutes = 2_400;
/** Published shifts are kept for so many days. */
const keptDays = 400;

/** What everybody of a site bore in the last months, up to today; and which months these are. */
export function siteEntries(
  state: SiteSchedule,
  { nowMs, zone, holidays }: LedgerGround,
  months: number,
): { entries: LedgerEntry[]; months: string[] } {
  const today = siteCalendar(zone).dayOf(nowMs);
  const names = monthsBack(today, months);
  const kept = laterDay(today, -keptDays);
  const knownFrom = [`${names[0]}-01`, kept].sort()[1] ?? kept;
  const span = { from: today, days: 1, knownFrom, knownTo: today };
  const ground = { zone, holidays, rules: [], templates: [], contracts: [], slotMinutes: 30 };
  const calendar = ruleCalendar({ ...ground, ...span, nowMs: null });
  const { employees, contracts, templates } = setupOn(state.setup, today);
  const away = absencesOf(state, new Set(employees.keys()));
  const entries = [...employees.values()].map((employee) => {
    const { person, contractId } = employee;
    const shifts = shiftsOfPerson(state.published, person).filter(
      ({ day }) => day >= knownFrom && day <= today,
    );
    const absences = away.get(person) ?? [];
    const line = timelineOf(
      { employee, shifts, absences, stood: null },
      { templates, contracts },
      calendar,
    );
    const own = [...state.wishes.values()].filter((wish) => wish.person === person);
    const dated = own.filter(({ day }) => day >= knownFrom && day <= today);
    const days = [...new Set(dated.map(({ day }) => day))];
    const refused = refusedWishes(dated, shifts, days).map(({ day }) => ({ person, day }));
    return {
      person,
      contractId,
      share: shareOf(contracts.get(contractId)),
      months: ledgerMonths(line, calendar, { lateMinute: usualLateMinute, refused }),
    };
  });
  return { entries, months: names };
}

/** The ledger of a site, the greatest burden first. */
export function siteLedger(
  state: SiteSchedule,
  ground: LedgerGround,
  months: number,
): LedgerLine[] {
  const { entries, months: names } = siteEntries(state, ground, months);
  return fairnessLedger(entries, { months: names, weights: usualWeights, fade: usualFade });
}

function shareOf(contract: Contract | undefined): number {
  const minutes = contract?.maxWeekMinutes ?? 0;
  return minutes > 0 ? minutes / fullWeekMinutes : 1;
}

/** The month of a day and those before it, the newest last. */
function monthsBack(today: string, months: number): string[] {
  const [year = 0, month = 1] = today.split('-').map(Number);
  return Array.from({ length: months }, (_, back) => {
    const at = year * 12 + month - 1 - (months - 1 - back);
    return `${Math.floor(at / 12)}-${String((at % 12) + 1).padStart(2, '0')}`;
  });
}
