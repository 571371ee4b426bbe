import { credentials } from '@grpc/grpc-js';
import type { ScheduleAct } from '../../proto/gen/floorcast/schedule/v1/schedule_decision.ts';
import { ShiftSchedulingServiceClient } from '../../proto/gen/floorcast/schedule/v1/shift_scheduling_service.ts';
import { StaffingServiceClient } from '../../proto/gen/floorcast/staffing/v1/staffing_service.ts';
import { DomainError } from '../../services/domain/domain-error.ts';
import type { Context, Role } from '../../services/lib/context.ts';
import { ask } from '../../services/lib/grpc.ts';
import type { Log } from '../../services/lib/log.ts';
import { patiently } from './patiently.ts';
import { agentsOf, type SitePlan } from './plan.ts';
import { requestsOf } from './schedule-requests.ts';
import { setupOf } from './schedule-setup.ts';
import { shiftsOf } from './schedule-shifts.ts';

/** The simulated centre's scheduler: through the same door as any other. */
export interface Scheduler {
  /**
   * Sets a site up, publishes what its agents really work from a week ago to two weeks ahead, and
   * begins a draft of the two weeks after. A start on a later day publishes the days that came. A
   * repeat changes nothing; what cannot be had is logged and left. One site after another.
   */
  schedule: (of: SimulatedSite) => Promise<void>;
  close: () => void;
}

/** A site with what its agents' days are made from. */
export interface SimulatedSite {
  site: SitePlan;
  seed: number;
  agents: number;
}

/** Schedules of larger sites are no demonstration. */
const mostAgents = 600;
const [daysBack, daysAhead, draftDays] = [7, 14, 14];
const editsAtOnce = 2_000;

interface Office {
  client: ShiftSchedulingServiceClient;
  staffing: StaffingServiceClient;
  tenant: string;
  log: Log;
  signal: AbortSignal;
}

/** A scheduler of the tenant, at the services' addresses. */
export function openScheduler(
  of: { scheduling: string; staffing: string; tenant: string },
  { log, signal }: { log: Log; signal: AbortSignal },
): Scheduler {
  const insecure = credentials.createInsecure();
  const client = new ShiftSchedulingServiceClient(of.scheduling, insecure);
  const staffing = new StaffingServiceClient(of.staffing, insecure);
  const office: Office = { client, staffing, tenant: of.tenant, log, signal };
  let last: Promise<void> = Promise.resolve();
  return {
    schedule: (site) => {
      last = last.then(() => scheduleSite(office, site));
      return last;
    },
    close: () => {
      client.close();
      staffing.close();
    },
  };
}

async function scheduleSite(office: Office, of: SimulatedSite): Promise<void> {
  const { log, signal } = office;
  const site = of.site.id;
  try {
    if (agentsOf(of.site, of.agents) > mostAgents) return;
    const today = Temporal.Now.plainDateISO(of.site.timeZone);
    const { versions, publishedTo } = await listed(office, site);
    const isNew = versions.length === 0;
    if (isNew) await setUp(office, of);
    const end = today.add({ days: daysAhead - 1 }).toString();
    const from = isNew ? today.subtract({ days: daysBack }).toString() : dayAfter(publishedTo);
    if (from <= end) await publish(office, of, { from, to: end });
    if (isNew) await others(office, of, today);
    log.info({ site }, 'the simulated shifts are published');
  } catch (error) {
    if (!signal.aborted) log.warn({ site, why: String(error) }, 'no simulated shifts');
  }
}

function listed({ client, tenant, signal }: Office, site: string) {
  const context: Context = { tenant, person: 'simulator', roles: ['planner'] };
  return patiently(signal, () => ask(client, client.listSchedules, { tenant, site }, { context }));
}

async function setUp(office: Office, { site, agents }: SimulatedSite): Promise<void> {
  for (const { id, set } of setupOf(site, agents)) {
    await act(office, site.id, `setup-${id}`, { $case: 'setupDecided', value: set });
  }
}

