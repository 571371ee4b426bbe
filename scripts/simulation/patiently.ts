import { DomainError } from '../../services/domain/domain-error.ts';
import { pause } from '../../services/lib/pause.ts';

const tries = 20;
const betweenMs = 1_500;

/** Work again and again while a service is just coming up, or has its hands full. */
export async function patiently<T>(signal: AbortSignal, work: () => Promise<T>): Promise<T> {
  for (let left = tries; ; left -= 1) {
    try {
      return await work();
    } catch (error) {
      const mayPass = error instanceof DomainError && error.fault === 'unavailable';
      if (signal.aborted || left === 0 || !mayPass) throw error;
      await pause(betweenMs, signal);
    }
  }
}
