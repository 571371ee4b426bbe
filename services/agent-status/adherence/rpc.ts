import type {
  AdherenceServiceServer,
  DecideAdherenceRequest,
  DecideAdherenceResponse,
  GetAdherenceDayRequest,
  GetAdherenceDayResponse,
  GetAdherenceNowRequest,
  GetAdherenceNowResponse,
  ListAdherenceDaysRequest,
  ListAdherenceDaysResponse,
} from '../../../proto/gen/floorcast/agent/v1/adherence_service.ts';
import type { AdherenceAct } from '../../domain/agent/adherence/adherence-act.ts';
import type { AdherenceDay } from '../../domain/agent/adherence/adherence-day.ts';
import { contestableUntil } from '../../domain/agent/adherence/appealed-minutes.ts';
import { plannedPieces } from '../../domain/agent/adherence/planned-day.ts';
import { marksOf, type SiteAdherence } from '../../domain/agent/adherence/site-adherence.ts';
import { DomainError } from '../../domain/domain-error.ts';
import { type Settings, settingAt } from '../../domain/settings/settings.ts';
import { type Context, oneOfRoles, type Role, sameTenant } from '../../lib/context.ts';
import { unary } from '../../lib/grpc.ts';
import type { Log } from '../../lib/log.ts';
import type { AdherenceBook } from './book.ts';
import {
  type ShownKind,
  toWireContest,
  toWireMark,
  toWirePiece,
  toWireRules,
  toWireSlot,
  toWireStretch,
  toWireSums,
} from './convert.ts';
import type { Counter, SiteDay } from './count.ts';
import type { Counting } from './counting.ts';
import type { DecideAdherence } from './decide.ts';
import { fromWireAct } from './decision-wire.ts';
import { type ListDays, toWireCounted } from './listing.ts';
import { type Present, toWirePresent } from './present.ts';
import { type PlannedDays, type Schedules, shifted } from './schedules.ts';

/** What the answers are made from. */
export interface AdherenceDeps {
  book: AdherenceBook;
  counter: Counter;
  counting: Counting;
  present: Present;
  list: ListDays;
  schedules: Schedules;
  decide: DecideAdherence;
  settingsOf: (tenant: string) => Settings;
  nowMs: () => number;
  log: Log;
}

/** See everybody of their tenant. */
const seeing: readonly Role[] = ['administrator', 'planner', 'supervisor', 'team-lead', 'quality'];
/** Mark and decide. */
const deciding: readonly Role[] = ['administrator', 'planner', 'supervisor', 'team-lead'];
/** Decide leave, so they may tell sickness from leave. */
const decidingLeave: readonly Role[] = ['administrator', 'planner', 'supervisor'];

const dayMs = 86_400_000;
/** What the floor has seen reaches back two local days. */
const liveDays = 2;

/** The door of adherence: translates and checks who asks. */
export function adherenceRpc(deps: AdherenceDeps): AdherenceServiceServer {
  const { log } = deps;
  return {
    getAdherenceNow: unary(log, (request, context) => getNow(deps, request, context)),
    listAdherenceDays: unary(log, (request, context) => listDays(deps, request, context)),
    getAdherenceDay: unary(log, (request, context) => getDay(deps, request, context)),
    decideAdherence: unary(log, (request, context) => decideAct(deps, request, context)),
  };
}

async function getNow(
  { present, book, counter }: AdherenceDeps,
  { tenant, site }: GetAdherenceNowRequest,
  context: Context,
): Promise<GetAdherenceNowResponse> {
  const sight = sightOf(context, tenant);
  const { asOfMs, day, planned, people, curve } = await present.of(tenant, siteOf(site));
  const state = book.of(tenant, site);
  const contests = [...state.contests.values()].filter(
    (one) => one.state === 'open' && sight.sees(one.person),
  );
  const open = new Map<string, number>();
  for (const { person } of contests) open.set(person, (open.get(person) ?? 0) + 1);
  const seen = people.filter((one) => sight.sees(one.person));
  return {
    people: seen.map((one) => {
      const openContests = open.get(one.person) ?? 0;
      return toWirePresent(one, { asOfMs, openContests, shown: sight.shown(one.person) });
    }),
    asOf: new Date(asOfMs),
    zone: day.zone,
    noSchedule: planned.failure,
    scheduleVersion: planned.version,
    contests: contests.map(toWireContest),
    marks: marksWithin(state, sight, { fromMs: asOfMs - dayMs, toMs: asOfMs + dayMs }),
    rules: toWireRules(counter.rulesOn(tenant, site, day.day)),
    position: state.position,
    curve: sight.himself ? [] : curve.map(toWireSlot),
  };
}

function listDays(
  { list }: AdherenceDeps,
  { tenant, site, from, to, people }: ListAdherenceDaysRequest,
  context: Context,
): Promise<ListAdherenceDaysResponse> {
  const sight = sightOf(context, tenant);
  for (const person of people) sight.check(person);
  const wanted = sight.himself ? [sight.himself] : people;
  const whose = wanted.length > 0 ? new Set(wanted) : null;
  return list({ tenant, site: siteOf(site), from, to, people: whose });
}

