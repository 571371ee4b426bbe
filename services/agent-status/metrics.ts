import { Counter, Gauge, type Registry } from 'prom-client';
import { makeMetrics } from '../lib/admin.ts';
import type { Lag } from '../lib/lag.ts';
import type { Following } from '../lib/stream.ts';
import type { Floors } from './floor.ts';

/** What operators see of agent-status; no tenant or agent labels. */
export interface AgentStatusMetrics {
  registry: Registry;
  /** Facts folded in since the start. */
  facts: Counter;
  /** Live messages sent since the start. */
  messages: Counter;
  /** Adds what is known of the following once it runs. */
  following: (following: Following, lag: Lag) => void;
}

/** Counters and gauges of agent-status. */
export function agentStatusMetrics(all: Floors): AgentStatusMetrics {
  const registry = makeMetrics('agent-status');
  const registers = [registry];
  const gauge = (name: string, help: string, read: () => number) =>
    new Gauge({
      name,
      help,
      registers,
      collect() {
        this.set(read());
      },
    });
  const floors = () => [...all.values()];
  const sum = (numbers: number[]) => numbers.reduce((a, b) => a + b, 0);
  gauge('floorcast_agents', 'Agents known.', () =>
    sum(floors().map(({ agents }) => agents.records.size)),
  );
  gauge('floorcast_agents_facts_too_late', 'Facts older than the window of order.', () =>
    sum(floors().map(({ agents }) => agents.tooLate)),
  );
  gauge('floorcast_agents_facts_refused', 'Facts of agents beyond the limit.', () =>
    sum(floors().map(({ agents }) => agents.refused)),
  );
  return {
    registry,
    facts: new Counter({
      name: 'floorcast_facts_total',
      help: 'Facts folded in.',
      registers,
    }),
    messages: new Counter({
      name: 'floorcast_live_messages_total',
      help: 'Live messages sent.',
      registers,
    }),
    following: ({ parked, position }, lag) => {
      gauge('floorcast_parked_messages', 'Messages that could not be read.', parked);
      gauge('floorcast_position', 'Last position of the log that is folded in.', position);
      const behind = 'Messages of the log not yet folded in; -1 = unknown.';
      gauge('floorcast_lag_messages', behind, () => lag.messages() ?? -1);
    },
  };
}
