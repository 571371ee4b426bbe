import type { HistorySlot } from '../../proto/gen/floorcast/staffing/v1/forecast.ts';
import type { StaffingServiceServer } from '../../proto/gen/floorcast/staffing/v1/staffing_service.ts';
import { DomainError } from '../domain/domain-error.ts';
import { suggestOutliers } from '../domain/forecast/outliers.ts';
import { daysBetween, localSlots, slotsPerDay } from '../domain/planning/local-slots.ts';
import { checkDay } from '../domain/planning/rules-refusals.ts';
import { defaultRules, versionAt } from '../domain/planning/staffing-rules.ts';
import { queueSettingsAt } from '../domain/settings/settings.ts';
import { checkedCommandId } from '../lib/command-checks.ts';
import { unary } from '../lib/grpc.ts';
import type { Log } from '../lib/log.ts';
import { idOf, mayDecide, mayRead } from './asked.ts';
import { fromWireMark, fromWireRules, toWireImport, toWireMark, toWireRules } from './convert.ts';
import type { Decide } from './decide.ts';
import { markedSlots, marksOf } from './events.ts';
import { ahtAt, type HistoryDeps, type QueueHistory, readHistory } from './history.ts';
import type { Patience } from './patience.ts';
import { localDayOf, plannedQueues, type QueueDeps, splitQueue } from './planned-queues.ts';
import { grouped, weighted } from './series.ts';

/** What the history's half of the service works on. */
export interface HistoryRpcDeps extends HistoryDeps, QueueDeps {
  decide: Decide;
  patience: Patience;
  log: Log;
}

/** Queues, history, marks, imports, rules and patience over gRPC. */
export function historyRpc(deps: HistoryRpcDeps) {
  const { book, log, patience } = deps;
  return {
    listPlannedQueues: unary(log, async (asked, context) => {
      mayRead(context, asked.tenant);
      return { queues: await plannedQueues(deps, asked) };
    }),
    listHistory: unary(log, async (asked, context) => {
      mayRead(context, asked.tenant);
      const zone = deps.zoneOf(asked.tenant, splitQueue(asked.queue).site);
      return { slots: await historySlots(deps, asked), zone };
    }),
    listImports: unary(log, ({ tenant, site }, context) => {
      mayRead(context, tenant);
      const imports = [...book.sitesOf(tenant)].flatMap(([of, plan]) =>
        !site || site === of ? [...plan.imports.values()].map((one) => toWireImport(of, one)) : [],
      );
      const at = ({ importedAt }: (typeof imports)[number]) => importedAt?.getTime() ?? 0;
      return { imports: imports.sort((a, b) => at(b) - at(a)) };
    }),
    listMarks: unary(log, ({ tenant, site }, context) => {
      mayRead(context, tenant);
      const marks = [...book.sitesOf(tenant)].flatMap(([of, plan]) =>
        !site || site === of ? [...plan.marks.values()].map((one) => toWireMark(one, of)) : [],
      );
      return { marks: marks.sort((a, b) => (a.from < b.from ? -1 : 1)) };
    }),
    getPatience: unary(log, async ({ tenant, queue, from, to }, context) => {
      mayRead(context, tenant);
      if (from) checkDay(from, 'from');
      if (to) checkDay(to, 'to');
      return await patience.fit({ tenant, queue, from, to });
    }),
    listRules: unary(log, ({ tenant, queue }, context) => {
      mayRead(context, tenant);
      return rulesAnswer(deps, { tenant, queue });
    }),
    ...decisions(deps),
  } satisfies Partial<StaffingServiceServer>;
}

/** What planners decide about history and rules. */
function decisions({ book, decide, log, now }: HistoryRpcDeps) {
  return {
    undoImport: unary(log, async ({ tenant, commandId, importId }, context) => {
      mayDecide(context, tenant);
      const site = siteWith(book.sitesOf(tenant), ({ imports }) => imports.has(importId));
      if (!site) throw new DomainError('not-found', `no import is named "${importId}"`);
      const what = { kind: 'import-undone' as const, importId };
      const by = { tenant, site, commandId: checkedCommandId(commandId), author: context.person };
      return { position: await decide({ ...by, atMs: now(), what }) };
    }),
    addMark: unary(log, async ({ tenant, commandId, mark: wire }, context) => {
      mayDecide(context, tenant);
      const markId = idOf('m', tenant, checkedCommandId(commandId));
      const { person: author } = context;
      const mark = { ...fromWireMark(wire), markId, author, atMs: now() };
      const site = wire?.site ?? '';
      for (const queue of mark.queues) {
        if (splitQueue(queue).site === site) continue;
        throw new DomainError('invalid', `queue "${queue}" does not belong to site "${site}"`);
      }
      if (!site) throw new DomainError('invalid', 'mark.site is empty');
      const what = { kind: 'mark-added' as const, mark };
      await decide({ tenant, site, commandId, author, atMs: mark.atMs, what });
      return { mark: toWireMark(book.planOf(tenant, site).marks.get(markId) ?? mark, site) };
    }),
    removeMark: unary(log, async ({ tenant, commandId, markId }, context) => {
      mayDecide(context, tenant);
      const site = siteWith(book.sitesOf(tenant), ({ marks }) => marks.has(markId));
      if (!site) throw new DomainError('not-found', `no mark is named "${markId}"`);
      const what = { kind: 'mark-removed' as const, markId };
      const by = { tenant, site, commandId: checkedCommandId(commandId), author: context.person };
      return { position: await decide({ ...by, atMs: now(), what }) };
    }),
    decideRules: unary(log, async (asked, context) => {
      const { tenant, commandId, queue, rules, seenPosition = null } = asked;
      mayDecide(context, tenant);
      const { site } = splitQueue(queue);
      const what = { kind: 'rules-decided' as const, queue, rules: fromWireRules(rules) };
      const by = { tenant, site, commandId: checkedCommandId(commandId), author: context.person };
      return { position: await decide({ ...by, atMs: now(), what, seenPosition }) };
    }),
  } satisfies Partial<StaffingServiceServer>;
}

