import type {
  DraftSummary,
  ShiftSchedulingServiceServer,
  VersionSummary as WireVersion,
} from '../../proto/gen/floorcast/schedule/v1/shift_scheduling_service.ts';
import { contentsOfDraft, lastDayOf, shiftsOfDraft } from '../domain/schedule/acts/draft-shifts.ts';
import { noticeFrom } from '../domain/schedule/acts/notice.ts';
import { presetRules } from '../domain/schedule/rules/presets/presets.ts';
import { rulesBetween, setupOn } from '../domain/schedule/setup-on.ts';
import { checkDay, siteCalendar } from '../domain/schedule/site-calendar.ts';
import type { Draft, VersionSummary } from '../domain/schedule/site-schedule.ts';
import { settingsAt } from '../domain/settings/settings.ts';
import { unary } from '../lib/grpc.ts';
import type { Log } from '../lib/log.ts';
import { mayRead } from './asked.ts';
import type { OfSite } from './book.ts';
import { toWireContract, toWireEmployee, toWireRule, toWireTemplate } from './convert.ts';
import { toWireScore } from './edit-wire.ts';
import type { LookDeps } from './looking.ts';
import { toWireApprovalRule } from './plan-act-wire.ts';
import type { Searches } from './searches.ts';

/** What the setup's part of the service works on. */
export interface SetupRpcDeps extends LookDeps {
  searches: Searches;
  log: Log;
}

/** What shifts are made from, and which schedules there are. */
export function setupRpc(deps: SetupRpcDeps) {
  return {
    getSetup: unary(deps.log, async ({ tenant, site, on }, context) => {
      mayRead(context, tenant);
      if (on) checkDay(on, 'on');
      return await setupAnswer(deps, { tenant, site }, on);
    }),
    listSchedules: unary(deps.log, async ({ tenant, site }, context) => {
      mayRead(context, tenant);
      return await schedulesAnswer(deps, { tenant, site });
    }),
  } satisfies Partial<ShiftSchedulingServiceServer>;
}

async function setupAnswer(deps: SetupRpcDeps, of: OfSite, on: string) {
  const state = deps.book.stateOf(of);
  const { nowMs, zone } = deps.acting.ground(of);
  const day = on || siteCalendar(zone).dayOf(nowMs);
  const { templates, contracts, employees, noticeDays } = setupOn(state.setup, day);
  const settings = deps.settingsOf(of.tenant);
  const people = [...settingsAt(settings, 'person', nowMs)].filter(
    ([, person]) => person.site === of.site,
  );
  const named = [...employees.keys(), ...people.map(([id]) => id)];
  return {
    templates: [...templates.values()]
      .sort((a, b) => a.startMinute - b.startMinute || compare(a.templateId, b.templateId))
      .map(toWireTemplate),
    contracts: [...contracts.values()].map(toWireContract),
    employees: [...employees.values()]
      .sort((a, b) => compare(a.person, b.person))
      .map(toWireEmployee),
    rules: rulesBetween(state.setup, { from: day, to: day }, presetRules).map(toWireRule),
    approvalRules: state.approvalRules.map(toWireApprovalRule),
    noticeDays,
    zone,
    names: await deps.names.of(of.tenant, named),
    groups: groupsOf(deps, of, nowMs),
    position: state.position,
  };
}

/** Queues of the site by the name after the site's; their names parted by a tab. */
export function groupsOf(
  { settingsOf }: Pick<LookDeps, 'settingsOf'>,
  { tenant, site }: OfSite,
  nowMs: number,
): Record<string, string> {
  const queues = [...settingsAt(settingsOf(tenant), 'queue', nowMs)];
  const own = queues.filter(([, queue]) => queue.site === site);
  return Object.fromEntries(
    own
      .sort(([, a], [, b]) => a.position - b.position)
      .map(([id, { name }]) => [id.slice(site.length + 1), `${name.en}\t${name.zh}`]),
  );
}

async function schedulesAnswer(deps: SetupRpcDeps, of: OfSite) {
  const state = deps.book.stateOf(of);
  const { nowMs, zone } = deps.acting.ground(of);
  const drafts = [...state.drafts.values()].reverse().filter(({ state: is }) => is !== 'discarded');
  return {
    drafts: await Promise.all(drafts.map((draft) => toWireDraft(deps, of, draft))),
    versions: state.versions.toReversed().map(toWireVersion),
    publishedFrom: state.publishedFrom,
    publishedTo: state.publishedTo,
    position: state.position,
    noticeFrom: noticeFrom(state, { nowMs, zone }),
  };
}

async function toWireDraft(deps: SetupRpcDeps, of: OfSite, draft: Draft): Promise<DraftSummary> {
  const { draftId, name, from, days, slotMinutes, forecastId, begun, last, score } = draft;
  const wanted = { shifts: contentsOfDraft(draft), curves: [] };
  const contents = await deps.store.contents(of.tenant, wanted);
  const [first, end] = [draft.from, lastDayOf(draft)];
  const own = shiftsOfDraft(draft, contents).filter(({ day }) => day >= first && day <= end);
  const searched = draft.state === 'open' && deps.searches.of(draftId) !== null;
  return {
    ...{ draftId, name, from, days, slotMinutes, forecastId },
    state: searched ? 'optimising' : draft.state,
    author: begun.author,
    begunAt: new Date(begun.atMs),
    shifts: own.length,
    score: score ? toWireScore(score) : undefined,
    position: last.position,
  };
}

/** A version in a line, for the wire. */
export function toWireVersion(of: VersionSummary): WireVersion {
  const { version, atMs, author, act, reason, from, to, changes } = of;
  return { version, at: new Date(atMs), author, act, reason, from, to, changes };
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
