import type { ShiftSchedulingServiceServer } from '../../proto/gen/floorcast/schedule/v1/shift_scheduling_service.ts';
import { DomainError } from '../domain/domain-error.ts';
import type { Decided } from '../domain/schedule/acts/acting.ts';
import { allowancesOf } from '../domain/schedule/acts/leave-allowance.ts';
import type { ScheduleAct } from '../domain/schedule/schedule-act.ts';
import { employeeOn, setupOn } from '../domain/schedule/setup-on.ts';
import { shiftsOfPerson } from '../domain/schedule/shift-book.ts';
import { checkDay, laterDay, siteCalendar } from '../domain/schedule/site-calendar.ts';
import type { SiteSchedule, Swap, VersionSummary } from '../domain/schedule/site-schedule.ts';
import { settingAt } from '../domain/settings/settings.ts';
import type { Context } from '../lib/context.ts';
import { unary } from '../lib/grpc.ts';
import { toWireShift } from '../lib/shift-wire.ts';
import { mayTakePart, personAsked } from './asked.ts';
import type { OfSite } from './book.ts';
import { toWireTemplate } from './convert.ts';
import type { Decide } from './decide.ts';
import { lineOf } from './fairness-rpc.ts';
import type { Push } from './push.ts';
import {
  type Takeable,
  toWireLeaveStanding,
  toWireNote,
  toWireOfferStanding,
  toWireOpenShift,
  toWirePending,
  toWireRoundStanding,
  toWireSwap,
} from './request-convert.ts';
import { groupsOf, type SetupRpcDeps, toWireVersion } from './setup-rpc.ts';

/** What a person's own part of the service works on. */
export interface MyDayDeps extends SetupRpcDeps {
  decide: Decide;
  push: Pick<Push, 'publicKey'>;
}

const usualDays = 42;
const maxDays = 92;
const recentMs = 14 * 86_400_000;
const noteMs = 7 * 86_400_000;
/** Of the market and of open shifts so many are looked through, rule by rule. */
const maxLookedThrough = 60;

/** All that concerns one person. */
export function myDayRpc(deps: MyDayDeps) {
  return {
    getMyDay: unary(deps.log, async ({ tenant, person: asked, from, days }, context) => {
      mayTakePart(context, tenant);
      if (from) checkDay(from, 'from');
      if (days > maxDays) {
        throw new DomainError('invalid', `days is ${days}, but must be 1 to ${maxDays}`);
      }
      const person = personAsked(context, asked);
      const site = siteOf(deps, tenant, person);
      return await myDay(deps, { tenant, site }, { ...context, person }, { from, days });
    }),
  } satisfies Partial<ShiftSchedulingServiceServer>;
}

/** Where somebody works: by the directory, or where a schedule has them. */
function siteOf({ settingsOf, book, acting }: MyDayDeps, tenant: string, person: string): string {
  const sites = book.sitesOf(tenant);
  const engaged = sites.find((site) => book.stateOf({ tenant, site }).setup.employees.has(person));
  if (engaged) return engaged;
  const { nowMs } = acting.ground({ tenant, site: sites[0] ?? '' });
  const known = settingAt(settingsOf(tenant), 'person', person, nowMs)?.site;
  if (known) return known;
  throw new DomainError('not-found', `nobody is known as "${person}"`);
}

/** As the person sees it: who looks for somebody else sees no more. */
async function myDay(
  deps: MyDayDeps,
  of: OfSite,
  me: Context,
  asked: { from: string; days: number },
) {
  const state = deps.book.stateOf(of);
  const ground = deps.acting.ground(of);
  const { nowMs, zone } = ground;
  const { person } = me;
  const today = siteCalendar(zone).dayOf(nowMs);
  const from = asked.from || today;
  const to = laterDay(from, (asked.days || usualDays) - 1);
  const requests = await ownRequests(deps, of, me, nowMs);
  const shifts = shiftsOfPerson(state.published, person).filter(
    ({ day }) => day >= from && day <= to,
  );
  const named = new Set<string>([person, ...namesIn(requests)]);
  const names = await deps.names.of(of.tenant, named);
  const { templates } = setupOn(state.setup, today);
  return {
    person,
    name: names[person] ?? '',
    site: of.site,
    zone,
    shifts: shifts.map(toWireShift),
    unpublishedFrom: state.publishedTo ? laterDay(state.publishedTo, 1) : today,
    ...requests,
    allowances: allowancesOf(state, person, today).map(({ leaveKind: kind, ...rest }) => {
      return { kind, ...rest };
    }),
    groups: groupsOf(deps, of, nowMs),
    wishes: [...state.wishes.values()].filter((wish) => wish.person === person),
    templates: [...templates.values()].map(toWireTemplate),
    hasCalendar: state.feeds.has(person),
    pushKey: deps.push.publicKey,
    version: state.version,
    asOf: new Date(nowMs),
    history: historyOfPerson(state, person, nowMs).map(toWireVersion),
    names,
    fairness: lineOf(state, ground, person),
  };
}

