import { DomainError } from '../../domain-error.ts';
import { centrePlan } from './centre-plan.ts';
import { recordTape } from './contact-tape.ts';
import { groupResults, queueResults } from './estimates.ts';
import {
  type SimulationModel,
  type SimulationResult,
  type SimulationRun,
  simulationLimits,
} from './model.ts';
import { replay } from './replay.ts';
import type { Tally } from './tally.ts';

/**
 * Simulates a centre so often, each repetition with chance of its own, and
 * tells every figure with the interval that holds the true one with the stated
 * confidence. The same seed gives the same figures on every machine.
 *
 * A model of a day begins empty. For a steady period, let the first and the last
 * slots not count (`measured`).
 */
export function simulate(model: SimulationModel, run: SimulationRun): SimulationResult {
  const steps = simulateSteps(model, run);
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
  }
}

/** The same repetition by repetition, telling how many are done: for progress. */
export function* simulateSteps(
  model: SimulationModel,
  run: SimulationRun,
): Generator<number, SimulationResult> {
  const { seed, replications = 20, confidence = 0.95, bySlot = false } = run;
  checkRun(replications, confidence);
  const plan = centrePlan(model);
  const tallies: Tally[] = [];
  for (let replication = 0; replication < replications; replication += 1) {
    tallies.push(replay(plan, recordTape(model, { seed, replication })));
    yield replication + 1;
  }
  const found = { plan, tallies, confidence, bySlot };
  return {
    seed,
    replications,
    confidence,
    events: tallies.reduce((sum, { events }) => sum + events, 0),
    queues: queueResults(found),
    groups: groupResults(found),
  };
}

function checkRun(replications: number, confidence: number): void {
  const most = simulationLimits.replications;
  if (!Number.isInteger(replications) || replications < 2 || replications > most) {
    throw new DomainError('invalid', `replications: ${replications} is not from 2 to ${most}`);
  }
  if (!(confidence > 0 && confidence < 1)) {
    throw new DomainError('invalid', `confidence: ${confidence} is not between 0 and 1`);
  }
}
