import { DomainError } from '../../domain/domain-error.ts';
import { splitAddress } from '../../lib/admin.ts';
import type { Log } from '../../lib/log.ts';
import type { Config } from '../config.ts';
import type { Pushed } from '../pushed.ts';
import { cloudEventsDoor } from './cloudevents.ts';
import { grpcDoor, listenGrpc } from './grpc.ts';

/** Opens both doors. A taken port is one sentence. @returns what closes them again. */
export async function openDoors(
  { httpAddress, grpcAddress, tls }: Pick<Config, 'httpAddress' | 'grpcAddress' | 'tls'>,
  { pushed, log, now }: { pushed: Pushed; log: Log; now: () => number },
): Promise<() => Promise<void>> {
  const http = cloudEventsDoor({ pushed, tls, log, now });
  const [host, port] = splitAddress(httpAddress);
  await http.listen({ host: host.replace(/^\[|\]$/g, ''), port }).catch((error: Error) => {
    throw new DomainError('unavailable', `cannot listen on ${httpAddress}: ${error.message}`);
  });
  const grpc = grpcDoor({ pushed, tls, log });
  await listenGrpc(grpc, grpcAddress, tls);
  return async () => {
    grpc.forceShutdown();
    await http.close();
  };
}