async function ownRequests(deps: MyDayDeps, of: OfSite, me: Context, nowMs: number) {
  const state = deps.book.stateOf(of);
  const { person } = me;
  const mine = (swap: Swap) =>
    swap.proposed.author === person ||
    swap.parts.some(({ giver, taker }) => giver === person || taker === person);
  const swaps = [...state.swaps.values()].reverse();
  const open = ({ state: is }: Swap) => is === 'waiting' || is === 'to-approve';
  const market = swaps.filter((swap) => swap.market && open(swap) && !mine(swap));
  const takeable = (act: ScheduleAct) => mayTake(deps, of, me, act);
  const openShifts = [...state.openShifts.values()].filter((one) => one.state === 'open');
  const { team = '' } = employeeOn(state.setup, person, dayOf(deps, of)) ?? {};
  return {
    swaps: swaps
      .filter((swap) => mine(swap) && (open(swap) || swap.last.atMs >= nowMs - recentMs))
      .map((swap) => toWireSwap(me, state, swap)),
    market: await Promise.all(
      market.slice(0, maxLookedThrough).map(async (swap) => {
        const { swapId } = swap;
        const act = { kind: 'swap-answered' as const, swapId, agreed: true, person, parts: [] };
        return toWireSwap(me, state, swap, await takeable({ ...act, outcome: null }));
      }),
    ),
    leave: [...state.leaves.values()]
      .filter((leave) => leave.person === person)
      .reverse()
      .map((leave) => toWireLeaveStanding(me, leave)),
    openShifts: await Promise.all(
      openShifts.slice(0, maxLookedThrough).map(async (one) => {
        const act = { kind: 'open-shift-claimed' as const, openId: one.openId, person };
        return toWireOpenShift(one, await takeable({ ...act, edit: null, version: 0 }));
      }),
    ),
    offers: [...state.offers.values()]
      .filter(({ people, last }) => people.includes(person) && last.atMs >= nowMs - recentMs)
      .reverse()
      .map((offer) => toWireOfferStanding(asAgent(me), offer)),
    rounds: [...state.rounds.values()]
      .filter(({ people }) => people.length === 0 || people.includes(person))
      .filter((round) => round.state === 'open' || round.last.atMs >= nowMs - recentMs)
      .map((round) => toWireRoundStanding(asAgent(me), round)),
    changes: [...state.changes.values()]
      .filter(({ consents, state: is }) => is === 'waiting' && consents.includes(person))
      .map((change) => toWirePending(asAgent(me), change)),
    notes: [...state.notes.values()]
      .filter((note) => note.team === '' || note.team === team)
      .filter(({ written, atMs }) => Math.max(written.atMs, atMs) >= nowMs - noteMs)
      .reverse()
      .map(toWireNote),
  };
}

/** Of one's own day everybody sees as much as an agent. */
function asAgent(context: Context): Context {
  return { ...context, roles: ['agent'] };
}

function dayOf({ acting }: MyDayDeps, of: OfSite): string {
  const { nowMs, zone } = acting.ground(of);
  return siteCalendar(zone).dayOf(nowMs);
}

/** Could the person do this now? Asked of the very code that would decide it. */
async function mayTake(
  { decide }: MyDayDeps,
  of: OfSite,
  { person }: Context,
  act: ScheduleAct,
): Promise<Takeable> {
  const by = { author: person, roles: ['agent'], commandId: '', seenPosition: null };
  try {
    const { violations, act: decided } = await decide.preview({ ...of, ...by, act });
    const refused = refusedViolations(decided);
    return { takeable: refused.length === 0, violations: [...refused, ...violations] };
  } catch (error) {
    if (error instanceof DomainError) return { takeable: false, violations: [said(act, error)] };
    throw error;
  }
}

function refusedViolations(act: Decided['act']): Takeable['violations'] {
  if (act.kind !== 'swap-answered' || act.outcome?.state !== 'refused') return [];
  return act.outcome.violations;
}

/** A refusal as a rule that forbids it, so that a page shows its sentence. */
function said({ kind }: ScheduleAct, { message }: DomainError): Takeable['violations'][number] {
  const none = { ruleId: '', person: '', day: '', amount: 0, cost: 0, source: '' };
  return { ...none, kind, unit: 'shifts', hard: true, facts: new Map(), sentence: message };
}

/** Versions that changed the person's shifts in the last fortnight, the newest first. */
function historyOfPerson(state: SiteSchedule, person: string, nowMs: number): VersionSummary[] {
  return state.versions
    .toReversed()
    .filter(({ atMs }) => atMs >= nowMs - recentMs)
    .filter(({ edits }) =>
      edits?.some(({ before, after }) => before?.person === person || after?.person === person),
    );
}

function namesIn(requests: Awaited<ReturnType<typeof ownRequests>>): string[] {
  const swaps = [...requests.swaps, ...requests.market];
  return [
    ...swaps.flatMap(({ author, proposed }) => [
      author,
      ...(proposed?.parts.flatMap(({ giver, taker }) => [giver, taker]) ?? []),
    ]),
    ...requests.changes.map(({ author }) => author),
    ...requests.notes.flatMap(({ author, seenBy }) => [author, ...seenBy]),
    ...requests.leave.map(({ decidedBy }) => decidedBy),
  ];
}
