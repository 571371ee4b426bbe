import { DomainError } from '../../domain-error.ts';
import type {
  SwapAnswered,
  SwapDecided,
  SwapOutcome,
  SwapPart,
  SwapProposed,
} from '../request-act.ts';
import { siteCalendar } from '../site-calendar.ts';
import type { SiteSchedule, Swap } from '../site-schedule.ts';
import type { Acting, Decided } from './acting.ts';
import { rulingOf } from './approval.ts';
import { publishedSchedule } from './changes.ts';
import { type Consequences, consequencesOf, lostInWords, refuseBroken } from './consequences.ts';
import { only, withConsequences } from './decided.ts';
import { asker, mustStand, stands } from './permission.ts';
import { checkParts, firstGivenMs, partiesOf, swapEdits } from './swap-edits.ts';
import { nextVersion } from './versions.ts';

type SwapWithdrawn = { kind: 'swap-withdrawn'; swapId: string };

/** Acts about swaps. */
export type SwapAct = SwapProposed | SwapAnswered | SwapDecided | SwapWithdrawn;

/**
 * A swap happens whole or not at all, when its last party agreed and it is approved, by a rule or
 * a person. At that instant, and at no other, it is checked against all rules on what stands.
 */
export function decideSwap(state: SiteSchedule, act: SwapAct, acting: Acting): Decided {
  switch (act.kind) {
    case 'swap-proposed':
      return proposed(state, act, acting);
    case 'swap-answered':
      return answered(state, act, acting);
    case 'swap-decided':
      return decided(state, act, acting);
    case 'swap-withdrawn': {
      const swap = openSwap(state, act.swapId, acting);
      if (swap.proposed.author === acting.author || stands(acting, 'decides')) return only(act);
      throw new DomainError('not-allowed', 'only who proposed a swap may take it back');
    }
  }
}

/** Parts of a swap after an answer: on the market who takes is filled in, and what comes back. */
export function partsAfter(
  { parts, market, proposed: by }: Pick<Swap, 'parts' | 'market' | 'proposed'>,
  { agreed, person, parts: back }: Pick<SwapAnswered, 'agreed' | 'person' | 'parts'>,
): readonly SwapPart[] {
  if (!market) return parts;
  const offered = parts.filter(({ giver }) => giver === by.author);
  if (!agreed) return offered.map((part) => ({ ...part, taker: '' }));
  if (person === by.author) return parts;
  return [
    ...offered.map((part) => ({ ...part, taker: person })),
    ...back.map((part) => ({ ...part, giver: person, taker: by.author })),
  ];
}

function proposed(state: SiteSchedule, act: SwapProposed, acting: Acting): Decided {
  const author = asker(acting);
  checkParts(state, act.parts, acting);
  const parties = partiesOf(act.parts);
  const onMarket = act.parts.filter(({ taker }) => taker === '');
  if (onMarket.length > 0) {
    if (onMarket.length < act.parts.length || parties.length !== 1 || parties[0] !== author) {
      throw new DomainError(
        'invalid',
        'on the market everybody puts up own shifts, and only those',
      );
    }
  } else if (!parties.includes(author) && !stands(acting, 'decides')) {
    throw new DomainError('not-allowed', `"${author}" is no party of the swap`);
  }
  if (act.message.length > 1_000) {
    throw new DomainError('invalid', 'a message of more than 1000 characters');
  }
  if (act.expiresAtMs !== null && act.expiresAtMs <= acting.nowMs) {
    throw new DomainError('invalid', 'the swap would have expired already');
  }
  const filled = { ...act, swapId: acting.newId() };
  if (onMarket.length > 0) return only(filled);
  return withConsequences(filled, consequencesOfSwap(state, act.parts, acting));
}

function answered(state: SiteSchedule, asked: SwapAnswered, acting: Acting): Decided {
  const person = asker(acting);
  const swap = openSwap(state, asked.swapId, acting);
  if (swap.state !== 'waiting') throw new DomainError('conflict', 'every party agreed already');
  const act = { ...asked, person, outcome: null };
  const isOffered = swap.parts.some(({ taker }) => taker === '');
  if (isOffered) return taken(state, swap, act, acting);
  if (!partiesOf(swap.parts).includes(person)) {
    throw new DomainError('not-allowed', `"${person}" is no party of the swap`);
  }
  if (swap.answers.has(person)) {
    throw new DomainError('conflict', `"${person}" has answered already`);
  }
  if (!act.agreed) {
    // What came back on the market did not please: the offer stands again.
    const state = swap.market ? 'waiting' : 'refused';
    return only({ ...act, outcome: outcomeOf(state, `${person} does not agree`) });
  }
  const missing = partiesOf(swap.parts).filter(
    (party) => party !== person && swap.answers.get(party) !== true,
  );
  if (missing.length > 0) {
    return only({ ...act, outcome: outcomeOf('waiting', `${missing.join(', ')} must agree`) });
  }
  return settled(state, swap.parts, acting, (outcome) => ({ ...act, outcome }));
}

