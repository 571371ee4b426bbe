import type {
  FloorTotals,
  QueueRow,
  RowServiceLevel,
} from '../../proto/gen/floorcast/wall/v1/wall_frame.ts';
import { smallestGroup } from './audience.ts';
import { isSignedIn, type Sight } from './rows.ts';

/** The highest number waiting at once, and since when it was watched. */
export interface Peak {
  waiting: number;
  sinceMs: number;
}

/** The floor, or one site of it, as a whole; absent until the queues are known. */
export function floorTotals(
  sight: Sight,
  { site, rows, peak }: { site: string; rows: readonly QueueRow[]; peak: Peak },
): FloorTotals | undefined {
  if (!sight.floor.queuesLoaded) return undefined;
  const sum = (figure: (row: QueueRow) => number) =>
    rows.reduce((all, row) => all + figure(row), 0);
  const offered = sum((row) => row.offered);
  const answered = sum((row) => row.answered);
  const longest = longestOf(rows);
  return {
    waiting: sum((row) => row.waiting),
    longestSinceMs: longest?.longestSinceMs,
    longestQueue: longest?.name,
    waitingPeak: peak.waiting,
    waitingPeakSinceMs: peak.sinceMs,
    offered,
    answered,
    abandoned: sum((row) => row.abandoned),
    answerRate: offered === 0 ? undefined : answered / offered,
    serviceLevel: commonServiceLevel(rows),
    ...agentTotals(sight, site),
  };
}

function longestOf(rows: readonly QueueRow[]): QueueRow | undefined {
  let longest: QueueRow | undefined;
  for (const row of rows) {
    if (row.longestSinceMs === undefined) continue;
    if (!longest || row.longestSinceMs < (longest.longestSinceMs ?? 0)) longest = row;
  }
  return longest;
}

/** One service level of all, only where all have the same rule, target and goal. */
function commonServiceLevel(rows: readonly QueueRow[]): RowServiceLevel | undefined {
  const [first] = rows;
  const common = first?.serviceLevel;
  if (!common) return undefined;
  let met = 0;
  let counted = 0;
  for (const { serviceLevel } of rows) {
    if (!serviceLevel) return undefined;
    const { rule, targetMs, goal } = serviceLevel;
    if (rule !== common.rule || targetMs !== common.targetMs || goal !== common.goal) {
      return undefined;
    }
    met += serviceLevel.met;
    counted += serviceLevel.counted;
  }
  return { ...common, met, counted, ratio: counted === 0 ? undefined : met / counted };
}

function agentTotals(
  { floor, audience, agentsHeard }: Sight,
  site: string,
): Pick<FloorTotals, 'signedIn' | 'agentsByState'> {
  if (!floor.agentsLoaded || !agentsHeard) return { signedIn: undefined, agentsByState: {} };
  let signedIn = 0;
  const agentsByState: Record<number, number> = {};
  for (const [of, states] of floor.agentsByState) {
    if (site !== '' && of !== site) continue;
    for (const [state, count] of states) {
      if (isSignedIn({ state })) signedIn += count;
      agentsByState[state] = (agentsByState[state] ?? 0) + count;
    }
  }
  const hidden = audience === 'public' && signedIn < smallestGroup;
  return { signedIn, agentsByState: hidden ? {} : agentsByState };
}
