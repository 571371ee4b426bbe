import { setImmediate } from 'node:timers/promises';
import type {
  AdherenceAct,
  CountedLine,
  CountReason,
} from '../../domain/agent/adherence/adherence-act.ts';
import type { AdherenceDay } from '../../domain/agent/adherence/adherence-day.ts';
import { total } from '../../domain/agent/adherence/adherence-sums.ts';
import {
  changedLines,
  contestsIn,
  type SiteAdherence,
  stampOf,
} from '../../domain/agent/adherence/site-adherence.ts';
import type { Settings } from '../../domain/settings/settings.ts';
import type { Log } from '../../lib/log.ts';
import type { AdherenceBook } from './book.ts';
import { type Counter, nameOfDay } from './count.ts';
import type { DecideAdherence } from './decide.ts';
import { peopleOfSite } from './people.ts';
import { type PlannedDays, type Schedules, shifted } from './schedules.ts';

/** A site of a tenant. */
export interface SiteKey {
  tenant: string;
  site: string;
}

/** Counts days that are over, and those that changed afterwards, into the log of decisions. */
export interface Counting {
  /** Days that are over and not counted, or counted otherwise by now. */
  sweep: (of: SiteKey) => Promise<void>;
  /** Days that a decision touched. */
  decided: (of: SiteKey, act: AdherenceAct) => Promise<void>;
  /** Days of a contest that was decided. */
  ruled: (of: SiteKey, contestId: string) => Promise<void>;
  /** Days whose shifts another published version changed. */
  republished: (of: SiteKey, versions: { before: number; after: number }) => Promise<void>;
}

/** A day is counted so long after its last instant: late facts are in by then. */
const settleMs = 10 * 60_000;
/** What the floor has seen reaches back two local days. */
const liveDays = 2;
/** Days further back that another schedule may change. */
const changeableDays = 31;
const maxLines = 2_000;
/** People counted in one turn of the loop. */
const peopleInTurn = 10;
/** So often a day that nothing touched is looked at all the same: facts may have come late. */
const lookAgainMs = 3_600_000;

interface PersonDay {
  person: string;
  day: string;
}

/** The counting of a service. */
export function countingOf(deps: {
  book: AdherenceBook;
  counter: Counter;
  schedules: Schedules;
  decide: DecideAdherence;
  settingsOf: (tenant: string) => Settings;
  nowMs: () => number;
  log: Log;
}): Counting {
  const { book, counter, schedules, settingsOf, nowMs, log } = deps;
  const looked = new Map<string, { signature: string; atMs: number }>();

  const sweep = async ({ tenant, site }: SiteKey) => {
    const today = counter.dayAt(tenant, site, nowMs());
    const planned = await schedules.ready(tenant, site, today.day);
    if (planned.failure) return;
    await recount({ tenant, site }, unsettledDays(book.of(tenant, site), nowMs()));
    const key = `${tenant} ${site}`;
    const signature = () => `${today.day} ${planned.version} ${stampOf(book.of(tenant, site))}`;
    const last = looked.get(key);
    if (last?.signature === signature() && nowMs() < last.atMs + lookAgainMs) return;
    const people = peopleOfSite(settingsOf(tenant), site, nowMs());
    for (const person of planned.shifts.keys()) people.add(person);
    let waiting = false;
    for (let back = liveDays; back > 0; back -= 1) {
      const day = shifted(today.day, -back);
      const { lines, early } = await liveLines(deps, { tenant, site }, { day, people, planned });
      waiting ||= early;
      await write(deps, { tenant, site }, { day, lines, version: planned.version });
    }
    if (!waiting) looked.set(key, { signature: signature(), atMs: nowMs() });
  };

  const recount = async ({ tenant, site }: SiteKey, all: readonly PersonDay[]) => {
    const days = [...new Set(all.map(({ day }) => day))].sort();
    for (const day of days) {
      const from = shifted(day, -1);
      const planned = await schedules.days(tenant, site, { from, days: 2, version: 0 });
      if (planned.failure) continue;
      const people = all.filter((one) => one.day === day).map(({ person }) => person);
      const lines = await linesOf(deps, { tenant, site }, { day, people, planned });
      await write(deps, { tenant, site }, { day, lines, version: planned.version });
    }
  };
  const said = (of: SiteKey, what: Promise<void>) =>
    what.catch((error: Error) => log.warn({ ...of, why: error.message }, 'days not counted'));

  return {
    sweep: (of) => said(of, sweep(of)),
    decided: (of, act) => {
      const spans = act.kind === 'mark-set' ? [act.mark] : [];
      return said(of, recount(of, touchedBy(deps, of, spans)));
    },
    ruled: (of, contestId) => {
      const contest = book.of(of.tenant, of.site).contests.get(contestId);
      const spans = contest ? [{ ...contest, people: [contest.person] }] : [];
      return said(of, recount(of, touchedBy(deps, of, spans)));
    },
    republished: (of, { before, after }) =>
      said(
        of,
        (async () => {
          // The first version that is heard of changes nothing that was counted before.
          if (before === 0) return;
          const { tenant, site } = of;
          const today = counter.dayAt(tenant, site, nowMs()).day;
          const span = { from: shifted(today, -changeableDays), days: changeableDays };
          const old = await schedules.days(tenant, site, { ...span, version: before });
          const now = await schedules.days(tenant, site, { ...span, version: after });
          if (old.failure || now.failure) return;
          await recount(of, changedDays(book.of(tenant, site), old, now));
        })(),
      ),
  };
}

type Deps = Parameters<typeof countingOf>[0];