/** Somebody takes what is on the market. Where rules forbid it the offer stays for others. */
function taken(state: SiteSchedule, swap: Swap, act: SwapAnswered, acting: Acting): Decided {
  const { author } = swap.proposed;
  if (act.person === author || !act.agreed) {
    throw new DomainError('invalid', 'an offer on the market is taken by others, or withdrawn');
  }
  const parts = partsAfter(swap, act);
  checkParts(state, parts, acting);
  const done = consequencesOfSwap(state, parts, acting);
  refuseBroken(done.violations);
  if (act.parts.length > 0) {
    const back = act.parts.map((part) => ({ ...part, giver: act.person, taker: author }));
    const outcome = outcomeOf('waiting', `${author} must agree to what comes back`);
    return withConsequences({ ...act, parts: back, outcome }, done);
  }
  return settled(state, parts, acting, (outcome) => ({ ...act, outcome }));
}

function decided(state: SiteSchedule, act: SwapDecided, acting: Acting): Decided {
  mustStand(acting, 'decides');
  const swap = openSwap(state, act.swapId, acting);
  if (swap.state !== 'to-approve') {
    throw new DomainError('conflict', 'the swap still waits for its parties');
  }
  if (partiesOf(swap.parts).includes(acting.author)) {
    throw new DomainError('not-allowed', `"${acting.author}" may not approve an own swap`);
  }
  if (!act.approved) return only({ ...act, outcome: outcomeOf('refused', act.reason) });
  const result = attempt(() => consequencesOfSwap(state, swap.parts, acting));
  if (result instanceof DomainError) {
    return only({ ...act, outcome: outcomeOf('refused', result.message) });
  }
  const outcome = doneOrRefused(state, result, '');
  return withConsequences({ ...act, outcome }, result);
}

/** Every party agreed: done, refused, or a person is to approve. */
function settled(
  state: SiteSchedule,
  parts: readonly SwapPart[],
  acting: Acting,
  fill: (outcome: SwapOutcome) => SwapAnswered,
): Decided {
  const result = attempt(() => consequencesOfSwap(state, parts, acting));
  if (result instanceof DomainError) return only(fill(outcomeOf('refused', result.message)));
  if (result.violations.some(({ hard }) => hard)) {
    return withConsequences(fill(doneOrRefused(state, result, '')), result);
  }
  const fromMs = firstGivenMs(state, parts, acting);
  const ruling = rulingOf(
    state,
    {
      of: 'swap',
      fromMs,
      day: siteCalendar(acting.zone).dayOf(fromMs),
      people: partiesOf(parts),
      lost: result.lost,
      leaveKind: '',
      away: 0,
    },
    acting.nowMs,
  );
  const rule = ruling.rule?.ruleId ?? '';
  if (ruling.verdict === 'approve') {
    return withConsequences(fill(doneOrRefused(state, result, rule)), result);
  }
  const outcome =
    ruling.verdict === 'refuse'
      ? { ...outcomeOf('refused', `rule "${rule}" refuses it`), approvalRule: rule }
      : outcomeOf('to-approve', lostInWords(result.lost));
  return withConsequences(fill(outcome), result);
}

function doneOrRefused(state: SiteSchedule, done: Consequences, rule: string): SwapOutcome {
  const hard = done.violations.filter((one) => one.hard);
  if (hard.length > 0) {
    return { ...outcomeOf('refused', hard[0]?.sentence ?? ''), violations: hard.slice(0, 20) };
  }
  return {
    state: 'done',
    edits: done.edits,
    version: done.edits.length > 0 ? nextVersion(state) : 0,
    violations: [],
    reason: lostInWords(done.lost),
    approvalRule: rule,
  };
}

function consequencesOfSwap(
  state: SiteSchedule,
  parts: readonly SwapPart[],
  acting: Acting,
): Consequences {
  const edits = swapEdits(state, parts, acting);
  return consequencesOf(state, edits, publishedSchedule(state, acting), acting);
}

function openSwap(state: SiteSchedule, swapId: string, { nowMs }: Acting): Swap {
  const swap = state.swaps.get(swapId);
  if (!swap) throw new DomainError('not-found', `there is no swap "${swapId}"`);
  if (swap.state !== 'waiting' && swap.state !== 'to-approve') {
    throw new DomainError('conflict', `the swap is ${swap.state} already`);
  }
  if (swap.expiresAtMs !== null && swap.expiresAtMs <= nowMs) {
    throw new DomainError('conflict', 'the swap has expired');
  }
  return swap;
}

/** What a refusal says becomes part of the outcome; a bug stays a bug. */
function attempt<Result>(make: () => Result): Result | DomainError {
  try {
    return make();
  } catch (error) {
    if (error instanceof DomainError) return error;
    throw error;
  }
}

function outcomeOf(state: SwapOutcome['state'], reason: string): SwapOutcome {
  return { state, edits: [], version: 0, violations: [], reason, approvalRule: '' };
}
