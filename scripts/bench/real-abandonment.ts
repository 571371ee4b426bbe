// How well the models foretell a real month's abandonment and waits, half-hour by
// half-hour: patience, handle time and what an agent's presence is worth come from
// January 1999; October's own arrivals and presence go in; October's outcomes are compared.
import { generalPatienceForGoals } from '../../services/domain/staffing/general-patience.ts';
import {
  fitExponentialPatience,
  fitPatienceHazard,
  type PatienceHazard,
} from '../../services/domain/staffing/patience-fit.ts';
import { simulate } from '../../services/domain/staffing/simulation/simulate.ts';
import { staffingFigures } from '../../services/domain/staffing/staffing-figures.ts';
import type { LoggedCall } from './call-log.ts';
import { fine, type HalfHour, halfHoursOf, slotS } from './half-hours.ts';

/** What a model said of one month beside what happened, over half-hours that count. */
export interface AbandonmentErrors {
  model: ModelName;
  /** What a present agent was worth, so that January's mean wait came out right. */
  availability: number;
  /** Share of calls that hung up, foretold; the month's own stands in `actual`. */
  abandonment: number;
  /** Mean over calls of abs(foretold - actual share of their half-hour). */
  abandonmentOff: number;
  /** Mean wait of all, foretold, seconds. */
  waitS: number;
  waitOffS: number;
  /** Half-hours for which the model has no answer: more load than agents. */
  silent: number;
}

/** The study's outcome. */
export interface RealAbandonment {
  meanPatienceS: number;
  ahtS: number;
  halfHours: number;
  calls: number;
  actual: { abandonment: number; waitS: number };
  models: AbandonmentErrors[];
}

interface Inputs {
  ahtS: number;
  meanPatienceS: number;
  patience: PatienceHazard;
  /** The month's own shares and waits, for the plainest of forecasts. */
  month: { pAbandon: number; waitS: number };
}

/** What a model says of one half-hour; `null`: nothing. */
type Foretelling = ({ pAbandon: number; waitS: number } | null)[];
type Model = (halfHours: readonly HalfHour[], availability: number, inputs: Inputs) => Foretelling;

/** A half-hour's share of fewer calls is chance. */
const leastCalls = 10;
/** Fits on January, foretells October, and reckons how far off each model is. */
export function measureRealAbandonment(
  calls: readonly LoggedCall[],
  names: readonly ModelName[] = modelNames,
): RealAbandonment {
  const of = (month: string) => calls.filter(({ day }) => day.startsWith(month));
  const before = of('1999-01');
  const inputs = inputsOf(before);
  const [known, asked] = [halfHoursOf(before), halfHoursOf(of('1999-10'))];
  const counted = asked.filter(counts);
  const sum = (value: (half: HalfHour) => number) => counted.reduce((all, h) => all + value(h), 0);
  const offered = sum((half) => half.offered);
  return {
    meanPatienceS: inputs.meanPatienceS,
    ahtS: inputs.ahtS,
    halfHours: counted.length,
    calls: offered,
    actual: {
      abandonment: sum((half) => half.abandoned) / offered,
      waitS: sum((half) => half.waitS) / offered,
    },
    models: names.flatMap((model) => {
      const foretell = models[model];
      const worth = model === 'as in January' ? [1] : [1, availabilityOf(foretell, known, inputs)];
      return worth.map((availability) =>
        errorsOf(model, availability, asked, foretell(asked, availability, inputs)),
      );
    }),
  };
}

function inputsOf(calls: readonly LoggedCall[]): Inputs {
  const answered = calls.filter(({ abandoned }) => !abandoned);
  const patience = fitPatienceHazard(calls);
  const { meanS } = fitExponentialPatience(calls);
  if (!patience || meanS === null) throw new Error('nobody hung up in the month to learn from');
  const ahtS = answered.reduce((sum, { serviceS }) => sum + serviceS, 0) / answered.length;
  const month = {
    pAbandon: (calls.length - answered.length) / calls.length,
    waitS: calls.reduce((sum, { waitS }) => sum + waitS, 0) / calls.length,
  };
  return { ahtS, meanPatienceS: meanS, patience, month };
}

/** What is compared; the first knows no queue at all. */
export const modelNames = [
  'as in January',
  'Erlang C',
  'Erlang A',
  'M/M/n+G',
  'simulator',
] as const;
/** One of them. */
export type ModelName = (typeof modelNames)[number];

const models: Record<ModelName, Model> = {
  'as in January': (halfHours, _, { month }) => halfHours.map(() => month),
  'Erlang C': steady((queue) => staffingFigures('erlang-c', { ...queue, patienceS: null })),
  'Erlang A': steady((queue, { meanPatienceS }) =>
    staffingFigures('erlang-a', { ...queue, patienceS: meanPatienceS }),
  ),
  'M/M/n+G': steady((queue, { patience }) => generalPatienceForGoals({ ...queue, patience })),
  simulator: simulated,
};

