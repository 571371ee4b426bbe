// How a long-running command begins, is told to end, and refuses.
import { DomainError } from '../services/domain/domain-error.ts';

export interface Command {
  /** Aborted when the user asks for the end. */
  signal: AbortSignal;
  say: (line: string) => void;
}

const refusedCode = 2;
/** Ctrl-C may not take longer, whatever hangs. */
const endLimitMs = 3_000;

/**
 * Runs a command until Ctrl-C, SIGTERM or a closed terminal, then its end.
 *
 * A `DomainError` is one sentence and exit 2. npm passes Ctrl-C on although the
 * terminal has sent it already, so a second signal means nothing new.
 *
 * @param start - resolves when it runs, with what ends it.
 */
export async function runCommand(
  start: (command: Command) => Promise<() => Promise<void>>,
): Promise<void> {
  const stop = new AbortController();
  const asked = Promise.withResolvers<void>();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => {
      stop.abort();
      asked.resolve();
      setTimeout(() => process.exit(1), endLimitMs).unref();
    });
  }
  // A reader that went away (`npm start | head`) is no reason to fall.
  process.stdout.on('error', () => undefined);
  try {
    const end = await start({ signal: stop.signal, say: (line) => console.log(`  ${line}`) });
    await asked.promise;
    await end();
    process.exit(0);
  } catch (error) {
    if (stop.signal.aborted) process.exit(0);
    if (!(error instanceof DomainError)) throw error;
    console.error(`floorcast: ${error.message}`);
    process.exit(refusedCode);
  }
}
