import type { ListQueueVolumesResponse } from '../../proto/gen/floorcast/history/v1/history_service.ts';
import type { SeriesContent } from '../../proto/gen/floorcast/staffing/v1/planning_decision.ts';
import { DomainError } from '../domain/domain-error.ts';
import {
  daysBetween,
  type LocalSlot,
  localSlots,
  type SlotGrid,
  slotAt,
  slotsPerDay,
} from '../domain/planning/local-slots.ts';
import type { PlannedImport } from '../domain/planning/site-plan.ts';
import type { Archive } from './archive.ts';
import type { Book } from './book.ts';
import { splitQueue } from './planned-queues.ts';
import type { PlanStore } from './store.ts';

/** History of one queue on a grid of wall clock. */
export interface QueueHistory extends SlotGrid {
  /** Contacts offered; NaN = not known. */
  calls: Float64Array;
  /** Contacts whose handling is known, and its seconds together. */
  handled: Float64Array;
  handleS: Float64Array;
  /** Where each slot is from: 0 nowhere, 1 archive, 2 import. */
  origin: Uint8Array;
}

/** What history is read with. */
export interface HistoryDeps {
  archive: Archive;
  book: Book;
  store: PlanStore;
  zoneOf: (tenant: string, site: string) => string;
  now: () => number;
}

/** Days asked for at once. */
const maxDays = 1_100;

/**
 * History of one queue: what the archive has, and where it has nothing, what was
 * read in from files. An interval in which the archive was told of no contact
 * holds 0 as long as the site's sources were heard, else nothing is known of it.
 */
export async function readHistory(
  deps: HistoryDeps,
  of: { tenant: string; queue: string } & SlotGrid,
): Promise<QueueHistory> {
  const { tenant, queue, from, days, slotMinutes } = of;
  if (days > maxDays) throw new DomainError('invalid', `${days} days, but at most ${maxDays}`);
  const size = days * slotsPerDay(of);
  const history: QueueHistory = {
    ...{ from, days, slotMinutes },
    calls: new Float64Array(size).fill(Number.NaN),
    handled: new Float64Array(size),
    handleS: new Float64Array(size),
    origin: new Uint8Array(size),
  };
  await fillFromArchive(deps, { tenant, queue }, history);
  const { site } = splitQueue(queue);
  for (const one of standingImports(deps.book, tenant, site)) {
    const known = one.queues.find((each) => each.queue === queue);
    if (!known) continue;
    fillFromImport(history, await deps.store.series(tenant, known.content));
  }
  return history;
}

/** Mean handling time of a slot in seconds; NaN = nothing was handled. */
export function ahtAt({ handled, handleS }: QueueHistory, i: number): number {
  const count = handled[i] ?? 0;
  return count > 0 ? (handleS[i] ?? 0) / count : Number.NaN;
}

/** Imports that count, the newest first: it holds where several have a slot. */
export function standingImports(book: Book, tenant: string, site: string): PlannedImport[] {
  const { imports } = book.planOf(tenant, site);
  return [...imports.values()].filter(({ undone }) => !undone).reverse();
}

async function fillFromArchive(
  deps: HistoryDeps,
  of: { tenant: string; queue: string },
  history: QueueHistory,
): Promise<void> {
  const { site, name } = splitQueue(of.queue);
  const zone = deps.zoneOf(of.tenant, site);
  const spans = (await deps.archive.spans(of.tenant)).filter((each) => each.site === site);
  const span = spans.find((each) => each.queue === name);
  if (!span?.first) return;
  const slots = localSlots(history, zone);
  const end = slots.at(-1);
  if (!end) return;
  // As long as any queue of the site is heard, silence of this one means nobody called.
  const heardMs = Math.max(...spans.map(({ last }) => (last?.getTime() ?? 0) + 300_000));
  const slotMs = history.slotMinutes * 60_000;
  // The archive began in the middle of a day: what that day held before is not known.
  const fromMs = Math.max(slots[0]?.startMs ?? 0, span.first.getTime());
  const toMs = Math.min(end.startMs + slotMs, heardMs, deps.now());
  if (toMs <= fromMs) return;
  const lengthS = history.slotMinutes < 15 ? 300 : 900;
  const stretch = { tenant: of.tenant, site, queue: name, fromMs, toMs };
  const volumes = await deps.archive.volumes({ ...stretch, lengthS });
  layVolumes(history, slots, { ...stretch, lengthS, volumes });
}

