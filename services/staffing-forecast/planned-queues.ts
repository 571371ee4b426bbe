import type { HistorySpan, PlannedQueue } from '../../proto/gen/floorcast/staffing/v1/forecast.ts';
import { DomainError } from '../domain/domain-error.ts';
import type { PlannedImport } from '../domain/planning/site-plan.ts';
import { defaultRules, type StaffingRules, versionAt } from '../domain/planning/staffing-rules.ts';
import { queueSettingsAt, type Settings, settingsAt } from '../domain/settings/settings.ts';
import type { Archive } from './archive.ts';
import type { Book } from './book.ts';
import { toWireRules } from './convert.ts';

/** What is asked about queues. */
export interface QueueDeps {
  archive: Archive;
  book: Book;
  settingsOf: (tenant: string) => Settings;
  zoneOf: (tenant: string, site: string) => string;
  now: () => number;
}

const maxQueues = 1_000;

/** "site/queue" as its parts. */
export function splitQueue(queue: string): { site: string; name: string } {
  const at = queue.indexOf('/');
  if (at < 1 || at === queue.length - 1) {
    throw new DomainError('invalid', `queue is "${queue}", but must be "site/queue"`);
  }
  return { site: queue.slice(0, at), name: queue.slice(at + 1) };
}

/** The local day of an instant. */
export function localDayOf(atMs: number, zone: string): string {
  return Temporal.Instant.fromEpochMilliseconds(atMs)
    .toZonedDateTimeISO(zone)
    .toPlainDate()
    .toString();
}

/** Rules of a queue on a local day, and whether somebody decided them. */
export function rulesOf(
  { book, settingsOf, now }: QueueDeps,
  { tenant, queue, day }: { tenant: string; queue: string; day: string },
): { rules: StaffingRules; decided: boolean } {
  const { site, name } = splitQueue(queue);
  const versions = book.planOf(tenant, site).rules.get(queue) ?? [];
  const version = versionAt(versions, day);
  if (version) return { rules: version.rules, decided: true };
  const settings = queueSettingsAt(settingsOf(tenant), site, name, now());
  return { rules: defaultRules(settings), decided: false };
}

/** Queues of directory, archive, imports and rules, by site and place on the wall. */
export async function plannedQueues(
  deps: QueueDeps,
  { tenant, site: wanted }: { tenant: string; site: string },
): Promise<PlannedQueue[]> {
  const { book, settingsOf, archive, now } = deps;
  const settings = settingsOf(tenant);
  const found = new Map<string, PlannedQueue>();
  const add = (queue: string) => {
    const known = found.get(queue);
    if (known) return known;
    const { site } = splitQueue(queue);
    const planned = newQueue(deps, { tenant, queue });
    if (!wanted || site === wanted) found.set(queue, planned);
    return planned;
  };
  for (const id of settingsAt(settings, 'queue', now()).keys()) add(id);
  for (const { site, queue, first, last, offered } of await archive.spans(tenant)) {
    const planned = add(`${site}/${queue}`);
    const day = (at: Date | undefined) => localDayOf(at?.getTime() ?? 0, planned.timeZone);
    planned.archive = { firstDay: day(first), lastDay: day(last), slotMinutes: 5, calls: offered };
  }
  for (const [, { imports, rules }] of book.sitesOf(tenant)) {
    for (const queue of rules.keys()) add(queue);
    for (const one of imports.values()) {
      if (!one.undone) for (const queue of one.queues) joinImport(add(queue.queue), queue);
    }
  }
  const place = ({ site, queue }: PlannedQueue) =>
    queueSettingsAt(settings, site, splitQueue(queue).name, now()).position;
  return [...found.values()]
    .sort((a, b) => compare(a.site, b.site) || place(a) - place(b) || compare(a.queue, b.queue))
    .slice(0, maxQueues);
}

function newQueue(
  deps: QueueDeps,
  { tenant, queue }: { tenant: string; queue: string },
): PlannedQueue {
  const { site, name } = splitQueue(queue);
  const timeZone = deps.zoneOf(tenant, site);
  const settings = queueSettingsAt(deps.settingsOf(tenant), site, name, deps.now());
  const day = localDayOf(deps.now(), timeZone);
  const { rules, decided } = rulesOf(deps, { tenant, queue, day });
  return {
    queue,
    site,
    name: settings.name,
    timeZone,
    archive: undefined,
    imported: undefined,
    rules: toWireRules(rules),
    rulesDecided: decided,
  };
}

function joinImport(planned: PlannedQueue, queue: PlannedImport['queues'][number]): void {
  const [firstDay, lastDay] = [queue.firstStart.slice(0, 10), queue.lastStart.slice(0, 10)];
  const { slotMinutes, calls } = queue;
  const before: HistorySpan = planned.imported ?? { firstDay, lastDay, slotMinutes, calls: 0 };
  planned.imported = {
    firstDay: [firstDay, before.firstDay].sort()[0] ?? firstDay,
    lastDay: [lastDay, before.lastDay].sort()[1] ?? lastDay,
    slotMinutes: Math.max(slotMinutes, before.slotMinutes),
    calls: before.calls + calls,
  };
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
