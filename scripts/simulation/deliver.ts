import type { Fact } from '../../services/domain/fact.ts';
import { toCloudEvent } from './cloud-event.ts';

/** The public door of ingest, for one source. */
export interface Door {
  /** Resolves when all facts are on disk; keeps trying through 429, 503 and lost connections. */
  deliver: (facts: readonly Fact[]) => Promise<void>;
}

const batchSize = 1_000;

/** A client of `POST /v1/events` as any source would write it. */
export function openDoor(
  { url, token, source }: { url: string; token: string; source: string },
  signal: AbortSignal,
): Door {
  return {
    deliver: async (facts) => {
      // An empty batch is a sign of life.
      for (let from = 0; from === 0 || from < facts.length; from += batchSize) {
        const events = facts
          .slice(from, from + batchSize)
          .map((fact) => toCloudEvent(source, fact));
        await post({ url, token, body: JSON.stringify(events) }, signal);
      }
    },
  };
}

interface Request {
  url: string;
  token: string;
  body: string;
}

async function post({ url, token, body }: Request, signal: AbortSignal): Promise<void> {
  for (let pauseMs = 100; !signal.aborted; pauseMs = Math.min(pauseMs * 2, 2_000)) {
    const answer = await fetch(`${url}/v1/events`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${token}`,
        'content-type': 'application/cloudevents-batch+json',
      },
      body,
      signal,
    }).catch(() => null);
    const said = (await answer?.text().catch(() => '')) ?? '';
    if (answer?.status === 202) return;
    const again = !answer || answer.status === 429 || answer.status >= 500;
    if (!again) throw new Error(`the door answered ${answer.status}: ${said.slice(0, 500)}`);
    await new Promise((resolve) => setTimeout(resolve, pauseMs));
  }
}
