import { DomainError } from '../domain/domain-error.ts';
import type { Acting, WantedContents } from '../domain/schedule/acts/acting.ts';
import type { EditedSchedule } from '../domain/schedule/acts/consequences.ts';
import {
  type CoverGround,
  publishedGround,
  slotsAt,
} from '../domain/schedule/acts/cover-of-change.ts';
import {
  contentsOfDraft,
  draftSchedule,
  knownDraft,
  lastDayOf,
} from '../domain/schedule/acts/draft-shifts.ts';
import { bookAtVersion } from '../domain/schedule/acts/versions.ts';
import { curveOf } from '../domain/schedule/cover-curve.ts';
import { setupOn } from '../domain/schedule/setup-on.ts';
import type { CurveSlot, Shift } from '../domain/schedule/shift.ts';
import { type ShiftBook, shiftsBetween, shiftsOfDays } from '../domain/schedule/shift-book.ts';
import { daysOfSpan, laterDay, siteCalendar } from '../domain/schedule/site-calendar.ts';
import type { SiteSchedule } from '../domain/schedule/site-schedule.ts';
import type { Settings } from '../domain/settings/settings.ts';
import type { Names } from '../lib/names.ts';
import { recent } from '../lib/recent.ts';
import type { ActingSource } from './acting.ts';
import type { Book, OfSite } from './book.ts';
import type { RosterStore } from './store.ts';

/** What looking at schedules works on. */
export interface LookDeps {
  book: Book;
  store: RosterStore;
  acting: ActingSource;
  names: Names;
  settingsOf: (tenant: string) => Settings;
}

/** Days of a draft or of what is published, with all that looking at them needs. */
export interface Look {
  state: SiteSchedule;
  acting: Acting;
  /** All published shifts, with the draft's in its days. */
  book: ShiftBook;
  ground: CoverGround;
  /** First and last local day looked at. */
  from: string;
  to: string;
  /** Shifts that begin on these days. */
  shifts: readonly Shift[];
  /** 0 of a draft. */
  version: number;
  /** Of the draft, or of the site. */
  position: number;
  /** When the requirement was worked out; null = by hand or none. */
  requiredAsOfMs: number | null;
}

/** Which part of which schedule. */
export interface LookAt {
  /** Empty = what is published. */
  draftId: string;
  /** Empty = the draft's first day, or today. */
  from: string;
  /** 0 = to the end of the draft, or 28. */
  days: number;
  /** Of what is published: as it was at this version; 0 = now. */
  version: number;
}

const maxDays = 92;
const usualDays = 28;

/** Drafts with what is published around them: a page asks again and again. */
const drafts = recent<{ published: ShiftBook; schedule: EditedSchedule }>(20);

/** Opens days of a draft or of what is published. */
export async function lookAt(deps: LookDeps, of: OfSite, asked: LookAt): Promise<Look> {
  if (asked.days > maxDays) {
    throw new DomainError('invalid', `days is ${asked.days}, but must be 1 to ${maxDays}`);
  }
  const state = deps.book.stateOf(of);
  return asked.draftId
    ? await draftLook(deps, of, state, asked)
    : await publishedLook(deps, of, state, asked);
}

async function draftLook(
  deps: LookDeps,
  of: OfSite,
  state: SiteSchedule,
  asked: LookAt,
): Promise<Look> {
  const draft = knownDraft(state.drafts, asked.draftId);
  const from = asked.from || draft.from;
  const to = asked.days > 0 ? laterDay(from, asked.days - 1) : lastDayOf(draft);
  const wanted = { shifts: contentsOfDraft(draft), curves: [draft.requirement] };
  const acting = await actingToLook(deps, of, wanted);
  const { requirement } = draft;
  const key = [of.tenant, of.site, draft.draftId, draft.last.position, requirement].join(' ');
  const before = drafts.get(key);
  const known = before?.published === state.published ? before : null;
  const schedule = known?.schedule ?? draftSchedule(state, draft, acting);
  drafts.put(key, { published: state.published, schedule });
  const { book, ...ground } = schedule;
  const requiredAsOfMs = draft.forecastId ? (draft.required?.atMs ?? null) : null;
  return {
    ...{ state, acting, book, ground, from, to, requiredAsOfMs },
    shifts: shiftsOfDays(book, from, to),
    version: 0,
    position: draft.last.position,
  };
}

async function publishedLook(
  deps: LookDeps,
  of: OfSite,
  state: SiteSchedule,
  asked: LookAt,
): Promise<Look> {
  const { nowMs, zone } = deps.acting.ground(of);
  const from = asked.from || siteCalendar(zone).dayOf(nowMs);
  const to = laterDay(from, (asked.days || usualDays) - 1);
  const touched = state.requirements.filter((one) => one.from <= to && one.to >= from);
  const curves = touched.map(({ requirement }) => requirement);
  const acting = await actingToLook(deps, of, { shifts: [], curves });
  const version = asked.version || state.version;
  const book = version === state.version ? state.published : bookAtVersion(state, version);
  if (!book) throw new DomainError('not-found', `version ${version} is no longer kept`);
  const last = touched.at(-1);
  return {
    ...{ state, acting, book, from, to, version },
    ground: { slotMinutes: last?.slotMinutes ?? 30, requiredOn: requiredOn(state, acting) },
    shifts: shiftsOfDays(book, from, to),
    position: state.position,
    requiredAsOfMs: last?.forecastId ? (last.required?.atMs ?? null) : null,
  };
}

function requiredOn(state: SiteSchedule, acting: Acting): CoverGround['requiredOn'] {
  const { requiredOn: of } = publishedGround(state, acting);
  return of;
}

/** Somebody who only looks: nothing is kept, so nothing of chance is needed. */
export async function actingToLook(
  { acting, store }: Pick<LookDeps, 'acting' | 'store'>,
  of: OfSite,
  wanted: WantedContents,
): Promise<Acting> {
  const none = () => {
    throw new Error('who only looks makes nothing');
  };
  return {
    ...acting.ground(of),
    ...{ author: '', roles: ['program'], required: null, found: null },
    // Who could take overtime is found by trying, which lays shifts out; none is kept.
    ...{ newId: () => 'tried', secretOf: none, digestOf: none },
    contents: await store.contents(of.tenant, wanted),
  };
}

/** Required and scheduled people of every group and slot of the days looked at. */
export function curvesOf({ state, acting, book, ground, from, to }: Look): CurveSlot[] {
  const { employees, templates } = setupOn(state.setup, to);
  const groups = new Set(
    [...employees.values()].flatMap((employee) => employee.groups.map(({ group }) => group)),
  );
  const starts = startsOf({ from, to, zone: acting.zone, slotMinutes: ground.slotMinutes });
  const slots = slotsAt(starts, groups, ground, acting.zone);
  const [first = 0] = starts;
  const last = (starts.at(-1) ?? 0) + ground.slotMinutes * 60_000;
  const touching = shiftsBetween(book, first, last);
  const curve = curveOf(touching, { employees, templates }, slots, ground.slotMinutes);
  return curve.sort((a, b) =>
    a.group === b.group ? a.startMs - b.startMs : a.group < b.group ? -1 : 1,
  );
}

function startsOf(of: { from: string; to: string; zone: string; slotMinutes: number }): number[] {
  const calendar = siteCalendar(of.zone);
  const starts: number[] = [];
  for (const day of daysOfSpan(of.from, of.to)) {
    const end = calendar.instant(laterDay(day, 1), 0);
    for (let at = calendar.instant(day, 0); at < end; at += of.slotMinutes * 60_000)
      starts.push(at);
  }
  return starts;
}
