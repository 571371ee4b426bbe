import type { AdapterStates } from './adapter-states.ts';
import type { Liveness } from './liveness.ts';
import type { Publisher } from './publish.ts';
import type { Sequences } from './sequences.ts';
import type { Source } from './sources.ts';

const lookEveryMs = 250;
const keepEveryMs = 1_000;

/** Tells the gaps of sources that push and have fallen silent. */
export function watchSilences(
  deps: { sources: () => readonly Source[]; liveness: Liveness; publisher: Publisher },
  signal: AbortSignal,
): void {
  const { sources, liveness, publisher } = deps;
  const timer = setInterval(() => {
    const pushing = sources().filter((source) => 'token' in source);
    for (const { source, fact } of liveness.silences(pushing)) {
      void publisher.tell(source, [fact]);
    }
  }, lookEveryMs);
  signal.addEventListener('abort', () => clearInterval(timer), { once: true });
}

/** Keeps the last numbers of all sources, so that a hole across a restart is seen. @returns the end of it. */
export function keepSequences(sequences: Sequences, states: AdapterStates): () => void {
  const keep = () => states.write('sequences', JSON.stringify(sequences.state()));
  const timer = setInterval(keep, keepEveryMs);
  return () => {
    clearInterval(timer);
    keep();
  };
}
