// One event, file 8 of 10 (README.md). Next: wallboard/src/wall.svelte.ts
/** The line to the gateway: frames in, in order, without a hole; it mends itself. */
import type { WallFrame } from '../../proto/gen/floorcast/wall/v1/wall_frame.ts';

/** What hears the frames. */
export interface Listener {
  /** A frame in its order. */
  frame: (frame: WallFrame) => void;
  /** True while frames come; false from 3 s of silence on. */
  line: (live: boolean) => void;
}

/** Silence after which the line counts as cut. The gateway speaks every second. */
export const silenceMs = 3_000;
/** Silence after which a line that still calls itself open is opened anew. */
const deadMs = 10_000;
const retryMs = { first: 500, most: 8_000 };

/**
 * Follows a stream of frames until told to stop.
 *
 * The browser reconnects by itself and says what it heard last. That does not
 * suffice: a refusal ends its tries, and a line that died without a word stays
 * "open" for hours. So a watchdog opens it anew. A hole in the sequence means
 * something was lost: then the line is opened anew without memory, and the
 * gateway begins with the whole.
 *
 * @returns a function that ends it.
 */
export function follow(url: string, listener: Listener): () => void {
  let source: EventSource | null = null;
  let last: Position | null = null;
  let heardAt = performance.now();
  let openedAt = heardAt;
  let wait = retryMs.first;
  let live = false;
  let retry: ReturnType<typeof setTimeout> | undefined;

  const open = () => {
    clearTimeout(retry);
    retry = undefined;
    source?.close();
    openedAt = performance.now();
    // A new line has no memory: the gateway begins it with the whole.
    last = null;
    source = new EventSource(url);
    source.addEventListener('frame', hear);
    source.addEventListener('error', () => {
      if (source?.readyState === EventSource.CLOSED) later();
    });
  };
  const later = () => {
    // Walls that lost one gateway do not all come back in the same instant.
    retry ??= setTimeout(open, wait * (0.75 + Math.random() / 2));
    wait = Math.min(wait * 2, retryMs.most);
  };
  const hear = (event: Event) => {
    const { data, lastEventId } = event as MessageEvent;
    const frame = readFrame(String(data));
    const at = readPosition(lastEventId);
    const next = frame && place(last, at, frame.whole);
    if (next === 'known') return;
    if (!frame || next === 'hole') {
      source?.close();
      later();
      return;
    }
    last = at;
    heardAt = performance.now();
    wait = retryMs.first;
    if (!live) listener.line(true);
    live = true;
    listener.frame(frame);
  };
  const watch = setInterval(() => {
    const silentMs = performance.now() - heardAt;
    if (live && silentMs > silenceMs) {
      live = false;
      listener.line(false);
    }
    if (silentMs > deadMs && performance.now() - openedAt > deadMs && !retry) open();
  }, 250);
  open();
  return () => {
    clearInterval(watch);
    clearTimeout(retry);
    source?.close();
  };
}

/** The place of a frame: sequences count by one within an epoch. */
export interface Position {
  epoch: string;
  seq: number;
}

/** Reads "epoch:seq"; null when it is neither. */
export function readPosition(id: string): Position | null {
  const found = /^([^:]+):(\d+)$/.exec(id);
  return found ? { epoch: found[1] ?? '', seq: Number(found[2]) } : null;
}

/** Whether a frame comes next, is already known, or shows that one before it was lost. */
export function place(
  last: Position | null,
  at: Position | null,
  whole: boolean,
): 'next' | 'known' | 'hole' {
  if (whole) return 'next';
  if (!last || !at || at.epoch !== last.epoch) return 'hole';
  if (at.seq <= last.seq) return 'known';
  return at.seq === last.seq + 1 ? 'next' : 'hole';
}

/** A frame as it is typed, whatever the gateway left out because it was empty; null = garbage. */
export function readFrame(data: string): WallFrame | null {
  try {
    const read: unknown = JSON.parse(data);
    if (read === null || typeof read !== 'object') return null;
    const frame = read as Partial<WallFrame>;
    if (typeof frame.sentMs !== 'number') return null;
    return { ...emptyFrame, ...frame } as WallFrame;
  } catch {
    return null;
  }
}

const emptyFrame: Omit<WallFrame, 'sentMs'> = {
  whole: false,
  sources: [],
  services: [],
  queues: [],
  agents: [],
  agentsGone: [],
  totals: undefined,
  trend: undefined,
  sites: [],
  posted: [],
  simulated: false,
  pageVersion: '',
};
