import { type LayeredSeries, volumeAt } from '../domain/planning/layers.ts';
import { type LocalSlot, weekdayOf } from '../domain/planning/local-slots.ts';
import type { ScenarioChange } from '../domain/planning/planning-decision.ts';
import {
  type RulesWindow,
  type StaffingRules,
  shrinkageAt,
  workedAt,
} from '../domain/planning/staffing-rules.ts';
import { deadlineStaffing } from '../domain/staffing/deadline-row.ts';
import { carriedLoad, noticeablyMoved } from '../domain/staffing/offered-load.ts';
import type { QueueModel, SlotLoad } from '../domain/staffing/queue-model.ts';
import { freshCalls } from '../domain/staffing/redials.ts';
import {
  type Ratio,
  rosteredAgents,
  toRatio,
  totalShrinkage,
} from '../domain/staffing/rostered.ts';
import type { Neighbour } from '../domain/staffing/sizing.ts';
import { requiredAgentsRow } from '../domain/staffing/sizing-row.ts';
import { noFigures, type StaffingFigures } from '../domain/staffing/staffed-queue.ts';
import type { GoalName } from '../domain/staffing/staffing-goals.ts';
import type { Callers } from './callers.ts';
import { bindingGoal, toGoals } from './goals.ts';
import { isPlain, modelOf, problemOf } from './models.ts';

/** One slot of one queue with what it needs. */
export interface StaffedSlot {
  slot: LocalSlot;
  slotS: number;
  /** As forecast; NaN = not known. */
  calls: number;
  ahtS: number;
  /** Staffed for, with what was carried over and with redials. */
  erlangs: number;
  /** Of its own contacts alone. */
  ownErlangs: number;
  /** Load of earlier slots is reckoned with. */
  carried: boolean;
  /** Null where it cannot be said; `problem` says why. */
  agents: number | null;
  rostered: number | null;
  binding: GoalName | null;
  figures: StaffingFigures | null;
  problem: string;
  rules: StaffingRules;
  callers: Callers;
  /** Shares that hold for it, by kind. */
  shrinkage: { kind: string; share: Ratio; window: RulesWindow | null }[];
  /** What it was worked out by, and for what load without redials; null = by deadline, or not. */
  model: QueueModel | null;
  load: SlotLoad | null;
  /** Callers who call again, contacts in the slot; null = not reckoned with. */
  redials: number | null;
  /** Work by deadline: the even level, and what waits at the end, both in agents for a slot. */
  deferred: { level: number; waiting: number } | null;
}

/** What slots that one version of the rules holds for are staffed by. */
export interface SlotRules {
  rules: StaffingRules;
  change: ScenarioChange | null;
  callers: Callers;
  /** Places of the slots that are told; the others are only reckoned with. */
  wanted: readonly number[];
}

/** All slots that one version of the rules holds for. */
export function staffSlots(
  series: LayeredSeries,
  slots: readonly LocalSlot[],
  of: Omit<SlotRules, 'wanted'>,
): StaffedSlot[] {
  const slotAt = staffingOf(series, slots, { ...of, wanted: slots.map((_, i) => i) });
  return slots.map((_, i) => slotAt(i));
}

/** Prepares a row of slots; the answer staffs one place of it, in rising order. */
export function staffingOf(
  series: LayeredSeries,
  slots: readonly LocalSlot[],
  of: SlotRules,
): (place: number) => StaffedSlot {
  const { rules, change, callers } = of;
  const slotS = series.slotMinutes * 60;
  const row = {
    slotS,
    calls: Float64Array.from(slots, ({ index }) => volumeAt(series, index, rules.quantile)),
    ahtS: handlingTimes(series, slots, of),
  };
  const shares = sharesOf(rules, change);
  const answerAt = rules.model === 'deferred' ? byDeadline(row, slots, rules) : bySlot(row, of);
  return (place) => {
    const slot = slots[place] as LocalSlot;
    const shrinkage = shares(slot.start);
    const [calls, ahtS] = [row.calls[place] ?? Number.NaN, row.ahtS[place] ?? Number.NaN];
    const answer = answerAt(place);
    const { agents } = answer;
    const rostered = agents === null ? null : rosteredAgents(agents, shrinkage.total);
    const about = { slot, slotS, calls, ahtS, rules, callers, shrinkage: shrinkage.kinds };
    return { ...about, ...answer, rostered };
  };
}