async function getDay(
  deps: AdherenceDeps,
  { tenant, site, person, day: asked }: GetAdherenceDayRequest,
  context: Context,
): Promise<GetAdherenceDayResponse> {
  const { book, counter, nowMs } = deps;
  const sight = sightOf(context, tenant);
  sight.check(person);
  siteOf(site);
  if (asked && !/^\d{4}-\d{2}-\d{2}$/.test(asked)) {
    throw new DomainError('invalid', `day is "${asked}", but must be one like 2026-11-28`);
  }
  const today = counter.dayAt(tenant, site, nowMs());
  const { day, counted, planned, seenFrom } = await countOne(deps, {
    whose: { tenant, site, person },
    asked,
    today,
  });
  const shown = sight.shown(person);
  const { window, stretches, sums } = counted;
  const state = book.of(tenant, site);
  const rules = counter.rulesOn(tenant, site, day.day);
  const until = contestableUntil(book.appealsOf(tenant, site), day.day, day.zone);
  const versions = state.days.get(day.day)?.get(person) ?? [];
  const team = settingAt(deps.settingsOf(tenant), 'person', person, nowMs())?.team ?? '';
  const of = { person, day: day.day, team };
  const within = (one: { fromMs: number; toMs: number }) =>
    one.fromMs < window.toMs && one.toMs > window.fromMs;
  const contests = [...state.contests.values()].filter(
    (one) => one.person === person && (within(one) || one.day === day.day),
  );
  const pieces = plannedPieces(planned.shifts.get(person) ?? [], window);
  return {
    stretches: stretches.map((one) => toWireStretch(one, shown)),
    sums: toWireSums(sums),
    versions: versions.map((one, n) => toWireCounted(of, one, versions[n - 1])),
    contests: contests.map(toWireContest),
    marks: marksOf(state, person)
      .filter(within)
      .map((mark) => toWireMark(mark, [person])),
    contestUntil: until > nowMs() ? new Date(until) : undefined,
    zone: day.zone,
    day: day.day,
    noSchedule: planned.failure,
    seenFrom,
    planned: pieces.map((piece) => toWirePiece(piece, shown)),
    rules: toWireRules(rules),
  };
}

/** A day of the last two from the floor, an older one from the archive. */
async function countOne(
  { counter, present, schedules }: AdherenceDeps,
  of: {
    whose: { tenant: string; site: string; person: string };
    asked: string;
    today: SiteDay;
  },
): Promise<{ day: SiteDay; counted: AdherenceDay; planned: PlannedDays; seenFrom: string }> {
  const { whose, asked, today } = of;
  const { tenant, site, person } = whose;
  if (!asked || asked >= shifted(today.day, -liveDays)) {
    const planned = await schedules.ready(tenant, site, today.day);
    // Without a day: the one that goes on, which a night shift may have begun yesterday.
    if (!asked)
      return { ...present.personOf(tenant, site, person, planned), planned, seenFrom: 'live' };
    const day = counter.dayNamed(tenant, site, asked);
    return { day, counted: counter.live(whose, day, planned), planned, seenFrom: 'live' };
  }
  const day = counter.dayNamed(tenant, site, asked);
  const span = { from: shifted(asked, -1), days: 2, version: 0 };
  const planned = await schedules.days(tenant, site, span);
  const counted = await counter.past(whose, day, planned);
  return { day, counted, planned, seenFrom: 'archive' };
}

async function decideAct(
  deps: AdherenceDeps,
  { tenant, site, commandId, act: wire }: DecideAdherenceRequest,
  context: Context,
): Promise<DecideAdherenceResponse> {
  const { decide, counting, nowMs } = deps;
  sameTenant(context, tenant);
  oneOfRoles(context, [...seeing, 'agent']);
  const [author, atMs] = [context.person, nowMs()];
  if (!author) throw new DomainError('not-allowed', 'the caller names no person to decide as');
  // The id of what a command makes is the command's: a repeat makes the same.
  const id = commandId || crypto.randomUUID();
  const act = fromWireAct(wire, { author, atMs, newId: () => id });
  const oversees = context.roles.some((role) => deciding.includes(role));
  const command = { commandId: id, author, atMs, act, oversees };
  const position = await decide({ tenant, site: siteOf(site), ...command });
  void counting.decided({ tenant, site }, act);
  return { position, id: idOf(act) };
}

function idOf(act: AdherenceAct): string {
  return act.kind === 'mark-set' ? act.mark.markId : '';
}

interface Sight {
  /** The only person an agent sees; empty = everybody. */
  himself: string;
  sees: (person: string) => boolean;
  check: (person: string) => void;
  /** Why somebody is away is for those who decide leave, and for the person. */
  shown: (person: string) => ShownKind;
}

function sightOf(context: Context, tenant: string): Sight {
  sameTenant(context, tenant);
  oneOfRoles(context, [...seeing, 'agent']);
  const everybody = context.roles.some((role) => seeing.includes(role));
  const himself = everybody ? '' : context.person;
  if (!everybody && !himself) {
    throw new DomainError('not-allowed', 'an agent sees only himself, and the caller names nobody');
  }
  const sees = (person: string) => everybody || person === himself;
  const tells = context.roles.some((role) => decidingLeave.includes(role));
  return {
    himself,
    sees,
    check: (person) => {
      if (sees(person)) return;
      throw new DomainError('not-allowed', `"${himself}" may not see the day of "${person}"`);
    },
    shown: (person) => (kind) =>
      kind === 'sick' && !tells && person !== context.person ? 'leave' : kind,
  };
}

function marksWithin(
  { marks }: SiteAdherence,
  { sees }: Sight,
  { fromMs, toMs }: { fromMs: number; toMs: number },
) {
  return [...marks.values()].flatMap((mark) => {
    const people = mark.people.filter(sees);
    const here = mark.fromMs < toMs && mark.toMs > fromMs && people.length > 0;
    return here ? [toWireMark(mark, people)] : [];
  });
}

function siteOf(site: string): string {
  if (site) return site;
  throw new DomainError('invalid', 'site is empty, but must name the site');
}
