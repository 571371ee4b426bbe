import type { SwapOutcome } from '../request-act.ts';
import type { Deed, SiteSchedule, Swap } from '../site-schedule.ts';
import { change, pruned, put } from './apply-map.ts';
import { partsAfter, type SwapAct } from './swaps.ts';
import { withVersion } from './versions.ts';

/** Settled swaps stay for 90 days. */
const kept = { ms: 90 * 86_400_000, most: 20_000 };

/** The state after an act about a swap. */
export function applySwap(state: SiteSchedule, act: SwapAct, deed: Deed): SiteSchedule {
  switch (act.kind) {
    case 'swap-proposed': {
      const { kind: _, ...asked } = act;
      const swap: Swap = {
        ...asked,
        market: act.parts.some(({ taker }) => taker === ''),
        answers: new Map([[deed.author, true]]),
        state: 'waiting',
        outcome: null,
        proposed: deed,
        last: deed,
      };
      const matters = (one: Swap) =>
        one.state === 'waiting' ||
        one.state === 'to-approve' ||
        one.last.atMs >= deed.atMs - kept.ms;
      return { ...state, swaps: put(pruned(state.swaps, matters, kept.most), act.swapId, swap) };
    }
    case 'swap-answered': {
      const swaps = change(state.swaps, act.swapId, (swap) => {
        const reopened = swap.market && !act.agreed;
        return {
          ...swap,
          ...outcomeIn(act.outcome),
          parts: partsAfter(swap, act),
          answers: reopened
            ? new Map([[swap.proposed.author, true]])
            : answersAfter(swap, act.person, act.agreed),
          last: deed,
        };
      });
      return withOutcome({ ...state, swaps }, act.kind, act.outcome, deed);
    }
    case 'swap-decided': {
      const swaps = change(state.swaps, act.swapId, (swap) => ({
        ...swap,
        ...outcomeIn(act.outcome),
        last: deed,
      }));
      return withOutcome({ ...state, swaps }, act.kind, act.outcome, deed);
    }
    case 'swap-withdrawn':
      return {
        ...state,
        swaps: change(state.swaps, act.swapId, (swap) => ({
          ...swap,
          state: 'withdrawn',
          last: deed,
        })),
      };
  }
}

/** On the market the author's word given with the offer does not hold for what comes back. */
function answersAfter(swap: Swap, person: string, agreed: boolean): ReadonlyMap<string, boolean> {
  const answers = new Map(swap.answers).set(person, agreed);
  if (swap.market && person !== swap.proposed.author) answers.delete(swap.proposed.author);
  return answers;
}

function outcomeIn(outcome: SwapOutcome | null): Partial<Swap> {
  return outcome ? { state: outcome.state, outcome } : {};
}

function withOutcome(
  state: SiteSchedule,
  act: 'swap-answered' | 'swap-decided',
  outcome: SwapOutcome | null,
  deed: Deed,
): SiteSchedule {
  if (!outcome) return state;
  const { version, edits, reason } = outcome;
  return withVersion(state, { version, edits, act, reason }, deed);
}
