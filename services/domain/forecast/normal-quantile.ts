/**
 * The standard normal deviate below which a share of all values lies.
 *
 * @param level - between 0 and 1, both excluded; 0 and 1 give -Infinity and Infinity.
 * @see Acklam, "An algorithm for computing the inverse normal cumulative distribution
 *   function", 2003: relative error below 1.15e-9 everywhere.
 */
export function normalQuantile(level: number): number {
  if (level <= 0) return Number.NEGATIVE_INFINITY;
  if (level >= 1) return Number.POSITIVE_INFINITY;
  if (level < 0.02425) return lowerTail(Math.sqrt(-2 * Math.log(level)));
  if (level > 1 - 0.02425) return -lowerTail(Math.sqrt(-2 * Math.log1p(-level)));
  const q = level - 0.5;
  const r = q * q;
  const above =
    ((((-39.69683028665376 * r + 220.9460984245205) * r - 275.9285104469687) * r +
      138.357751867269) *
      r -
      30.66479806614716) *
      r +
    2.506628277459239;
  const below =
    ((((-54.47609879822406 * r + 161.5858368580409) * r - 155.6989798598866) * r +
      66.80131188771972) *
      r -
      13.28068155288572) *
      r +
    1;
  return (above * q) / below;
}

/**
 * The share of standard normal values below a deviate: the inverse of
 * {@link normalQuantile}.
 *
 * @see Hart 1968 as given by West, "Better approximations to cumulative normal
 *   functions", Wilmott, May 2005: accurate to about 1e-15.
 */
export function normalShare(deviate: number): number {
  const a = Math.abs(deviate);
  if (a > 37) return deviate > 0 ? 1 : 0;
  const e = Math.exp((-a * a) / 2);
  const tail =
    a < 7.07106781186547 ? (e * hartAbove(a)) / hartBelow(a) : (e * farTail(a)) / 2.506628274631;
  return deviate > 0 ? 1 - tail : tail;
}

function lowerTail(q: number): number {
  const above =
    ((((-0.007784894002430293 * q - 0.3223964580411365) * q - 2.400758277161838) * q -
      2.549732539343734) *
      q +
      4.374664141464968) *
      q +
    2.938163982698783;
  const below =
    (((0.007784695709041462 * q + 0.3224671290700398) * q + 2.445134137142996) * q +
      3.754408661907416) *
      q +
    1;
  return above / below;
}

function hartAbove(a: number): number {
  let sum = 3.52624965998911e-2 * a + 0.700383064443688;
  for (const term of [
    6.37396220353165, 33.912866078383, 112.079291497871, 221.213596169931, 220.206867912376,
  ]) {
    sum = sum * a + term;
  }
  return sum;
}

function hartBelow(a: number): number {
  let sum = 8.83883476483184e-2 * a + 1.75566716318264;
  for (const term of [
    16.064177579207, 86.7807322029461, 296.564248779674, 637.333633378831, 793.826512519948,
    440.413735824752,
  ]) {
    sum = sum * a + term;
  }
  return sum;
}

function farTail(a: number): number {
  return 1 / (a + 1 / (a + 2 / (a + 3 / (a + 4 / (a + 0.65)))));
}
