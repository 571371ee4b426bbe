/** What is to happen, the earliest first; of two at one instant the one put in first. */
export interface Agenda<T> {
  put: (atMs: number, what: T) => void;
  /** The instant of the next one; Infinity when nothing is left. */
  nextMs: () => number;
  take: () => { atMs: number; what: T } | null;
}

interface Entry<T> {
  atMs: number;
  order: number;
  what: T;
}

/** A binary heap. */
export function makeAgenda<T>(): Agenda<T> {
  const entries: Entry<T>[] = [];
  let order = 0;
  return {
    put: (atMs, what) => {
      order += 1;
      entries.push({ atMs, order, what });
      siftUp(entries, entries.length - 1);
    },
    nextMs: () => entries[0]?.atMs ?? Number.POSITIVE_INFINITY,
    take: () => takeFirst(entries),
  };
}

function takeFirst<T>(entries: Entry<T>[]): Entry<T> | null {
  const first = entries[0];
  const last = entries.pop();
  if (!first || !last) return null;
  if (entries.length > 0) {
    entries[0] = last;
    siftDown(entries, 0);
  }
  return first;
}

function before<T>(a: Entry<T> | undefined, b: Entry<T> | undefined): boolean {
  if (!a) return false;
  if (!b) return true;
  return a.atMs < b.atMs || (a.atMs === b.atMs && a.order < b.order);
}

function siftUp<T>(entries: Entry<T>[], from: number): void {
  let at = from;
  while (at > 0) {
    const parent = (at - 1) >> 1;
    if (!before(entries[at], entries[parent])) return;
    swap(entries, at, parent);
    at = parent;
  }
}

function siftDown<T>(entries: Entry<T>[], from: number): void {
  let at = from;
  for (;;) {
    const left = 2 * at + 1;
    const smaller = before(entries[left + 1], entries[left]) ? left + 1 : left;
    if (!before(entries[smaller], entries[at])) return;
    swap(entries, at, smaller);
    at = smaller;
  }
}

function swap<T>(entries: Entry<T>[], a: number, b: number): void {
  const kept = entries[a] as Entry<T>;
  entries[a] = entries[b] as Entry<T>;
  entries[b] = kept;
}
