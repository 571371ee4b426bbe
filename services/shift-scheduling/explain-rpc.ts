import { status } from '@grpc/grpc-js';
import type { ShiftSchedulingServiceServer } from '../../proto/gen/floorcast/schedule/v1/shift_scheduling_service.ts';
import type { SetupRpcDeps } from './setup-rpc.ts';

/** Comes. */
export function explainRpc(_deps: SetupRpcDeps) {
  return {
    explainShift: (_call, callback) => callback({ code: status.UNIMPLEMENTED, details: 'not yet' }),
  } satisfies Partial<ShiftSchedulingServiceServer>;
}
