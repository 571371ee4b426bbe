import { ScoreDecided } from '../../../proto/gen/floorcast/score/v1/score_decision.ts';
import type { MinutesAct } from '../../domain/agent/adherence/appealed-minutes.ts';
import {
  type DeviationCause,
  deviationCauses,
} from '../../domain/agent/adherence/deviation-cause.ts';
import { DomainError } from '../../domain/domain-error.ts';
import type { OfSite } from '../../lib/site-book.ts';

/** A decision about scores, as far as it is about contested minutes. */
export interface HeardAppeal extends OfSite {
  author: string;
  atMs: number;
  /** Null = about something else. */
  act: MinutesAct | null;
}

/** Bytes of the log of scores. Throws a refusal that names what cannot be read. */
export function decodeAppeal(bytes: Uint8Array): HeardAppeal {
  const { tenant, site, author, decidedAt, act } = read(bytes);
  return { tenant, site, author, atMs: decidedAt?.getTime() ?? 0, act: minutesAct(act?.what) };
}

function read(bytes: Uint8Array): ScoreDecided {
  try {
    return ScoreDecided.decode(bytes);
  } catch (error) {
    throw new DomainError('invalid', `not a decision about scores: ${(error as Error).message}`);
  }
}

type What = NonNullable<ScoreDecided['act']>['what'];

function minutesAct(what: What): MinutesAct | null {
  switch (what?.$case) {
    case 'appealLodged': {
      const { of, appealId, person, target, words, claimed, dueAt } = what.value;
      if (of !== 'adherence') return null;
      const dueAtMs = dueAt?.getTime() ?? 0;
      const seen = causeOf(claimed) ?? 'supervisor';
      return { kind: 'lodged', appealId, person, target, words, claimed: seen, dueAtMs };
    }
    case 'appealAssigned':
      return { kind: 'assigned', appealId: what.value.appealId, marker: what.value.marker };
    case 'appealWithdrawn':
      return { kind: 'withdrawn', appealId: what.value.appealId };
    case 'appealDecided': {
      const { appealId, outcome, reason, figure = null, cause } = what.value;
      const decided = { appealId, reason, minutes: figure, cause: causeOf(cause) };
      return { kind: 'decided', outcome: outcomeOf(outcome), ...decided };
    }
    case 'definitionDecided': {
      const { definition, removed } = what.value;
      if (!definition) return null;
      const { definitionId, appealDays } = definition;
      return { kind: 'window', definitionId, days: removed ? null : appealDays };
    }
    default:
      return null;
  }
}

function causeOf(word: string): DeviationCause | null {
  return deviationCauses.find((one) => one === word && one !== 'own') ?? null;
}

function outcomeOf(word: string): 'accepted' | 'partly' | 'refused' {
  const found = (['accepted', 'partly', 'refused'] as const).find((one) => one === word);
  if (found) return found;
  throw new DomainError('invalid', `"${word}" is no outcome of an appeal`);
}
