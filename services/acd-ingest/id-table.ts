/** A 64-bit hash as two halves; never both 0, which marks a free slot. */
export interface IdHash {
  high: number;
  low: number;
}

/** Hashes with a few bits each, in typed arrays: 9 bytes a slot, nothing for the collector. */
export interface IdTable {
  /** The bits kept for this hash; -1 when it is not here. */
  bitsOf: (hash: IdHash) => number;
  /** Keeps these bits in place of what was kept. */
  keep: (hash: IdHash, bits: number) => void;
  size: () => number;
}

const smallest = 1 << 10;
/** A table grows when it is fuller than this. */
const fullest = 0.7;

/** An empty table with open addressing and linear probing. */
export function makeIdTable(): IdTable {
  let slots = smallest;
  let size = 0;
  let high = new Uint32Array(slots);
  let low = new Uint32Array(slots);
  let kept = new Uint8Array(slots);

  const slotOf = (h: number, l: number): number => {
    const mask = slots - 1;
    let slot = l & mask;
    while ((high[slot] !== h || low[slot] !== l) && (high[slot] !== 0 || low[slot] !== 0)) {
      slot = (slot + 1) & mask;
    }
    return slot;
  };
  const put = (h: number, l: number, bits: number): void => {
    const slot = slotOf(h, l);
    if (high[slot] === 0 && low[slot] === 0) size += 1;
    high[slot] = h;
    low[slot] = l;
    kept[slot] = bits;
  };
  const grow = (): void => {
    const [oldHigh, oldLow, oldKept] = [high, low, kept];
    slots *= 2;
    size = 0;
    high = new Uint32Array(slots);
    low = new Uint32Array(slots);
    kept = new Uint8Array(slots);
    for (let slot = 0; slot < oldKept.length; slot += 1) {
      const [h = 0, l = 0] = [oldHigh[slot], oldLow[slot]];
      if (h !== 0 || l !== 0) put(h, l, oldKept[slot] ?? 0);
    }
  };
  return {
    bitsOf: (hash) => {
      const slot = slotOf(hash.high, hash.low);
      return high[slot] === 0 && low[slot] === 0 ? -1 : (kept[slot] ?? 0);
    },
    keep: (hash, bits) => {
      if (size + 1 > slots * fullest) grow();
      put(hash.high, hash.low, bits);
    },
    size: () => size,
  };
}

/**
 * 64 bits of a tenant's fact id: two multiplicative hashes side by side, mixed
 * at the end as MurmurHash3 does. The seed is the installation's own, so that
 * nobody can make ids that collide with another tenant's. At 16 million ids the
 * chance that any new one is taken for a known one is 1 in 10^12.
 */
export function idHash(seed: number, tenant: string, factId: string): IdHash {
  let a = seed | 0;
  let b = ~seed | 0;
  for (let at = 0; at < tenant.length; at += 1) {
    const char = tenant.charCodeAt(at);
    a = Math.imul(a ^ char, 2_654_435_761);
    b = Math.imul(b ^ char, 1_597_334_677);
  }
  a = Math.imul(a ^ 0x1_0000, 2_654_435_761);
  b = Math.imul(b ^ 0x1_0000, 1_597_334_677);
  for (let at = 0; at < factId.length; at += 1) {
    const char = factId.charCodeAt(at);
    a = Math.imul(a ^ char ^ (a >>> 15), 2_654_435_761);
    b = Math.imul(b ^ char ^ (b >>> 13), 1_597_334_677);
  }
  const high = mixed(a ^ Math.imul(b >>> 16, 2_246_822_507));
  const low = mixed(b ^ Math.imul(a >>> 13, 3_266_489_909));
  return high === 0 && low === 0 ? { high: 0, low: 1 } : { high, low };
}

function mixed(value: number): number {
  let x = value;
  x = Math.imul(x ^ (x >>> 16), 2_246_822_507);
  x = Math.imul(x ^ (x >>> 13), 3_266_489_909);
  return (x ^ (x >>> 16)) >>> 0;
}
