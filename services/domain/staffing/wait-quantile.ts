/** Two doubles whose sum is the value: about 32 digits. */
interface Double2 {
  high: number;
  low: number;
}

/** Nearer to 1 than this, ten times the share that waits has lost its digits in the logarithm. */
const delicate = 0.01;

/**
 * ln(10 C) for the 90 % quantile of Erlang C's wait. Where a tenth of the
 * contacts wait, 10 C is almost 1 and its logarithm lives on digits that a
 * double has rounded away: there E is summed again in double-double arithmetic.
 *
 * @param pWait - C, in double precision.
 * @see Dekker, "A floating-point technique for extending the available precision", 1971.
 */
export function lnTenTimesWaiting(erlangs: number, agents: number, pWait: number): number {
  const ln = Math.log(10 * pWait);
  if (Math.abs(ln) > delicate || !Number.isInteger(agents)) return ln;
  // 10 C = 1 + x with x = (9 - g)/(1 + g), g = (N-A)/N * E.
  let term: Double2 = { high: 1, low: 0 };
  let sum: Double2 = { high: 0, low: 0 };
  for (let k = 0; k < agents && term.high > 1e-34 * sum.high; k += 1) {
    term = divide(times(term, agents - k), erlangs);
    sum = plus(sum, term);
  }
  const spare = twoSum(agents, -erlangs);
  const free = divide(plus(times(sum, spare.high), times(sum, spare.low)), agents);
  const over = plus({ high: 9, low: 0 }, { high: -free.high, low: -free.low });
  return Math.log1p((over.high + over.low) / (1 + free.high));
}

function twoSum(a: number, b: number): Double2 {
  const high = a + b;
  const moved = high - a;
  return { high, low: a - (high - moved) + (b - moved) };
}

function plus(a: Double2, b: Double2): Double2 {
  const { high, low } = twoSum(a.high, b.high);
  return twoSum(high, low + a.low + b.low);
}

/** Veltkamp's halves, so that products of halves are exact. */
function twoProduct(a: number, b: number): Double2 {
  const high = a * b;
  const [a1, a2] = halves(a);
  const [b1, b2] = halves(b);
  return { high, low: a2 * b2 - (high - a1 * b1 - a2 * b1 - a1 * b2) };
}

function halves(a: number): [number, number] {
  const spread = 134217729 * a;
  const upper = spread - (spread - a);
  return [upper, a - upper];
}

function times(a: Double2, b: number): Double2 {
  const { high, low } = twoProduct(a.high, b);
  return twoSum(high, low + a.low * b);
}

function divide(a: Double2, b: number): Double2 {
  const first = a.high / b;
  const { high, low } = twoProduct(first, b);
  const rest = a.high - high - low + a.low;
  return twoSum(first, rest / b);
}
