import { join } from 'node:path';
import { jetstreamManager } from '@nats-io/jetstream';
import type { NatsConnection } from '@nats-io/transport-node';
import { decodeBatch } from '../lib/facts.ts';
import type { Log } from '../lib/log.ts';
import { follow } from '../lib/stream.ts';
import { streams, subjects } from '../lib/subjects.ts';
import { type AlreadyPublished, openAlreadyPublished } from './already-published.ts';
import type { Config } from './config.ts';

/** What both logs are known to hold. */
export interface Remembered {
  live: AlreadyPublished;
  history: AlreadyPublished;
  close: () => void;
}

/** History is read in once; a repeat of it soon after is all that has to be caught here. */
const historyIds = 2_000_000;

/**
 * Opens the windows of published ids and reads from the streams what a crash
 * kept from being written down. Only then may facts be taken.
 */
export async function remember(
  nats: NatsConnection,
  config: Config,
  { log, now, signal }: { log: Log; now: () => number; signal: AbortSignal },
): Promise<Remembered> {
  const open = async (kind: 'live' | 'history'): Promise<AlreadyPublished> => {
    const { name } = kind === 'live' ? streams.facts : streams.backfill;
    const info = await (await jetstreamManager(nats)).streams.info(name);
    const known = openAlreadyPublished({
      folder: join(config.folder, 'published', kind),
      streamCreated: info.created,
      rememberMs: config.rememberMs,
      maxIds: kind === 'live' ? config.rememberIds : Math.min(config.rememberIds, historyIds),
      now,
      log,
    });
    const filter = kind === 'live' ? subjects.factsOf() : subjects.backfillAll();
    if (info.state.last_seq > known.position()) {
      await learnTail(nats, { name, filter }, known, { log, signal });
    }
    return known;
  };
  const live = await open('live');
  const history = await open('history');
  const close = () => {
    live.close();
    history.close();
  };
  return { live, history, close };
}

async function learnTail(
  nats: NatsConnection,
  { name, filter }: { name: string; filter: string },
  known: AlreadyPublished,
  { log, signal }: { log: Log; signal: AbortSignal },
): Promise<void> {
  const from = known.position() + 1;
  const enough = new AbortController();
  const following = follow(
    nats,
    { stream: name, subjects: filter, fromSequence: from },
    (data, { sequence }) => {
      const { tenant, facts } = decodeBatch(data);
      known.learn(tenant, facts, sequence);
    },
    { signal: AbortSignal.any([signal, enough.signal]), log },
  );
  await following.caughtUp;
  enough.abort();
  await following.done;
  log.info({ stream: name, from, to: following.position() }, 'read what a crash left unwritten');
}
