import { connect, createServer, type Socket } from 'node:net';

/** A way to the switch that can be cut like a cable. */
export interface CuttableProxy {
  port: number;
  cut: () => void;
  mend: () => void;
  close: () => Promise<void>;
}

/** Passes connections on to a port of this machine, until it is cut. */
export async function cuttableProxy(to: number): Promise<CuttableProxy> {
  const open = new Set<Socket>();
  let whole = true;
  const server = createServer((near) => {
    if (!whole) return near.destroy();
    const far = connect(to, '127.0.0.1');
    const end = () => {
      near.destroy();
      far.destroy();
      open.delete(near);
    };
    open.add(near);
    for (const side of [near, far]) side.on('error', end).on('close', end);
    near.pipe(far).pipe(near);
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const address = server.address();
  const cut = () => {
    whole = false;
    for (const near of open) near.destroy();
  };
  return {
    port: typeof address === 'object' && address ? address.port : 0,
    cut,
    mend: () => {
      whole = true;
    },
    close: () => {
      cut();
      return new Promise((done) => server.close(() => done()));
    },
  };
}
