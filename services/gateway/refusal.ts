import { type ServiceError, status } from '@grpc/grpc-js';
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import { DomainError, type Fault } from '../domain/domain-error.ts';
import { fromStatus } from '../lib/grpc.ts';
import type { Log } from '../lib/log.ts';

/** The one place where a refusal becomes an HTTP status. */
const httpOf: Record<Fault, number> = {
  invalid: 400,
  'not-found': 404,
  conflict: 409,
  'not-allowed': 403,
  unavailable: 503,
};

/** What services say beside refusals, as HTTP. */
const httpOfStatus = new Map<status, number>([
  [status.UNAUTHENTICATED, 401],
  [status.RESOURCE_EXHAUSTED, 429],
  [status.UNIMPLEMENTED, 501],
]);

/** What a caller is told, as a problem document (RFC 9457). */
export interface Problem {
  status: number;
  title: string;
  detail: string;
}

/** Any error as the problem the caller sees; a bug shows a reference and is logged. */
export function toProblem(log: Log, error: unknown): Problem {
  const refused = isServiceError(error) ? fromStatus(error) : error;
  if (refused instanceof DomainError) {
    return { status: httpOf[refused.fault], title: refused.fault, detail: refused.message };
  }
  if (isServiceError(refused)) {
    const known = httpOfStatus.get(refused.code);
    if (known) return { status: known, title: 'unavailable', detail: refused.details };
  }
  const http = (refused as FastifyError).statusCode;
  if (http !== undefined && http >= 400 && http < 500) {
    return { status: http, title: 'invalid', detail: (refused as Error).message };
  }
  const reference = crypto.randomUUID();
  log.error({ err: refused, reference }, 'a bug answered a request');
  return { status: 500, title: 'internal', detail: `internal error, reference ${reference}` };
}

function isServiceError(error: unknown): error is ServiceError {
  return error instanceof Error && 'code' in error && 'details' in error && 'metadata' in error;
}

/** Fastify's error handler. */
export function answerProblem(log: Log) {
  return (error: unknown, _request: FastifyRequest, reply: FastifyReply) => {
    const problem = toProblem(log, error);
    void reply.code(problem.status).type('application/problem+json').send(problem);
  };
}
