import type { Fact } from '../../domain/fact.ts';
import { pause } from '../../lib/pause.ts';
import { gapFact, type SwitchReading } from './asterisk-reading.ts';
import { sourceFact } from './asterisk-switch.ts';
import { type LogPosition, queueLogTail, type TailedRow } from './queue-log-tail.ts';
import { translateRow } from './queue-log-translator.ts';

/** The queue_log as it grows. */
export interface LogFeed {
  /** Reads until the signal aborts. */
  run: (signal: AbortSignal) => Promise<void>;
  /** Reads everything written so far, at once; false = not within the limit. */
  catchUp: (limitMs: number) => Promise<boolean>;
  position: () => LogPosition | null;
}

/** The file is looked at so often. */
const lookMs = 500;
/**
 * While the connection stands the log is read so far behind it: a row bears
 * only its second, and the events, which are finer, shall tell first.
 */
const behindMs = 2_500;
/** A file that cannot be read for so long is a gap. */
const unreadableMs = 3_000;
/** Without a connection the log alone proves the source, by being readable. */
const cadenceMs = 1_000;

/** @param connected - whether the manager interface is telling events now. */
export function logFeed(
  reading: SwitchReading,
  of: { path: string; from: LogPosition | null; connected: () => boolean },
): LogFeed {
  const { sw, sink, tell, nowMs } = reading;
  const tail = queueLogTail(of.path, of.from, (line, place, why) => sink.park(line, place, why));
  let position = of.from;
  const pending: TailedRow[] = [];
  let busy: Promise<unknown> = Promise.resolve();

  /** Translates what is old enough; the position moves with it. */
  const translateUntil = async (limitMs: number) => {
    while (pending[0] && pending[0].row.atMs <= limitMs) {
      const until = pending.findIndex(({ row }) => row.atMs > limitMs);
      const due = pending.splice(0, until < 0 ? pending.length : until);
      const facts: Fact[] = due.flatMap(({ row }) => translateRow(sw, row));
      position = due.at(-1)?.after ?? position;
      await tell(facts);
    }
  };

  const readOn = async (limitMs: () => number, untilMs = Number.POSITIVE_INFINITY) => {
    for (;;) {
      if (pending.length === 0 || limitMs() === Number.POSITIVE_INFINITY) {
        const rows = await tail.next();
        if (rows.length === 0 && pending.length === 0) return true;
        pending.push(...rows);
      }
      const before = pending.length;
      await translateUntil(limitMs());
      if (pending.length > 0 && pending.length === before) return true;
      if (performance.now() > untilMs) return false;
    }
  };

  /** One reader at a time: the feed's own round, or one who catches up. */
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const turn = busy.then(work, work);
    busy = turn.catch(() => undefined);
    return turn;
  };

  return {
    position: () => position,
    catchUp: (limitMs) =>
      inTurn(() => readOn(() => Number.POSITIVE_INFINITY, performance.now() + limitMs)).catch(
        () => true,
      ),
    run: async (signal) => {
      const watch = readableWatch(reading, of);
      while (!signal.aborted) {
        const limitMs = () => (of.connected() ? nowMs() - behindMs : Number.POSITIVE_INFINITY);
        try {
          await inTurn(() => readOn(limitMs, performance.now() + 5_000));
          await watch.readable();
        } catch (error) {
          await watch.unreadable((error as Error).message);
        }
        await pause(lookMs, signal);
      }
      await tail.close();
    },
  };
}

/** Says that the file can, or cannot, be read; without a connection that is the source's proof. */
function readableWatch(
  reading: SwitchReading,
  { path, connected }: { path: string; connected: () => boolean },
) {
  const { sw, tell, warn, nowMs, options } = reading;
  let provenMs: number | null = null;
  let unreadableSinceMs: number | null = null;
  let toldGap = false;
  const alone = options.ami === undefined;
  return {
    readable: async () => {
      if (unreadableSinceMs !== null) warn(`"${path}" can be read again`);
      unreadableSinceMs = null;
      if (!alone || connected()) return;
      const atMs = Math.floor(nowMs());
      if (provenMs !== null && atMs - provenMs < cadenceMs && !toldGap) return;
      const { disagreements } = sw;
      const facts: Fact[] = [];
      if (toldGap) {
        facts.push(
          sourceFact(sw.identity, atMs, { kind: 'resync', estimatedEnds: 0, disagreements }),
        );
      }
      facts.push(sourceFact(sw.identity, atMs, { kind: 'heartbeat', cadenceMs, disagreements }));
      provenMs = atMs;
      toldGap = false;
      await tell(facts);
    },
    unreadable: async (why: string) => {
      const sinceMs = unreadableSinceMs ?? nowMs();
      if (unreadableSinceMs === null) warn(`"${path}" cannot be read: ${why}`);
      unreadableSinceMs = sinceMs;
      if (!alone || toldGap || nowMs() - sinceMs < unreadableMs) return;
      toldGap = true;
      await tell([gapFact(reading, provenMs, `"${path}" cannot be read: ${why}`)]);
    },
  };
}
