import { Counter, type Registry } from 'prom-client';
import { makeMetrics } from './admin.ts';
import { addGauge } from './gauges.ts';
import type { Lag } from './lag.ts';
import type { Following } from './stream.ts';

/** What operators see of a service that folds the log of facts; no tenant or agent labels. */
export interface FoldMetrics {
  registry: Registry;
  /** Facts folded in since the start. */
  facts: Counter;
  /** Live messages sent since the start. */
  messages: Counter;
  /** A figure read whenever it is asked for. */
  gauge: (name: string, help: string, read: () => number) => void;
  /** Adds what is known of the following once it runs. */
  following: (following: Following, lag: Lag) => void;
}

/** Counters and gauges that every fold has. */
export function foldMetrics(service: string): FoldMetrics {
  const registry = makeMetrics(service);
  const registers = [registry];
  const gauge: FoldMetrics['gauge'] = (name, help, read) => addGauge(registry, name, help, read);
  const counter = (name: string, help: string) => new Counter({ name, help, registers });
  return {
    registry,
    facts: counter('floorcast_facts_total', 'Facts folded in.'),
    messages: counter('floorcast_live_messages_total', 'Live messages sent.'),
    gauge,
    following: ({ parked, position }, lag) => {
      gauge('floorcast_parked_messages', 'Messages that could not be read.', parked);
      gauge('floorcast_position', 'Last position of the log that is folded in.', position);
      const behind = 'Messages of the log not yet folded in; -1 = unknown.';
      gauge('floorcast_lag_messages', behind, () => lag.messages() ?? -1);
    },
  };
}