function layVolumes(
  history: QueueHistory,
  slots: readonly LocalSlot[],
  of: { fromMs: number; toMs: number; lengthS: number; volumes: ListQueueVolumesResponse },
): void {
  const { fromMs, toMs, lengthS, volumes } = of;
  const slotMs = history.slotMinutes * 60_000;
  const { calls, handled, handleS, origin } = history;
  for (const { index, startMs } of slots) {
    // A slot that is not over yet is not history.
    if (startMs < fromMs || startMs + slotMs > toMs) continue;
    calls[index] = 0;
    origin[index] = 1;
  }
  const twice = new Map<number, number>();
  for (const { index } of slots) twice.set(index, (twice.get(index) ?? 0) + 1);
  for (const [n, place] of volumes.places.entries()) {
    const slot = slots[slotAt(slots, fromMs + place * lengthS * 1000)];
    if (!slot || origin[slot.index] !== 1) continue;
    const { index } = slot;
    // A doubled hour stands once in the grid, as the mean of both.
    const share = 1 / (twice.get(index) ?? 1);
    calls[index] = (calls[index] ?? 0) + (volumes.offered[n] ?? 0) * share;
    handled[index] = (handled[index] ?? 0) + (volumes.handled[n] ?? 0);
    handleS[index] = (handleS[index] ?? 0) + (volumes.handleS[n] ?? 0);
  }
  for (const { from, to } of volumes.gaps) {
    const [gapFrom, gapTo] = [from?.getTime() ?? 0, to?.getTime() ?? 0];
    for (let i = Math.max(0, slotAt(slots, gapFrom)); i < slots.length; i += 1) {
      const { index, startMs } = slots[i] ?? { index: 0, startMs: gapTo };
      if (startMs >= gapTo) break;
      if (calls[index] !== 0 || origin[index] !== 1) continue;
      calls[index] = Number.NaN;
      origin[index] = 0;
    }
  }
}

/**
 * Slots that nothing is known of yet, from a file; finer slots are summed, coarser ones cannot be.
 * That the archive was told of nobody is weaker than a file that names contacts: its own past may
 * still be on its way in.
 */
function fillFromImport(history: QueueHistory, content: SeriesContent): void {
  const { firstDay, slotMinutes, calls, ahtS } = content;
  const finer = history.slotMinutes / slotMinutes;
  if (!Number.isInteger(finer)) return;
  const perDay = slotsPerDay(history);
  const shift = daysBetween(history.from, firstDay) * perDay;
  for (let i = 0; i < history.calls.length; i += 1) {
    const silent = history.origin[i] === 1 && history.calls[i] === 0;
    if (history.origin[i] !== 0 && !silent) continue;
    const first = (i - shift) * finer;
    if (first < 0 || first >= calls.length) continue;
    let [sum, known] = [0, 0];
    let [handled, handleS] = [0, 0];
    for (let k = first; k < first + finer; k += 1) {
      const count = calls[k] ?? Number.NaN;
      if (Number.isNaN(count)) continue;
      sum += count;
      known += 1;
      const aht = ahtS[k] ?? Number.NaN;
      if (Number.isNaN(aht)) continue;
      handled += count;
      handleS += count * aht;
    }
    if (known < finer || (silent && sum === 0)) continue;
    history.calls[i] = sum;
    history.handled[i] = handled;
    history.handleS[i] = handleS;
    history.origin[i] = 2;
  }
}