/** Lines of one day from what the floor has seen; `early` = somebody's day is not over yet. */
async function liveLines(
  { book, counter, nowMs }: Deps,
  { tenant, site }: SiteKey,
  { day, people, planned }: { day: string; people: Iterable<string>; planned: PlannedDays },
): Promise<{ lines: CountedLine[]; early: boolean }> {
  const named = counter.dayNamed(tenant, site, day);
  const lines: CountedLine[] = [];
  let early = false;
  let turn = 0;
  for (const person of people) {
    turn += 1;
    if (turn % peopleInTurn === 0) await setImmediate();
    const counted = counter.live({ tenant, site, person }, named, planned);
    if (counted.window.toMs + settleMs > nowMs()) early = true;
    else if (tells(counted)) lines.push(lineOf(book.of(tenant, site), { person, day }, counted));
  }
  return { lines, early };
}

/** Lines of single people, older days by the archive's word. */
async function linesOf(
  deps: Deps,
  { tenant, site }: SiteKey,
  { day, people, planned }: { day: string; people: readonly string[]; planned: PlannedDays },
): Promise<CountedLine[]> {
  const { book, counter, nowMs } = deps;
  const firstLive = shifted(counter.dayAt(tenant, site, nowMs()).day, -liveDays);
  if (day >= firstLive)
    return (await liveLines(deps, { tenant, site }, { day, people, planned })).lines;
  const named = counter.dayNamed(tenant, site, day);
  const lines: CountedLine[] = [];
  for (const person of people) {
    // What is decided while the archive is asked may be counted in, but is not said to be.
    const state = book.of(tenant, site);
    const counted = await counter.past({ tenant, site, person }, named, planned);
    lines.push(lineOf(state, { person, day }, counted));
  }
  return lines;
}

function lineOf(
  state: SiteAdherence,
  { person, day }: PersonDay,
  { sums, window }: AdherenceDay,
): CountedLine {
  return { person, sums, contests: contestsIn(state, person, { day, window }) };
}

/** Appends what is new, by the reason for which it is. */
async function write(
  { book, decide, nowMs, log }: Deps,
  { tenant, site }: SiteKey,
  { day, lines, version }: { day: string; lines: readonly CountedLine[]; version: number },
): Promise<void> {
  const state = book.of(tenant, site);
  const byWhy = new Map<CountReason, CountedLine[]>();
  for (const line of changedLines(state, day, lines)) {
    const why = reasonOf(state, { day, line }, version);
    byWhy.set(why, [...(byWhy.get(why) ?? []), line]);
  }
  for (const [why, all] of byWhy) {
    for (let from = 0; from < all.length; from += maxLines) {
      const part = all.slice(from, from + maxLines);
      const act = { kind: 'day-counted', day, why, scheduleVersion: version, lines: part } as const;
      const made = { commandId: crypto.randomUUID(), author: '', atMs: nowMs(), act };
      await decide({ tenant, site, ...made, oversees: true });
      log.info({ tenant, site, day, why, people: part.length }, 'adherence counted');
    }
  }
}

function reasonOf(
  state: SiteAdherence,
  { day, line: { person, contests } }: { day: string; line: CountedLine },
  version: number,
): CountReason {
  const last = state.days.get(day)?.get(person)?.at(-1);
  if (!last) return 'over';
  if (last.scheduleVersion !== version) return 'schedule';
  const decided = `${last.contests}` !== `${contests}`;
  const marked = [...state.marks.values()].some(
    (one) => one.people.includes(person) && one.atMs > last.atMs,
  );
  return decided || marked ? 'decision' : 'facts';
}

function tells({ sums }: AdherenceDay): boolean {
  return sums.scheduledMs !== null || sums.onQueueMs > 0 || total(sums.extraMs) > 0;
}

/** Accepted contests of days so long ago are counted in all the same, if they were not yet. */
const unsettledMs = 400 * 86_400_000;

/** Counted days that name an accepted contest which their count does not take in yet. */
function unsettledDays({ contests, days }: SiteAdherence, nowMs: number): PersonDay[] {
  return [...contests.values()].flatMap(({ contestId, person, day, cause, decidedAtMs }) => {
    if (cause === null || day === '' || nowMs - (decidedAtMs ?? 0) > unsettledMs) return [];
    const counted = days.get(day)?.get(person)?.at(-1);
    return counted && !counted.contests.includes(contestId) ? [{ person, day }] : [];
  });
}

/** Days already counted that a decision about some people's time touches. */
function touchedBy(
  { book, counter }: Deps,
  { tenant, site }: SiteKey,
  spans: readonly { people: readonly string[]; fromMs: number; toMs: number }[],
): PersonDay[] {
  const state = book.of(tenant, site);
  return spans.flatMap(({ people, fromMs, toMs }) => {
    const { zone } = counter.dayAt(tenant, site, fromMs);
    const last = nameOfDay(toMs, zone);
    // A night shift lies in the day on which it begins.
    let day = shifted(nameOfDay(fromMs, zone), -1);
    const found: PersonDay[] = [];
    for (; day <= last; day = shifted(day, 1)) {
      for (const person of people) {
        if (state.days.get(day)?.has(person)) found.push({ person, day });
      }
    }
    return found;
  });
}

/** Days already counted whose shifts are others by now. */
function changedDays(state: SiteAdherence, old: PlannedDays, now: PlannedDays): PersonDay[] {
  const found = new Map<string, PersonDay>();
  const written = (of: PlannedDays, { person, day }: PersonDay) =>
    JSON.stringify(of.shifts.get(person)?.filter((shift) => shift.day === day) ?? []);
  for (const { shifts } of [old, now]) {
    for (const [person, all] of shifts) {
      for (const { day } of all) {
        const one = { person, day };
        const key = `${day} ${person}`;
        if (found.has(key) || !state.days.get(day)?.has(person)) continue;
        if (written(old, one) !== written(now, one)) found.set(key, one);
      }
    }
  }
  return [...found.values()];
}
