import type { AgentFullState } from '../../services/domain/agent/agent-fact.ts';
import type { Fact } from '../../services/domain/fact.ts';

/** A fact as a CloudEvent 1.0, as any source would send it. */
export function toCloudEvent(source: string, fact: Fact): object {
  const common = {
    specversion: '1.0',
    id: fact.factId,
    source: `/simulator/${source}`,
    time: new Date(fact.atMs).toISOString(),
  };
  switch (fact.about) {
    case 'contact': {
      const { kind, ...told } = fact.what;
      const { queue, legId, contactId, channel } = fact;
      const offeredAt = new Date(fact.offeredAtMs).toISOString();
      const data = { queue, legId, contactId, channel, offeredAt, ...told };
      return { ...common, type: `floorcast.contact.${kind}.v1`, data };
    }
    case 'agent': {
      const { agent, queue, after } = fact;
      return {
        ...common,
        type: `floorcast.agent.${fact.change}.v1`,
        data: { agent, ...(queue ? { queue } : {}), after: toAfter(after) },
      };
    }
    case 'source': {
      const { kind, ...told } = fact.what;
      return { ...common, type: `floorcast.source.${kind}.v1`, data: told };
    }
  }
}

function toAfter({ name, interface: device, memberships }: AgentFullState): object {
  return {
    name,
    interface: device,
    memberships: memberships.map(({ queue, sinceMs, paused, pauseReason, pausedSinceMs }) => ({
      queue,
      since: sinceMs,
      paused,
      pauseReason,
      pausedSince: pausedSinceMs,
    })),
  };
}
