import type { ServerReadableStream, sendUnaryData } from '@grpc/grpc-js';
import type { ImportReport } from '../../proto/gen/floorcast/staffing/v1/forecast.ts';
import type {
  ImportHead,
  ImportHistoryRequest,
  ImportHistoryResponse,
} from '../../proto/gen/floorcast/staffing/v1/staffing_service.ts';
import { DomainError } from '../domain/domain-error.ts';
import { dayName } from '../domain/forecast/series-history.ts';
import { daysBetween, localSlots, slotAt, slotsPerDay } from '../domain/planning/local-slots.ts';
import type { ImportedQueue } from '../domain/planning/planning-decision.ts';
import { checkedCommandId } from '../lib/command-checks.ts';
import { type Context, fromMetadata } from '../lib/context.ts';
import { toStatus } from '../lib/grpc.ts';
import type { Log } from '../lib/log.ts';
import { idOf, mayDecide } from './asked.ts';
import { toWireImportedQueue } from './convert.ts';
import type { Decide } from './decide.ts';
import {
  type HistoryFile,
  type ImportOptions,
  importLimits,
  type Understood,
} from './import/read-history.ts';
import { localDayOf } from './planned-queues.ts';
import type { PlanningPool } from './planning-pool.ts';
import type { PlanStore } from './store.ts';

/** What files are read in with. */
export interface ImportDeps {
  pool: Pick<PlanningPool, 'readFile'>;
  store: PlanStore;
  decide: Decide;
  zoneOf: (tenant: string, site: string) => string;
  log: Log;
  now: () => number;
}

/** Files held in memory at once; more wait for their turn by being refused. */
const maxAtOnce = 3;

/** Takes a file in pieces, then answers with what was understood of it. */
export function importHistory(deps: ImportDeps) {
  let under = 0;
  return async (
    call: ServerReadableStream<ImportHistoryRequest, ImportHistoryResponse>,
    callback: sendUnaryData<ImportHistoryResponse>,
  ) => {
    under += 1;
    try {
      if (under > maxAtOnce) {
        throw new DomainError('unavailable', `${maxAtOnce} files are being read: try again`);
      }
      const context = fromMetadata(call.metadata);
      const { head, bytes } = await received(call);
      mayDecide(context, head.tenant);
      callback(null, { report: await readIn(deps, { head, bytes, context }) });
    } catch (error) {
      callback(toStatus(deps.log, error));
    } finally {
      under -= 1;
    }
  };
}

async function received(
  call: AsyncIterable<ImportHistoryRequest>,
): Promise<{ head: ImportHead; bytes: Uint8Array }> {
  let head: ImportHead | null = null;
  const pieces: Uint8Array[] = [];
  let size = 0;
  for await (const { part } of call) {
    if (part?.$case === 'head') head = part.value;
    if (part?.$case !== 'piece') continue;
    size += part.value.length;
    if (size > importLimits.bytes) {
      throw new DomainError('invalid', `the file is larger than ${importLimits.bytes} bytes`);
    }
    pieces.push(part.value);
  }
  if (!head) throw new DomainError('invalid', 'the first message holds no head');
  return { head, bytes: Buffer.concat(pieces) };
}

async function readIn(
  deps: ImportDeps,
  { head, bytes, context }: { head: ImportHead; bytes: Uint8Array; context: Context },
): Promise<ImportReport> {
  const { tenant, site, commandId, fileName, dryRun } = head;
  if (!site || site.includes('/')) {
    throw new DomainError('invalid', `site is "${site}", but must be a site without "/"`);
  }
  const zone = deps.zoneOf(tenant, site);
  const file = await deps.pool.readFile(bytes, toOptions(head, zone));
  const queues = placed(file, head, zone);
  const report = toReport(file.understood, queues);
  if (dryRun || file.understood.errorCount > 0) return report;
  const importId = idOf('i', tenant, checkedCommandId(commandId));
  for (const queue of queues)
    queue.about.content = await deps.store.putSeries(tenant, queue.content);
  const what = {
    kind: 'history-imported' as const,
    importId,
    fileName,
    zone: file.understood.zone,
    queues: queues.map(({ about }) => about),
  };
  await deps.decide({ tenant, site, commandId, author: context.person, atMs: deps.now(), what });
  return { ...report, importId };
}

