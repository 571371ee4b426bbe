import { DomainError } from '../domain/domain-error.ts';
import { type Log, makeLog } from './log.ts';

/** What a service's main gets. */
export interface Running {
  log: Log;
  /** Aborted when the service is asked to end, or when it must. */
  signal: AbortSignal;
  /** Registers what ends with the service; the last registered ends first. */
  defer: (end: () => unknown) => void;
}

/** Longest time for an orderly end; what is not done then is dropped with the process. */
const endLimitMs = 2_500;

/**
 * Runs a service until it is told to end (SIGINT, SIGTERM) or its main throws.
 *
 * A `DomainError` (a bad setting, a taken port) is one sentence and exit 2; any
 * other error is a bug: stack and exit 1. A parent that disappears ends it too,
 * so that no orphan keeps a port.
 */
export async function run(
  service: string,
  main: (running: Running) => Promise<void>,
): Promise<void> {
  const log = makeLog(service);
  const stop = new AbortController();
  const ends: (() => unknown)[] = [];
  const asked = () => stop.abort();
  process.once('SIGINT', asked);
  process.once('SIGTERM', asked);
  process.once('disconnect', asked);

  let code = 0;
  try {
    await main({ log, signal: stop.signal, defer: (end) => void ends.push(end) });
  } catch (error) {
    code = complain(log, error);
  }
  stop.abort();
  setTimeout(() => process.exit(code), endLimitMs).unref();
  for (const end of ends.reverse()) {
    try {
      await end();
    } catch (error) {
      log.warn({ why: String(error) }, 'an orderly end failed');
    }
  }
  process.exit(code);
}

function complain(log: Log, error: unknown): number {
  if (error instanceof DomainError) {
    log.fatal(error.message);
    return 2;
  }
  log.fatal({ err: error }, 'a bug ended the service');
  return 1;
}

/** Settles when the signal aborts: what a main without a loop of its own awaits. */
export function ended(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((resolve) =>
    signal.addEventListener('abort', () => resolve(), { once: true }),
  );
}
