import {
  type Check,
  checkHonest,
  checkIntervals,
  checkLive,
  checkStored,
  longestAgeMs,
} from './checks.ts';
import { startLoad } from './contacts.ts';
import { type Fed, feed } from './feeder.ts';
import { checkRecovered, killEach } from './havoc.ts';
import { type Rehearsal, rehearsalSite } from './rehearsal.ts';
import { watchWall } from './watcher.ts';

/** What to rehearse. */
export interface ChaosPlan {
  seconds: number;
  factsPerS: number;
  seed: number;
  say: (line: string) => void;
}

/** From one kill to the next, for the recovery to be judged. */
const killRoomMs = 7_000;
/** Time for the last facts to reach every place, after the load has ended. */
const settleMs = 60_000;

/** Runs a load with every process killed once and checks what must hold nevertheless. */
export async function runChaos(rehearsal: Rehearsal, plan: ChaosPlan): Promise<Check[]> {
  const { seconds, factsPerS, seed, say } = plan;
  const stop = new AbortController();
  try {
    const startMs = Date.now();
    const endMs = startMs + seconds * 1_000;
    const load = startLoad({
      site: rehearsalSite,
      source: rehearsal.door.source,
      seed,
      factsPerS,
      queues: 20,
      agents: 500,
      startMs,
      endMs,
    });
    const fed: Fed = { acknowledged: [], ackDelaysMs: [] };
    const watcher = watchWall(rehearsal.wall, rehearsal.cookie, stop.signal);
    const signal = stop.signal;
    const [kills] = await Promise.all([
      killEach(rehearsal, { fromMs: startMs, toMs: endMs, seed, seen: watcher.seen, say }),
      feed(load, rehearsal.door, { untilMs: endMs, beatMs: 100, fed, signal }),
    ]);
    say(`${fed.acknowledged.length} facts acknowledged, ${kills.length} processes killed`);
    const recoveries = await Promise.all(
      kills.map(async ({ name, recoveredMs }) => ({ name, ms: await recoveredMs })),
    );
    // Where the next kill comes sooner, being right again in time cannot be seen.
    const isSeen = (seconds * 1_000) / kills.length >= killRoomMs;
    const checks = [
      ...(isSeen ? [checkRecovered(recoveries)] : []),
      await checkStored(rehearsal, fed.acknowledged, settleMs),
      await checkLive(rehearsal, fed.acknowledged, settleMs),
      await checkIntervals(rehearsal, fed.acknowledged, settleMs),
      checkHonest(watcher.seen, fed.acknowledged),
    ];
    say(
      `longest age of a figure while it lasted: ${longestAgeMs(watcher.seen)} ms, every one marked`,
    );
    return checks;
  } finally {
    stop.abort();
  }
}
