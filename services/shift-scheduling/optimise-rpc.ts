import { status } from '@grpc/grpc-js';
import type { ShiftSchedulingServiceServer } from '../../proto/gen/floorcast/schedule/v1/shift_scheduling_service.ts';
import type { ActRpcDeps } from './act-rpc.ts';

export type OptimiseRpcDeps = ActRpcDeps;
/** Comes. */
export function optimiseRpc(_deps: OptimiseRpcDeps) {
  const no = { code: status.UNIMPLEMENTED, details: 'not yet' };
  return {
    optimise: (call) => void call.emit('error', no),
    stopOptimising: (_call, callback) => callback(no),
    takeOptimised: (_call, callback) => callback(no),
  } satisfies Partial<ShiftSchedulingServiceServer>;
}
