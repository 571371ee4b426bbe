import { existsSync, readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { extname, join } from 'node:path';
import type { WallFrame } from '../../proto/gen/floorcast/wall/v1/wall_frame.ts';

/** The built wall and a live stream that plays what a test says. Kept for 1,000 frames. */
export interface WallServer {
  url: string;
  /** Sends one frame to every screen; the next in sequence. */
  send: (frame: WallFrame) => void;
  /** Loses one frame on the way. */
  skip: () => void;
  /** What a screen gets that comes without memory. */
  whole: () => WallFrame;
  /** Cuts every line and takes no new one. */
  cut: () => void;
  /** Takes lines again. */
  mend: () => void;
  /** `Last-Event-ID` of every line so far; empty = without memory. */
  lines: string[];
  /** Answers of the interface by "METHOD /path". */
  answers: Map<string, unknown>;
  /** What was put and posted. */
  received: { path: string; body: unknown }[];
  close: () => Promise<void>;
}

const contentType: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
};

export async function startWallServer(dist: string, whole: () => WallFrame): Promise<WallServer> {
  const screens = new Set<ServerResponse>();
  const sockets = new Set<Socket>();
  const ring: { seq: number; text: string }[] = [];
  const state = { seq: 0, open: true };
  const epoch = 'test';
  const answers = new Map<string, unknown>();
  const received: WallServer['received'] = [];
  const lines: string[] = [];

  const text = (seq: number, frame: WallFrame) =>
    `event: frame\nid: ${epoch}:${seq}\ndata: ${JSON.stringify(frame)}\n\n`;

  const welcome = (request: IncomingMessage, response: ServerResponse) => {
    const last = String(request.headers['last-event-id'] ?? '');
    lines.push(last);
    response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
    response.write('retry: 200\n\n');
    const missed = last && ring.filter(({ seq }) => seq > Number(last.split(':')[1]));
    if (missed) for (const one of missed) response.write(one.text);
    else response.write(text(state.seq, server.whole()));
    screens.add(response);
    response.on('close', () => screens.delete(response));
  };

  const http = createServer(async (request, response) => {
    const path = (request.url ?? '/').split('?')[0] ?? '/';
    if (path === '/v1/live') return welcome(request, response);
    if (path.startsWith('/v1/')) return answer(request, response, path);
    const asked = join(dist, path);
    const file = extname(path) && existsSync(asked) ? asked : join(dist, 'index.html');
    response.writeHead(200, { 'content-type': contentType[extname(file)] ?? 'text/plain' });
    response.end(readFileSync(file));
  });

  async function answer(request: IncomingMessage, response: ServerResponse, path: string) {
    let body = '';
    for await (const chunk of request) body += chunk;
    if (body) received.push({ path: `${request.method} ${request.url}`, body: JSON.parse(body) });
    const found = answers.get(`${request.method} ${path}`);
    response.writeHead(found === undefined ? 404 : 200, { 'content-type': 'application/json' });
    response.end(JSON.stringify(found ?? { error: `nothing answers ${path}` }));
  }

  http.on('connection', (socket) => {
    if (!state.open) {
      socket.destroy();
      return;
    }
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  const { port } = http.address() as AddressInfo;

  const server: WallServer = {
    url: `http://127.0.0.1:${port}`,
    whole,
    answers,
    received,
    lines,
    send: (frame) => {
      state.seq += 1;
      const sent = { seq: state.seq, text: text(state.seq, frame) };
      ring.push(sent);
      if (ring.length > 1_000) ring.shift();
      for (const screen of screens) screen.write(sent.text);
    },
    skip: () => {
      state.seq += 1;
    },
    cut: () => {
      state.open = false;
      for (const socket of sockets) socket.destroy();
    },
    mend: () => {
      state.open = true;
    },
    close: () => {
      for (const socket of sockets) socket.destroy();
      return new Promise((resolve) => http.close(() => resolve()));
    },
  };
  return server;
}
