import type { ShiftSchedulingServiceServer } from '../../proto/gen/floorcast/schedule/v1/shift_scheduling_service.ts';
import { uncoveredBy } from '../domain/schedule/acts/sickness.ts';
import type { Deed, SiteSchedule } from '../domain/schedule/site-schedule.ts';
import type { Context } from '../lib/context.ts';
import { unary } from '../lib/grpc.ts';
import { mayRead, seesReasons } from './asked.ts';
import type { OfSite } from './book.ts';
import {
  toWireLeaveStanding,
  toWireNote,
  toWireOfferStanding,
  toWireOpenShift,
  toWirePending,
  toWireRoundStanding,
  toWireSickness,
  toWireSwap,
} from './request-convert.ts';
import type { SetupRpcDeps } from './setup-rpc.ts';

/** Settled requests are told of the last thirty days. */
const settledMs = 30 * 86_400_000;
const maxOfEach = 500;

/** What people ask for and what waits for a decision. */
export function requestsRpc(deps: SetupRpcDeps) {
  return {
    listRequests: unary(deps.log, async ({ tenant, site, settled }, context) => {
      mayRead(context, tenant);
      return await requestsAnswer(deps, { tenant, site }, context, settled);
    }),
  } satisfies Partial<ShiftSchedulingServiceServer>;
}

async function requestsAnswer(deps: SetupRpcDeps, of: OfSite, context: Context, settled: boolean) {
  const state = deps.book.stateOf(of);
  const { nowMs } = deps.acting.ground(of);
  const shown = shownOf(state, { nowMs, settled });
  const people = [
    ...state.setup.employees.keys(),
    ...shown.swaps.map(({ proposed }) => proposed.author),
    ...shown.notes.map(({ written }) => written.author),
  ];
  // Who does not decide leave is not told of sickness either.
  const sickness = seesReasons(context) ? shown.sickness : [];
  return {
    swaps: shown.swaps.map((swap) => toWireSwap(context, state, swap)),
    leave: shown.leave.map((leave) => toWireLeaveStanding(context, leave)),
    openShifts: shown.openShifts.map((open) => toWireOpenShift(open)),
    offers: shown.offers.map((offer) => toWireOfferStanding(context, offer)),
    rounds: shown.rounds.map((round) => toWireRoundStanding(context, round)),
    changes: shown.changes.map((change) => toWirePending(context, change)),
    sickness: sickness.map((one) => toWireSickness(one, uncoveredBy(state, one))),
    notes: shown.notes.map(toWireNote),
    names: await deps.names.of(of.tenant, people),
    imports: Object.fromEntries(
      [...state.imports.values()]
        .filter(({ undone }) => !undone)
        .map(({ importId, fileName }) => [importId, fileName]),
    ),
  };
}

/** Those that are open, and with `settled` those settled not long ago; the newest first. */
function shownOf(state: SiteSchedule, { nowMs, settled }: { nowMs: number; settled: boolean }) {
  const newest = <One>(
    all: Iterable<One>,
    isOpen: (one: One) => boolean,
    last: (one: One) => Deed,
  ) =>
    [...all]
      .filter((one) => isOpen(one) || (settled && last(one).atMs >= nowMs - settledMs))
      .sort((a, b) => last(b).position - last(a).position)
      .slice(0, maxOfEach);
  const open = <State extends { state: string }>(...states: string[]) => {
    return (one: State) => states.includes(one.state);
  };
  const recently = ({ reported }: { reported: Deed }) => reported.atMs >= nowMs - settledMs;
  return {
    swaps: newest(state.swaps.values(), open('waiting', 'to-approve'), ({ last }) => last),
    leave: newest(
      state.leaves.values(),
      open('asked', 'waiting-list'),
      ({ decided, asked }) => decided ?? asked,
    ),
    openShifts: newest(state.openShifts.values(), open('open'), ({ last }) => last),
    offers: newest(state.offers.values(), open('open'), ({ last }) => last),
    rounds: newest(state.rounds.values(), open('open'), ({ last }) => last),
    changes: newest(state.changes.values(), open('waiting'), ({ last }) => last),
    sickness: newest(state.sickness.values(), recently, ({ reported }) => reported),
    notes: newest(
      state.notes.values(),
      ({ written, open: asks, doneBy }) =>
        (asks && !doneBy) || written.atMs >= nowMs - 7 * 86_400_000,
      ({ written }) => written,
    ),
  };
}
