import {
  type Metadata,
  Server,
  ServerCredentials,
  type ServerDuplexStream,
  status,
} from '@grpc/grpc-js';
import { HealthImplementation } from 'grpc-health-check';
import {
  IngestServiceService,
  type PushFactsRequest,
  type PushFactsResponse,
} from '../../../proto/gen/floorcast/ingest/v1/ingest_service.ts';
import { DomainError } from '../../domain/domain-error.ts';
import type { Fact } from '../../domain/fact.ts';
import { fromWire } from '../../lib/facts.ts';
import { toStatus } from '../../lib/grpc.ts';
import type { Log } from '../../lib/log.ts';
import type { Tls } from '../config.ts';
import { type Pushed, TooMuch } from '../pushed.ts';
import type { PushSource } from '../sources.ts';
import { owned } from './event-facts.ts';

export interface GrpcDoorDeps {
  pushed: Pushed;
  tls: Tls | null;
  log: Log;
}

type PushCall = ServerDuplexStream<PushFactsRequest, PushFactsResponse>;

/** Facts of one request. */
const maxRequestFacts = 1_000;
/** Requests of one stream under way before the stream is made to wait. */
const maxUnderWay = 8;

/** The door for switches that push over gRPC. Bind it with `listenGrpc`. */
export function grpcDoor(deps: GrpcDoorDeps): Server {
  const server = new Server({ 'grpc.max_receive_message_length': 8 * 1024 * 1024 });
  new HealthImplementation({
    '': 'SERVING',
    'floorcast.ingest.v1.IngestService': 'SERVING',
  }).addToServer(server);
  server.addService(IngestServiceService, { pushFacts: (call: PushCall) => pushFacts(deps, call) });
  return server;
}

/** Binds the door, with TLS when there is any; a taken port is one sentence. */
export function listenGrpc(server: Server, address: string, tls: Tls | null): Promise<number> {
  const credentials = tls
    ? ServerCredentials.createSsl(null, [{ private_key: tls.key, cert_chain: tls.cert }])
    : ServerCredentials.createInsecure();
  return new Promise((resolve, reject) => {
    server.bindAsync(address, credentials, (error, port) => {
      if (!error) return resolve(port);
      reject(new DomainError('unavailable', `cannot listen on ${address}: ${error.message}`));
    });
  });
}

/** Requests are read in order, several under way; each is confirmed when all before it are. */
function pushFacts({ pushed, log }: GrpcDoorDeps, call: PushCall): void {
  const source = pushed.sourceOf(authorizationOf(call.metadata));
  if (!source) {
    const details = 'no source has the token of the metadata key "authorization: Bearer <token>"';
    call.emit('error', { code: status.UNAUTHENTICATED, details });
    return;
  }
  let expected = 1;
  let underWay = 0;
  let ended = false;
  let before: Promise<void> = Promise.resolve();

  const fail = (error: unknown) => {
    if (ended) return;
    ended = true;
    call.emit('error', refusalOf(log, error));
  };
  const takeOne = async (request: PushFactsRequest, earlier: Promise<void>) => {
    const facts = factsOf(request, expected, source);
    expected += 1;
    const taken = pushed.take(source, { facts });
    taken.catch(() => undefined);
    await earlier;
    await taken;
    if (!ended) call.write({ acknowledged: request.sequence });
  };
  call.on('data', (request: PushFactsRequest) => {
    if (ended) return;
    underWay += 1;
    if (underWay >= maxUnderWay) call.pause();
    before = takeOne(request, before);
    before.catch(() => undefined);
    const settled = before;
    void settled.catch(fail).then(() => {
      underWay -= 1;
      if (underWay < maxUnderWay) call.resume();
    });
  });
  call.on('end', () => {
    void before.then(() => {
      if (!ended) call.end();
      ended = true;
    }, fail);
  });
  call.on('cancelled', () => {
    ended = true;
  });
  call.on('error', () => {
    ended = true;
  });
}

function authorizationOf(metadata: Metadata): string | undefined {
  const [given] = metadata.get('authorization');
  return given === undefined ? undefined : String(given);
}

function factsOf(request: PushFactsRequest, expected: number, source: PushSource): Fact[] {
  const { sequence, facts } = request;
  if (sequence !== expected) {
    const sentence = `sequence: ${sequence} came where ${expected} was due`;
    throw new DomainError('invalid', sentence);
  }
  if (facts.length > maxRequestFacts) {
    const sentence = `request ${sequence} has ${facts.length} facts; ${maxRequestFacts} is the most`;
    throw new DomainError('invalid', sentence);
  }
  return facts.map((wire, index) => {
    try {
      return ownFact(fromWire(wire), source);
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      const sentence = `request ${sequence}, fact ${index}: ${error.message}`;
      throw new DomainError('invalid', sentence);
    }
  });
}

/** What a fact says of its source and site does not count; its ids stand under its source. */
function ownFact(fact: Fact, { id, site }: PushSource): Fact {
  const own = { source: id, site, factId: owned(fact.factId, id) };
  if (fact.about !== 'contact') return { ...fact, ...own };
  return { ...fact, ...own, legId: owned(fact.legId, id) };
}

function refusalOf(log: Log, error: unknown): { code: status; details: string } {
  if (error instanceof TooMuch) {
    return { code: status.RESOURCE_EXHAUSTED, details: error.message };
  }
  return toStatus(log, error);
}
