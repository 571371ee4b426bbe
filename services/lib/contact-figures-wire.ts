import type { ContactFigures as WireFigures } from '../../proto/gen/floorcast/queue/v1/queue_snapshot.ts';
import type { ContactFigures } from '../domain/queue/figures.ts';
import { toWireRule } from './settings-wire.ts';

/** Figures as the wire has them: what is null here is absent there. */
export function toWireFigures(figures: ContactFigures): WireFigures {
  return {
    ...figures,
    left: Object.fromEntries(Object.entries(figures.left).filter(([, number]) => number > 0)),
    blocked: figures.blocked ?? undefined,
    answerRate: figures.answerRate ?? undefined,
    serviceLevels: figures.serviceLevels.map(({ rule, met, counted, ratio }) => ({
      rule: toWireRule(rule),
      met,
      counted,
      ratio: ratio ?? undefined,
    })),
    asaMs: figures.asaMs ?? undefined,
    maxWaitMs: figures.maxWaitMs ?? undefined,
    talkMs: figures.talkMs ?? undefined,
    holdMs: figures.holdMs ?? undefined,
    acwMs: figures.acwMs ?? undefined,
    ahtMs: figures.ahtMs ?? undefined,
  };
}
