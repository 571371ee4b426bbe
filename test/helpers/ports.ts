import { randomInt } from 'node:crypto';
import { createServer } from 'node:net';

// Below the range from which outgoing connections take theirs (32768 and up on
// Linux): a client that keeps trying a server which is down would otherwise get
// the server's own port, connect to itself, and keep the server from coming back.
const lowest = 20_000;
const above = 32_768;

/** A TCP port on loopback that nobody uses now and no outgoing connection takes. */
export async function freePort(): Promise<number> {
  for (let tries = 0; tries < 100; tries += 1) {
    const port = randomInt(lowest, above);
    if (await isFree(port)) return port;
  }
  throw new Error(`no free port from ${lowest} to ${above} in 100 tries`);
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
}
