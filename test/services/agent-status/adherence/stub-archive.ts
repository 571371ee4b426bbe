import type { UntypedServiceImplementation } from '@grpc/grpc-js';
import type { Test } from 'tap';
import {
  type GetAgentDayRequest,
  type GetAgentDayResponse,
  HistoryServiceService,
} from '../../../../proto/gen/floorcast/history/v1/history_service.ts';
import { listen, makeServer } from '../../../../services/lib/grpc.ts';

/** A stretch of an agent's day. */
export interface StubSpan {
  state: string;
  from: number;
  to: number;
}

/** An archive that knows agents' days alone, on a port of its own. */
export async function startArchive(
  t: Test,
  daysOf: (agent: string) => readonly StubSpan[],
): Promise<number> {
  const { server, setReady } = makeServer([]);
  const none: unknown = (_call: unknown, callback: (error: Error) => void) =>
    callback(new Error('not asked by adherence'));
  const getAgentDay: unknown = (
    { request: { agent } }: { request: GetAgentDayRequest },
    callback: (error: null, response: GetAgentDayResponse) => void,
  ) => {
    const spans = daysOf(agent).map(({ state, from, to }) => {
      return { state, start: new Date(from), end: new Date(to), reason: '', queue: '' };
    });
    callback(null, { spans });
  };
  const names = Object.keys(HistoryServiceService);
  const all = { ...Object.fromEntries(names.map((name) => [name, none])), getAgentDay };
  server.addService(HistoryServiceService, all as UntypedServiceImplementation);
  const port = await listen(server, '127.0.0.1:0');
  setReady(true);
  t.teardown(() => server.forceShutdown());
  return port;
}
