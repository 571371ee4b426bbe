/** The gateway's clock as a screen can know it: every frame says when it was sent. */
export interface GatewayClock {
  /** A frame that was sent then has just arrived. */
  heard: (sentMs: number) => void;
  /** The gateway's clock now. */
  now: () => number;
  /** Forget it: another gateway, or another clock. */
  reset: () => void;
}

const windowMs = 30_000;

/**
 * Measures the offset as the largest (sent - received) of the last 30 to 60 s:
 * a frame can only be late, never early, so the largest is the least delayed
 * one. A screen's own clock may be years off, or be set while it hangs; so it
 * is the monotonic one that is used.
 */
export function gatewayClock(monotonic: () => number = () => performance.now()): GatewayClock {
  let offset = Number.NEGATIVE_INFINITY;
  let previous = Number.NEGATIVE_INFINITY;
  let sinceAt = monotonic();
  const reset = () => {
    offset = Number.NEGATIVE_INFINITY;
    previous = Number.NEGATIVE_INFINITY;
    sinceAt = monotonic();
  };
  return {
    heard: (sentMs) => {
      const at = monotonic();
      if (at - sinceAt > windowMs) {
        previous = offset;
        offset = Number.NEGATIVE_INFINITY;
        sinceAt = at;
      }
      offset = Math.max(offset, sentMs - at);
    },
    now: () => {
      const best = Math.max(offset, previous);
      return Number.isFinite(best) ? monotonic() + best : Date.now();
    },
    reset,
  };
}
