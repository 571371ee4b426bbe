// One event, file 6 of 10 (README.md). Next: services/gateway/wall-stream.ts
import { LiveQueues } from '../../proto/gen/floorcast/queue/v1/queue_snapshot.ts';
import { type Beat, startBeat } from '../lib/beat.ts';
import { toWireProofs } from '../lib/source-proofs.ts';
import { toWireQueue } from './convert.ts';
import type { Now } from './now.ts';
import type { Tenants } from './tenants.ts';

/** What live figures need. */
export interface LiveDeps {
  tenants: Tenants;
  now: Now;
  /** Position in the log that is folded in. */
  position: () => number;
  /** Puts one message on the bus. */
  send: (tenant: string, message: Uint8Array) => void;
  /** Looks after the balance of the queues that are about to leave. */
  check: (tenant: string, queueKeys: Iterable<string>) => void;
  beatMs: number;
  signal: AbortSignal;
}

/** Live figures on their way out. */
export interface Live {
  /** These queues changed. Before `begin` nothing leaves: half a replay is no figure. */
  touch: (tenant: string, queueKeys: ReadonlySet<string>) => void;
  /** Anything about the tenant's queues may have changed, for example their targets. */
  touchAll: (tenant: string) => void;
  /** All that was told of the tenant is void: readers see a new epoch and ask for the whole. */
  beginAnew: (tenant: string) => void;
  /** The log is read: from now on figures leave. */
  begin: () => void;
  /** Everything as of now; the next message a watcher gets has the version after it. */
  whole: (tenant: string) => LiveQueues;
  /** Hands every further message to a reader, until the returned function is called. */
  watch: (tenant: string, reader: (message: LiveQueues) => void) => () => void;
}

/** Queues in one message: below the bus's 1 MB. */
const maxQueues = 500;

/** How often tenants are looked for whose beat has not begun. */
const tickMs = 1_000;

interface Line {
  epoch: string;
  version: number;
  dirty: Set<string>;
  beat: Beat;
  readers: Set<(message: LiveQueues) => void>;
}

/** Publishes each tenant's queues on the beat: what changed, and every second all proofs. */
export function publishLive(deps: LiveDeps): Live {
  const lines = new Map<string, Line>();
  // Tenants forgotten while the log was read: their readers may know them from before.
  const forgotten = new Set<string>();
  let begun = false;
  const lineOf = (tenant: string): Line => {
    const known = lines.get(tenant);
    if (known) return known;
    const line: Line = {
      epoch: crypto.randomUUID(),
      version: 0,
      dirty: new Set(),
      beat: { touch: () => {} },
      readers: new Set(),
    };
    lines.set(tenant, line);
    line.beat = startBeat(() => leave(deps, tenant, line), {
      atMostMs: deps.beatMs,
      signal: deps.signal,
    });
    return line;
  };
  const touch = (tenant: string, queueKeys: ReadonlySet<string>) => {
    if (!begun) return;
    const line = lineOf(tenant);
    for (const key of queueKeys) line.dirty.add(key);
    if (queueKeys.size > 0) line.beat.touch();
  };
  const touchAll = (tenant: string) => {
    touch(tenant, new Set(deps.tenants.get(tenant)?.queues.queues.keys()));
  };
  return {
    touch,
    touchAll,
    beginAnew: (tenant) => {
      if (!begun) return void forgotten.add(tenant);
      const line = lineOf(tenant);
      line.epoch = crypto.randomUUID();
      line.version = 0;
      line.beat.touch();
    },
    begin: () => {
      begun = true;
      for (const tenant of forgotten) lineOf(tenant);
      const all = () => {
        for (const tenant of deps.tenants.keys()) if (!lines.has(tenant)) touchAll(tenant);
      };
      all();
      const timer = setInterval(all, tickMs);
      deps.signal.addEventListener('abort', () => clearInterval(timer), { once: true });
    },
    whole: (tenant) => {
      const line = lineOf(tenant);
      for (const key of deps.now.advance(tenant)) line.dirty.add(key);
      const keys = [...(deps.tenants.get(tenant)?.queues.queues.keys() ?? [])];
      return message(deps, tenant, line, keys);
    },
    watch: (tenant, reader) => {
      const { readers } = lineOf(tenant);
      readers.add(reader);
      return () => void readers.delete(reader);
    },
  };
}

/** One beat: a message with what changed, in parts when it is much, also when it is nothing. */
function leave(deps: LiveDeps, tenant: string, line: Line): void {
  for (const key of deps.now.advance(tenant)) line.dirty.add(key);
  deps.check(tenant, line.dirty);
  do {
    const keys = [...line.dirty].slice(0, maxQueues);
    for (const key of keys) line.dirty.delete(key);
    line.version += 1;
    const live = message(deps, tenant, line, keys);
    deps.send(tenant, LiveQueues.encode(live).finish());
    for (const reader of line.readers) reader(live);
  } while (line.dirty.size > 0);
}

function message(
  deps: LiveDeps,
  tenant: string,
  { epoch, version }: Line,
  keys: string[],
): LiveQueues {
  const { tenants, now, position } = deps;
  const of = tenants.get(tenant);
  const sentAtMs = of?.newestSentAtMs ?? null;
  const queues = keys.flatMap((key) => {
    const queue = now.queue(tenant, key);
    return queue ? [toWireQueue(queue)] : [];
  });
  return {
    epoch,
    version,
    tenant,
    queues,
    sources: toWireProofs(of?.sources ?? new Map()),
    position: position(),
    newestSentAt: sentAtMs === null ? undefined : new Date(sentAtMs),
  };
}
