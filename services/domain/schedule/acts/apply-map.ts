/** A map with one entry set. */
export function put<Value>(
  map: ReadonlyMap<string, Value>,
  key: string,
  value: Value,
): ReadonlyMap<string, Value> {
  return new Map(map).set(key, value);
}

/** A map with one entry changed, if it is there. */
export function change<Value>(
  map: ReadonlyMap<string, Value>,
  key: string,
  changed: (value: Value) => Value,
): ReadonlyMap<string, Value> {
  const known = map.get(key);
  return known === undefined ? map : put(map, key, changed(known));
}

/** A map without an entry. */
export function without<Value>(
  map: ReadonlyMap<string, Value>,
  key: string,
): ReadonlyMap<string, Value> {
  if (!map.has(key)) return map;
  const next = new Map(map);
  next.delete(key);
  return next;
}

/** A map without the entries that no longer matter, and never more than so many: oldest first. */
export function pruned<Value>(
  map: ReadonlyMap<string, Value>,
  matters: (value: Value) => boolean,
  most: number,
): ReadonlyMap<string, Value> {
  const kept = [...map].filter(([, value]) => matters(value));
  return kept.length === map.size && map.size <= most ? map : new Map(kept.slice(-most));
}
