import { DomainError } from '../../domain-error.ts';
import { change, put } from '../../schedule/acts/apply-map.ts';
import type { AppealAct } from '../score-act.ts';
import type { Deed, SiteScores } from '../site-scores.ts';
import { type Acting, type Decided, only } from './acting.ts';
import { asker, checkWords, mustStand } from './permission.ts';

type FlagAct = Extract<AppealAct, { kind: 'rule-flagged' | 'flag-answered' }>;

const mostFlags = 1_000;

/** A rule itself is questioned, and what comes of it. */
export function decideFlag(state: SiteScores, act: FlagAct, acting: Acting): Decided {
  checkWords(act.words, 'words');
  if (act.kind === 'rule-flagged') {
    asker(acting);
    if (!/^((form|question|definition|measure) \S+|ladder)$/.test(act.about)) {
      throw new DomainError('invalid', `"${act.about}" names no rule: "form ID" or "ladder" would`);
    }
    return only({ ...act, flagId: acting.newId() });
  }
  mustStand(acting, 'quality');
  const flag = state.flags.get(act.flagId);
  if (!flag) throw new DomainError('not-found', `there is no flag "${act.flagId}"`);
  if (flag.answer) throw new DomainError('conflict', `flag "${act.flagId}" is answered already`);
  return only(act);
}

/** The state after it. */
export function applyFlag(state: SiteScores, act: FlagAct, deed: Deed): SiteScores {
  if (act.kind === 'rule-flagged') {
    const { kind: _, ...flag } = act;
    const flags = put(state.flags, act.flagId, { ...flag, flagged: deed, answer: null });
    return { ...state, flags: new Map([...flags].slice(-mostFlags)) };
  }
  const { kind: _, ...answer } = act;
  const flags = change(state.flags, act.flagId, (flag) => ({
    ...{ ...flag, answer: { ...answer, decided: deed } },
  }));
  return { ...state, flags };
}
