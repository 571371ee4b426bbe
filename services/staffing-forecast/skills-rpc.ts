import type { StaffingServiceServer } from '../../proto/gen/floorcast/staffing/v1/staffing_service.ts';
import { DomainError } from '../domain/domain-error.ts';
import { unary } from '../lib/grpc.ts';
import type { Log } from '../lib/log.ts';
import { mayRead } from './asked.ts';

/** Several skills over gRPC: refused as long as this version has no simulator to ask. */
export function skillsRpc({ log }: { log: Log }) {
  return {
    staffSkills: unary(log, ({ tenant }, context) => {
      mayRead(context, tenant);
      throw new DomainError('unavailable', 'this version cannot simulate several skills');
    }),
  } satisfies Partial<StaffingServiceServer>;
}
