import { createServer } from 'node:http';
import type { NatsConnection } from '@nats-io/transport-node';
import { collectDefaultMetrics, Registry } from 'prom-client';
import { DomainError } from '../domain/domain-error.ts';
import { subjects } from './subjects.ts';

/** Ready, or the reason why not. */
export type Readiness = () => true | string;

/** The Prometheus registry of one service; base units, no tenant or agent labels. */
export function makeMetrics(service: string): Registry {
  const registry = new Registry();
  registry.setDefaultLabels({ service });
  collectDefaultMetrics({ register: registry });
  return registry;
}

/**
 * The door for operators: `/healthz` (alive), `/readyz` (lag below a bound and
 * store writable, else 503 with the reason), `/metrics`.
 *
 * @returns the port bound and the way to close it.
 */
export async function serveAdmin(
  address: string,
  { metrics, readiness }: { metrics: Registry; readiness: Readiness },
): Promise<{ port: number; close: () => void }> {
  const server = createServer(async (request, response) => {
    const answer = await adminAnswer(request.url ?? '', metrics, readiness);
    response.writeHead(answer.status, { 'content-type': answer.type }).end(answer.body);
  });
  const [host, port] = splitAddress(address);
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error) => {
      reject(new DomainError('unavailable', `cannot listen on ${address}: ${error.message}`));
    });
    server.listen(port, host, resolve);
  });
  const bound = server.address();
  return {
    port: typeof bound === 'object' && bound ? bound.port : port,
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}

async function adminAnswer(url: string, metrics: Registry, readiness: Readiness) {
  const plain = 'text/plain; charset=utf-8';
  if (url === '/healthz') return { status: 200, type: plain, body: 'alive\n' };
  if (url === '/readyz') {
    const ready = readiness();
    return ready === true
      ? { status: 200, type: plain, body: 'ready\n' }
      : { status: 503, type: plain, body: `${ready}\n` };
  }
  if (url === '/metrics') {
    return { status: 200, type: metrics.contentType, body: await metrics.metrics() };
  }
  return { status: 404, type: plain, body: 'try /healthz, /readyz or /metrics\n' };
}

/** "127.0.0.1:7141" as host and port. */
export function splitAddress(address: string): [string, number] {
  const at = address.lastIndexOf(':');
  const port = Number(address.slice(at + 1));
  if (at < 1 || !Number.isInteger(port) || port < 0 || port > 65_535) {
    throw new DomainError('invalid', `"${address}" must be host:port`);
  }
  return [address.slice(0, at), port];
}

/** Says every second that the service lives. Walls tell "service silent" from "source silent" by it. */
export function sayAlive(nats: NatsConnection, service: string, signal: AbortSignal): void {
  const say = () => nats.publish(subjects.alive(service));
  say();
  const timer = setInterval(say, 1_000);
  signal.addEventListener('abort', () => clearInterval(timer), { once: true });
}
