/** State of one stream of chance: four 32-bit words, not all zero. */
export type Stream = Int32Array;

/**
 * A stream for a seed and names: every queue's arrivals, handle times and
 * patience have their own, so that nothing one contact does moves another's.
 *
 * Words of SplitMix32 (Steele, Lea, Flood, "Fast splittable pseudorandom number
 * generators", 2014) over an FNV-1a hash of the names start xoshiro128**.
 */
export function streamOf(seed: number, ...names: (string | number)[]): Stream {
  const state = new Int32Array(4);
  let word = hash(`${seed}/${names.join('/')}`);
  for (let i = 0; i < 4; i += 1) {
    word = (word + 0x9e3779b9) | 0;
    let mixed = Math.imul(word ^ (word >>> 16), 0x21f0aaad);
    mixed = Math.imul(mixed ^ (mixed >>> 15), 0x735a2d97);
    state[i] = mixed ^ (mixed >>> 15);
  }
  return state;
}

/**
 * Uniform strictly between 0 and 1, so that its logarithm is finite.
 *
 * @see Blackman, Vigna, "Scrambled linear pseudorandom number generators",
 *   ACM TOMS 47 (2021): xoshiro128**, period 2^128 - 1.
 */
export function uniform(state: Stream): number {
  const s1 = state[1] as number;
  const s2 = (state[2] as number) ^ (state[0] as number);
  const s3 = (state[3] as number) ^ s1;
  const product = Math.imul(s1, 5);
  const result = Math.imul((product << 7) | (product >>> 25), 9);
  state[1] = s1 ^ s2;
  state[0] = (state[0] as number) ^ s3;
  state[2] = s2 ^ (s1 << 9);
  state[3] = (s3 << 11) | (s3 >>> 21);
  return ((result >>> 0) + 0.5) / 4_294_967_296;
}

/** Exponential with mean 1. */
export function exponential(state: Stream): number {
  return -Math.log(uniform(state));
}

/** Standard normal by Box and Muller; two uniforms each, so that draws stay in step. */
export function normal(state: Stream): number {
  const radius = Math.sqrt(-2 * Math.log(uniform(state)));
  return radius * Math.cos(2 * Math.PI * uniform(state));
}

/** Gamma of mean 1 and this shape, at least 1 (Marsaglia, Tsang, ACM TOMS 26, 2000). */
export function gammaOfMeanOne(state: Stream, shape: number): number {
  const d = shape - 1 / 3;
  const c = 1 / Math.sqrt(9 * d);
  for (;;) {
    const x = normal(state);
    const v = (1 + c * x) ** 3;
    const u = uniform(state);
    if (v > 0 && Math.log(u) < (x * x) / 2 + d - d * v + d * Math.log(v)) return (d * v) / shape;
  }
}

/** FNV-1a, 32 bits. */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let i = 0; i < text.length; i += 1) {
    value = Math.imul(value ^ text.charCodeAt(i), 0x01000193);
  }
  return value | 0;
}