/** Days as they will be worked, begun from the planner's forecast where there is one. */
async function publish(
  office: Office,
  of: SimulatedSite,
  { from, to }: { from: string; to: string },
): Promise<void> {
  const days = Temporal.PlainDate.from(from).until(to).days + 1;
  const draftId = await draft(office, of, { from, days, worked: days });
  await act(office, of.site.id, `published-${from}`, {
    $case: 'draftPublished',
    value: { draftId, from: '', days: 0, version: 0, content: '', inSpite: '' },
  });
}

/** A draft with the shifts of its first days in it; the others are open. */
async function draft(
  office: Office,
  { site, seed, agents }: SimulatedSite,
  { from, days, worked }: { from: string; days: number; worked: number },
): Promise<string> {
  const forecastId = await forecastOf(office, site.id);
  const name = site.familyFirst ? `${from} 起 ${days} 天` : `${days} days from ${from}`;
  const empty = { draftId: '', copyOf: '', content: '', requirement: '' };
  const begun = await act(office, site.id, `draft-${from}`, {
    $case: 'draftBegun',
    value: { ...empty, name, from, days, slotMinutes: 15, forecastId },
  });
  const draftId = begun?.$case === 'draftBegun' ? begun.value.draftId : '';
  const edits = shiftsOf(site, { from, days: worked, seed, agents }).map((after) => {
    return { shiftId: after.shiftId, before: undefined, after };
  });
  for (let at = 0; at < edits.length; at += editsAtOnce) {
    const some = edits.slice(at, at + editsAtOnce);
    const what = { $case: 'draftEdited' as const, value: { draftId, edits: some } };
    await act(office, site.id, `edited-${from}-${at}`, what);
  }
  return draftId;
}

/** The draft of the weeks after, and what people ask for. */
async function others(office: Office, of: SimulatedSite, today: Temporal.PlainDate): Promise<void> {
  const { site, seed, agents } = of;
  const from = today.add({ days: daysAhead }).toString();
  await draft(office, of, { from, days: draftDays, worked: draftDays / 2 });
  const span = { from: today.toString(), days: daysAhead, seed, agents };
  for (const one of requestsOf(site, { shifts: shiftsOf(site, span), nowMs: Date.now() })) {
    await act(office, site.id, one.id, one.what, one).catch((error: unknown) => {
      office.log.warn({ act: one.id, why: String(error) }, 'a simulated request was refused');
    });
  }
}

/** The planner's published forecast of the site; empty = there is none. */
async function forecastOf({ staffing, tenant, signal }: Office, site: string): Promise<string> {
  const context: Context = { tenant, person: 'simulator', roles: ['planner'] };
  const asked = { tenant, site };
  const { forecasts } = await patiently(signal, () =>
    ask(staffing, staffing.listForecasts, asked, { context }),
  );
  return forecasts.find(({ state }) => state === 'published')?.forecastId ?? '';
}

/** One act; a repeat of its id changes nothing. */
async function act(
  { client, tenant, signal }: Office,
  site: string,
  id: string,
  what: NonNullable<ScheduleAct['what']>,
  by: { author: string; role: Role } = { author: 'simulator', role: 'planner' },
): Promise<ScheduleAct['what']> {
  const context: Context = { tenant, person: by.author, roles: [by.role] };
  const commandId = `simulated-schedule-${site}-${id}`;
  const asked = { tenant, site, commandId, seenPosition: undefined, act: { what }, preview: false };
  const answer = await patiently(signal, () =>
    ask(client, client.act, asked, { context, withinMs: 60_000 }),
  );
  if (!answer.act?.what) throw new DomainError('unavailable', `"${id}" was not answered`);
  return answer.act.what;
}

function dayAfter(day: string): string {
  return Temporal.PlainDate.from(day).add({ days: 1 }).toString();
}
