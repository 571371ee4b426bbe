import type { AgentFact } from './agent/agent-fact.ts';
import type { ContactFact } from './queue/contact-fact.ts';
import type { SourceFact } from './source-fact.ts';

/** Anything a source tells. */
export type Fact = ContactFact | AgentFact | SourceFact;
