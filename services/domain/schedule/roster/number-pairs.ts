/** A list of pairs of whole numbers. */
export interface NumberPairs {
  readonly count: number;
  push: (first: number, second: number) => void;
  first: (at: number) => number;
  second: (at: number) => number;
  /** Keeps only the first so many. */
  cut: (count: number) => void;
  arrays: () => { first: Int32Array; second: Int32Array };
}

/** An empty list of pairs, held in typed arrays that grow. */
export function numberPairs(): NumberPairs {
  let a = new Int32Array(1 << 12);
  let b = new Int32Array(1 << 12);
  let count = 0;
  return {
    get count() {
      return count;
    },
    push(first, second) {
      if (count === a.length) {
        const wider = [new Int32Array(count * 2), new Int32Array(count * 2)] as const;
        wider[0].set(a);
        wider[1].set(b);
        [a, b] = wider;
      }
      a[count] = first;
      b[count] = second;
      count += 1;
    },
    first: (at) => a[at] as number,
    second: (at) => b[at] as number,
    cut(to) {
      count = to;
    },
    arrays: () => ({ first: a.slice(0, count), second: b.slice(0, count) }),
  };
}