function toOptions(head: ImportHead, zone: string): ImportOptions {
  const { slotMinutes, columns } = head;
  return {
    zone: head.zone || zone,
    ...(slotMinutes ? { slotMinutes } : {}),
    ...(Object.keys(columns).length > 0 ? { columns } : {}),
  };
}

interface PlacedQueue {
  about: ImportedQueue;
  content: Parameters<PlanStore['putSeries']>[1];
}

/** The longest span of one file; more is a date read wrongly. */
const maxDays = 4_000;

/** Every queue of a file on the wall clock of its site. */
function placed(file: HistoryFile, head: ImportHead, zone: string): PlacedQueue[] {
  const { slotMinutes } = file.understood;
  return file.queues.flatMap((queue) => {
    const name = keyOf(queue.queue, head);
    const first = queue.startsMs[0];
    const last = queue.startsMs.at(-1);
    if (first === undefined || last === undefined) return [];
    const from = localDayOf(first, zone);
    const days = daysBetween(from, localDayOf(last, zone)) + 1;
    if (days < 1 || days > maxDays) {
      throw new DomainError('invalid', `queue "${name}" spans ${days} days, at most ${maxDays}`);
    }
    const grid = { from, days, slotMinutes };
    const slots = localSlots(grid, zone);
    const size = days * slotsPerDay(grid);
    const calls = new Array<number>(size).fill(Number.NaN);
    const ahtS = new Array<number>(size).fill(Number.NaN);
    const sums = { rows: 0, blanks: 0, calls: 0, handled: 0, handleS: 0 };
    for (const [n, startMs] of queue.startsMs.entries()) {
      const slot = slots[slotAt(slots, startMs)];
      if (!slot) continue;
      const { index } = slot;
      const count = queue.calls[n] ?? Number.NaN;
      sums.rows += 1;
      if (Number.isNaN(count)) {
        sums.blanks += 1;
        continue;
      }
      sums.calls += count;
      // A doubled hour stands once in the grid, as the mean of both.
      const before = calls[index] ?? Number.NaN;
      calls[index] = Number.isNaN(before) ? count : (before + count) / 2;
      const [handled = 0, handleS = Number.NaN] = [queue.handled[n], queue.handleS[n]];
      if (!(handled > 0) || Number.isNaN(handleS)) continue;
      ahtS[index] = handleS / handled;
      sums.handled += handled;
      sums.handleS += handleS;
    }
    const known = ahtS.some((one) => !Number.isNaN(one));
    const start = (ms: number) => slots[slotAt(slots, ms)]?.start ?? '';
    const about: ImportedQueue = {
      queue: name,
      content: '',
      rows: sums.rows,
      firstStart: start(first),
      lastStart: start(last),
      calls: sums.calls,
      ahtS: sums.handled > 0 ? sums.handleS / sums.handled : null,
      blanks: sums.blanks,
      slotMinutes,
      holidays: queue.holidays.length,
    };
    const holidays = Object.fromEntries(
      queue.holidays.map(({ day, name: of }) => [dayName(day), of]),
    );
    const content = { firstDay: from, slotMinutes, calls, ahtS: known ? ahtS : [], holidays };
    return [{ about, content }];
  });
}

/** The key of a file's queue: its own name, or the one given when the file names none. */
function keyOf(name: string, { site, queue }: ImportHead): string {
  if (name) return `${site}/${name}`;
  const given = queue.startsWith(`${site}/`) ? queue.slice(site.length + 1) : queue;
  if (given) return `${site}/${given}`;
  throw new DomainError(
    'invalid',
    'the file has no column of queues: say by queue= which one it is about',
  );
}

function toReport(understood: Understood, queues: readonly PlacedQueue[]): ImportReport {
  const { encoding, byteOrderMark, separator, zone, slotMinutes, rows, blanks } = understood;
  return {
    encoding: byteOrderMark && encoding === 'utf-8' ? 'utf-8-bom' : encoding,
    separator,
    columns: Object.fromEntries(understood.columns.map(({ role, name }) => [role, name])),
    zone,
    slotMinutes,
    rows,
    blanks,
    queues: queues.map(({ about }) => toWireImportedQueue(about)),
    errors: understood.errors,
    warnings: understood.warnings,
    importId: '',
  };
}
