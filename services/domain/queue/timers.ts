/** Something that comes due: data, not a callback. */
export interface Due {
  dueMs: number;
}

/** Puts a timer into a binary heap whose first entry is the next one due. */
export function pushDue<T extends Due>(heap: T[], timer: T): void {
  let at = heap.length;
  heap.push(timer);
  while (at > 0) {
    const above = (at - 1) >> 1;
    const parent = heap[above];
    if (!parent || parent.dueMs <= timer.dueMs) break;
    heap[at] = parent;
    at = above;
  }
  heap[at] = timer;
}

/** Takes out the next timer that is due at an instant; null when none is. */
export function popDue<T extends Due>(heap: T[], nowMs: number): T | null {
  const first = heap[0];
  if (!first || first.dueMs > nowMs) return null;
  const last = heap.pop();
  if (last && heap.length > 0) sink(heap, last);
  return first;
}

function sink<T extends Due>(heap: T[], timer: T): void {
  let at = 0;
  for (;;) {
    const left = heap[2 * at + 1];
    const right = heap[2 * at + 2];
    const goesRight = right !== undefined && left !== undefined && right.dueMs < left.dueMs;
    const least = goesRight ? right : left;
    if (least === undefined || least.dueMs >= timer.dueMs) break;
    heap[at] = least;
    at = 2 * at + (goesRight ? 2 : 1);
  }
  heap[at] = timer;
}
