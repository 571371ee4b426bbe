import type { SourceFact as WireSourceFact } from '../../proto/gen/floorcast/event/v1/source_fact.ts';
import { DomainError } from '../domain/domain-error.ts';
import type { SourceFact } from '../domain/source-fact.ts';
import { toDate } from './wire-values.ts';

/** A source fact's own part as the wire has it. */
export function toWireSource({ what }: SourceFact): WireSourceFact {
  switch (what.kind) {
    case 'heartbeat': {
      const { cadenceMs, disagreements } = what;
      return { happened: { $case: 'heartbeat', value: { cadenceMs, disagreements } } };
    }
    case 'gap': {
      const value = { provenUntil: toDate(what.provenUntilMs), why: what.why };
      return { happened: { $case: 'gap', value } };
    }
    case 'resync': {
      const { estimatedEnds, disagreements } = what;
      return { happened: { $case: 'resync', value: { estimatedEnds, disagreements } } };
    }
  }
}

/** A source fact's own part off the wire; a refusal names the fact. */
export function fromWireSource(factId: string, { happened }: WireSourceFact): SourceFact['what'] {
  switch (happened?.$case) {
    case 'heartbeat':
      return { kind: 'heartbeat', ...happened.value };
    case 'gap': {
      const { provenUntil, why } = happened.value;
      return { kind: 'gap', provenUntilMs: provenUntil?.getTime() ?? null, why };
    }
    case 'resync':
      return { kind: 'resync', ...happened.value };
    case undefined:
      throw new DomainError('invalid', `fact "${factId}" tells nothing this version knows`);
  }
}