/** A model of each half-hour alone, in a steady state. */
function steady(
  figuresOf: (
    queue: { erlangs: number; agents: number; ahtS: number; withinS: null },
    inputs: Inputs,
  ) => { pAbandon: number | null; asaS: number | null },
): Model {
  return (halfHours, availability, inputs) =>
    halfHours.map(({ offered, present }) => {
      const erlangs = (offered * inputs.ahtS) / slotS;
      const agents = present * availability;
      if (erlangs === 0 || agents === 0) return null;
      const queue = { erlangs, agents, ahtS: inputs.ahtS, withinS: null };
      const { pAbandon, asaS } = figuresOf(queue, inputs);
      // Erlang C knows nobody who hangs up.
      return asaS === null ? null : { pAbandon: pAbandon ?? 0, waitS: asaS };
    });
}

/** Each day as a whole: its arrivals, the log's spread of handle times, people in whole. */
function simulated(halfHours: readonly HalfHour[], availability: number, inputs: Inputs) {
  const days = [...Map.groupBy(halfHours, ({ day }) => day).values()];
  const { ahtS: meanS, patience } = inputs;
  return days.flatMap((day): Foretelling => {
    const bySlot = new Map(day.map((half) => [half.slot, half]));
    const slots = Array.from({ length: 48 * fine }, (_, i) => i);
    const halfOf = (i: number) => bySlot.get(Math.floor(i / fine));
    const agents = whole(slots.map((i) => (halfOf(i)?.presentBy5[i % fine] ?? 0) * availability));
    const queue = {
      queue: 'all',
      callsPerHour: slots.map((i) => (halfOf(i)?.offered ?? 0) * 2),
      handleTime: { kind: 'log-normal', meanS, logSd: 1.16 },
      patience: { kind: 'hazard', ...patience },
      withinS: 20,
      rule: 'missed',
    } as const;
    const groups = [{ group: 'all', agents, skills: [{ queue: 'all' }] }];
    const model = { slotS: slotS / fine, slots: slots.length, queues: [queue], groups };
    const result = simulate(model, { seed: 1999, replications: 10, bySlot: true });
    return day.map(({ slot }) => {
      const within = result.queues[0]?.bySlot.slice(slot * fine, (slot + 1) * fine) ?? [];
      const [offered, abandoned, waited] = within.reduce(
        ([all, lost, wait], figures) => [
          all + (figures.offered.value ?? 0),
          lost + (figures.abandoned.value ?? 0),
          wait + (figures.offered.value ?? 0) * (figures.waitS.value ?? 0),
        ],
        [0, 0, 0] as [number, number, number],
      );
      return offered === 0 ? null : { pAbandon: abandoned / offered, waitS: waited / offered };
    });
  });
}

/** Whole people whose sum follows that of the parts. */
function whole(parts: readonly number[]): number[] {
  let owed = 0;
  return parts.map((part) => {
    owed += part;
    const people = part === 0 ? 0 : Math.max(0, Math.round(owed));
    owed -= people;
    return people;
  });
}

/**
 * What a present agent is worth: between calls an agent also writes, fetches and
 * rests, which the log does not show. The share at which the model's mean wait
 * of the month to learn from is the real one, by halving.
 */
function availabilityOf(foretell: Model, halfHours: readonly HalfHour[], inputs: Inputs): number {
  const counted = halfHours.filter(counts);
  let [low, high] = [0.6, 1.6];
  for (let round = 0; round < 9; round += 1) {
    const middle = (low + high) / 2;
    const told = foretell(foretell === simulated ? halfHours : counted, middle, inputs);
    const rows = foretell === simulated ? halfHours : counted;
    let [off, heard] = [0, 0];
    told.forEach((figures, i) => {
      const half = rows[i];
      if (!figures || !half || !counts(half)) return;
      off += figures.waitS * half.offered - half.waitS;
      heard += 1;
    });
    // Where a model is silent for most, there are too few agents.
    if (off > 0 || heard < counted.length / 2) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

function errorsOf(
  model: ModelName,
  availability: number,
  halfHours: readonly HalfHour[],
  told: Foretelling,
): AbandonmentErrors {
  const sums = { calls: 0, abandoned: 0, abandonedOff: 0, wait: 0, waitOff: 0, silent: 0 };
  halfHours.forEach((half, i) => {
    if (!counts(half)) return;
    const figures = told[i];
    if (!figures) {
      sums.silent += 1;
      return;
    }
    const { offered, abandoned, waitS } = half;
    sums.calls += offered;
    sums.abandoned += figures.pAbandon * offered;
    sums.abandonedOff += Math.abs(figures.pAbandon * offered - abandoned);
    sums.wait += figures.waitS * offered;
    sums.waitOff += Math.abs(figures.waitS * offered - waitS);
  });
  return {
    model,
    availability,
    abandonment: sums.abandoned / sums.calls,
    abandonmentOff: sums.abandonedOff / sums.calls,
    waitS: sums.wait / sums.calls,
    waitOffS: sums.waitOff / sums.calls,
    silent: sums.silent,
  };
}

function counts({ offered, present }: HalfHour): boolean {
  return offered >= leastCalls && present >= 1;
}
