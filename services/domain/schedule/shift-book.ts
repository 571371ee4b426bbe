import type { Shift } from './shift.ts';

/**
 * All shifts of a schedule, immutable. A change copies what it touches and no more, so that a log
 * of ten thousand small changes over a hundred thousand shifts is read in seconds.
 */
export interface ShiftBook {
  /** By start; nobody without a shift is listed. */
  byPerson: ReadonlyMap<string, readonly Shift[]>;
  /** Who holds a shift, by shift id, in shards. */
  holders: ShardedMap<string>;
}

/** A map from strings in shards, so that a changed copy costs one shard. */
export type ShardedMap<Value> = readonly ReadonlyMap<string, Value>[];

/** Shards of a map: of 100,000 shifts each holds about 200. */
const shards = 512;

/** No shift is longer; standing by on call over a day with a change of the clock is the longest. */
export const longestShiftMs = 36 * 3_600_000;

/** A map without entries. */
export const emptyShards: ShardedMap<never> = Array.from(
  { length: shards },
  () => new Map<string, never>(),
);

/** A book without shifts. */
export const emptyBook: ShiftBook = { byPerson: new Map(), holders: emptyShards };

/** The shift; `null` when there is none of this id. */
export function shiftOf(book: ShiftBook, shiftId: string): Shift | null {
  const person = sharded(book.holders, shiftId);
  if (person === undefined) return null;
  return book.byPerson.get(person)?.find((shift) => shift.shiftId === shiftId) ?? null;
}

/** A person's shifts by start. */
export function shiftsOfPerson(book: ShiftBook, person: string): readonly Shift[] {
  return book.byPerson.get(person) ?? [];
}

/** Shifts that begin on local days of a span, by person, then by start. */
export function shiftsOfDays(book: ShiftBook, from: string, to: string): Shift[] {
  return [...book.byPerson.keys()]
    .sort()
    .flatMap((person) =>
      shiftsOfPerson(book, person).filter(({ day }) => day >= from && day <= to),
    );
}

/** Shifts that touch a stretch of time, by person, then by start. */
export function shiftsBetween(book: ShiftBook, fromMs: number, toMs: number): Shift[] {
  const touching: Shift[] = [];
  for (const shifts of book.byPerson.values()) {
    let at = firstFrom(shifts, fromMs - longestShiftMs);
    for (let shift = shifts[at]; shift && shift.fromMs < toMs; shift = shifts[at]) {
      if (shift.toMs > fromMs) touching.push(shift);
      at += 1;
    }
  }
  return touching;
}

/** How many shifts there are. */
export function shiftCount(book: ShiftBook): number {
  return book.holders.reduce((sum, shard) => sum + shard.size, 0);
}

/** A book of these shifts; of one id the later holds. */
export function bookOf(shifts: Iterable<Shift>): ShiftBook {
  const byId = new Map<string, Shift>();
  for (const shift of shifts) byId.set(shift.shiftId, shift);
  return withShifts(
    emptyBook,
    [...byId.values()].map((after) => ({ shiftId: after.shiftId, after })),
  );
}

/** The book after changes; each names a shift and how it is to stand, `null` = not at all. */
export function withShifts(
  book: ShiftBook,
  changes: Iterable<{ shiftId: string; after: Shift | null }>,
): ShiftBook {
  const touched = new Map<string, Map<string, Shift>>();
  const shiftsNow = (person: string): Map<string, Shift> => {
    const known = touched.get(person);
    if (known) return known;
    const shifts = new Map(shiftsOfPerson(book, person).map((shift) => [shift.shiftId, shift]));
    touched.set(person, shifts);
    return shifts;
  };
  const holders = new Map<string, string | undefined>();
  for (const { shiftId, after } of changes) {
    const holder = holders.has(shiftId) ? holders.get(shiftId) : sharded(book.holders, shiftId);
    if (holder !== undefined) shiftsNow(holder).delete(shiftId);
    if (after) shiftsNow(after.person).set(shiftId, after);
    holders.set(shiftId, after?.person);
  }
  const byPerson = new Map(book.byPerson);
  for (const [person, shifts] of touched) {
    if (shifts.size === 0) byPerson.delete(person);
    else byPerson.set(person, [...shifts.values()].sort(byStart));
  }
  return { byPerson, holders: withEntries(book.holders, holders) };
}

/** The value of a key. */
export function sharded<Value>(map: ShardedMap<Value>, key: string): Value | undefined {
  return map[shardOf(key)]?.get(key);
}

/** The map with entries set; `undefined` takes one away. */
export function withEntries<Value>(
  map: ShardedMap<Value>,
  entries: Iterable<readonly [string, Value | undefined]>,
): ShardedMap<Value> {
  const next = [...map];
  const copied = new Map<number, Map<string, Value>>();
  for (const [key, value] of entries) {
    const place = shardOf(key);
    const shard = copied.get(place) ?? new Map(map[place]);
    if (value === undefined) shard.delete(key);
    else shard.set(key, value);
    copied.set(place, shard);
    next[place] = shard;
  }
  return next;
}

/** Place of the first shift that begins at an instant or later. */
function firstFrom(shifts: readonly Shift[], fromMs: number): number {
  let [low, high] = [0, shifts.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((shifts[middle]?.fromMs ?? 0) >= fromMs) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** FNV-1a of the key's units. */
function shardOf(key: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < key.length; i += 1) {
    hash = Math.imul(hash ^ key.charCodeAt(i), 0x01000193);
  }
  return (hash >>> 0) % shards;
}

function byStart(a: Shift, b: Shift): number {
  return a.fromMs - b.fromMs || (a.shiftId < b.shiftId ? -1 : 1);
}
