import type { ShiftSchedulingServiceServer } from '../../proto/gen/floorcast/schedule/v1/shift_scheduling_service.ts';
import { isSame } from '../domain/schedule/acts/consequences.ts';
import { type MovedBreak, replaceBreaks } from '../domain/schedule/centre/replace-breaks.ts';
import { rosterOfShifts } from '../domain/schedule/centre-draft/centre-roster-of-shifts.ts';
import { type DraftProblem, draftProblem } from '../domain/schedule/centre-draft/draft-problem.ts';
import { withBreakAt } from '../domain/schedule/moved-break.ts';
import type { CurveSlot, Shift } from '../domain/schedule/shift.ts';
import { withShifts } from '../domain/schedule/shift-book.ts';
import type { ShiftEdit } from '../domain/schedule/shift-edit.ts';
import { laterDay, siteCalendar } from '../domain/schedule/site-calendar.ts';
import { checkedCommandId } from '../lib/command-checks.ts';
import { unary } from '../lib/grpc.ts';
import { maySteer } from './asked.ts';
import type { OfSite } from './book.ts';
import type { Decide } from './decide.ts';
import { toWireEdit } from './edit-wire.ts';
import { curvesOf, type Look, lookAt } from './looking.ts';
import type { SetupRpcDeps } from './setup-rpc.ts';

/** What placing breaks anew works on. */
export interface BreaksRpcDeps extends SetupRpcDeps {
  decide: Decide;
}

/** The future breaks of today, placed anew for what is required now. */
export function breaksRpc(deps: BreaksRpcDeps) {
  return {
    replaceBreaks: unary(deps.log, async (asked, context) => {
      const { tenant, site, commandId, preview } = asked;
      maySteer(context, tenant);
      const startedMs = performance.now();
      const of = { tenant, site };
      const look = await todaysLook(deps, of);
      const edits = movedBreaks(look);
      const [before, after] = [underOf(look), underOf(withEdits(look, edits))];
      const by = { author: context.person, roles: context.roles, seenPosition: null };
      const position =
        preview || edits.length === 0
          ? 0
          : await changed(deps, { ...of, ...by, commandId: checkedCommandId(commandId) }, edits);
      return {
        edits: edits.map(toWireEdit),
        underBefore: before,
        underAfter: after,
        position,
        seconds: (performance.now() - startedMs) / 1_000,
      };
    }),
  } satisfies Partial<ShiftSchedulingServiceServer>;
}

/** Yesterday and today: a night of yesterday still has breaks to come. */
async function todaysLook(deps: BreaksRpcDeps, of: OfSite): Promise<Look> {
  const { nowMs, zone } = deps.acting.ground(of);
  const today = siteCalendar(zone).dayOf(nowMs);
  return await lookAt(deps, of, { draftId: '', from: laterDay(today, -1), days: 2, version: 0 });
}

/** Shifts whose breaks move, in the way that costs least. */
function movedBreaks(look: Look): ShiftEdit[] {
  const { state, book, ground, from, to, acting, shifts } = look;
  const { zone, nowMs, holidays, rulesOfPreset } = acting;
  const none = { people: [], days: [], stability: 0, gains: null };
  const of = { state, book, ground, from, to, zone, nowMs, holidays, rulesOfPreset, ...none };
  const problem = draftProblem(of);
  const nowMin = Math.ceil((nowMs - (problem.grid.startsMs[0] ?? 0)) / 60_000);
  let roster = rosterOfShifts(problem, shifts);
  const stands = new Map(shifts.map((shift) => [`${shift.person} ${shift.day}`, shift]));
  for (const day of problem.grid.names.keys()) {
    const placed = replaceBreaks(problem.centre, roster, { day, nowMin });
    roster = placed.roster;
    for (const move of placed.moved) moveIn(stands, problem, move);
  }
  return shifts.flatMap((before) => {
    const after = stands.get(`${before.person} ${before.day}`) ?? before;
    return isSame(before, after) ? [] : [{ shiftId: before.shiftId, before, after }];
  });
}

/** A break that cannot move inside the shift as it stands (training is there) stays. */
function moveIn(stands: Map<string, Shift>, { centre, grid }: DraftProblem, move: MovedBreak) {
  const key = `${centre.people[move.person]?.id} ${grid.names[move.day]}`;
  const shift = stands.get(key);
  const moved = shift && withBreakAt(shift, move.at, shift.fromMs + move.toMin * 60_000);
  if (moved) stands.set(key, moved);
}

function withEdits(look: Look, edits: readonly ShiftEdit[]): Look {
  return { ...look, book: withShifts(look.book, edits) };
}

/** Agent-minutes too few from now on. */
function underOf(look: Look): number {
  const { acting, ground } = look;
  const short = ({ required, scheduled }: CurveSlot) =>
    Math.max(0, (required ?? 0) - scheduled) * ground.slotMinutes;
  return curvesOf(look)
    .filter(({ startMs }) => startMs >= acting.nowMs)
    .reduce((sum, slot) => sum + short(slot), 0);
}

async function changed(
  { decide }: BreaksRpcDeps,
  by: Omit<Parameters<Decide['act']>[0], 'act'>,
  edits: readonly ShiftEdit[],
): Promise<number> {
  const filled = { version: 0, changeId: '', consents: [] };
  const reason = 'breaks placed anew';
  const act = { kind: 'schedule-changed' as const, edits, reason, ...filled };
  return (await decide.act({ ...by, act })).position;
}
