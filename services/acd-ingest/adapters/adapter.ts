import type { Fact } from '../../domain/fact.ts';

/** Where an adapter's facts go. */
export interface FactSink {
  /**
   * Takes facts in the order in which the source told them. A promise means
   * "wait": the adapter reads nothing more from its source until it settles.
   */
  tell(facts: readonly Fact[]): void | Promise<void>;
  /** Keeps what could not be read. `place` = file and line, or connection; `why` is a sentence. */
  park(line: string, place: string, why: string): void;
}

/** One source of facts: a switch, a file, a door. */
export interface Adapter {
  /** Tells facts until the signal aborts. A source that is away is no error: it is tried again. */
  start(sink: FactSink, signal: AbortSignal): Promise<void>;
  /**
   * What the next start of this adapter needs (positions, open legs), as JSON.
   * True for everything told and taken so far; ask for it only when no `tell` is under way.
   */
  state(): unknown;
}
