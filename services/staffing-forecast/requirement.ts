import type {
  RequirementSlot,
  RequirementTotal,
  StaffingFigures as WireFigures,
} from '../../proto/gen/floorcast/staffing/v1/requirement.ts';
import { DomainError } from '../domain/domain-error.ts';
import type { PlannedForecast, SitePlan } from '../domain/planning/site-plan.ts';
import type { StaffingFigures } from '../domain/staffing/staffed-queue.ts';
import { recent } from '../lib/recent.ts';
import { splitQueue } from './planned-queues.ts';
import { grouped, weighted } from './series.ts';
import type { StaffedSlot } from './staff-slots.ts';
import { asDecided, type Instead, type StaffingDeps, staffQueue } from './staffing.ts';

/** Rows told at once. */
export const maxRows = 60_000;

/** What a forecast asks for, queue by queue and together. */
export async function requirementOf(
  deps: StaffingDeps,
  of: { tenant: string; forecast: PlannedForecast; queues: readonly string[] },
  asked: { from: string; to: string; slotMinutes: number },
  instead: Instead,
): Promise<{ slots: RequirementSlot[]; totals: RequirementTotal[] }> {
  const { tenant, forecast } = of;
  const length = asked.slotMinutes || forecast.slotMinutes;
  if (length % forecast.slotMinutes !== 0) {
    const sentence = `slots are ${forecast.slotMinutes} minutes, so not to be told by ${length}`;
    throw new DomainError('invalid', sentence);
  }
  const slots: RequirementSlot[] = [];
  const bySlot = new Map<string, { calls: number; slots: Map<string, StaffedSlot[]> }>();
  for (const queue of queuesOf(of)) {
    const staffed = await staffQueue(deps, { tenant, forecast, queue }, asked, instead);
    for (const group of grouped(staffed, length)) {
      const slot = toSlot(queue, group);
      slots.push(slot);
      const total = bySlot.get(slot.start) ?? { calls: 0, slots: new Map() };
      total.calls += slot.calls ?? 0;
      for (const one of group) {
        const { start } = one.slot;
        total.slots.set(start, [...(total.slots.get(start) ?? []), one]);
      }
      bySlot.set(slot.start, total);
    }
    if (slots.length > maxRows) {
      throw new DomainError('invalid', `more than ${maxRows} rows: ask for fewer queues or days`);
    }
  }
  const totals = [...bySlot].sort(([a], [b]) => (a < b ? -1 : 1));
  return { slots, totals: totals.map(([start, total]) => toTotal(start, total.slots)) };
}

/** Queues asked for; none = all that have figures. */
export function queuesOf(of: { forecast: PlannedForecast; queues: readonly string[] }): string[] {
  if (of.queues.length > 0) return [...of.queues];
  return of.forecast.drafted.filter(({ content }) => content).map(({ queue }) => queue);
}

/** What would be if, and what is without it. */
export async function whatIf(
  deps: StaffingDeps,
  of: { tenant: string; forecast: PlannedForecast; queue: string },
  asked: { from: string; to: string },
  instead: Instead,
): Promise<{ slots: RequirementSlot[]; total: RequirementTotal; unchanged: RequirementTotal }> {
  const changed = await staffQueue(deps, of, asked, instead);
  const before = await unchangedOf(deps, of, asked);
  const start = changed[0]?.slot.start ?? '';
  const together = (staffed: readonly StaffedSlot[]) =>
    toTotal(
      start,
      Map.groupBy(staffed, ({ slot }) => slot.start),
    );
  return {
    slots: changed.map((one) => toSlot(of.queue, [one])),
    total: together(changed),
    unchanged: together(before),
  };
}

const unchanged = recent<{ plan: SitePlan; patienceS: number | null; staffed: StaffedSlot[] }>(50);

/** The same without the change, remembered while one drags: until anything is decided. */
async function unchangedOf(
  deps: StaffingDeps,
  of: { tenant: string; forecast: PlannedForecast; queue: string },
  asked: { from: string; to: string },
): Promise<StaffedSlot[]> {
  const { tenant, forecast, queue } = of;
  const plan = deps.book.planOf(tenant, splitQueue(queue).site);
  const patienceS = await deps.patience.meanS(tenant, queue);
  const key = JSON.stringify([tenant, forecast.forecastId, queue, asked.from, asked.to]);
  const known = unchanged.get(key);
  if (known?.plan === plan && known.patienceS === patienceS) return known.staffed;
  const staffed = await staffQueue(deps, of, asked, asDecided);
  return unchanged.put(key, { plan, patienceS, staffed }).staffed;
}

