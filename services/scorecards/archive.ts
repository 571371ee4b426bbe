import { credentials } from '@grpc/grpc-js';
import { HistoryServiceClient } from '../../proto/gen/floorcast/history/v1/history_service.ts';
import type { CountedLeg } from '../../proto/gen/floorcast/history/v1/trace.ts';
import { DomainError } from '../domain/domain-error.ts';
import type { Context } from '../lib/context.ts';
import { ask } from '../lib/grpc.ts';
import type { OfSite } from '../lib/site-book.ts';

/** Contacts as the archive has them. */
export interface Archive {
  /** Every leg of the site that was offered in the span, by time. */
  legs: (of: OfSite, span: { fromMs: number; toMs: number }) => Promise<CountedLeg[]>;
  close: () => void;
}

const pageSize = 5_000;
/** A month of a large site; more is refused, as a part would be a wrong figure. */
const maxLegs = 1_000_000;
const withinMs = 60_000;

/** Connects lazily: an archive that is away is asked again at the next question. */
export function openArchive(address: string): Archive {
  const client = new HistoryServiceClient(address, credentials.createInsecure(), {
    'grpc.initial_reconnect_backoff_ms': 100,
    'grpc.max_reconnect_backoff_ms': 1_000,
    'grpc.max_receive_message_length': 64 * 1024 * 1024,
  });
  return {
    legs: async ({ tenant, site }, { fromMs, toMs }) => {
      const context: Context = { tenant, person: '', roles: ['quality'] };
      const span = { from: new Date(fromMs), to: new Date(toMs) };
      const asked = { tenant, site, agents: [], ...span, pageSize };
      const all: CountedLeg[] = [];
      for (let pageToken = ''; ; ) {
        const page = { ...asked, pageToken };
        const answer = await ask(client, client.listContactLegs, page, { context, withinMs });
        all.push(...answer.legs);
        pageToken = answer.nextPageToken;
        if (!pageToken) return all;
        if (all.length >= maxLegs) {
          throw new DomainError('unavailable', `more than ${maxLegs} contacts of "${site}"`);
        }
      }
    },
    close: () => client.close(),
  };
}
