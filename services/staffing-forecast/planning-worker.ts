// What one of the planning's threads does. What is refused comes back as a value,
// since an error loses its class between threads.
import { DomainError, type Fault } from '../domain/domain-error.ts';
import type { Computed, SeriesJob } from './compute.ts';
import { computeHere } from './compute-here.ts';
import { type HistoryFile, type ImportOptions, readHistory } from './import/read-history.ts';

/** What a thread answers. */
export type Told<T> = { done: T } | { refused: { fault: Fault; sentence: string } };

/** Computes one queue. */
export function compute(job: SeriesJob): Told<Computed> {
  return told(() => computeHere(job));
}

/** Reads one file of history. */
export function readFile(of: { bytes: Uint8Array; options: ImportOptions }): Told<HistoryFile> {
  return told(() => readHistory(of.bytes, of.options));
}

function told<T>(work: () => T): Told<T> {
  try {
    return { done: work() };
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    return { refused: { fault: error.fault, sentence: error.message } };
  }
}
