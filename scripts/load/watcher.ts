import type { WallFrame } from '../../proto/gen/floorcast/wall/v1/wall_frame.ts';

/** What a wall knows at one instant. */
export interface Seen {
  atMs: number;
  /** The oldest proof among its sources, on the gateway's clock. */
  provenMs: number;
  /** When queue-metrics last said that it lives; 0 = never. */
  queueMetricsHeardMs: number;
  offered: number;
  answered: number;
  abandoned: number;
}

/** A wall that remembers what it was shown. */
export interface Watcher {
  /** Every frame, at most one per 50 ms. */
  seen: readonly Seen[];
}

/**
 * Follows the queue board as a wall does, through broken connections, until the
 * signal.
 *
 * @param onRows - told after each frame what stands on the board.
 */
export function watchWall(
  url: string,
  cookie: string,
  signal: AbortSignal,
  onRows: (rows: ReadonlyMap<string, Row>, atMs: number) => void = () => undefined,
): Watcher {
  const seen: Seen[] = [];
  void follow(url, cookie, { seen, signal, onRows });
  return { seen };
}

interface Watching {
  seen: Seen[];
  signal: AbortSignal;
  onRows: (rows: ReadonlyMap<string, Row>, atMs: number) => void;
}

/** The figures of a queue that are watched. */
export interface Row {
  waiting: number;
  offered: number;
  answered: number;
  abandoned: number;
}

async function follow(url: string, cookie: string, watching: Watching) {
  const { seen, signal, onRows } = watching;
  const rows = new Map<string, Row>();
  let lastId = '';
  while (!signal.aborted) {
    try {
      const headers: Record<string, string> = { cookie, accept: 'text/event-stream' };
      if (lastId) headers['last-event-id'] = lastId;
      const answer = await fetch(`${url}/v1/live?board=queues`, { headers, signal });
      for await (const { id, data } of readEvents(answer)) {
        lastId = id || lastId;
        const now = apply(rows, JSON.parse(data) as WallFrame);
        seen.push(now);
        onRows(rows, now.atMs);
      }
    } catch {
      // The gateway may be away: that is what is watched.
    }
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}

async function* readEvents(answer: Response): AsyncGenerator<{ id: string; data: string }> {
  if (!answer.ok || !answer.body) return;
  let rest = '';
  for await (const chunk of answer.body.pipeThrough(new TextDecoderStream())) {
    const events = `${rest}${chunk}`.split('\n\n');
    rest = events.pop() ?? '';
    for (const event of events) {
      const field = (name: string) =>
        event
          .split('\n')
          .filter((line) => line.startsWith(`${name}: `))
          .map((line) => line.slice(name.length + 2))
          .join('\n');
      if (field('data')) yield { id: field('id'), data: field('data') };
    }
  }
}

function apply(rows: Map<string, Row>, frame: WallFrame): Seen {
  if (frame.whole) rows.clear();
  for (const row of frame.queues ?? []) rows.set(row.key, row);
  const sum = (field: keyof Row) =>
    [...rows.values()].reduce((total, row) => total + row[field], 0);
  const proven = (frame.sources ?? []).map((source) => source.provenMs);
  return {
    atMs: Date.now(),
    provenMs: proven.length > 0 ? Math.min(...proven) : 0,
    queueMetricsHeardMs:
      frame.services?.find(({ service }) => service === 'queue-metrics')?.heardMs ?? 0,
    offered: sum('offered'),
    answered: sum('answered'),
    abandoned: sum('abandoned'),
  };
}
