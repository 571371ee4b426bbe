/** From the instant ingest sent a fact to the instant its figure stands on the glass. */
declare global {
  interface Window {
    /** The last delays in milliseconds, newest last; for the benchmark. */
    __floorcastPixelDelays?: number[];
  }
}

const kept = 5_000;

/**
 * Call when a frame with facts was applied. Records after the next paint: the
 * animation frame comes before it, a message posted from there is handled after.
 */
export function stampPaint(newestFactMs: number): void {
  requestAnimationFrame(() => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      record(Date.now() - newestFactMs);
    };
    port2.postMessage(null);
  });
}

function record(delayMs: number): void {
  window.__floorcastPixelDelays ??= [];
  const delays = window.__floorcastPixelDelays;
  delays.push(delayMs);
  if (delays.length > kept) delays.splice(0, delays.length - kept);
}
