import { once } from 'node:events';
import { createServer, type Server, type Socket } from 'node:net';
import type { Test } from 'tap';
import { type AmiMessage, amiParser } from '../../../services/acd-ingest/adapters/ami-parser.ts';

type Headers = Record<string, string | number>;

/**
 * The manager interface of a switch, as far as a connector talks to it. The
 * words are those of a real Asterisk 22 (test/fixtures/asterisk).
 */
export interface FakeSwitch {
  port: number;
  /** What QueueStatus lists now. */
  entries: Headers[];
  members: Headers[];
  /** Uniqueids of channels, as CoreShowChannels lists them. */
  channels: string[];
  /** False = it takes what it gets and says nothing more. */
  talks: boolean;
  /** Actions received since the start, by name. */
  asked: Map<string, number>;
  /** Sends an event to whoever is logged in; `Timestamp` is now unless given. */
  event: (name: string, headers: Headers) => void;
  /** Ends every connection and refuses new ones. */
  goAway: () => void;
  comeBack: () => Promise<void>;
}

export async function fakeSwitch(t: Test): Promise<FakeSwitch> {
  const open = new Set<Socket>();
  const server: Server = createServer((socket) => serve(socket, open, fake));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  const goAway = () => {
    server.close();
    for (const socket of open) socket.destroy();
  };
  const fake: FakeSwitch = {
    port,
    entries: [],
    members: [],
    channels: [],
    talks: true,
    asked: new Map(),
    event: (name, headers) => {
      for (const socket of open) {
        socket.write(block({ Event: name, Timestamp: Date.now() / 1_000, ...headers }));
      }
    },
    goAway,
    comeBack: async () => {
      server.listen(port, '127.0.0.1');
      await once(server, 'listening');
    },
  };
  t.teardown(goAway);
  return fake;
}

function serve(socket: Socket, open: Set<Socket>, fake: FakeSwitch): void {
  const parser = amiParser();
  socket.on('error', () => undefined).on('close', () => open.delete(socket));
  socket.write('Asterisk Call Manager/11.0.0\r\n');
  socket.on('data', (bytes: Buffer) => {
    for (const read of parser.push(bytes)) {
      if (read.kind !== 'message') continue;
      const action = read.message.get('Action');
      fake.asked.set(action, (fake.asked.get(action) ?? 0) + 1);
      if (!fake.talks) continue;
      if (action === 'Login') login(socket, open, read.message);
      else
        for (const answer of answers(action, fake))
          socket.write(block({ ...answer, ...idOf(read.message) }));
    }
  });
}

function login(socket: Socket, open: Set<Socket>, message: AmiMessage): void {
  if (message.get('Secret') !== 'right') {
    socket.end(block({ Response: 'Error', ...idOf(message), Message: 'Authentication failed' }));
    return;
  }
  open.add(socket);
  const accepted = { Response: 'Success', ...idOf(message), Message: 'Authentication accepted' };
  socket.write(block(accepted) + block({ Event: 'FullyBooted', Status: 'Fully Booted' }));
}

function answers(action: string, { entries, members, channels }: FakeSwitch): Headers[] {
  const start = { Response: 'Success', EventList: 'start' };
  switch (action) {
    case 'Ping':
      return [{ Response: 'Success', Ping: 'Pong', Timestamp: Date.now() / 1_000 }];
    case 'QueueStatus':
      return [
        start,
        ...members.map((member) => ({ Event: 'QueueMember', ...member })),
        ...entries.map((entry) => ({ Event: 'QueueEntry', ...entry })),
        { Event: 'QueueStatusComplete', EventList: 'Complete' },
      ];
    case 'CoreShowChannels':
      return [
        start,
        ...channels.map((id) => ({ Event: 'CoreShowChannel', Uniqueid: id })),
        { Event: 'CoreShowChannelsComplete', EventList: 'Complete' },
      ];
    default:
      return [{ Response: 'Success' }];
  }
}

function idOf(message: AmiMessage): Headers {
  return message.has('ActionID') ? { ActionID: message.get('ActionID') } : {};
}

function block(headers: Headers): string {
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  return `${lines.join('')}\r\n`;
}
