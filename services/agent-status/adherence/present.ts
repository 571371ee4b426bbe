import { setImmediate } from 'node:timers/promises';
import type { AdherenceNow } from '../../../proto/gen/floorcast/agent/v1/adherence.ts';
import type { AdherenceDay } from '../../domain/agent/adherence/adherence-day.ts';
import type { AdherenceStretch } from '../../domain/agent/adherence/adherence-stretch.ts';
import type { PlannedPiece } from '../../domain/agent/adherence/planned-day.ts';
import { stampOf } from '../../domain/agent/adherence/site-adherence.ts';
import { type StaffedSlot, staffedCurve } from '../../domain/agent/adherence/staffed-curve.ts';
import { type Settings, settingAt } from '../../domain/settings/settings.ts';
import type { AdherenceBook } from './book.ts';
import { type ShownKind, toWirePiece, toWireStretch, toWireSums } from './convert.ts';
import type { Counter, SiteDay } from './count.ts';
import { peopleOfSite } from './people.ts';
import type { PlannedDays, Schedules } from './schedules.ts';

/** Everybody of a site as of one instant. */
export interface SitePresent {
  asOfMs: number;
  day: SiteDay;
  planned: PlannedDays;
  people: readonly PersonPresent[];
  /** People on queue by half-hour, planned and seen. */
  curve: readonly StaffedSlot[];
  curveAtMs: number;
  /** `stampOf` what was decided that it shows. */
  position: number;
}

/** One person now. */
export interface PersonPresent {
  person: string;
  team: string;
  /** The day that goes on: yesterday's, while a night shift does. */
  day: SiteDay;
  counted: AdherenceDay;
}

/** Who does what was planned, of all sites that are looked at. */
export interface Present {
  of: (tenant: string, site: string) => Promise<SitePresent>;
  /** One person, counted just now. */
  personOf: (tenant: string, site: string, person: string, planned: PlannedDays) => PersonPresent;
  forget: (tenant: string) => void;
}

/** Within it all get the same answer. */
const sharedMs = 1_000;
/** A person of whom nothing was heard is counted anew at the latest after so long. */
const recountMs = 10_000;
/** People counted in one turn of the loop: live states go out in between. */
const peopleInTurn = 20;
/** The curve is drawn anew so often, by slots of so long. */
const curveMs = 10_000;
const slotMs = 1_800_000;
/** Sites and people whose last count is remembered. */
const maxSites = 200;
const maxPeople = 20_000;

interface Remembered {
  present: PersonPresent;
  countedMs: number;
  /** Something changes by the plan alone then. */
  dueMs: number;
  touched: number;
  planned: PlannedDays;
  position: number;
}

/** What the answers are made from. */
export interface PresentDeps {
  book: AdherenceBook;
  counter: Counter;
  schedules: Schedules;
  settingsOf: (tenant: string) => Settings;
  nowMs: () => number;
  /** Rises whenever something is heard of a person. */
  touchedOf: (tenant: string, person: string) => number;
}

/**
 * Everybody now. It is worked out when somebody asks, at most once a second a site;
 * people of whom nothing was heard and for whom no plan changed keep their last count
 * for a few seconds.
 */
export function presentOf(deps: PresentDeps): Present {
  const remembered = new Map<string, Remembered>();
  const sites = new Map<string, SitePresent>();
  const turns = new Map<string, Promise<void>>();
  const personOf = personNow(deps, remembered);
  return {
    personOf,
    of: async (tenant, site) => {
      // Who asks while it is worked out waits for what is worked out after: it shows what they did.
      const key = `${tenant} ${site}`;
      const before = turns.get(key) ?? Promise.resolve();
      const turn = before.then(() => lookAt(deps, { tenant, site }, { sites, personOf }));
      const ended = turn.then(
        () => undefined,
        () => undefined,
      );
      turns.set(key, ended);
      void ended.then(() => {
        if (turns.get(key) === ended) turns.delete(key);
      });
      return await turn;
    },
    forget: (tenant) => {
      for (const kept of [remembered, sites]) {
        for (const key of kept.keys()) if (key.startsWith(`${tenant} `)) kept.delete(key);
      }
    },
  };
}

/** One person, counted anew when there is a reason to. */
function personNow(deps: PresentDeps, remembered: Map<string, Remembered>): Present['personOf'] {
  const { book, counter, settingsOf, nowMs, touchedOf } = deps;
  return (tenant, site, person, planned) => {
    const key = `${tenant} ${site} ${person}`;
    const [atMs, touched] = [nowMs(), touchedOf(tenant, person)];
    const position = stampOf(book.of(tenant, site));
    const known = remembered.get(key);
    const fresh =
      known &&
      known.touched === touched &&
      known.planned === planned &&
      known.position === position &&
      atMs < Math.min(known.dueMs, known.countedMs + recountMs);
    if (fresh) return known.present;
    const counted = countNow(counter, { tenant, site, person }, planned, atMs);
    const team = settingAt(settingsOf(tenant), 'person', person, atMs)?.team ?? '';
    const present = { person, team, ...counted };
    const dueMs = nextChange(present.counted, atMs);
    if (remembered.size >= maxPeople) remembered.clear();
    remembered.set(key, { present, countedMs: atMs, dueMs, touched, planned, position });
    return present;
  };
}

