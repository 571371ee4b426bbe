import type { ShiftSchedulingServiceServer } from '../../proto/gen/floorcast/schedule/v1/shift_scheduling_service.ts';
import { type ActRpcDeps, actRpc } from './act-rpc.ts';
import { breaksRpc } from './breaks-rpc.ts';
import { calendarRpc } from './calendar-rpc.ts';
import { candidatesRpc } from './candidates-rpc.ts';
import { explainRpc } from './explain-rpc.ts';
import { fairnessRpc } from './fairness-rpc.ts';
import { importRpc } from './import-rpc.ts';
import { myDayRpc } from './my-day-rpc.ts';
import { type OptimiseRpcDeps, optimiseRpc } from './optimise-rpc.ts';
import { type PushRpcDeps, pushRpc } from './push-rpc.ts';
import { requestsRpc } from './requests-rpc.ts';
import { scheduleRpc } from './schedule-rpc.ts';
import { setupRpc } from './setup-rpc.ts';
import { standInsRpc } from './stand-ins-rpc.ts';

/** What the gRPC face of scheduling works on. */
export type Deps = ActRpcDeps & OptimiseRpcDeps & PushRpcDeps;

/** The gRPC face of scheduling. It translates and refuses; what is decided comes from the domain. */
export function schedulingRpc(deps: Deps): ShiftSchedulingServiceServer {
  return {
    ...setupRpc(deps),
    ...scheduleRpc(deps),
    ...actRpc(deps),
    ...optimiseRpc(deps),
    ...explainRpc(deps),
    ...fairnessRpc(deps),
    ...myDayRpc(deps),
    ...requestsRpc(deps),
    ...candidatesRpc(deps),
    ...standInsRpc(deps),
    ...importRpc(deps),
    ...breaksRpc(deps),
    ...calendarRpc(deps),
    ...pushRpc(deps),
  };
}