function siteWith<P>(sites: ReadonlyMap<string, P>, has: (plan: P) => boolean): string | null {
  for (const [site, plan] of sites) if (has(plan)) return site;
  return null;
}

function rulesAnswer(deps: HistoryRpcDeps, { tenant, queue }: { tenant: string; queue: string }) {
  const { site, name } = splitQueue(queue);
  const decided = deps.book.planOf(tenant, site).rules.get(queue) ?? [];
  const fallback = {
    rules: defaultRules(queueSettingsAt(deps.settingsOf(tenant), site, name, deps.now())),
    decided: { author: '', atMs: 0, position: 0 },
  };
  const today = localDayOf(deps.now(), deps.zoneOf(tenant, site));
  const versions = decided.length > 0 ? decided : [fallback];
  const toWire = (version: (typeof versions)[number]) => {
    const { author, position } = version.decided;
    return { queue, rules: toWireRules(version.rules), author, position };
  };
  const current = versionAt(versions, today) ?? fallback;
  return { versions: versions.map(toWire), current: toWire(current) };
}

/** Days a question may span, by slot and by local day. */
const maxSlotDays = 100;
const maxDays = 1_100;

async function historySlots(
  deps: HistoryRpcDeps,
  asked: { tenant: string; queue: string; from: string; to: string; slotMinutes: number },
): Promise<HistorySlot[]> {
  const { tenant, queue, from, to, slotMinutes: length } = asked;
  checkDay(from, 'from');
  checkDay(to, 'to');
  const days = daysBetween(from, to) + 1;
  const limit = length === 1_440 ? maxDays : maxSlotDays;
  if (days < 1 || days > limit) {
    const sentence = `from ${from} to ${to} is ${days} days, but must be 1 to ${limit}`;
    throw new DomainError('invalid', sentence);
  }
  if (![5, 15, 30, 60, 1_440].includes(length)) {
    throw new DomainError('invalid', `slot is ${length}, but must be 5, 15, 30, 60 or 1440`);
  }
  const { site } = splitQueue(queue);
  // An hour is the finest slot that any file of history has.
  const grid = { from, days, slotMinutes: length === 1_440 ? 60 : length };
  const history = await readHistory(deps, { tenant, queue, ...grid });
  const marked = markedSlots(grid, marksOf(deps.book.planOf(tenant, site), queue));
  const outliers = outlierSlots(history);
  const rows = localSlots(grid, deps.zoneOf(tenant, site)).map((slot) => ({ slot }));
  return grouped(rows, length).map((group) => {
    const places = group.map(({ slot }) => slot.index);
    const known = places.filter((i) => history.origin[i] !== 0);
    const sum = known.reduce((total, i) => total + (history.calls[i] ?? 0), 0);
    const origin = history.origin[known[0] ?? -1] ?? 0;
    return {
      start: group[0]?.slot.start ?? '',
      calls: known.length > 0 ? sum : undefined,
      ahtS: weighted(places, (i) => [history.handled[i], ahtAt(history, i)]),
      origin: ['', 'archive', 'import'][origin] ?? '',
      excluded: places.some((i) => marked.get(i)?.excluded === true),
      outlier: places.some((i) => outliers.has(i)),
    };
  });
}

/** Slots far from what the weeks around show. */
function outlierSlots(history: QueueHistory): Set<number> {
  const perDay = slotsPerDay(history);
  const known = { firstDay: history.from, slotsPerDay: perDay, counts: history.calls };
  const outliers = new Set<number>();
  for (const { day, fromSlot, toSlot } of suggestOutliers(known)) {
    const first = daysBetween(history.from, day) * perDay;
    for (let slot = fromSlot; slot < toSlot; slot += 1) outliers.add(first + slot);
  }
  return outliers;
}
