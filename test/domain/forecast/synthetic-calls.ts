// Made-up series with a known law, the same every time.

/** A seeded stream of evenly spread numbers in (0, 1): mulberry32 (Ettinger, 2017). */
export function evenly(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let x = Math.imul(state ^ (state >>> 15), state | 1);
    x ^= x + Math.imul(x ^ (x >>> 7), x | 61);
    return (((x ^ (x >>> 14)) >>> 0) + 0.5) / 4_294_967_296;
  };
}

/** A standard normal number (Box and Muller). */
export function normally(even: () => number): number {
  return Math.sqrt(-2 * Math.log(even())) * Math.cos(2 * Math.PI * even());
}

/** A Poisson number: by multiplication, or for large means by the rounded normal. */
export function poisson(mean: number, even: () => number): number {
  if (mean > 400) return Math.max(0, Math.round(mean + Math.sqrt(mean) * normally(even)));
  const end = Math.exp(-mean);
  let n = 0;
  for (let product = even(); product > end; product *= even()) n += 1;
  return n;
}

/** A rate around 1 with this relative variance, lognormal. */
export function rate(relativeVariance: number, even: () => number): number {
  if (relativeVariance === 0) return 1;
  const s2 = Math.log(1 + relativeVariance);
  return Math.exp(Math.sqrt(s2) * normally(even) - s2 / 2);
}
