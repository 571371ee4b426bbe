// One thread of a search for a contact centre's roster: see centre-threads.ts.
import {
  type MessagePort,
  parentPort,
  receiveMessageOnPort,
  workerData,
} from 'node:worker_threads';
import { DomainError } from '../domain/domain-error.ts';
import { linesOf } from '../domain/schedule/centre/centre-line.ts';
import { centreModel } from '../domain/schedule/centre/centre-model.ts';
import {
  type CentreBudget,
  type CentreNews,
  centreSearch,
} from '../domain/schedule/centre/centre-search.ts';
import type { CentreThreadJob, CentreThreadMessage } from './centre-threads.ts';

const port = parentPort as MessagePort;
const job = workerData as CentreThreadJob;

try {
  const model = centreModel(job.problem);
  const { role, seed, start } = job;
  centreSearch(model, {
    budget: budgetOf(job),
    role,
    seed,
    start: start && linesOf(model, start),
    tell: say,
    hear,
  });
  say({ kind: 'done' });
} catch (error) {
  if (!(error instanceof DomainError)) throw error;
  say({ kind: 'refused', fault: error.fault, sentence: error.message });
}

function say(message: CentreThreadMessage): void {
  port.postMessage(message);
}

/** The search never returns to the event loop, so messages are fetched. */
function hear(): CentreNews[] {
  const news: CentreNews[] = [];
  for (let next = receiveMessageOnPort(port); next; next = receiveMessageOnPort(port)) {
    news.push(next.message as CentreNews);
  }
  return news;
}

function budgetOf({ fromMs, deadlineMs, work, stop }: CentreThreadJob): CentreBudget {
  const asked = new Int32Array(stop);
  let spent = 0;
  return {
    spend(done) {
      spent += done;
    },
    left() {
      if (Atomics.load(asked, 0) !== 0) return 0;
      if (work !== null) return Math.max(0, 1 - spent / work);
      const now = performance.timeOrigin + performance.now();
      return Math.max(0, (deadlineMs - now) / (deadlineMs - fromMs));
    },
  };
}
