/** One frame as it goes to every screen of a view. */
export interface Sent {
  /** Counts by one within a view. */
  seq: number;
  bytes: Buffer;
}

/** The last frames of a view, for screens that lost their connection. */
export interface Ring {
  push: (sent: Sent) => void;
  /** Every frame after a sequence; null when one of them is no longer kept. */
  after: (seq: number) => Sent[] | null;
}

/** Keeps the last frames, bounded by number and by bytes; the newest one is always kept. */
export function makeRing({ frames, bytes }: { frames: number; bytes: number }): Ring {
  const kept: Sent[] = [];
  let size = 0;
  return {
    push: (sent) => {
      kept.push(sent);
      size += sent.bytes.length;
      while (kept.length > 1 && (kept.length > frames || size > bytes)) {
        size -= kept.shift()?.bytes.length ?? 0;
      }
    },
    after: (seq) => {
      const last = kept.at(-1)?.seq ?? 0;
      const first = kept[0]?.seq ?? 1;
      if (seq > last || seq < first - 1) return null;
      return kept.slice(seq - first + 1);
    },
  };
}
