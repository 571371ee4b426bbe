import { type FoldMetrics, foldMetrics } from '../lib/fold-metrics.ts';
import type { Floor, Floors } from './floor.ts';

/** Counters and gauges of agent-status. */
export function agentStatusMetrics(floors: Floors): FoldMetrics {
  const metrics = foldMetrics('agent-status');
  const { gauge } = metrics;
  const sum = (read: (of: Floor) => number) =>
    [...floors.values()].reduce((all, one) => all + read(one), 0);
  gauge('floorcast_agents', 'Agents known.', () => sum(({ agents }) => agents.records.size));
  gauge('floorcast_agents_facts_too_late', 'Facts older than the window of order.', () =>
    sum(({ agents }) => agents.tooLate),
  );
  gauge('floorcast_agents_facts_refused', 'Facts of agents beyond the limit.', () =>
    sum(({ agents }) => agents.refused),
  );
  return metrics;
}