async function lookAt(
  { book, counter, schedules, settingsOf, nowMs }: PresentDeps,
  { tenant, site }: { tenant: string; site: string },
  { sites, personOf }: { sites: Map<string, SitePresent>; personOf: Present['personOf'] },
): Promise<SitePresent> {
  const key = `${tenant} ${site}`;
  const last = sites.get(key);
  const position = stampOf(book.of(tenant, site));
  const asOfMs = nowMs();
  const day = counter.dayAt(tenant, site, asOfMs);
  const planned = await schedules.ready(tenant, site, day.day);
  const samePlan = last?.planned === planned ? last : undefined;
  const shared = samePlan && Math.abs(asOfMs - samePlan.asOfMs) < sharedMs;
  if (shared && samePlan.position === position) return samePlan;
  const wanted = peopleOfSite(settingsOf(tenant), site, asOfMs);
  for (const person of planned.shifts.keys()) wanted.add(person);
  const people: PersonPresent[] = [];
  for (const person of [...wanted].sort()) {
    people.push(personOf(tenant, site, person, planned));
    if (people.length % peopleInTurn === 0) await setImmediate();
  }
  const drawn = samePlan && asOfMs - samePlan.curveAtMs < curveMs ? samePlan : null;
  const curve = drawn?.curve ?? curveOf(people, day, asOfMs);
  const curveAtMs = drawn?.curveAtMs ?? asOfMs;
  const present = { asOfMs, day, planned, people, curve, curveAtMs, position };
  if (sites.size >= maxSites) sites.clear();
  sites.set(key, present);
  return present;
}

function curveOf(people: readonly PersonPresent[], day: SiteDay, nowMs: number): StaffedSlot[] {
  const span = { fromMs: day.startMs, toMs: day.endMs, slotMs };
  return staffedCurve(
    people.map(({ counted }) => counted.stretches),
    span,
    nowMs,
  );
}

/** One person for the wire. */
export function toWirePresent(
  { person, team, day, counted }: PersonPresent,
  { asOfMs, openContests, shown }: { asOfMs: number; openContests: number; shown: ShownKind },
): AdherenceNow {
  const { stretches, sums } = counted;
  const at = stretches.findLastIndex(({ status }) => status !== 'ahead');
  const now = stretches[at];
  const next = nextPiece(stretches, asOfMs);
  const owed = stretches.find(({ moved }) => moved && moved.toMs > asOfMs)?.moved ?? null;
  return {
    person,
    team,
    now: now && toWireStretch(now, shown),
    since: now && new Date(sinceOf(stretches, at)),
    next: next ? toWirePiece(next, shown) : undefined,
    owed: owed
      ? toWirePiece({ ...owed.piece, fromMs: owed.fromMs, toMs: owed.toMs }, shown)
      : undefined,
    today: toWireSums(sums),
    openContests,
    day: day.day,
  };
}

function countNow(
  counter: Counter,
  whose: { tenant: string; site: string; person: string },
  planned: PlannedDays,
  atMs: number,
): { day: SiteDay; counted: AdherenceDay } {
  const day = counter.dayAt(whose.tenant, whose.site, atMs);
  const counted = counter.live(whose, day, planned);
  if (counted.window.fromMs <= atMs) return { day, counted };
  const before = counter.dayAt(whose.tenant, whose.site, day.startMs - 1);
  return { day: before, counted: counter.live(whose, before, planned) };
}

/** The next instant at which a planned activity begins or ends. */
function nextChange({ stretches, window }: AdherenceDay, atMs: number): number {
  let due = window.toMs;
  for (const { fromMs, toMs } of stretches) {
    if (fromMs > atMs) due = Math.min(due, fromMs);
    if (toMs > atMs) due = Math.min(due, toMs);
  }
  return due;
}

function sinceOf(stretches: readonly AdherenceStretch[], at: number): number {
  const now = stretches[at];
  if (!now) return 0;
  let from = now.fromMs;
  for (let before = at - 1; stretches[before]?.status === now.status; before -= 1) {
    from = stretches[before]?.fromMs ?? from;
  }
  return from;
}

function nextPiece(stretches: readonly AdherenceStretch[], asOfMs: number): PlannedPiece | null {
  for (const { piece } of stretches) if (piece && piece.fromMs > asOfMs) return piece;
  return null;
}
