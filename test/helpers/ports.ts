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

/** First port of blocks for whole installations, below those of single services. */
const firstBlock = 10_000;
/** Ports of an installation lie within so many; the last one of a block says who has it. */
const blockSize = 300;

/** A base for all ports of an installation, which no test beside this one gets while it runs. */
export async function freePortBase(): Promise<number> {
  const blocks = (lowest - firstBlock) / blockSize;
  for (let tries = 0; tries < 200; tries += 1) {
    const base = firstBlock + blockSize * randomInt(Math.floor(blocks));
    if ((await isFree(base)) && (await isClaimed(base + blockSize - 1))) return base;
  }
  throw new Error(`no free block of ${blockSize} ports from ${firstBlock} to ${lowest}`);
}

/** Holds a port until this process ends. */
function isClaimed(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => resolve(true)).unref();
  });
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
}
