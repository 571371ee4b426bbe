import type { Agents } from '../domain/agent/agent-state.ts';
import { emptyAgents } from '../domain/agent/agent-state.ts';
import { agentFoldVersion, readAgents, writeAgents } from '../domain/agent/agent-writing.ts';
import type { SourceProof, SourceProofs } from '../domain/source-state.ts';

/** One tenant's agents and what proves them. */
export interface Floor {
  agents: Agents;
  proofs: SourceProofs;
}

/** Every tenant's floor. Written only by `consume.ts`; others read. */
export type Floors = Map<string, Floor>;

/** Raised whenever the fold or its written form changes. */
export const floorsVersion = agentFoldVersion * 100 + 1;

interface WrittenFloor {
  tenant: string;
  agents: string;
  proofs: SourceProof[];
}

/** A tenant's floor; a new one begins empty. */
export function floorOf(floors: Floors, tenant: string): Floor {
  const known = floors.get(tenant);
  if (known) return known;
  const floor: Floor = { agents: emptyAgents(), proofs: new Map() };
  floors.set(tenant, floor);
  return floor;
}

/** All floors as the bytes of a snapshot. */
export function writeFloors(floors: Floors): Uint8Array {
  const written: WrittenFloor[] = [...floors].map(([tenant, { agents, proofs }]) => ({
    tenant,
    agents: writeAgents(agents),
    proofs: [...proofs.values()],
  }));
  return Buffer.from(JSON.stringify(written));
}

/** The floors of a snapshot, the same in every figure. */
export function readFloors(bytes: Uint8Array): Floors {
  const written = JSON.parse(Buffer.from(bytes).toString()) as WrittenFloor[];
  return new Map(
    written.map(({ tenant, agents, proofs }) => [
      tenant,
      {
        agents: readAgents(agents),
        proofs: new Map(proofs.map((proof) => [proof.source, proof])),
      },
    ]),
  );
}
