import type { Log } from '../../services/lib/log.ts';
import type { Storm } from './arrivals.ts';
import type { Assessor } from './assessor.ts';
import type { Door } from './deliver.ts';
import { writePast } from './history.ts';
import type { SitePlan } from './plan.ts';
import type { Planner } from './planner.ts';
import type { Scheduler } from './scheduler.ts';
import { openLiveSite } from './site-live.ts';
import type { SimulatorState } from './state.ts';

/** What plays one site. */
export interface Play {
  site: SitePlan;
  seed: number;
  agents: number;
  historyWeeks: number;
  state: SimulatorState;
  door: Door;
  planner: Planner;
  scheduler: Scheduler;
  assessor: Assessor;
  log: Log;
  signal: AbortSignal;
}

const hourMs = 3_600_000;
const weekMs = 168 * hourMs;
/** Just inside the day that goes into live figures; what is older goes into history. */
const liveWindowMs = 23.95 * hourMs;
const tickMs = 100;
const stretchMs = 900_000;

/**
 * One site: first today up to now, so that the wall stands; then the past in
 * the background, while time goes on.
 */
export function playSite(play: Play): { storm: (storm: Storm) => void; done: Promise<void> } {
  const { site, seed, agents, state } = play;
  const nowMs = Date.now();
  const fromMs = liveStart(play, nowMs);
  const opened = openLiveSite(site, fromMs, { seed, agents, storms: state.storms });
  const past = { ...play, fromMs: pastStart(play, fromMs), toMs: fromMs, storms: state.storms };
  const firstTold = Promise.withResolvers<void>();
  const living = live(play, { fromMs, advance: opened.advance, firstTold: firstTold.resolve });
  const planned = firstTold.promise.then(() => plan(play, past));
  const pastTold = planned.then(() => tellPast(play, past));
  const done = Promise.all([living, pastTold]);
  // Shifts and scores come when every site is planned; nothing waits for them.
  const scheduled = planned.then(() => play.scheduler.schedule(play));
  const scored = scheduled.then(() => play.assessor.begin(play));
  const closed = Promise.all([scored, pastTold]).then(() => play.assessor.closeLastWeek(play));
  // What fails of it is told by `done`, or by the assessor itself.
  closed.catch(() => undefined);
  return { storm: (storm) => opened.storm(storm, Date.now()), done: done.then(() => living) };
}

/** A day ago, or what was delivered last, whichever is later. */
function liveStart({ site, state }: Play, nowMs: number): number {
  const last = (state.deliveredUntilMs[site.id] ?? 0) - 60_000;
  return Math.max(nowMs - liveWindowMs, last);
}

function pastStart({ site, state, historyWeeks }: Play, liveFromMs: number): number {
  const wholePast = liveFromMs - historyWeeks * weekMs;
  const known = state.historyFromMs[site.id] !== undefined;
  return known ? Math.min(state.deliveredUntilMs[site.id] ?? liveFromMs, liveFromMs) : wholePast;
}

async function live(
  { site, door, state, signal }: Play,
  {
    fromMs,
    advance,
    firstTold,
  }: {
    fromMs: number;
    advance: (toMs: number) => Parameters<Door['deliver']>[0];
    firstTold: () => void;
  },
): Promise<void> {
  // A day of ten thousand agents is millions of facts: told in stretches until it is now.
  for (let toMs = fromMs + stretchMs; toMs < Date.now() && !signal.aborted; toMs += stretchMs) {
    await door.deliver(advance(toMs));
  }
  let lastMs = 0;
  while (!signal.aborted) {
    const nowMs = Date.now();
    const facts = advance(nowMs);
    if (facts.length > 0 || nowMs - lastMs >= 1_000) {
      await door.deliver(facts);
      lastMs = nowMs;
      if (state.historyFromMs[site.id] !== undefined) state.deliveredUntilMs[site.id] = nowMs;
    }
    firstTold();
    await new Promise((resolve) => setTimeout(resolve, tickMs));
  }
}

/** The planner needs only figures: he has them in seconds, the contacts one by one take minutes. */
async function plan({ site, state, planner }: Play, past: Parameters<typeof writePast>[0]) {
  if (past.toMs - past.fromMs < 1_000) return;
  if (state.historyFromMs[site.id] === undefined) await planner.plan(past);
}

async function tellPast(play: Play, past: Parameters<typeof writePast>[0]): Promise<void> {
  const { site, state, door, log, signal } = play;
  if (past.toMs - past.fromMs < 1_000) return;
  let shown = 0;
  const progress = (share: number) => {
    const percent = Math.floor(share * 100);
    if (percent < shown + 10 && percent < 100) return;
    shown = percent;
    log.info({ site: site.id, percent }, `history of ${site.name.en}: ${percent} %`);
  };
  await writePast(past, door, { signal, progress });
  if (!signal.aborted) state.historyFromMs[site.id] ??= past.fromMs;
}
