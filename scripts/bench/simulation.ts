import {
  eventHeap,
  popEvent,
  pushEvent,
} from '../../services/domain/staffing/simulation/event-heap.ts';
import type { SimulationModel } from '../../services/domain/staffing/simulation/model.ts';
import { simulate } from '../../services/domain/staffing/simulation/simulate.ts';
import { skillStaffing } from '../../services/domain/staffing/skill-staffing.ts';

/** One measured line of the simulator. */
export interface SimulationLine {
  name: string;
  figure: string;
}

const slots = 24;
const rounds = 5;

/**
 * Events a second of two centres, beside a loop that does nothing but keep as
 * many ends of contacts in the same heap (the least a simulator of events can
 * do), and one search for cheap skills.
 */
export function measureSimulation(): SimulationLine[] {
  const single = eventsPerS(centre(1));
  const many = eventsPerS(centre(8));
  const bare = bareEventsPerS(100);
  const searchMs = bestMs(1, () => void search());
  return [
    line('one queue, 100 erlang, Erlang A', single, bare),
    line('8 queues, 16 groups, overflow, priorities', many, bare),
    { name: 'a heap of 100 ends alone (the peer)', figure: `${millions(bare)} M events/s` },
    {
      name: 'cheapest of three skill groups, verified',
      figure: `${(searchMs / 1_000).toFixed(1)} s`,
    },
  ];
}

function line(name: string, perS: number, bare: number): SimulationLine {
  return { name, figure: `${millions(perS)} M events/s, ${(bare / perS).toFixed(1)} x the peer` };
}

function millions(perS: number): string {
  return (perS / 1e6).toFixed(2);
}

/** A centre of 100 erlang in all: half the agents have one skill, half a second by overflow. */
function centre(queues: number): SimulationModel {
  const names = Array.from({ length: queues }, (_, place) => `queue ${place}`);
  const agents = Math.ceil(100 / queues / 2) + (queues > 1 ? 1 : 0);
  return {
    slotS: 1_800,
    slots,
    queues: names.map((queue, place) => ({
      queue,
      callsPerHour: Array.from({ length: slots }, () => 1_500 / queues),
      handleTime: { kind: 'exponential', meanS: 240 },
      patience: { kind: 'exponential', meanS: 120 },
      withinS: 20,
      rule: 'missed',
      priority: place % 2,
    })),
    groups: names.flatMap((queue, place) => [
      { group: `${queue} alone`, agents: [agents], skills: [{ queue }] },
      {
        group: `${queue} and next`,
        agents: [agents],
        skills:
          queues === 1
            ? [{ queue }]
            : [{ queue }, { queue: names[(place + 1) % queues] ?? queue, level: 2, afterS: 10 }],
      },
    ]),
  };
}

function eventsPerS(model: SimulationModel): number {
  let events = 0;
  const ms = bestMs(rounds, () => {
    ({ events } = simulate(model, { seed: 1, replications: 20 }));
  });
  return (events * 1_000) / ms;
}

/** Takes the earliest end out and puts a later one in, a million times. */
function bareEventsPerS(size: number): number {
  const count = 1_000_000;
  const ms = bestMs(rounds, () => {
    const heap = eventHeap();
    for (let at = 0; at < size; at += 1) pushEvent(heap, (at * 0.618) % 1, at);
    for (let at = 0; at < count; at += 1) {
      const nowS = heap.atS[0] ?? 0;
      const code = heap.code[0] ?? 0;
      popEvent(heap);
      pushEvent(heap, nowS + ((at * 0.618) % 1), code);
    }
  });
  return (count * 1_000) / ms;
}

function search(): void {
  const queue = (name: string) => ({
    queue: name,
    callsPerHour: 300,
    handleTime: { kind: 'exponential', meanS: 240 } as const,
    patience: { kind: 'exponential', meanS: 180 } as const,
    withinS: 20,
    rule: 'missed' as const,
    goals: { serviceLevel: 0.8 },
  });
  const group = (name: string, cost: number, ...queues: string[]) => ({
    group: name,
    cost,
    skills: queues.map((taken) => ({ queue: taken, level: queues.length })),
  });
  const groups = [group('a', 1, 'a'), group('b', 1, 'b'), group('both', 1.1, 'a', 'b')];
  skillStaffing({ queues: [queue('a'), queue('b')], groups }, { seed: 1 });
}

function bestMs(times: number, work: () => void): number {
  let best = Number.POSITIVE_INFINITY;
  for (let round = 0; round < times; round += 1) {
    const begun = performance.now();
    work();
    best = Math.min(best, performance.now() - begun);
  }
  return best;
}
