import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import { DomainError, type Fault } from '../../domain/domain-error.ts';
import type { Fact } from '../../domain/fact.ts';
import type { Log } from '../../lib/log.ts';
import type { Tls } from '../config.ts';
import { type Pushed, TooMuch } from '../pushed.ts';
import type { PushSource } from '../sources.ts';
import { binaryEvent } from './binary-event.ts';
import { toFact } from './event-facts.ts';
import { objection, schemaText, type ValidEvent } from './event-schema.ts';

/** Events in one batch. */
export const maxBatchEvents = 1_000;
/** Bytes of one request; more is told 413. */
const maxBodyBytes = 8 * 1024 * 1024;
/** Facts from further ahead than this come from a clock that is wrong. */
const maxAheadMs = 24 * 3_600_000;

export interface CloudEventsDeps {
  pushed: Pushed;
  tls: Tls | null;
  log: Log;
  now: () => number;
}

/** What a refused sender is told. */
interface Refusal {
  /** One sentence. */
  error: string;
  /** Place in the batch, from 0. */
  index?: number;
  /** The event's id. */
  id?: string | null;
  /** The field, for example "data.queue". */
  field?: string;
}

/**
 * The public door: `POST /v1/events` takes CloudEvents 1.0, one (structured or
 * binary) or a batch; `GET /v1/schema` is their JSON Schema. 202 = on disk;
 * any other answer = nothing of the request was taken.
 */
export function cloudEventsDoor(deps: CloudEventsDeps): FastifyInstance {
  const server = Fastify({
    bodyLimit: maxBodyBytes,
    logger: false,
    forceCloseConnections: true,
    ...(deps.tls ? { https: deps.tls } : {}),
  }) as unknown as FastifyInstance;
  server.removeAllContentTypeParsers();
  const types = [
    'application/cloudevents+json',
    'application/cloudevents-batch+json',
    'application/json',
  ];
  server.addContentTypeParser(types, { parseAs: 'string' }, (_request, body, parsed) => {
    parsed(null, body);
  });
  server.setErrorHandler((error, _request, reply) => answerError(deps.log, error, reply));
  server.get('/v1/schema', (_request, reply) =>
    reply.type('application/schema+json; charset=utf-8').send(schemaText),
  );
  server.post('/v1/events', {
    // Strangers are turned away before their body is read.
    onRequest: async (request) => void sourceOf(deps, request),
    handler: async (request, reply) => {
      const events = eventsOf(request);
      await take(deps, sourceOf(deps, request), events);
      return reply.code(202).send({ accepted: events.length });
    },
  });
  return server;
}

function sourceOf({ pushed }: CloudEventsDeps, request: FastifyRequest): PushSource {
  const { authorization } = request.headers;
  const source = pushed.sourceOf(authorization);
  if (source) return source;
  const why = authorization
    ? 'no source has this token'
    : 'the header "authorization: Bearer <token of the source>" is missing';
  throw new Unknown(why);
}

class Unknown extends Error {}

/** Single, batch and binary mode of the HTTP binding. */
function eventsOf(request: FastifyRequest): unknown[] {
  const type = request.headers['content-type'] ?? '';
  const body = parse(request.body);
  if (type.startsWith('application/cloudevents+json')) return [body];
  if (type.startsWith('application/json')) {
    const event = binaryEvent(request.headers, body);
    if (event) return [event];
    throw new BadEvents({
      error:
        'application/json needs the ce- headers of binary mode; else send application/cloudevents+json',
      field: 'ce-id',
    });
  }
  if (!Array.isArray(body))
    throw new BadEvents({ error: 'a batch must be a JSON array of events' });
  if (body.length > maxBatchEvents) throw new TooLarge(body.length);
  return body;
}

function parse(body: unknown): unknown {
  try {
    return JSON.parse(String(body ?? ''));
  } catch (error) {
    throw new BadEvents({ error: `the body is not JSON: ${(error as Error).message}` });
  }
}

/** A batch stands or falls as a whole. */
class BadEvents extends Error {
  readonly refusal: Refusal;

  constructor(refusal: Refusal) {
    super(refusal.error);
    this.refusal = refusal;
  }
}

class TooLarge extends Error {
  constructor(events: number) {
    super(`the batch has ${events} events; ${maxBatchEvents} is the most`);
  }
}

async function take(deps: CloudEventsDeps, source: PushSource, events: readonly unknown[]) {
  const facts: Fact[] = [];
  const numbers: { series: string; sequence: number }[] = [];
  const latestMs = deps.now() + maxAheadMs;
  for (const [index, event] of events.entries()) {
    const wrong = objection(event);
    if (wrong) throw badEvent(index, wrong.id, wrong.field, `${wrong.field} ${wrong.why}`);
    const valid = event as ValidEvent;
    const fact = read(valid, index, source);
    if (fact.atMs > latestMs) {
      throw badEvent(index, valid.id, 'time', 'time is more than a day ahead of our clock');
    }
    facts.push(fact);
    if (valid.sequence === undefined) continue;
    numbers.push({ series: valid.source, sequence: Number(valid.sequence) });
  }
  await deps.pushed.take(source, { facts, numbers });
}

function read(event: ValidEvent, index: number, source: PushSource): Fact {
  try {
    return toFact(event, source);
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    const [field = ''] = error.message.split(' ');
    throw badEvent(index, event.id, field, error.message);
  }
}

function badEvent(index: number, id: string | null, field: string, why: string): BadEvents {
  const named = id === null ? 'without id' : JSON.stringify(id);
  return new BadEvents({ error: `event ${index} (${named}): ${why}`, index, id, field });
}

const statusOf: Record<Fault, number> = {
  invalid: 400,
  'not-found': 404,
  conflict: 409,
  'not-allowed': 403,
  unavailable: 503,
};

function answerError(log: Log, error: unknown, reply: FastifyReply) {
  const { message } = error as Error;
  if (error instanceof BadEvents) return reply.code(400).send(error.refusal);
  if (error instanceof Unknown) {
    return reply.code(401).header('www-authenticate', 'Bearer').send({ error: message });
  }
  if (error instanceof TooLarge) return reply.code(413).send({ error: message });
  if (error instanceof TooMuch) {
    return reply.code(429).header('retry-after', error.retryAfterS).send({ error: message });
  }
  if (error instanceof DomainError) {
    if (error.fault === 'unavailable') reply.header('retry-after', 1);
    return reply.code(statusOf[error.fault]).send({ error: message });
  }
  const { statusCode = 500 } = error as { statusCode?: number };
  if (statusCode === 413) {
    return reply.code(413).send({ error: `the request is larger than ${maxBodyBytes} bytes` });
  }
  if (statusCode < 500) return reply.code(statusCode).send({ error: message });
  const reference = crypto.randomUUID();
  log.error({ err: error, reference }, 'a bug answered a request');
  return reply.code(500).send({ error: `internal error, reference ${reference}` });
}
