// One thread of a search for shifts: see shift-design-threads.ts.
import { type MessagePort, parentPort, workerData } from 'node:worker_threads';
import { DomainError } from '../domain/domain-error.ts';
import { searchShiftDesign } from '../domain/schedule/design/shift-design-search.ts';
import { linearSolver } from './linear-solver.ts';
import type { ShiftDesignJob, ShiftDesignMessage } from './shift-design-threads.ts';

const port = parentPort as MessagePort;
const { problem, role, seed, deadlineMs } = workerData as ShiftDesignJob;

try {
  searchShiftDesign(problem, {
    solver: await linearSolver(),
    role,
    seed,
    rounds: Number.POSITIVE_INFINITY,
    secondsLeft: () =>
      Math.max(0, deadlineMs - (performance.timeOrigin + performance.now())) / 1_000,
    tell: say,
  });
  say({ kind: 'done' });
} catch (error) {
  if (!(error instanceof DomainError)) throw error;
  say({ kind: 'refused', fault: error.fault, sentence: error.message });
}

function say(message: ShiftDesignMessage): void {
  port.postMessage(message);
}
