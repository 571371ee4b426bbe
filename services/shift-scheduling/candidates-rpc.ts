import { randomUUID } from 'node:crypto';
import type {
  RankCandidatesRequest,
  ShiftSchedulingServiceServer,
} from '../../proto/gen/floorcast/schedule/v1/shift_scheduling_service.ts';
import { DomainError } from '../domain/domain-error.ts';
import type { Acting } from '../domain/schedule/acts/acting.ts';
import { rankCandidates } from '../domain/schedule/acts/candidates.ts';
import { siteLedger } from '../domain/schedule/site-ledger.ts';
import type { SiteSchedule } from '../domain/schedule/site-schedule.ts';
import type { LadderOnly } from '../domain/score/ladder/ladder-on.ts';
import { unary } from '../lib/grpc.ts';
import { chosen, someMs } from '../lib/wire-words.ts';
import { maySteer } from './asked.ts';
import { toWireViolation } from './convert.ts';
import { usualMonths } from './fairness-rpc.ts';
import { actingToLook } from './looking.ts';
import type { StandInsDeps } from './stand-ins-rpc.ts';

const maxTold = 200;

/** Who could stand in, or take overtime or early leave. */
export function candidatesRpc(deps: StandInsDeps) {
  return {
    rankCandidates: unary(deps.log, async (asked, context) => {
      const { tenant, site } = asked;
      maySteer(context, tenant);
      const of = { tenant, site };
      const state = deps.book.stateOf(of);
      const curves = state.requirements.map(({ requirement }) => requirement).filter(Boolean);
      const looking = await actingToLook(deps, of, { shifts: [], curves });
      // What each of them would work is thought of as a shift, and kept nowhere.
      const acting = { ...looking, newId: () => randomUUID() };
      const ranked = rankedBy(state, asked, acting, deps.ladders.stateOf(of)).slice(0, maxTold);
      const lines = siteLedger(state, acting, usualMonths);
      const burdens = new Map(lines.map(({ person, burden }) => [person, burden]));
      const people = ranked.map(({ person }) => person);
      return {
        candidates: ranked.map(({ violations, trained, ...one }) => ({
          ...one,
          standIn: trained !== null,
          trained: trained ?? undefined,
          violations: violations.map(toWireViolation),
          burden: burdens.get(one.person) ?? 0,
        })),
        names: await deps.names.of(tenant, people),
      };
    }),
  } satisfies Partial<ShiftSchedulingServiceServer>;
}

function rankedBy(
  state: SiteSchedule,
  { purpose, shiftId, from, to }: RankCandidatesRequest,
  acting: Acting,
  ladder: LadderOnly,
) {
  const known = ['stand-in', 'overtime', 'early-leave'] as const;
  const what = chosen(purpose, known, 'purpose');
  if (what === 'stand-in') {
    if (!shiftId) throw new DomainError('invalid', 'shift_id is empty');
    return rankCandidates(state, { purpose: what, shiftId, fromMs: 0, toMs: 0 }, acting, ladder);
  }
  const span = { fromMs: someMs(from, 'from'), toMs: someMs(to, 'to') };
  return rankCandidates(state, { purpose: what, shiftId: '', ...span }, acting, ladder);
}
