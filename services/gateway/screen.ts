import type { ServerResponse } from 'node:http';
import type { Sent } from './ring.ts';

/** One connected screen. */
export interface Screen {
  send: (sent: Sent) => void;
  close: () => void;
}

/** What may wait unsent for one screen. Above it frames are left out and caught up later. */
export const maxUnsentBytes = 1024 * 1024;

/** A screen that has not read for so long is let go; it comes back by itself. */
export const maxSilenceMs = 30_000;

/**
 * A screen's end of the stream. A slow one costs at most `maxUnsentBytes` and
 * one catching-up: while too much waits, frames are left out for it, and once
 * it has read on it gets what it missed, or the whole.
 *
 * @param catchUp - the frames after a sequence, or one whole frame.
 */
export function openScreen(
  response: ServerResponse,
  { catchUp, now }: { catchUp: (seq: number) => Sent[]; now: () => number },
): Screen {
  let sentSeq = 0;
  let behindSinceMs: number | null = null;

  const write = ({ seq, bytes }: Sent) => {
    response.write(bytes);
    sentSeq = seq;
  };
  response.on('drain', () => {
    if (behindSinceMs === null) return;
    behindSinceMs = null;
    for (const sent of catchUp(sentSeq)) write(sent);
  });
  return {
    send: (sent) => {
      if (behindSinceMs !== null) {
        if (now() - behindSinceMs > maxSilenceMs) response.destroy();
      } else if (response.writableLength > maxUnsentBytes) {
        behindSinceMs = now();
      } else {
        write(sent);
      }
    },
    close: () => response.end(),
  };
}
