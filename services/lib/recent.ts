/** What was used last, as much of it as a limit allows. */
export interface Recent<V> {
  get: (key: string) => V | undefined;
  /** Keeps and gives back. */
  put: (key: string, value: V) => V;
  clear: () => void;
}

/** An empty one; what was not used for longest goes first. */
export function recent<V>(limit: number, sizeOf: (value: V) => number = () => 1): Recent<V> {
  const kept = new Map<string, V>();
  let size = 0;
  const drop = (key: string) => {
    const value = kept.get(key);
    if (value === undefined) return;
    kept.delete(key);
    size -= sizeOf(value);
  };
  return {
    get: (key) => {
      const value = kept.get(key);
      if (value !== undefined) {
        kept.delete(key);
        kept.set(key, value);
      }
      return value;
    },
    put: (key, value) => {
      drop(key);
      kept.set(key, value);
      size += sizeOf(value);
      for (const oldest of kept.keys()) {
        if (size <= limit || oldest === key) break;
        drop(oldest);
      }
      return value;
    },
    clear: () => {
      kept.clear();
      size = 0;
    },
  };
}
