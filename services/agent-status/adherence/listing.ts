import type {
  AdherenceTotal,
  AdherenceDay as WireDay,
} from '../../../proto/gen/floorcast/agent/v1/adherence.ts';
import {
  type AdherenceSums,
  addSums,
  emptySums,
} from '../../domain/agent/adherence/adherence-sums.ts';
import { type CountedVersion, contestsIn } from '../../domain/agent/adherence/site-adherence.ts';
import { DomainError } from '../../domain/domain-error.ts';
import { type Settings, settingAt } from '../../domain/settings/settings.ts';
import type { AdherenceBook } from './book.ts';
import { toWireSums } from './convert.ts';
import type { Counter } from './count.ts';
import type { Present } from './present.ts';
import { shifted } from './schedules.ts';

/** Which days of a site, and whose. */
export interface AskedDays {
  tenant: string;
  site: string;
  from: string;
  to: string;
  /** Null = everybody. */
  people: ReadonlySet<string> | null;
}

/** Days with their sums. */
export interface Listed {
  days: WireDay[];
  totals: AdherenceTotal[];
  uncounted: string[];
}

/** Lists days: those of the log, and the one that goes on as of now. */
export type ListDays = (asked: AskedDays) => Promise<Listed>;

const maxDays = 92;
const maxRows = 50_000;

interface Row {
  person: string;
  day: string;
  sums: AdherenceSums;
  wire: WireDay;
}

/** The listing of a service. */
export function listingOf(deps: {
  book: AdherenceBook;
  counter: Counter;
  present: Present;
  settingsOf: (tenant: string) => Settings;
  nowMs: () => number;
}): ListDays {
  const { book, counter, settingsOf, nowMs } = deps;
  return async (asked) => {
    const { tenant, site, people } = asked;
    const names = daysOf(asked);
    const today = counter.dayAt(tenant, site, nowMs()).day;
    const state = book.of(tenant, site);
    const teamOf = (person: string) =>
      settingAt(settingsOf(tenant), 'person', person, nowMs())?.team ?? '';
    const rows: Row[] = [];
    const uncounted: string[] = [];
    const running = await runningRows(deps, { tenant, site });
    for (const day of names) {
      if (day > today) continue;
      const counted = state.days.get(day);
      for (const [person, versions] of counted ?? []) {
        if (people && !people.has(person)) continue;
        rows.push(rowOf({ person, day, team: teamOf(person) }, versions));
      }
      const live = running.filter(
        (row) =>
          row.day === day && !counted?.has(row.person) && (!people || people.has(row.person)),
      );
      rows.push(...live);
      if (!counted && live.length === 0) uncounted.push(day);
    }
    if (rows.length > maxRows) {
      const sentence = `${rows.length} days are more than ${maxRows}: ask for less time or fewer people`;
      throw new DomainError('invalid', sentence);
    }
    return { days: rows.map(({ wire }) => wire), totals: totalsOf(rows), uncounted };
  };
}

/** Days that go on, or that nobody has counted yet: as of now, without a version. */
async function runningRows(
  { present, book }: Parameters<typeof listingOf>[0],
  { tenant, site }: { tenant: string; site: string },
): Promise<Row[]> {
  // Read first: what is said to be counted in is.
  const state = book.of(tenant, site);
  const { people } = await present.of(tenant, site);
  return people.flatMap(({ person, team, day, counted }) => {
    const { sums } = counted;
    if (sums.scheduledMs === null && sums.onQueueMs === 0) return [];
    const plain = { version: 0, why: '', countedAt: undefined, scheduleVersion: 0 };
    const wire = {
      person,
      team,
      day: day.day,
      ...plain,
      sums: toWireSums(sums),
      before: undefined,
      contests: contestsIn(state, person, { day: day.day, window: counted.window }),
    };
    return [{ person, day: day.day, sums, wire }];
  });
}

/** A counted day, with the count before it. */
export function toWireCounted(
  of: { person: string; day: string; team: string },
  version: CountedVersion,
  before: CountedVersion | undefined,
): WireDay {
  return {
    ...of,
    version: version.version,
    why: version.why,
    countedAt: new Date(version.atMs),
    scheduleVersion: version.scheduleVersion,
    sums: toWireSums(version.sums),
    before: before && toWireSums(before.sums),
    contests: [...version.contests],
  };
}

function rowOf(
  of: { person: string; day: string; team: string },
  versions: readonly CountedVersion[],
): Row {
  const newest = versions.at(-1);
  if (!newest) throw new Error(`a day of "${of.person}" without a count`);
  const { person, day } = of;
  const wire = toWireCounted(of, newest, versions.at(-2));
  return { person, day, sums: newest.sums, wire };
}

function totalsOf(rows: readonly Row[]): AdherenceTotal[] {
  const totals = new Map<
    string,
    { person: string; week: string; days: number; sums: AdherenceSums }
  >();
  for (const { person, day, sums } of rows) {
    for (const week of [mondayOf(day), '']) {
      const key = `${person} ${week}`;
      const known = totals.get(key) ?? { person, week, days: 0, sums: emptySums() };
      totals.set(key, { person, week, days: known.days + 1, sums: addSums(known.sums, sums) });
    }
  }
  return [...totals.values()]
    .sort((a, b) => (a.person === b.person ? compare(a.week, b.week) : compare(a.person, b.person)))
    .map(({ sums, ...of }) => ({ ...of, sums: toWireSums(sums) }));
}

function mondayOf(day: string): string {
  return shifted(day, 1 - Temporal.PlainDate.from(day).dayOfWeek);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function daysOf({ from, to }: AskedDays): string[] {
  for (const [name, day] of Object.entries({ from, to })) {
    if (/^\d{4}-\d{2}-\d{2}$/.test(day)) continue;
    throw new DomainError('invalid', `${name} is "${day}", but must be a day like 2026-11-28`);
  }
  const names: string[] = [];
  for (let day = from; day <= to; day = shifted(day, 1)) {
    names.push(day);
    if (names.length <= maxDays) continue;
    throw new DomainError('invalid', `from ${from} to ${to} are more than ${maxDays} days`);
  }
  return names;
}
