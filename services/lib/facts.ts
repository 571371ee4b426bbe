import { FactBatch, type Fact as WireFact } from '../../proto/gen/floorcast/event/v1/fact.ts';
import { DomainError } from '../domain/domain-error.ts';
import type { Fact } from '../domain/fact.ts';
import { fromWireAgent, toWireAgent } from './agent-fact-wire.ts';
import { fromWireContact, toWireContact } from './contact-fact-wire.ts';
import { fromWireSource, toWireSource } from './source-fact-wire.ts';

/** Facts of one tenant as they stand in one message of the log. */
export interface Batch {
  tenant: string;
  /** When ingest formed it, by ingest's clock. */
  sentAtMs: number;
  facts: Fact[];
  /** Everything told of the tenant before is erased: a fold begins anew with it. */
  erases: boolean;
}

/** A batch as bytes for the log. */
export function encodeBatch(batch: Omit<Batch, 'erases'>): Uint8Array {
  const { tenant, sentAtMs, facts } = batch;
  const sentAt = new Date(sentAtMs);
  return FactBatch.encode({ tenant, sentAt, facts: facts.map(toWire), erases: false }).finish();
}

/** The message that makes every fold of the log forget a tenant, also after a restart. */
export function encodeErasure(tenant: string, sentAtMs: number): Uint8Array {
  const sentAt = new Date(sentAtMs);
  return FactBatch.encode({ tenant, sentAt, facts: [], erases: true }).finish();
}

/** Bytes of the log as a batch. Throws a refusal that names what cannot be read. */
export function decodeBatch(bytes: Uint8Array): Batch {
  const { tenant, sentAt, facts, erases } = readBatch(bytes);
  if (!tenant) throw new DomainError('invalid', 'a batch of facts names no tenant');
  return { tenant, sentAtMs: sentAt?.getTime() ?? 0, facts: facts.map(fromWire), erases };
}

function readBatch(bytes: Uint8Array): FactBatch {
  try {
    return FactBatch.decode(bytes);
  } catch (error) {
    throw new DomainError('invalid', `not a batch of facts: ${(error as Error).message}`);
  }
}

/** A domain fact as the wire has it. */
export function toWire(fact: Fact): WireFact {
  return {
    factId: fact.factId,
    occurredAt: new Date(fact.atMs),
    precisionMs: fact.precisionMs,
    site: fact.site,
    source: fact.source,
    estimated: fact.estimated,
    about: toWireAbout(fact),
  };
}

function toWireAbout(fact: Fact): WireFact['about'] {
  switch (fact.about) {
    case 'contact':
      return { $case: 'contact', value: toWireContact(fact) };
    case 'agent':
      return { $case: 'agent', value: toWireAgent(fact) };
    case 'source':
      return { $case: 'sourceFact', value: toWireSource(fact) };
  }
}

/** A fact off the wire; a refusal names the fact and the field. */
export function fromWire(wire: WireFact): Fact {
  const { factId, occurredAt, precisionMs, site, source, estimated, about } = wire;
  if (!factId) throw new DomainError('invalid', 'a fact has no fact_id');
  if (!occurredAt) throw new DomainError('invalid', `fact "${factId}" has no occurred_at`);
  const common = {
    factId,
    atMs: occurredAt.getTime(),
    precisionMs: precisionMs || 1,
    site,
    source,
    estimated,
  };
  switch (about?.$case) {
    case 'contact':
      return { about: 'contact', ...common, ...fromWireContact(factId, common.atMs, about.value) };
    case 'agent':
      return { about: 'agent', ...common, ...fromWireAgent(factId, about.value) };
    case 'sourceFact':
      return { about: 'source', ...common, what: fromWireSource(factId, about.value) };
    case undefined:
      throw new DomainError('invalid', `fact "${factId}" is of a kind this version does not know`);
  }
}
