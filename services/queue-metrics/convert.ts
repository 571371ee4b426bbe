import type {
  QueueSnapshot,
  QueueInterval as WireInterval,
} from '../../proto/gen/floorcast/queue/v1/queue_snapshot.ts';
import { contactFigures } from '../domain/queue/figures.ts';
import type { QueueInterval } from '../domain/queue/intervals.ts';
import { toWireFigures } from '../lib/contact-figures-wire.ts';
import { toWireRule } from '../lib/settings-wire.ts';
import type { QueueNow } from './now.ts';

/** A queue as it leaves the service. */
export function toWireQueue({ figures, asOfMs }: QueueNow): QueueSnapshot {
  const { longestWaitingSinceMs: sinceMs, estimatedWaitMs, measuredBy } = figures;
  return {
    site: figures.site,
    queue: figures.queue,
    asOf: new Date(asOfMs),
    waiting: figures.waiting,
    longestWaitingSince: sinceMs === null ? undefined : new Date(sinceMs),
    talking: figures.talking,
    estimatedWaitMs: estimatedWaitMs ?? undefined,
    estimatedWaitMethod: figures.estimatedWaitMethod,
    today: toWireFigures(figures.today),
    targetMs: measuredBy.targetMs,
    rule: toWireRule(measuredBy.rule),
    goal: measuredBy.goal,
  };
}

/** An interval as it leaves the service. */
export function toWireInterval(
  { site, queue }: { site: string; queue: string },
  { startMs, lengthS, counts, version }: QueueInterval,
): WireInterval {
  const figures = toWireFigures(contactFigures(counts));
  return { site, queue, start: new Date(startMs), lengthS, figures, version };
}
