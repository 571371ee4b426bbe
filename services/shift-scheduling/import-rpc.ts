import { status } from '@grpc/grpc-js';
import type { ShiftSchedulingServiceServer } from '../../proto/gen/floorcast/schedule/v1/shift_scheduling_service.ts';
import type { SetupRpcDeps } from './setup-rpc.ts';

/** Comes. */
export function importRpc(_deps: SetupRpcDeps) {
  return {
    importFile: (_call, callback) => callback({ code: status.UNIMPLEMENTED, details: 'not yet' }),
  } satisfies Partial<ShiftSchedulingServiceServer>;
}
