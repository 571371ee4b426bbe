import { setImmediate } from 'node:timers/promises';
import type { OutageLog, SourceOutages } from '../domain/agent/adherence/source-outages.ts';
import { type Agents, emptyAgents } from '../domain/agent/agent-state.ts';
import {
  agentFoldVersion,
  readAgentsInSlices,
  writeAgentsInSlices,
} from '../domain/agent/agent-writing.ts';
import type { SourceProof, SourceProofs } from '../domain/source-state.ts';

/** One tenant's agents and what proves them. */
export interface Floor {
  agents: Agents;
  proofs: SourceProofs;
  /** When which source told nothing. */
  outages: OutageLog;
}

/** Every tenant's floor. Written only by `consume.ts`; others read. */
export type Floors = Map<string, Floor>;

/** Raised whenever the fold or its written form changes. */
export const floorsVersion = agentFoldVersion * 100 + 2;

/** First line of a tenant in a snapshot; so many lines of its agents follow. */
interface WrittenFloor {
  tenant: string;
  proofs: SourceProof[];
  outages: [string, SourceOutages][];
  lines: number;
}

/** A tenant's floor; a new one begins empty. */
export function floorOf(floors: Floors, tenant: string): Floor {
  const known = floors.get(tenant);
  if (known) return known;
  const floor: Floor = { agents: emptyAgents(), proofs: new Map(), outages: new Map() };
  floors.set(tenant, floor);
  return floor;
}

/**
 * All floors as the bytes of a snapshot, some agents at a time, so that live
 * facts pass in between: those written later hold later facts, and folding
 * these in again after a restart changes nothing.
 */
export async function writeFloors(floors: Floors): Promise<Uint8Array> {
  const parts: Buffer[] = [];
  for (const [tenant, { agents, proofs, outages }] of [...floors]) {
    const sources = { proofs: [...proofs.values()], outages: [...outages] };
    const written: WrittenFloor = { tenant, ...sources, lines: 0 };
    const lines: Buffer[] = [];
    for (const line of writeAgentsInSlices(agents)) {
      lines.push(Buffer.from(`${line}\n`));
      await setImmediate();
    }
    written.lines = lines.length;
    parts.push(Buffer.from(`${JSON.stringify(written)}\n`), ...lines);
  }
  return Buffer.concat(parts);
}

/** The floors of a snapshot, the same in every figure. */
export function readFloors(bytes: Uint8Array): Floors {
  const lines = linesOf(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength));
  const floors: Floors = new Map();
  for (let head = lines.next(); !head.done; head = lines.next()) {
    // What it holds is what `writeFloors` of the same version wrote.
    const written = JSON.parse(head.value) as WrittenFloor;
    floors.set(written.tenant, {
      agents: readAgentsInSlices(nextLines(lines, written.lines)),
      proofs: new Map(written.proofs.map((proof) => [proof.source, proof])),
      outages: new Map(written.outages),
    });
  }
  return floors;
}

/** Not `take`, which ends the lines for whoever comes after. */
function* nextLines(lines: Iterator<string>, count: number): Generator<string> {
  for (let n = 0; n < count; n += 1) {
    const next = lines.next();
    if (next.done) return;
    yield next.value;
  }
}

/** Line by line: all of them together may be longer than a string can be. */
function* linesOf(bytes: Buffer): Generator<string> {
  for (let from = 0; from < bytes.length; ) {
    const end = bytes.indexOf('\n', from);
    yield bytes.toString('utf8', from, end);
    from = end + 1;
  }
}