interface Row {
  slotS: number;
  calls: Float64Array;
  ahtS: Float64Array;
}

type Answer = Omit<
  StaffedSlot,
  'slot' | 'slotS' | 'calls' | 'ahtS' | 'rules' | 'callers' | 'shrinkage' | 'rostered'
>;

const nothing: Answer = {
  ...{ erlangs: 0, ownErlangs: 0, carried: false, agents: null, binding: null, figures: null },
  ...{ problem: '', model: null, load: null, redials: null, deferred: null },
};

/** Seconds a contact takes. A chat's is that beside as many others as an agent holds. */
function handlingTimes(
  series: LayeredSeries,
  slots: readonly LocalSlot[],
  { rules, change }: SlotRules,
): Float64Array {
  const factor = 1 + (change?.ahtPercent ?? 0) / 100;
  const fixed = rules.model === 'chat' ? rules.chatHandleS.at(-1) : rules.ahtS;
  const isFixed = rules.model === 'chat' || rules.ahtSource === 'fixed';
  return Float64Array.from(slots, ({ index }) =>
    isFixed ? (fixed ?? Number.NaN) * factor : (series.ahtS[index] ?? Number.NaN),
  );
}

/** Beyond so many slots at once the quantile of the wait is told only where it costs little. */
const manySlots = 200;

/** Live queues: each slot by itself, for the load that is in hand in it. */
function bySlot(row: Row, of: SlotRules): (place: number) => Answer {
  const { rules, callers, change, wanted } = of;
  const { own, carried, moved } = carriedLoad(row);
  const carries = rules.carriedLoad === 'auto' && moved >= noticeablyMoved;
  const loads = carries ? carried : own;
  const fresh = freshCalls(1, callers.lost ?? 0, rules.redialShare);
  const problem = problemOf(rules, callers);
  const model = problem ? null : modelOf(rules, callers, 1 + (change?.ahtPercent ?? 0) / 100);
  const goals = toGoals(rules);
  const quick = wanted.length > manySlots && rules.model === 'measured-patience';
  const sizes = model && isPlain(rules) ? sizedRow(row, { loads, of }) : null;
  let near: Neighbour | null = null;
  return (place) => {
    const [calls, ahtS] = [row.calls[place] ?? Number.NaN, row.ahtS[place] ?? Number.NaN];
    const erlangs = loads[place] ?? Number.NaN;
    const ownErlangs = own[place] ?? Number.NaN;
    const at: Answer = { ...nothing, erlangs, ownErlangs, carried: carries };
    if (calls === 0) return stillInHand(at);
    if (!model) return { ...at, problem };
    if (Number.isNaN(calls)) return { ...at, problem: 'no volume is forecast for this slot' };
    if (!(ahtS > 0)) return { ...at, problem: 'no handling time is known' };
    const load = { erlangs: erlangs * fresh, ahtS };
    const agents = sizes?.[place] ?? model.required(load, near);
    near = { erlangs: load.erlangs, agents };
    const met = model.met(load, agents);
    return {
      ...at,
      ...{ erlangs: met.erlangs, agents, model, load },
      redials: rules.redialShare > 0 ? ((met.erlangs - load.erlangs) * row.slotS) / ahtS : null,
      binding: bindingGoal(goals, agents, (count) => model.goalFigures(load, count)),
      figures: quick ? model.goalFigures(load, agents) : model.figures(load, agents),
    };
  };
}

/** Nobody comes any more, so no goal asks for anybody: who still has a contact ends it. */
function stillInHand(at: Answer): Answer {
  const agents = at.carried ? Math.round(at.erlangs) : 0;
  if (agents === 0) return { ...at, erlangs: 0, agents };
  return { ...at, agents, figures: { ...noFigures, occupancy: Math.min(1, at.erlangs / agents) } };
}

