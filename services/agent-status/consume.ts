import { applyToOutages, heardOf } from '../domain/agent/adherence/source-outages.ts';
import { applyAgentFact, applyContactToAgents } from '../domain/agent/agent-state.ts';
import { DomainError } from '../domain/domain-error.ts';
import type { Fact } from '../domain/fact.ts';
import type { Settings } from '../domain/settings/settings.ts';
import { applySourceFact } from '../domain/source-state.ts';
import { decodeBatch } from '../lib/facts.ts';
import type { Handle } from '../lib/stream.ts';
import { tenantOf } from '../lib/subjects.ts';
import { type Floor, type Floors, floorOf } from './floor.ts';

/** What folding needs and whom it tells. */
export interface Folding {
  floors: Floors;
  settingsOf: (tenant: string) => Settings;
  /** Agents whose state or figures changed. */
  touched: (tenant: string, agentKeys: readonly string[]) => void;
  /** A tenant is erased: nothing is known of it any more. */
  forgotten: (tenant: string) => void;
  /** So many facts are folded in, up to this position of the log. */
  folded: (facts: number, position: number) => void;
}

/** One message of the log of facts into the floors: bytes, batch, folds, who was touched. */
export function foldFacts(folding: Folding): Handle {
  const { floors, settingsOf, touched, forgotten, folded } = folding;
  return (data, { subject, sequence }) => {
    const { tenant, sentAtMs, facts, erases } = decodeBatch(data);
    if (tenant !== tenantOf(subject)) {
      throw new DomainError('invalid', `a batch of tenant "${tenant}" stands under ${subject}`);
    }
    if (erases) {
      floors.delete(tenant);
      folded(0, sequence);
      forgotten(tenant);
      return;
    }
    const floor = floorOf(floors, tenant);
    const settings = settingsOf(tenant);
    const agentKeys = new Set<string>();
    for (const fact of facts) {
      for (const key of fold(floor, fact, { settings, sentAtMs })) agentKeys.add(key);
    }
    folded(facts.length, sequence);
    touched(tenant, [...agentKeys]);
  };
}

function fold(
  { agents, proofs, outages }: Floor,
  fact: Fact,
  { settings, sentAtMs }: { settings: Settings; sentAtMs: number },
): readonly string[] {
  if (fact.about !== 'source') heardOf(outages, fact);
  switch (fact.about) {
    case 'agent':
      return applyAgentFact(agents, fact)?.agentKeys ?? [];
    case 'contact':
      return applyContactToAgents(agents, fact, settings)?.agentKeys ?? [];
    case 'source':
      applySourceFact(proofs, fact, sentAtMs);
      applyToOutages(outages, fact);
      return [];
  }
}
