import { DomainError } from '../../domain-error.ts';
import { put } from '../../schedule/acts/apply-map.ts';
import { checkDay } from '../../schedule/site-calendar.ts';
import { checkDefinition } from '../cards/check-definition.ts';
import { definitionOn } from '../cards/definition-on.ts';
import { periodCards } from '../cards/period-cards.ts';
import { sameCards } from '../cards/same-cards.ts';
import { lengthOf, periodDays, periodSpan } from '../period.ts';
import type { CardAct } from '../score-act.ts';
import type { Definition } from '../scorecard.ts';
import { closeKey, type Decision, type Deed, type SiteScores } from '../site-scores.ts';
import type { PeriodClosed } from '../work-act.ts';
import { type Acting, type Decided, only } from './acting.ts';
import { mustStand } from './permission.ts';

const mostDefinitions = 100;
const mostVersions = 500;
/** Closes kept: ten years of months and weeks of some definitions. */
const mostCloses = 2_000;

/** How people are scored, and what is frozen. */
export function decideCards(state: SiteScores, act: CardAct, acting: Acting): Decided {
  switch (act.kind) {
    case 'definition-decided':
      mustStand(acting, 'defines');
      checkDay(act.definition.effectiveFrom, 'effective from');
      if (!act.removed) checkDefinition(act.definition);
      checkOpen(state, act.definition);
      return only(act);
    case 'period-closed':
      mustStand(acting, 'quality');
      return only(closed(state, act, acting));
  }
}

/** The state after it. */
export function applyCards(state: SiteScores, act: CardAct, deed: Deed): SiteScores {
  switch (act.kind) {
    case 'definition-decided': {
      const { definition, removed } = act;
      const versions = state.definitions.get(definition.definitionId) ?? [];
      const next = [...versions, { value: { definition, removed }, decided: deed }];
      return {
        ...state,
        definitions: put(state.definitions, definition.definitionId, next),
      };
    }
    case 'period-closed': {
      const { kind: _, ...close } = act;
      const key = closeKey(act.period, act.definitionId);
      const before = state.closes.get(key) ?? [];
      const by = before[0]?.definitionPosition;
      const now = definitionOn(state, act.definitionId, act.period)?.decided.position ?? 0;
      const next = [...before, { ...close, definitionPosition: by ?? now, closed: deed }];
      return { ...state, closes: new Map([...put(state.closes, key, next)].slice(-mostCloses)) };
    }
  }
}

/**
 * The definition by which a period is or will be closed: once closed it stays that version, so a
 * later one leaves even a close made anew as it was scored. `null` = there is none.
 */
export function definitionOfClose(
  state: SiteScores,
  definitionId: string,
  period: string,
): Decision<Definition> | null {
  const position = state.closes.get(closeKey(period, definitionId))?.[0]?.definitionPosition;
  const fixed = state.definitions
    .get(definitionId)
    ?.find(({ decided }) => decided.position === position);
  if (fixed) return { value: fixed.value.definition, decided: fixed.decided };
  return definitionOn(state, definitionId, period);
}

/** Content of the newest close of a period; empty = it is not closed. */
export function newestContent(
  state: Pick<SiteScores, 'closes'>,
  { period, definitionId }: Pick<PeriodClosed, 'period' | 'definitionId'>,
): string {
  return state.closes.get(closeKey(period, definitionId))?.at(-1)?.content ?? '';
}

/** Nothing decided now may reach into a period that is closed. */
function checkOpen(state: SiteScores, { definitionId, effectiveFrom, period }: Definition): void {
  const versions = state.definitions.get(definitionId) ?? [];
  if (versions.length >= mostVersions || state.definitions.size >= mostDefinitions) {
    throw new DomainError(
      'invalid',
      `more than ${mostDefinitions} definitions, or versions of one`,
    );
  }
  const [first] = versions;
  if (first && first.value.definition.period !== period) {
    throw new DomainError('invalid', `"${definitionId}" is by ${first.value.definition.period}`);
  }
  for (const [close] of state.closes.values()) {
    if (close?.definitionId !== definitionId) continue;
    if (periodDays(close.period).from < effectiveFrom) continue;
    throw new DomainError('conflict', `"${close.period}" is closed: from a later day on only`);
  }
}

function closed(state: SiteScores, act: PeriodClosed, acting: Acting): PeriodClosed {
  const { period, definitionId } = act;
  const definition = definitionOfClose(state, definitionId, period)?.value;
  if (!definition || definition.period !== lengthOf(period)) {
    throw new DomainError('not-found', `no definition "${definitionId}" holds in "${period}"`);
  }
  if (periodSpan(period, acting.zone).toMs > acting.nowMs) {
    throw new DomainError('invalid', `"${period}" is not over`);
  }
  const version = 1 + (state.closes.get(closeKey(period, definitionId))?.length ?? 0);
  if (version > 1 && act.cause.trim() === '') {
    throw new DomainError('conflict', `"${period}" is closed; to close it anew, say why`);
  }
  const { facts, zone, nowMs, author, contents } = acting;
  if (facts === null)
    throw new DomainError('unavailable', `what was done in "${period}" is not known`);
  const cards = periodCards(state, { facts, definition, period, zone, nowMs, version });
  const before = newestContent(state, act);
  // The service itself only follows figures; people may also have changed rules about them.
  const of = author === '' ? 'lines' : 'all';
  if (before !== '' && sameCards(contents.cards(before), cards, of)) {
    throw new DomainError('conflict', `closed anew "${period}" would be as it is`);
  }
  const content = contents.addCards(cards);
  return { ...act, version, cause: version === 1 ? '' : act.cause, content, cards: cards.length };
}