/** Erlang's models size a month at once, each slot from the one before. */
function sizedRow(
  { calls, ahtS }: Row,
  { loads, of }: { loads: Float64Array; of: SlotRules },
): Float64Array {
  const { rules, callers, wanted } = of;
  const erlangs = new Float64Array(loads.length).fill(Number.NaN);
  for (const i of wanted) {
    if ((ahtS[i] ?? 0) > 0 && (calls[i] ?? 0) > 0) erlangs[i] = loads[i] ?? Number.NaN;
  }
  const model = rules.model === 'erlang-a' || rules.model === 'erlang-b' ? rules.model : 'erlang-c';
  const patienceS = model === 'erlang-a' ? callers.patienceS : null;
  return requiredAgentsRow(model, { erlangs, ahtS, patienceS }, toGoals(rules));
}

/** Work that may wait: the flattest staffing that keeps the deadline. */
function byDeadline(
  { slotS, calls, ahtS }: Row,
  slots: readonly LocalSlot[],
  { deferred, goals }: StaffingRules,
): (place: number) => Answer {
  const busy = goals.occupancy ?? 1;
  const isKnown = (i: number) => calls[i] === 0 || ((calls[i] ?? 0) > 0 && (ahtS[i] ?? 0) > 0);
  const own = calls.map((count, i) => (count > 0 ? (count * (ahtS[i] ?? Number.NaN)) / slotS : 0));
  const worked = Uint8Array.from(slots, ({ start }) =>
    deferred && workedAt(deferred, placeOf(start)) ? 1 : 0,
  );
  if (!worked.includes(1)) {
    return () => ({ ...nothing, problem: 'deferred work is never worked on at these times' });
  }
  const { level, agents, done, waiting } = deadlineStaffing({
    arrives: own.map((erlangs, i) => (isKnown(i) ? erlangs / busy : 0)),
    worked,
    withinSlots: Math.max(1, Math.floor(((deferred?.withinMinutes ?? 0) * 60) / slotS)),
    minimumAgents: goals.minimumAgents,
  });
  return (i) => {
    const count = agents[i] ?? 0;
    const at = {
      ...{ ...nothing, ownErlangs: own[i] ?? 0, erlangs: (done[i] ?? 0) * busy, agents: count },
      deferred: { level: (level[i] ?? 0) * busy, waiting: (waiting[i] ?? 0) * busy },
    };
    if (!isKnown(i)) return { ...at, agents: null, problem: 'no volume, or no handling time' };
    if (count === 0) return at;
    const least = goals.minimumAgents > 0 && count === goals.minimumAgents;
    const binding = least ? ('minimumAgents' as const) : null;
    return { ...at, binding, figures: { ...noFigures, occupancy: at.erlangs / count } };
  };
}

function placeOf(start: string): { weekday: number; minute: number } {
  const minute = Number(start.slice(11, 13)) * 60 + Number(start.slice(14, 16));
  return { weekday: weekdayOf(start.slice(0, 10)), minute };
}

/** Shrinkage of a slot; worked out once for each set of kinds. */
function sharesOf(rules: StaffingRules, change: ScenarioChange | null) {
  const fixed = change?.shrinkage
    ? [{ kind: 'scenario', share: toRatio(change.shrinkage), window: null }]
    : null;
  const known = new Map<string, { kinds: StaffedSlot['shrinkage']; total: Ratio }>();
  return (start: string) => {
    const plain = fixed !== null || rules.shrinkage.length === 0;
    const place = plain ? { weekday: 1, minute: 0 } : placeOf(start);
    const key = `${place.weekday} ${place.minute}`;
    const before = known.get(key);
    if (before) return before;
    const kinds =
      fixed ??
      shrinkageAt(rules, place).map(({ kind, share, ...window }) => {
        return { kind, share: toRatio(share), window };
      });
    const shrinkage = { kinds, total: totalShrinkage(kinds.map(({ share }) => share)) };
    known.set(key, shrinkage);
    return shrinkage;
  };
}
