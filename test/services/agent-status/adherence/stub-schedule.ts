import type { Server, UntypedServiceImplementation } from '@grpc/grpc-js';
import type { Test } from 'tap';
import type { CurveSlot } from '../../../../proto/gen/floorcast/schedule/v1/shift.ts';
import {
  type GetScheduleRequest,
  type GetScheduleResponse,
  ShiftSchedulingServiceService,
} from '../../../../proto/gen/floorcast/schedule/v1/shift_scheduling_service.ts';
import type { Shift } from '../../../../services/domain/schedule/shift.ts';
import { listen, makeServer } from '../../../../services/lib/grpc.ts';
import { toWireShift } from '../../../../services/lib/shift-wire.ts';

/** Scheduling as far as others ask it: published shifts, and curves, by version. */
export interface StubSchedule {
  port: number;
  /** What is published from now on; curves in half-hours. */
  publish: (shifts: readonly Shift[], curves?: CurveSlot[]) => void;
}

/** A server of published shifts on a port of its own. */
export async function startSchedule(t: Test, address = '127.0.0.1:0'): Promise<StubSchedule> {
  const versions: { shifts: readonly Shift[]; curves: CurveSlot[] }[] = [];
  const { server, setReady } = makeServer([]);
  const answer = ({ from, days, version }: GetScheduleRequest): GetScheduleResponse => {
    const until = Temporal.PlainDate.from(from).add({ days }).toString();
    const wanted = version || versions.length;
    const { shifts, curves } = versions[wanted - 1] ?? { shifts: [], curves: [] };
    const asked = shifts.filter(({ day }) => day >= from && day < until);
    return {
      ...nothing,
      shifts: asked.map(toWireShift),
      curves,
      version: wanted,
    };
  };
  server.addService(ShiftSchedulingServiceService, handlers(answer));
  const port = await listen(server as Server, address);
  setReady(true);
  t.teardown(() => server.forceShutdown());
  return { port, publish: (shifts, curves = []) => void versions.push({ shifts, curves }) };
}

const nothing: GetScheduleResponse = {
  shifts: [],
  curves: [],
  violations: [],
  score: undefined,
  absences: [],
  version: 0,
  position: 0,
  zone: 'UTC',
  slotMinutes: 30,
  names: {},
  requiredAsOf: undefined,
};

function handlers(answer: (asked: GetScheduleRequest) => GetScheduleResponse) {
  const none: unknown = (_call: unknown, callback: (error: Error) => void) =>
    callback(new Error('not asked by adherence'));
  const getSchedule: unknown = (
    { request }: { request: GetScheduleRequest },
    callback: (error: null, response: GetScheduleResponse) => void,
  ) => callback(null, answer(request));
  const names = Object.keys(ShiftSchedulingServiceService);
  const all = { ...Object.fromEntries(names.map((name) => [name, none])), getSchedule };
  return all as UntypedServiceImplementation;
}
