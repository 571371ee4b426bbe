/** Chance that can be repeated: the same seed gives the same numbers on every machine. */
export interface Random {
  /** Uniform in [0, 1). */
  uniform: () => number;
  /** Exponential with this mean. */
  exponential: (mean: number) => number;
  /** Log-normal with this mean and this spread of the logarithm. */
  logNormal: (mean: number, sigma: number) => number;
  /** Poisson count with this mean. */
  poisson: (mean: number) => number;
}

/** A stream of chance of its own for each name, so that one more call changes no other call. */
export function randomOf(...names: (string | number)[]): Random {
  const uniform = splitMix32(hash(names.join('/')));
  const normal = () => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform());
  return {
    uniform,
    exponential: (mean) => -mean * Math.log(1 - uniform()),
    logNormal: (mean, sigma) => mean * Math.exp(sigma * normal() - (sigma * sigma) / 2),
    poisson: (mean) => poisson(mean, uniform, normal),
  };
}

/** Steele, Lea, Flood: Fast splittable pseudorandom number generators, 2014; 32-bit variant. */
function splitMix32(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x9e3779b9) | 0;
    let mixed = state ^ (state >>> 16);
    mixed = Math.imul(mixed, 0x21f0aaad);
    mixed ^= mixed >>> 15;
    mixed = Math.imul(mixed, 0x735a2d97);
    return ((mixed ^ (mixed >>> 15)) >>> 0) / 4_294_967_296;
  };
}

/** FNV-1a, 32 bits. */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let i = 0; i < text.length; i += 1) {
    value = Math.imul(value ^ text.charCodeAt(i), 0x01000193);
  }
  return value >>> 0;
}

/** Knuth's product for small means, the normal limit beyond, where the error no longer shows. */
function poisson(mean: number, uniform: () => number, normal: () => number): number {
  if (mean > 200) return Math.max(0, Math.round(mean + Math.sqrt(mean) * normal()));
  const limit = Math.exp(-mean);
  let count = 0;
  for (let product = uniform(); product > limit; product *= uniform()) count += 1;
  return count;
}
