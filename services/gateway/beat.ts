/** What goes out together, on a beat. */
export interface Beat {
  /** Something is to go out: at once when idle, else with the next beat. */
  ask: () => void;
  close: () => void;
}

/** Figures leave at once when idle, then at most so often. */
export const beatMs = 50;
/** A frame a second tells a screen that the gateway lives. */
export const heartbeatMs = 1_000;

/** Calls `send` on the beat, and once a second when nobody asks. */
export function makeBeat(send: () => void): Beat {
  let lastMs = 0;
  let timer: NodeJS.Timeout | null = null;
  const beat = () => {
    timer = null;
    lastMs = performance.now();
    send();
  };
  const ask = () => {
    timer ??= setTimeout(beat, Math.max(0, lastMs + beatMs - performance.now()));
  };
  const heartbeat = setInterval(() => {
    if (performance.now() - lastMs >= heartbeatMs - beatMs) ask();
  }, heartbeatMs / 4);
  return {
    ask,
    close: () => {
      clearInterval(heartbeat);
      if (timer) clearTimeout(timer);
    },
  };
}
