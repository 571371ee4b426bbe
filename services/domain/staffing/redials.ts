import { DomainError } from '../domain-error.ts';

/** What callers do who did not get through. */
export interface Redialling {
  /** First calls, per hour: those that nobody has failed before. */
  freshPerHour: number;
  /** Share of the abandoned (and blocked) who call again. */
  share: number;
}

/** A balance of fresh calls and redials. */
export interface RedialBalance {
  /** All calls offered, redials included. */
  offeredPerHour: number;
  redialsPerHour: number;
  /** Share of calls that does not get through. */
  lost: number;
  /** Share of callers who are served in the end. */
  servedInTheEnd: number;
  /** A little more load grows back by less: the centre returns to this balance. */
  stable: boolean;
}

/** Where fresh calls and redials balance. */
export interface RedialResult {
  /** Lowest first. More than one: a good and a bad day differ only in how they began. */
  balances: RedialBalance[];
  /** The lowest stable one, which a day that begins quietly reaches; `null`: redials grow for ever. */
  reached: RedialBalance | null;
}

/** Looks between fresh calls and this many times as many. */
const mostTimes = 1e4;
const looks = 400;

/**
 * Redials inflate what is offered: offered = fresh + share * offered * lost(offered).
 * All balances are found by looking along a fine logarithmic grid and halving,
 * not by iterating, which would find one at best and none if it is unstable.
 * Forecast from calls offered without this and abandonment is counted as demand.
 *
 * @param lostAt - share abandoned or blocked at so many calls offered an hour,
 *   from any model, 0 to 1.
 * @throws DomainError invalid, naming the value.
 * @see Aguir, Karaesmen, Aksin and Chauvet, "The impact of retrials on call center
 *   performance", OR Spectrum 2004.
 */
export function redialBalance(
  { freshPerHour, share }: Redialling,
  lostAt: (offeredPerHour: number) => number,
): RedialResult {
  if (!(freshPerHour > 0 && Number.isFinite(freshPerHour))) {
    throw new DomainError('invalid', `freshPerHour ${freshPerHour} is not above 0`);
  }
  if (!(share >= 0 && share <= 1)) {
    throw new DomainError('invalid', `share of redials ${share} is not from 0 to 1`);
  }
  const growth = (offered: number) => {
    const lost = lostAt(offered);
    if (!(lost >= 0 && lost <= 1)) {
      throw new DomainError('invalid', `lost ${lost} at ${offered} calls is no share`);
    }
    return freshPerHour + share * offered * lost - offered;
  };
  const balances: RedialBalance[] = [];
  const ratio = mostTimes ** (1 / looks);
  let low = freshPerHour;
  let before = growth(low);
  if (before === 0) balances.push(balanceAt(low, lostAt(low), freshPerHour, true));
  for (let look = 1; look <= looks; look += 1) {
    const high = freshPerHour * ratio ** look;
    const after = growth(high);
    if (before !== 0 && Math.sign(after) !== Math.sign(before)) {
      const offered = rootBetween(growth, low, high);
      // Growing below and shrinking above: it comes back.
      balances.push(balanceAt(offered, lostAt(offered), freshPerHour, before > 0));
    }
    [low, before] = [high, after];
  }
  return { balances, reached: balances.find(({ stable }) => stable) ?? null };
}

/** Balances closer than this, relative, are the same. */
const settled = 1e-12;
const mostSteps = 10_000;

/**
 * The lowest balance alone, quickly: what a day that begins without redials
 * settles at, for sizing. Offered calls rise towards it from the fresh ones; a
 * secant through two of them stays below it as long as lost calls grow ever
 * faster with load (they do under Erlang A and B), and plain steps do the rest.
 *
 * @param lostAt - as for `redialBalance`; rises with calls offered.
 * @returns calls offered an hour; Infinity where redials grow for ever.
 */
export function settledOffered(
  { freshPerHour, share }: Redialling,
  lostAt: (offeredPerHour: number) => number,
): number {
  const next = (offered: number) => freshPerHour + share * offered * lostAt(offered);
  let [offered, grown] = [freshPerHour, next(freshPerHour)];
  for (let step = 0; step < mostSteps; step += 1) {
    if (grown - offered <= settled * offered) return grown;
    if (grown > mostTimes * freshPerHour) return Number.POSITIVE_INFINITY;
    const after = next(grown);
    const slope = (after - grown) / (grown - offered);
    const leap = slope < 1 ? grown + (after - grown) / (1 - slope) : after;
    // A leap that went too far comes down again by plain steps from above.
    const landed = next(leap);
    [offered, grown] = landed >= leap ? [leap, landed] : [grown, after];
    if (landed < leap && leap - landed <= settled * leap) return landed;
  }
  return grown;
}

/**
 * Fresh calls behind a count of offered ones, the way round a history is read:
 * fresh = offered * (1 - share * lost).
 */
export function freshCalls(offered: number, lost: number, share: number): number {
  return offered * (1 - share * lost);
}

function balanceAt(
  offeredPerHour: number,
  lost: number,
  freshPerHour: number,
  stable: boolean,
): RedialBalance {
  const servedInTheEnd = (offeredPerHour * (1 - lost)) / freshPerHour;
  return {
    offeredPerHour,
    redialsPerHour: offeredPerHour - freshPerHour,
    lost,
    servedInTheEnd,
    stable,
  };
}

function rootBetween(of: (x: number) => number, from: number, to: number): number {
  let [low, high] = [from, to];
  const sign = Math.sign(of(low));
  for (let round = 0; round < 100 && high - low > 1e-13 * high; round += 1) {
    const middle = (low + high) / 2;
    if (Math.sign(of(middle)) === sign) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}
