import { jetstreamManager } from '@nats-io/jetstream';
import type { NatsConnection } from '@nats-io/transport-node';

/** How far a following is behind the end of its stream. */
export interface Lag {
  /** Messages not yet handled; null = not known, for example while NATS is away. */
  messages: () => number | null;
}

/** Looks every second how far a following is behind. */
export function watchLag(
  nats: NatsConnection,
  stream: string,
  position: () => number,
  signal: AbortSignal,
): Lag {
  let behind: number | null = null;
  const look = async () => {
    try {
      const manager = await jetstreamManager(nats);
      const { state } = await manager.streams.info(stream);
      behind = Math.max(0, state.last_seq - position());
    } catch {
      // Unreachable: unknown is the answer, and readiness says so.
      behind = null;
    }
  };
  const timer = setInterval(() => void look(), 1_000);
  signal.addEventListener('abort', () => clearInterval(timer), { once: true });
  void look();
  return { messages: () => behind };
}
