import type { Fact } from '../../proto/gen/floorcast/event/v1/fact.ts';
import type { ContactLeg } from '../../proto/gen/floorcast/history/v1/trace.ts';

/** Is it an agent's own key at an instant, "source/agent"? */
export type IsOwn = (key: string, atMs: number) => boolean;

/**
 * Of a contact's legs those that an agent took, or that rang at the agent in vain: of these only
 * that it did. What others did in them, and who called, is left out.
 */
export function ownLegs(legs: readonly ContactLeg[], isOwn: IsOwn): ContactLeg[] {
  return legs.flatMap((leg) => {
    const atMs = leg.offeredAt?.getTime() ?? 0;
    const isMine = (agent: string) => agent !== '' && isOwn(`${leg.source}/${agent}`, atMs);
    const mine = leg.facts.flatMap((fact) => ownFact(fact, isMine) ?? []);
    if (isMine(leg.agent)) return [{ ...leg, facts: mine }];
    if (!mine.some((fact) => whatOf(fact)?.$case === 'ringNoAnswer')) return [];
    const rung = mine.filter((fact) => ofRings.has(whatOf(fact)?.$case ?? ''));
    return [{ ...leg, ...notOwn, facts: rung }];
  });
}

/** How the leg went on is the matter of who took it. */
const notOwn = {
  ...{ outcome: '', agent: '', waitMs: undefined, talkMs: undefined },
  ...{ holdMs: undefined, acwMs: undefined },
};
const ofRings = new Set(['offered', 'ringing', 'ringNoAnswer']);

function whatOf(fact: Fact) {
  return fact.about?.$case === 'contact' ? fact.about.value.happened : undefined;
}

function ownFact(fact: Fact, isMine: (agent: string) => boolean): Fact | null {
  const what = whatOf(fact);
  if (!what || fact.about?.$case !== 'contact') return null;
  if ('agent' in what.value && !isMine(what.value.agent)) return null;
  if (what.$case !== 'offered') return fact;
  const happened = { $case: 'offered' as const, value: {} };
  return { ...fact, about: { $case: 'contact', value: { ...fact.about.value, happened } } };
}
