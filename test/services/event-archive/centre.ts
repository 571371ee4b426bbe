import type { AgentFact } from '../../../services/domain/agent/agent-fact.ts';
import { agentFactId } from '../../../services/domain/agent/agent-fact.ts';
import type { Fact } from '../../../services/domain/fact.ts';
import {
  type ContactFact,
  type ContactHappening,
  contactFactId,
  legId,
} from '../../../services/domain/queue/contact-fact.ts';

/** A small seeded centre: the same seed gives the same facts, in order of time. */
export function centreFacts(of: {
  site: string;
  source: string;
  fromMs: number;
  contacts: number;
  everyMs: number;
  seed: number;
}): Fact[] {
  const next = random(of.seed);
  const facts: Fact[] = [];
  for (let agent = 1; agent <= 8; agent += 1) facts.push(signedIn(of, `agent-${agent}`, of.fromMs));
  for (let n = 1; n <= of.contacts; n += 1) {
    const atMs = Math.floor(of.fromMs + n * of.everyMs);
    facts.push(...contact(of, { uniqueId: `c${of.seed}.${n}`, atMs, next }));
  }
  return facts.sort((a, b) => a.atMs - b.atMs);
}

interface Of {
  site: string;
  source: string;
}

/** One contact: two in three are answered, the others hang up, time out or leave unnamed. */
function contact(
  of: Of,
  { uniqueId, atMs, next }: { uniqueId: string; atMs: number; next: () => number },
): ContactFact[] {
  const queue = ['sales', 'support', 'billing'][Math.floor(next() * 3)] ?? 'sales';
  const tell = teller(of, { uniqueId, queue, offeredAtMs: atMs });
  const agent = `agent-${1 + Math.floor(next() * 8)}`;
  const waitMs = Math.floor(next() * 40_000);
  const told = [tell(atMs, { kind: 'offered' })];
  const fate = next();
  if (fate < 0.2) told.push(tell(atMs + waitMs, { kind: 'abandoned', waitMs }));
  else if (fate < 0.28) told.push(tell(atMs + waitMs, { kind: 'left', reason: 'timeout', waitMs }));
  else if (fate < 0.33) told.push(tell(atMs + waitMs, { kind: 'left', reason: 'unnamed', waitMs }));
  else {
    const talkMs = Math.floor(20_000 + next() * 200_000);
    told.push(tell(atMs + waitMs, { kind: 'answered', agent, waitMs }));
    const endMs = atMs + waitMs + talkMs;
    told.push(tell(endMs, { kind: 'completed', agent, talkMs, endedBy: 'customer' }));
  }
  return told;
}

/** Facts of one leg. */
export function teller(
  { site, source }: Of,
  of: { uniqueId: string; queue: string; offeredAtMs: number; precisionMs?: number },
): (atMs: number, what: ContactHappening) => ContactFact {
  const { uniqueId, queue, offeredAtMs, precisionMs = 1 } = of;
  const leg = legId({ source, uniqueId, queue, ordinal: 1 });
  return (atMs, what) => ({
    about: 'contact',
    factId: contactFactId(leg, what.kind),
    atMs,
    precisionMs,
    site,
    source,
    estimated: false,
    queue,
    legId: leg,
    contactId: `${source}|${uniqueId}`,
    channel: 'voice',
    offeredAtMs,
    what,
  });
}

/** An agent signs in to every queue and is ready. */
export function signedIn(of: Of, agent: string, atMs: number): AgentFact {
  return {
    about: 'agent',
    factId: agentFactId({ source: of.source, agent, queue: 'sales', change: 'signed-in', atMs }),
    atMs,
    precisionMs: 1,
    ...of,
    estimated: false,
    agent,
    change: 'signed-in',
    queue: 'sales',
    after: {
      name: agent,
      interface: `PJSIP/${agent}`,
      memberships: ['sales', 'support', 'billing'].map((queue) => ({
        queue,
        sinceMs: atMs,
        paused: false,
        pauseReason: '',
        pausedSinceMs: atMs,
      })),
      work: [{ channel: 'voice', work: 'idle', sinceMs: atMs }],
    },
  };
}

/** Proof that everything before is told. */
export function heartbeat({ site, source }: Of, atMs: number): Fact {
  return {
    about: 'source',
    factId: `${source}|heartbeat|${atMs}`,
    atMs,
    precisionMs: 1,
    site,
    source,
    estimated: false,
    what: { kind: 'heartbeat', cadenceMs: 1_000, disagreements: 0 },
  };
}

/** Mulberry32: small, seeded, good enough to spread calls. */
export function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
