import { type IncomingMessage, request } from 'node:http';
import type {
  AgentRow,
  QueueRow,
  WallFrame,
} from '../../../proto/gen/floorcast/wall/v1/wall_frame.ts';

/** A screen as a test sees it. */
export interface WallClient {
  frames: { id: string; frame: WallFrame; bytes: number }[];
  /** What the screen would show: rows by key. */
  queues: Map<string, QueueRow>;
  agents: Map<string, AgentRow>;
  lastId: () => string;
  /** Resolves when the condition holds; fails after twenty seconds. */
  until: (condition: () => boolean) => Promise<void>;
  response: IncomingMessage;
  /** As a cable pulled out. */
  drop: () => void;
}

/** Opens a stream and applies its frames as a screen does. */
export async function openWallClient(
  url: string,
  {
    path = '/v1/live?board=queues',
    cookie = '',
    lastId = '',
    from,
  }: {
    path?: string;
    cookie?: string;
    lastId?: string;
    /** The screen before the connection was lost: its rows stay. */
    from?: WallClient;
  } = {},
): Promise<WallClient> {
  const headers = { cookie, ...(lastId ? { 'last-event-id': lastId } : {}) };
  const asked = request(`${url}${path}`, { headers });
  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    asked.once('response', resolve).once('error', reject).end();
  });
  asked.on('error', () => undefined);
  const waiting: { condition: () => boolean; resolve: () => void }[] = [];
  const client: WallClient = {
    frames: [],
    queues: from?.queues ?? new Map(),
    agents: from?.agents ?? new Map(),
    lastId: () => client.frames.at(-1)?.id ?? lastId,
    until: (condition) =>
      new Promise((resolve, reject) => {
        if (condition()) return resolve();
        const timer = setTimeout(() => reject(new Error(`not within 20 s: ${condition}`)), 20_000);
        waiting.push({
          condition,
          resolve: () => {
            clearTimeout(timer);
            resolve();
          },
        });
      }),
    response,
    drop: () => asked.destroy(),
  };
  let text = '';
  response.on('error', () => undefined);
  response.setEncoding('utf8').on('data', (chunk: string) => {
    text += chunk;
    const events = text.split('\n\n');
    text = events.pop() ?? '';
    for (const event of events) take(client, event);
    for (const one of waiting.filter(({ condition }) => condition())) {
      waiting.splice(waiting.indexOf(one), 1);
      one.resolve();
    }
  });
  return client;
}

function take(client: WallClient, event: string): void {
  const id = /^id: (.*)$/m.exec(event)?.[1];
  const data = /^data: (.*)$/m.exec(event)?.[1];
  if (id === undefined || data === undefined) return;
  const frame = JSON.parse(data) as WallFrame;
  client.frames.push({ id, frame, bytes: event.length });
  if (frame.whole) {
    client.queues.clear();
    client.agents.clear();
  }
  for (const row of frame.queues) client.queues.set(row.key, row);
  for (const row of frame.agents) client.agents.set(row.key, row);
  for (const key of frame.agentsGone) client.agents.delete(key);
}
