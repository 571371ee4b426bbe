import type { FairnessLine } from '../../proto/gen/floorcast/schedule/v1/shift.ts';
import type { ShiftSchedulingServiceServer } from '../../proto/gen/floorcast/schedule/v1/shift_scheduling_service.ts';
import { DomainError } from '../domain/domain-error.ts';
import { type LedgerLine, usualWeights } from '../domain/schedule/fairness/fairness-ledger.ts';
import { siteLedger } from '../domain/schedule/site-ledger.ts';
import type { SiteSchedule } from '../domain/schedule/site-schedule.ts';
import { unary } from '../lib/grpc.ts';
import type { ActingGround } from './acting.ts';
import { mayTakePart, reads } from './asked.ts';
import type { SetupRpcDeps } from './setup-rpc.ts';

/** Months that count where nobody says how many. */
export const usualMonths = 6;
const maxMonths = 24;

/** The ledger of what nobody likes. */
export function fairnessRpc({ book, acting, log }: SetupRpcDeps) {
  return {
    getFairness: unary(log, ({ tenant, site, months }, context) => {
      mayTakePart(context, tenant);
      if (months > maxMonths) {
        throw new DomainError('invalid', `months is ${months}, but must be 1 to ${maxMonths}`);
      }
      const of = { tenant, site };
      const lines = siteLedger(book.stateOf(of), acting.ground(of), months || usualMonths);
      const shown = reads(context)
        ? lines
        : lines.filter(({ person }) => person === context.person);
      return { lines: shown.map(toWireLine), weights: { ...usualWeights } };
    }),
  } satisfies Partial<ShiftSchedulingServiceServer>;
}

/** One person's line; undefined for who is no employee of the site. */
export function lineOf(
  state: SiteSchedule,
  ground: ActingGround,
  person: string,
): FairnessLine | undefined {
  const line = siteLedger(state, ground, usualMonths).find((one) => one.person === person);
  return line ? toWireLine(line) : undefined;
}

function toWireLine({ months, ...line }: LedgerLine): FairnessLine {
  return { ...line, months: [...months] };
}
