import type {
  StaffingServiceServer,
  StaffSkillsResponse,
} from '../../proto/gen/floorcast/staffing/v1/staffing_service.ts';
import { serverStream } from '../lib/grpc.ts';
import type { Log } from '../lib/log.ts';
import { mayRead } from './asked.ts';
import type { PlanningPool } from './planning-pool.ts';
import type { SkillsProgress } from './skills.ts';
import { toSkillsJob, toWireAnswer } from './skills-convert.ts';

/**
 * Several skills over gRPC: simulated, or the cheapest agents searched, in a
 * thread. Says how far it is; a caller who leaves ends it.
 */
export function skillsRpc({ log, pool }: { log: Log; pool: Pick<PlanningPool, 'staffSkills'> }) {
  return {
    staffSkills: serverStream(log, async (call, context, signal) => {
      const { request } = call;
      mayRead(context, request.tenant);
      const job = toSkillsJob(request);
      const progress = (so: SkillsProgress) => {
        // Who reads slowly misses some: each tells all.
        if (!call.writableNeedDrain && !signal.aborted) call.write(toWireProgress(so));
      };
      try {
        const answer = await pool.staffSkills(job, { progress, signal });
        call.write({ told: { $case: 'answer', value: toWireAnswer(request, answer) } });
      } catch (error) {
        // Who left reads no refusal.
        if (!signal.aborted) throw error;
      }
    }),
  } satisfies Partial<StaffingServiceServer>;
}

function toWireProgress({ phase, share, best }: SkillsProgress): StaffSkillsResponse {
  const bestAgents = best?.agents ?? [];
  return {
    told: { $case: 'progress', value: { phase, share, bestAgents, bestCost: best?.cost } },
  };
}
