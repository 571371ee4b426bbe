import {
  type Client,
  type handleServerStreamingCall,
  type handleUnaryCall,
  type Metadata,
  Server,
  ServerCredentials,
  type ServerWritableStream,
  type ServiceError,
  status,
} from '@grpc/grpc-js';
import { HealthImplementation } from 'grpc-health-check';
import { DomainError, type Fault } from '../domain/domain-error.ts';
import { type Context, fromMetadata, toMetadata } from './context.ts';
import type { Log } from './log.ts';

/** The one place where a refusal becomes a gRPC status. */
const statusOf: Record<Fault, status> = {
  invalid: status.INVALID_ARGUMENT,
  'not-found': status.NOT_FOUND,
  conflict: status.ABORTED,
  'not-allowed': status.PERMISSION_DENIED,
  unavailable: status.UNAVAILABLE,
};

/**
 * Lets a handler be a plain function of request and context: return the answer,
 * or throw.
 *
 * A `DomainError` keeps its message. Anything else is a bug: the caller gets
 * INTERNAL and a reference, the log gets the stack.
 */
export function unary<Request, Response>(
  log: Log,
  handle: (request: Request, context: Context) => Response | Promise<Response>,
): handleUnaryCall<Request, Response> {
  return async (call, callback) => {
    try {
      callback(null, await handle(call.request, fromMetadata(call.metadata)));
    } catch (error) {
      callback(toStatus(log, error));
    }
  };
}

/** Like `unary` for a stream of answers; ends when the handler does or the caller leaves. */
export function serverStream<Request, Response>(
  log: Log,
  handle: (
    call: ServerWritableStream<Request, Response>,
    context: Context,
    signal: AbortSignal,
  ) => Promise<void>,
): handleServerStreamingCall<Request, Response> {
  return async (call) => {
    const left = new AbortController();
    call.on('cancelled', () => left.abort());
    call.on('close', () => left.abort());
    try {
      await handle(call, fromMetadata(call.metadata), left.signal);
      call.end();
    } catch (error) {
      call.emit('error', toStatus(log, error));
    }
  };
}

/** What a caller is told of an error. */
export function toStatus(log: Log, error: unknown): { code: status; details: string } {
  if (error instanceof DomainError) return { code: statusOf[error.fault], details: error.message };
  const reference = crypto.randomUUID();
  log.error({ err: error, reference }, 'a bug answered a request');
  return { code: status.INTERNAL, details: `internal error, reference ${reference}` };
}

/**
 * A refusal that came over gRPC, as the refusal it was; anything else as it is.
 *
 * @param service - who was asked: named when it did not answer at all.
 */
export function fromStatus(error: ServiceError, service = 'a service'): Error {
  if (error.code === status.DEADLINE_EXCEEDED) {
    return new DomainError('unavailable', `${service} did not answer in time; try again`);
  }
  if (error.code === status.UNAVAILABLE && isTransports(error.details)) {
    return new DomainError('unavailable', `${service} cannot be reached; try again`);
  }
  const fault = (Object.keys(statusOf) as Fault[]).find((one) => statusOf[one] === error.code);
  return fault ? new DomainError(fault, error.details) : error;
}

/** The transport's own words for a peer that is not there; a service refuses in its own. */
function isTransports(details: string): boolean {
  return (
    details === '' || /^(No connection|Connection dropped|Name resolution|read E)/.test(details)
  );
}

/** A server with the health service on it. Loopback only: between hosts it needs mTLS. */
export function makeServer(services: readonly string[]): {
  server: Server;
  setReady: (ready: boolean) => void;
} {
  const server = new Server({ 'grpc.max_receive_message_length': 16 * 1024 * 1024 });
  const statuses = Object.fromEntries(
    ['', ...services].map((name) => [name, 'NOT_SERVING' as const]),
  );
  const health = new HealthImplementation(statuses);
  health.addToServer(server);
  return {
    server,
    setReady: (ready) => {
      for (const name of ['', ...services]) {
        health.setStatus(name, ready ? 'SERVING' : 'NOT_SERVING');
      }
    },
  };
}

/** Binds a server; a taken port is one sentence. Answers with the port bound. */
export function listen(server: Server, address: string): Promise<number> {
  return new Promise((resolve, reject) => {
    server.bindAsync(address, ServerCredentials.createInsecure(), (error, port) => {
      if (!error) return resolve(port);
      reject(new DomainError('unavailable', `cannot listen on ${address}: ${error.message}`));
    });
  });
}

type UnaryMethod<Request, Response> = (
  request: Request,
  metadata: Metadata,
  options: { deadline: number },
  callback: (error: ServiceError | null, response: Response) => void,
) => unknown;

/** One unary call as a promise, with the context and a deadline (default 5 s). */
export function ask<Request, Response>(
  client: Client,
  method: UnaryMethod<Request, Response>,
  request: Request,
  { context, withinMs = 5_000 }: { context: Context; withinMs?: number },
): Promise<Response> {
  return new Promise((resolve, reject) => {
    const options = { deadline: Date.now() + withinMs };
    method.call(client, request, toMetadata(context), options, (error, response) => {
      if (error) reject(fromStatus(error, serviceAsked(method)));
      else resolve(response);
    });
  });
}

/** "StaffingService", from the path "/floorcast.staffing.v1.StaffingService/GetIntraday". */
function serviceAsked(method: object): string | undefined {
  const { path = '' } = method as { path?: string };
  return /([^./]+)\/[^/]*$/.exec(path)?.[1];
}
