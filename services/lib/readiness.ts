import type { Readiness } from './admin.ts';
import type { Lag } from './lag.ts';
import type { Following } from './stream.ts';

/** Messages behind the log at which the figures are no longer called live. */
const maxLagMessages = 1_000;

/** Ready once the log is read, as long as it is followed closely. */
export function readinessOf(following: Following, lag: Lag): Readiness {
  let caughtUp = false;
  following.caughtUp.then(
    () => {
      caughtUp = true;
    },
    () => undefined,
  );
  return () => {
    if (!caughtUp) return `the log of facts is being read, now at ${following.position()}`;
    const behind = lag.messages();
    if (behind === null) return 'NATS cannot be asked how long the log is';
    return behind <= maxLagMessages || `${behind} messages behind the log of facts`;
  };
}
