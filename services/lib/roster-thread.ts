// One thread of a roster search: see roster-threads.ts.
import {
  type MessagePort,
  parentPort,
  receiveMessageOnPort,
  workerData,
} from 'node:worker_threads';
import { DomainError } from '../domain/domain-error.ts';
import { isLong, longSearch } from '../domain/schedule/roster/long-search.ts';
import { rosterModel } from '../domain/schedule/roster/roster-model.ts';
import { rosterSearch } from '../domain/schedule/roster/roster-search.ts';
import type { SearchBudget } from '../domain/schedule/roster/search-budget.ts';
import type { SearchNews } from '../domain/schedule/roster/search-state.ts';
import { linearSolver } from './linear-solver.ts';
import type { RosterThreadJob, RosterThreadMessage } from './roster-threads.ts';

const port = parentPort as MessagePort;
const job = workerData as RosterThreadJob;

try {
  const solver = await linearSolver();
  const { role, seed, start } = job;
  const options = {
    solver,
    budget: budgetOf(job),
    role,
    seed,
    start,
    tell: say,
    hear,
  };
  if (isLong(job.problem)) longSearch(job.problem, options);
  else rosterSearch(rosterModel(job.problem), options);
  say({ kind: 'done' });
} catch (error) {
  if (!(error instanceof DomainError)) throw error;
  say({ kind: 'refused', fault: error.fault, sentence: error.message });
}

function say(message: RosterThreadMessage): void {
  port.postMessage(message);
}

/** The search never returns to the event loop, so messages are fetched. */
function hear(): SearchNews[] {
  const news: SearchNews[] = [];
  for (let next = receiveMessageOnPort(port); next; next = receiveMessageOnPort(port)) {
    news.push(next.message as SearchNews);
  }
  return news;
}

function budgetOf({ deadlineMs, work, stop }: RosterThreadJob): SearchBudget {
  const asked = new Int32Array(stop);
  let spent = 0;
  const beganMs = performance.timeOrigin + performance.now();
  const leftMs = () =>
    deadlineMs === null
      ? Number.POSITIVE_INFINITY
      : deadlineMs - (performance.timeOrigin + performance.now());
  return {
    spend(done) {
      spent += done;
    },
    spent: () => spent,
    isSpent: () =>
      Atomics.load(asked, 0) !== 0 || leftMs() <= 0 || (work !== null && spent >= work),
    used: () =>
      deadlineMs === null
        ? work === null
          ? 0
          : spent / work
        : 1 - Math.max(0, leftMs()) / Math.max(1, deadlineMs - beganMs),
    secondsLeft: () => Math.max(0.05, leftMs() / 1_000),
  };
}
