import { credentials } from '@grpc/grpc-js';
import type { RequirementSlot } from '../../proto/gen/floorcast/staffing/v1/requirement.ts';
import { StaffingServiceClient } from '../../proto/gen/floorcast/staffing/v1/staffing_service.ts';
import { DomainError } from '../domain/domain-error.ts';
import type { Curves } from '../domain/schedule/acts/acting.ts';
import type { GroupGains } from '../domain/schedule/centre-draft/day-levels.ts';
import type { ScheduleAct } from '../domain/schedule/schedule-act.ts';
import { daysBetween, laterDay } from '../domain/schedule/site-calendar.ts';
import type { Context } from '../lib/context.ts';
import { ask } from '../lib/grpc.ts';
import type { Book, OfSite } from './book.ts';

/** How many people a forecast asks for. */
export interface Requirements {
  /** For a draft that is begun or gets a requirement from a forecast; null for any other act. */
  ofAct: (of: OfSite, act: ScheduleAct) => Promise<Curves | null>;
  /** What each further agent of a draft's slots gains, by the forecast that it follows. */
  gainsOf: (of: OfSite, draftId: string) => Promise<GroupGains[]>;
  close: () => void;
}

/** Rows come queue by queue, at most so many in one answer. */
const rowsAtOnce = { requirement: 40_000, gains: 4_000 };
const withinMs = 60_000;

/** Connects lazily: a forecast service that is away is asked again with the next act. */
export function openRequirements(address: string, book: Book): Requirements {
  const client = new StaffingServiceClient(address, credentials.createInsecure(), {
    'grpc.initial_reconnect_backoff_ms': 100,
    'grpc.max_reconnect_backoff_ms': 1_000,
    'grpc.max_receive_message_length': 64 * 1024 * 1024,
  });
  return {
    ofAct: async (of, act) => {
      if (act.kind !== 'draft-begun' && act.kind !== 'requirement-decided') return null;
      if (!act.forecastId) return null;
      const draft = act.kind === 'draft-begun' ? act : draftOf(book, of, act.draftId);
      const { from, days, slotMinutes } = draft;
      const asked = { forecastId: act.forecastId, from, days, slotMinutes: slotMinutes || 30 };
      return await requirementOf(client, of, asked);
    },
    gainsOf: async (of, draftId) => {
      const { forecastId, from, days, slotMinutes } = draftOf(book, of, draftId);
      if (!forecastId) {
        const sentence =
          'one service level of the whole day needs the loads of a forecast, but the draft follows none';
        throw new DomainError('invalid', sentence);
      }
      return await gainsOf(client, of, { forecastId, from, days, slotMinutes });
    },
    close: () => client.close(),
  };
}

function draftOf(book: Book, of: OfSite, draftId: string) {
  const draft = book.stateOf(of).drafts.get(draftId);
  if (!draft) throw new DomainError('not-found', `no draft is named "${draftId}"`);
  return draft;
}

interface Asked {
  forecastId: string;
  from: string;
  days: number;
  slotMinutes: number;
}

/** Agents on queue by queue of the site and slot: of several slots in one the most. */
async function requirementOf(
  client: StaffingServiceClient,
  of: OfSite,
  asked: Asked,
): Promise<Curves> {
  const { slotMinutes } = asked;
  const slots = new Map<string, Curves['slots'][number]>();
  const rows = rowsAtOnce.requirement;
  await eachStretch(client, of, { ...asked, rows }, async ({ span, finest, context }) => {
    const request = { ...span, queues: [], slotMinutes: finest, model: '' };
    const answer = await ask(client, client.getRequirement, request, { context, withinMs });
    for (const slot of answer.slots) put(slots, slot, slotMinutes);
  });
  const sorted = [...slots.values()].sort((a, b) =>
    a.group === b.group ? a.startMs - b.startMs : a.group < b.group ? -1 : 1,
  );
  return { slotMinutes, slots: sorted };
}

async function gainsOf(
  client: StaffingServiceClient,
  of: OfSite,
  asked: Asked,
): Promise<GroupGains[]> {
  const gains: GroupGains[] = [];
  // Each row takes a dozen times the work of a requirement.
  const rows = rowsAtOnce.gains;
  await eachStretch(client, of, { ...asked, rows }, async ({ span, context }) => {
    const request = { ...span, slotMinutes: asked.slotMinutes };
    const answer = await ask(client, client.getDayGains, request, { context, withinMs });
    for (const { queue, start, floor, ...slot } of answer.slots) {
      const place = { group: groupOf(queue), startMs: startOf(start, asked.slotMinutes) };
      gains.push({ ...place, floor: floor ?? null, ...slot });
    }
  });
  return gains;
}

interface Stretch {
  span: { tenant: string; forecastId: string; from: string; to: string };
  /** Slot of the forecast in minutes. */
  finest: number;
  context: Context;
}

/** A long draft of many queues is asked for in stretches of days, as far as the forecast reaches. */
async function eachStretch(
  client: StaffingServiceClient,
  { tenant, site }: OfSite,
  { forecastId, from, days, slotMinutes, rows }: Asked & { rows: number },
  take: (stretch: Stretch) => Promise<void>,
): Promise<void> {
  const context: Context = { tenant, person: '', roles: ['planner'] };
  const forecast = await ask(client, client.getForecast, { tenant, forecastId }, { context });
  const known = forecast.forecast;
  const { queues = [], slotMinutes: finest = 15, site: of = '' } = known ?? {};
  if (of !== site) {
    throw new DomainError('invalid', `forecast "${forecastId}" is of "${of}", not of "${site}"`);
  }
  if (finest > slotMinutes) {
    const sentence = `forecast "${forecastId}" has slots of ${finest} minutes, so a draft of ${slotMinutes} cannot follow it`;
    throw new DomainError('invalid', sentence);
  }
  const perDay = Math.max(1, queues.length) * (1_440 / finest);
  const stretch = Math.max(1, Math.floor(rows / perDay));
  // Days that the forecast does not reach have no requirement: unknown, not zero.
  const skipped = Math.max(0, daysBetween(from, known?.from ?? from));
  const end = Math.min(days, daysBetween(from, known?.from ?? from) + (known?.days ?? 0));
  for (let day = skipped; day < end; day += stretch) {
    const last = Math.min(end, day + stretch) - 1;
    const [first, until] = [laterDay(from, day), laterDay(from, last)];
    await take({ span: { tenant, forecastId, from: first, to: until }, finest, context });
  }
}

function put(
  slots: Map<string, Curves['slots'][number]>,
  { queue, start, agents }: RequirementSlot,
  slotMinutes: number,
): void {
  const [group, startMs] = [groupOf(queue), startOf(start, slotMinutes)];
  const key = `${group} ${startMs}`;
  const known = slots.get(key)?.required ?? null;
  const required = agents === undefined ? known : Math.max(known ?? 0, agents);
  slots.set(key, { group, startMs, required, scheduled: 0 });
}

function groupOf(queue: string): string {
  return queue.slice(queue.indexOf('/') + 1);
}

/** Zones are off by whole quarters of an hour: slots begin on the quarters they share. */
function startOf(start: string, slotMinutes: number): number {
  const atMs = Temporal.Instant.from(start).epochMilliseconds;
  return atMs - (atMs % (slotMinutes * 60_000));
}
