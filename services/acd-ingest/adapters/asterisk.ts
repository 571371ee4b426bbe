// One event, file 1 of 10 (README.md). Next: services/acd-ingest/publish.ts
import type { Adapter } from './adapter.ts';
import { type AmiFeed, amiFeed } from './ami-feed.ts';
import { keptSwitch, restoreSwitch } from './asterisk-kept.ts';
import type { AsteriskOptions } from './asterisk-options.ts';
import { readingOf } from './asterisk-reading.ts';
import { type LogFeed, logFeed } from './queue-log-feed.ts';
import type { LogPosition } from './queue-log-tail.ts';

/**
 * A real Asterisk: its manager interface, its queue_log, or both, as one
 * source of facts. Figures come from what the switch says happened, never from
 * its counters.
 *
 * With both, the log fills in what an outage of the connection hid: after a
 * reconnect it is read up to that instant before the events go on. Ids are the
 * same by either reader, so nothing is lost and nothing told twice.
 *
 * @param kept - what `state()` of the last run gave; anything else starts anew.
 */
export function asteriskSource(
  options: AsteriskOptions,
  { kept, warn }: { kept?: unknown; warn: (sentence: string) => void },
): Adapter {
  const restored = restoreSwitch(options, kept);
  let log: LogFeed | null = null;
  let position: LogPosition | null = restored.position;

  return {
    start: async (sink, signal) => {
      const reading = readingOf(options, restored.sw, sink, warn);
      let ami: AmiFeed | null = null;
      if (options.queueLog !== undefined) {
        const connected = () => ami?.connected() ?? false;
        log = logFeed(reading, { path: options.queueLog, from: position, connected });
      }
      if (options.ami !== undefined) ami = amiFeed(reading, options.ami, log);
      await Promise.all([ami?.run(signal), log?.run(signal)]);
      position = log?.position() ?? position;
    },
    state: () => keptSwitch(restored.sw, log?.position() ?? position),
  };
}