/** One queue over one slot, or over the slots of a longer one. */
export function toSlot(queue: string, staffed: readonly StaffedSlot[]): RequirementSlot {
  const first = staffed[0];
  const most = (value: (one: StaffedSlot) => number | null) => {
    const told = staffed.flatMap((one) => value(one) ?? []);
    return told.length > 0 ? Math.max(...told) : undefined;
  };
  const sum = (value: (one: StaffedSlot) => number) => {
    const total = staffed.reduce((all, one) => all + value(one), 0);
    return Number.isNaN(total) ? undefined : total;
  };
  const peak = staffed.reduce<StaffedSlot | undefined>(
    (top, one) => ((one.agents ?? -1) > (top?.agents ?? -1) ? one : top),
    undefined,
  );
  const lengthS = staffed.reduce((all, { slotS }) => all + slotS, 0);
  const workS = sum(({ erlangs, slotS }) => erlangs * slotS);
  return {
    queue,
    start: first?.slot.start ?? '',
    lengthS,
    calls: sum(({ calls }) => calls),
    ahtS: weighted(staffed, ({ calls, ahtS }) => [calls, ahtS]),
    erlangs: workS === undefined ? undefined : workS / lengthS,
    agents: most(({ agents }) => agents),
    rostered: most(({ rostered }) => rostered),
    binding: peak?.binding ?? '',
    figures: figuresOver(staffed),
    ...hoursOf(staffed),
    problem: staffed.find(({ problem }) => problem)?.problem ?? '',
    ...beyondOwn(staffed),
  };
}

/** What is staffed for beside the slot's own contacts, and what is left. */
function beyondOwn(staffed: readonly StaffedSlot[]) {
  const first = staffed[0];
  const last = staffed.at(-1);
  const total = (value: (one: StaffedSlot) => number) =>
    staffed.reduce((all, one) => all + value(one), 0);
  const own = total(({ ownErlangs }) => ownErlangs) / staffed.length;
  const redials = total((one) => one.redials ?? 0);
  const waiting = last?.deferred?.waiting ?? null;
  return {
    model: first?.rules.model ?? '',
    ownErlangs: (first?.carried || first?.deferred) && !Number.isNaN(own) ? own : undefined,
    redials: staffed.some((one) => one.redials !== null) ? redials : undefined,
    waitingHours: waiting === null ? undefined : (waiting * (last?.slotS ?? 0)) / 3_600,
  };
}

function hoursOf(staffed: readonly StaffedSlot[]): { agentHours: number; rosteredHours: number } {
  const hours = (value: (one: StaffedSlot) => number | null) =>
    staffed.reduce((all, one) => all + ((value(one) ?? 0) * one.slotS) / 3_600, 0);
  return {
    agentHours: hours(({ agents }) => agents),
    rosteredHours: hours(({ rostered }) => rostered),
  };
}

/** Means over contacts; occupancy over agents' time. */
function figuresOver(staffed: readonly StaffedSlot[]): WireFigures | undefined {
  const told = staffed.filter(({ figures }) => figures !== null);
  if (told.length === 0) return undefined;
  const mean = (name: keyof StaffingFigures) =>
    weighted(told, (one) => {
      const weight = name === 'occupancy' ? (one.agents ?? 0) : one.calls;
      return [weight, one.figures?.[name] ?? Number.NaN];
    });
  return {
    blocking: mean('blocking'),
    pWait: mean('pWait'),
    serviceLevel: mean('serviceLevel'),
    asaS: mean('asaS'),
    asaAnsweredS: mean('asaAnsweredS'),
    occupancy: mean('occupancy'),
    queueLength: mean('queueLength'),
    waitP90S: mean('waitP90S'),
    pAbandon: mean('pAbandon'),
  };
}

/** Figures of the engine for the wire. */
export function toWireFigures(figures: StaffingFigures): WireFigures {
  const given = Object.entries(figures).filter(([, value]) => value !== null);
  return Object.fromEntries(given) as WireFigures;
}

/** All queues: their agents in one slot are added, of several slots the most counts. */
function toTotal(start: string, slots: ReadonlyMap<string, StaffedSlot[]>): RequirementTotal {
  const all = [...slots.values()];
  const most = (value: (one: StaffedSlot) => number | null) =>
    all.reduce(
      (top, each) =>
        Math.max(
          top,
          each.reduce((sum, one) => sum + (value(one) ?? 0), 0),
        ),
      0,
    );
  const staffed = all.flat();
  return {
    start,
    calls: staffed.reduce((sum, { calls }) => sum + (Number.isNaN(calls) ? 0 : calls), 0),
    agents: most(({ agents }) => agents),
    rostered: most(({ rostered }) => rostered),
    ...hoursOf(staffed),
  };
}
