import { type AbandonRule, serviceLevelTerms } from '../../queue/service-level.ts';
import type { CentrePlan } from './centre-plan.ts';
import { type Certainty, meanEstimate, ratioEstimate, shareEstimate } from './interval.ts';
import type {
  Estimate,
  QueueEstimates,
  SimulatedGroupResult,
  SimulatedQueueResult,
} from './model.ts';
import { cellWidth, field, type Repetitions, type Tally } from './tally.ts';
import { waitQuantiles } from './wait-quantiles.ts';

/** Figures of every queue with their intervals. */
export function queueResults(found: Repetitions): SimulatedQueueResult[] {
  const { plan, bySlot } = found;
  const span = measuredSlots(plan);
  return plan.model.queues.map(({ queue }, place) => ({
    queue,
    ...queueEstimates(found, place, span),
    ...waitQuantiles(found, place),
    bySlot: bySlot
      ? Array.from({ length: plan.model.slots }, (_, slot) =>
          queueEstimates(found, place, { fromSlot: slot, toSlot: slot + 1 }),
        )
      : [],
  }));
}

/** Figures of every group with their intervals. */
export function groupResults({
  plan,
  tallies,
  confidence,
  bySlot,
}: Repetitions): SimulatedGroupResult[] {
  const { slots, slotS } = plan.model;
  const span = measuredSlots(plan);
  const occupancy = (group: number, { fromSlot, toSlot }: Span) =>
    shareEstimate(
      tallies.map((tally) => sum(tally.busyS, group * slots + fromSlot, group * slots + toSlot)),
      tallies.map((tally) => sum(tally.presentS, group * slots + fromSlot, group * slots + toSlot)),
      { confidence },
    );
  return plan.model.groups.map(({ group }, place) => ({
    group,
    occupancy: occupancy(place, span),
    present: ratioEstimate(
      tallies.map((t) =>
        sum(t.presentS, place * slots + span.fromSlot, place * slots + span.toSlot),
      ),
      tallies.map(() => (span.toSlot - span.fromSlot) * slotS),
      { confidence },
    ),
    answered: plan.model.queues.map((_, queue) => {
      const at = place * plan.queues + queue;
      return tallies.reduce((all, t) => all + (t.answeredBy[at] ?? 0), 0) / tallies.length;
    }),
    occupancyBySlot: bySlot
      ? Array.from({ length: slots }, (_, slot) =>
          occupancy(place, { fromSlot: slot, toSlot: slot + 1 }),
        )
      : [],
  }));
}

/** From a slot to before another. */
export interface Span {
  fromSlot: number;
  toSlot: number;
}

/** The slots that count. */
export function measuredSlots({ model }: CentrePlan): Span {
  return model.measured ?? { fromSlot: 0, toSlot: model.slots };
}

/** Met and counted contacts of one repetition by the queue's rule. */
export function levelTerms(
  counts: Float64Array,
  rule: AbandonRule,
): { met: number; counted: number } {
  const at = (name: keyof typeof field) => counts[field[name]] ?? 0;
  return serviceLevelTerms(
    {
      answered: at('answered'),
      answeredInTime: at('answeredInTime'),
      abandoned: at('abandoned'),
      abandonedInTime: at('abandonedInTime'),
      abandonedShort: at('abandonedShort'),
      leftLate: 0,
      waitingLate: at('unserved'),
    },
    rule,
  );
}

/** One queue's counts of one repetition over a span of slots, by field. */
export function queueCounts(tally: Tally, queue: number, { fromSlot, toSlot }: Span): Float64Array {
  const counts = new Float64Array(cellWidth);
  for (let slot = fromSlot; slot < toSlot; slot += 1) {
    const cell = (queue * tally.slots + slot) * cellWidth;
    for (let name = 0; name < cellWidth; name += 1) {
      counts[name] = (counts[name] as number) + (tally.cells[cell + name] as number);
    }
  }
  return counts;
}

function queueEstimates(
  { plan, tallies, confidence }: Repetitions,
  place: number,
  span: Span,
): QueueEstimates {
  const counts = tallies.map((tally) => queueCounts(tally, place, span));
  const queue = plan.model.queues[place] as CentrePlan['model']['queues'][number];
  const of = (name: keyof typeof field) => counts.map((row) => row[field[name]] ?? 0);
  const ones = counts.map(() => 1);
  const spanS = (span.toSlot - span.fromSlot) * plan.model.slotS;
  const looks = Math.max(tallies.length, (tallies.length * spanS) / queue.handleTime.meanS);
  const certainty: Certainty = { confidence, looks };
  const mean = (name: keyof typeof field) => atLeastZero(ratioEstimate(of(name), ones, certainty));
  const terms = counts.map((row) => levelTerms(row, queue.rule));
  return {
    offered: mean('offered'),
    answered: mean('answered'),
    answeredInTime: mean('answeredInTime'),
    abandoned: mean('abandoned'),
    blocked: mean('blocked'),
    serviceLevel: shareEstimate(
      terms.map(({ met }) => met),
      terms.map(({ counted }) => counted),
      certainty,
    ),
    abandonment: shareEstimate(of('abandoned'), of('offered'), certainty),
    asaS: meanEstimate(of('answeredWaitS'), of('answered'), certainty),
    waitS: meanEstimate(of('waitS'), of('offered'), certainty),
    pWait: shareEstimate(of('waited'), of('offered'), certainty),
  };
}

function atLeastZero({ value, low, high }: Estimate): Estimate {
  return { value, low: low === null ? null : Math.max(0, low), high };
}

function sum(values: Float64Array, from: number, to: number): number {
  let total = 0;
  for (let at = from; at < to; at += 1) total += values[at] as number;
  return total;
}
