import { credentials } from '@grpc/grpc-js';
import {
  HistoryServiceClient,
  type ListQueueVolumesResponse,
  type ListWaitsResponse,
  type QueueSpan,
} from '../../proto/gen/floorcast/history/v1/history_service.ts';
import type { Context } from '../lib/context.ts';
import { ask } from '../lib/grpc.ts';
import { recent } from '../lib/recent.ts';

/** The past as the archive has it. */
export interface Archive {
  spans: (tenant: string) => Promise<readonly QueueSpan[]>;
  volumes: (of: Stretch & { lengthS: number }) => Promise<ListQueueVolumesResponse>;
  waits: (of: Stretch) => Promise<ListWaitsResponse>;
  close: () => void;
}

/** A queue and a stretch of time. */
export interface Stretch {
  tenant: string;
  site: string;
  queue: string;
  fromMs: number;
  toMs: number;
}

/** Asked for with every look at a page, so remembered for so long. */
const spansForMs = 5_000;
const withinMs = 20_000;

/** Connects lazily: an archive that is away is asked again at the next question. */
export function openArchive(address: string, now: () => number): Archive {
  const client = new HistoryServiceClient(address, credentials.createInsecure(), {
    'grpc.initial_reconnect_backoff_ms': 100,
    'grpc.max_reconnect_backoff_ms': 1_000,
    'grpc.max_receive_message_length': 64 * 1024 * 1024,
  });
  const known = recent<{ atMs: number; spans: Promise<readonly QueueSpan[]> }>(1_000);
  const as = (tenant: string): Context => ({ tenant, person: '', roles: ['planner'] });
  const range = ({ fromMs, toMs }: Stretch) => ({ from: new Date(fromMs), to: new Date(toMs) });
  const asked = (of: Stretch) => {
    const { tenant, site, queue } = of;
    return { tenant, site, queue, ...range(of) };
  };
  return {
    spans: (tenant) => {
      const before = known.get(tenant);
      if (before && now() - before.atMs < spansForMs) return before.spans;
      const question = { tenant, site: '' };
      const spans = ask(client, client.listQueueSpans, question, { context: as(tenant), withinMs })
        .then((answer) => answer.spans)
        .catch((error: unknown) => {
          known.clear();
          throw error;
        });
      return known.put(tenant, { atMs: now(), spans }).spans;
    },
    volumes: ({ lengthS, ...of }) =>
      ask(
        client,
        client.listQueueVolumes,
        { ...asked(of), lengthS },
        { context: as(of.tenant), withinMs },
      ),
    waits: (of) => ask(client, client.listWaits, asked(of), { context: as(of.tenant), withinMs }),
    close: () => client.close(),
  };
}
