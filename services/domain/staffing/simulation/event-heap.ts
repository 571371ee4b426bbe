/** Coming events, earliest first: a binary heap in two arrays, without an object per event. */
export interface EventHeap {
  size: number;
  atS: Float64Array;
  code: Int32Array;
}

/** An empty heap. */
export function eventHeap(capacity = 1_024): EventHeap {
  return { size: 0, atS: new Float64Array(capacity), code: new Int32Array(capacity) };
}

/** Adds an event. */
export function pushEvent(heap: EventHeap, atS: number, code: number): void {
  if (heap.size === heap.atS.length) grow(heap);
  const times = heap.atS;
  const codes = heap.code;
  let at = heap.size++;
  while (at > 0) {
    const parent = (at - 1) >> 1;
    const parentS = times[parent] as number;
    if (parentS <= atS) break;
    times[at] = parentS;
    codes[at] = codes[parent] as number;
    at = parent;
  }
  times[at] = atS;
  codes[at] = code;
}

/** Removes the earliest event; its time is `atS[0]`, its code `code[0]` until then. */
export function popEvent(heap: EventHeap): void {
  const times = heap.atS;
  const codes = heap.code;
  const size = --heap.size;
  const atS = times[size] as number;
  let at = 0;
  for (let child = 1; child < size; child = 2 * at + 1) {
    if (child + 1 < size && (times[child + 1] as number) < (times[child] as number)) child += 1;
    const childS = times[child] as number;
    if (childS >= atS) break;
    times[at] = childS;
    codes[at] = codes[child] as number;
    at = child;
  }
  times[at] = atS;
  codes[at] = codes[size] as number;
}

function grow(heap: EventHeap): void {
  const { atS, code } = heap;
  heap.atS = new Float64Array(2 * atS.length);
  heap.code = new Int32Array(2 * code.length);
  heap.atS.set(atS);
  heap.code.set(code);
}
